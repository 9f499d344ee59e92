"""A table laid out as boxes, and the order in which its rows decide."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..tables.points import Exact, read_point
from ..tables.ranking import rank_rows
from ..tables.values import Output, Table
from ..types import Kind
from .boxes import MOST_STEPS, Grid, build_grid


@dataclass(frozen=True)
class Layout:
    """The grid of a table, the box of each of its rows, and how much work one search may be."""

    table: Table
    grid: Grid
    boxes: tuple[int, ...]
    most_steps: int


def lay_out(table: Table, most_steps: int = MOST_STEPS) -> Layout:
    """Return the table on a grid of its own."""
    regions = [[row.cells[place] for row in table.rows] for place in range(len(table.inputs))]
    grid = build_grid(table.inputs, regions)
    return Layout(table, grid, tuple(grid.pack(row.cells) for row in table.rows), most_steps)


def order_deciding(table: Table) -> tuple[int, ...] | None:
    """Return the rows so that the first that hits decides; ``None`` where more than one may have a say.

    Under ``A`` rows that hit together agree, so the first may decide; under ``C<`` and ``C>`` the least or
    most output decides, where there is one output and it is written, not worked out.
    """
    if table.hit in ("F", "A", "P"):
        return rank_rows(table)
    column, *others = table.outputs
    if table.hit not in ("C<", "C>") or others or table.has_formulas:
        return None
    sign = 1 if table.hit == "C<" else -1
    points = [_find_point(row.outputs[0], column.type.kind) for row in table.rows]
    return tuple(sorted(range(len(points)), key=lambda row: (points[row] is None, sign * (points[row] or 0))))


def _find_point(output: Output, kind: Kind) -> Exact | None:
    return output if isinstance(output, int | Fraction) else read_point(output, kind)
