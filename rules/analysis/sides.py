"""One of two tables that are compared, on the grid that both share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..tables.policies import Finish, Outcome, build_finish
from ..tables.ranking import rank_rows
from ..tables.regions import Region, accept_all
from ..tables.values import Column, Formula, Output, Table
from .boxes import MOST_STEPS, Grid
from .finding import list_conflicts
from .layout import Layout, order_deciding

Outcomes = tuple[tuple[str, Outcome | Formula], ...]


@dataclass(frozen=True)
class Side:
    """A table's rows as boxes, in the order in which they are asked.

    first_decides  whether the first row that hits has the only say
    """

    boxes: tuple[int, ...]
    outputs: tuple[tuple[Output, ...], ...]
    names: tuple[str, ...]
    first_decides: bool
    finish: Finish = field(repr=False)

    def list_hits(self, box: int, places: Sequence[int], grid: Grid) -> Sequence[int]:
        """Return which of the rows have a say somewhere in the box."""
        met = grid.list_met(box, self.boxes, places)
        if self.first_decides:
            for count, place in enumerate(met, start=1):
                if box & self.boxes[place] == box:
                    return met[:count]
        return met

    def list_splitting(self, box: int, places: Sequence[int]) -> list[int]:
        """Return the boxes of those rows that accept only a part of the box."""
        return [self.boxes[place] for place in places if box & self.boxes[place] != box]

    def conclude(self, places: Sequence[int]) -> Outcomes | None:
        """Return what comes out where all these rows hit, ``None`` for a conflict."""
        asked = places[:1] if self.first_decides else places
        decision = self.finish(sum(1 << len(self.boxes) - 1 - place for place in asked), None)
        return None if decision.conflict else tuple(zip(self.names, decision.outputs, strict=True))

    def describe(self, places: Sequence[int]) -> list[tuple[int, tuple[Output, ...]]]:
        """Return the rows as they are compared: equal ones make equal outcomes."""
        return [(self.boxes[place], self.outputs[place]) for place in places]


def build_side(table: Table, grid: Grid, columns: Sequence[Column]) -> Side:
    """Return the table on a grid of these columns; what it has no input for, its rows leave open."""
    boxes = tuple(grid.pack(find_cells(table, row, columns)) for row in range(len(table.rows)))
    order = order_deciding(table)
    first_decides = order is not None
    if table.hit in ("U", "A"):
        # Where no rows contradict each other, the first that hits speaks for all.
        first_decides = not list_conflicts(Layout(table, grid, boxes, MOST_STEPS))
    order = rank_rows(table) if order is None else order
    if table.has_formulas and table.hit in ("C+", "C<", "C>"):
        # What is not known yet cannot be added or ranked; which rows it comes from can be told.
        table = replace(table, hit="C", bands=None)
    return Side(
        boxes=tuple(boxes[row] for row in order),
        outputs=tuple(table.rows[row].outputs for row in order),
        names=tuple(table.output_types),
        first_decides=first_decides,
        finish=build_finish(table, order),
    )


def find_cells(table: Table, row: int, columns: Sequence[Column]) -> list[Region]:
    """Return the row's cells for the columns, open where the table has no such input."""
    cells = {column.name: cell for column, cell in zip(table.inputs, table.rows[row].cells, strict=True)}
    return [cells.get(column.name, accept_all(column.type.kind)) for column in columns]
