"""A table as the browser gets it: every cell already read (rules/js/tables.js)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ..types import Kind
from .points import Exact, leave, write_point
from .ranking import rank_rows
from .regions import WHOLE, Choice, Region, Span
from .values import Formula, Output, Table


def write_browser_table(table: Table) -> dict[str, Any]:
    """Return the JSON that ``buildTable`` takes.

    Inputs have name, kind and tree, outputs name and kind; ``rows`` hold cells, then outputs, in the order in
    which they are asked, and ``order`` their numbers in the document where that differs. A cell is ``null``
    (anything) or an object of ``of``, ``not`` or ``in``, with ``absent`` where absent is accepted as well; an
    output that is worked out is ``{"tree": ...}``.
    """
    order = rank_rows(table)
    written: dict[str, Any] = {
        "hit": table.hit,
        "inputs": [{"name": one.name, "kind": one.type.kind, "tree": one.tree} for one in table.inputs],
        "outputs": [{"name": one.name, "kind": one.type.kind} for one in table.outputs],
        "rows": [_write_row(table, row) for row in order],
    }
    if list(order) != sorted(order):
        written["order"] = list(order)
    if table.default is not None:
        written["default"] = _write_outputs(table.default)
    if table.bands:
        written["bands"] = write_browser_table(table.bands)
    return written


def _write_row(table: Table, row: int) -> list[Any]:
    cells, outputs = table.rows[row].cells, table.rows[row].outputs
    kinds: list[Kind] = [column.type.kind for column in table.inputs]
    return [*map(_write_cell, cells, kinds), *_write_outputs(outputs)]


def _write_cell(region: Region, kind: Kind) -> Any:
    filled = region.filled
    if isinstance(filled, Choice):
        written = {"not" if filled.others else "of": sorted(filled.values, key=str)}
        everything = filled.others and not filled.values
    else:
        written = _write_spans(filled, kind)
        everything = filled == (WHOLE,)
    if region.absent:
        return None if everything else {**(written if filled not in ((), Choice()) else {}), "absent": True}
    return written


def _write_spans(spans: Sequence[Span], kind: Kind) -> dict[str, Any]:
    if all(span.low is not None and span.low == span.high for span in spans):
        return {"of": [_write_end(span.low, kind) for span in spans]}
    return {
        "in": [
            [_write_end(span.low, kind), span.low_in, _write_end(span.high, kind), span.high_in]
            for span in spans
        ]
    }


def _write_end(point: Exact | None, kind: Kind) -> str | int | float | None:
    if point is None:
        return None
    return leave(point) if kind == "number" else write_point(point, kind)


def _write_outputs(outputs: Sequence[Output]) -> list[Any]:
    return [_write_output(one) for one in outputs]


def _write_output(output: Output) -> Any:
    if isinstance(output, Formula):
        return {"tree": output.tree}
    return leave(output) if isinstance(output, Fraction) else output
