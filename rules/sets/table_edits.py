"""Single edits of a decision table: an end of a cell moved, a value or a row lost, an answer changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from ..tables.cells import write_cell
from ..tables.points import settle
from ..tables.regions import Choice, Region, Span, accept_all, begin, end
from ..tables.values import Column, Row, Table
from ..types import Kind, Type


class TableEdit(NamedTuple):
    """One edit: its kind, the place in the table's document, the table after it, and the part as text."""

    kind: str
    pointer: str
    table: Table
    was: str
    now: str = ""


_STEPS: dict[Kind, int] = {"number": 1, "date": 1, "time": 60, "datetime": 3600}


def edit_table(table: Table) -> Iterator[TableEdit]:
    """Yield every edit of the rows, of the default and of the bands; some change no answer at all."""
    rows = table.rows
    for number, row in enumerate(rows):
        pointer, named = f"/rows/{number}", f"{table.name} {number + 1}"
        before, after = rows[:number], rows[number + 1 :]
        yield TableEdit("row_dropped", pointer, replace(table, rows=before + after), named)
        if number:
            swapped = (*rows[: number - 1], row, rows[number - 1], *after)
            yield TableEdit("rows_swapped", pointer, replace(table, rows=swapped), named, named)
        for edit in _edit_row(row, table):
            changed = replace(table, rows=(*before, edit.row, *after))
            yield TableEdit(edit.kind, f"{pointer}/{edit.place}", changed, edit.was, edit.now)
    yield from _edit_default(table)
    for edit in edit_table(table.bands) if table.bands else ():
        pointer = edit.pointer.replace("/rows", "/bands/cells", 1)
        yield edit._replace(pointer=pointer, table=replace(table, bands=edit.table))


class _RowEdit(NamedTuple):
    kind: str
    place: int
    row: Row
    was: str
    now: str


def _edit_row(row: Row, table: Table) -> Iterator[_RowEdit]:
    for place, (cell, column) in enumerate(zip(row.cells, table.inputs, strict=True)):
        for after in _edit_cell(cell, column.type):
            cells = (*row.cells[:place], after, *row.cells[place + 1 :])
            texts = write_cell(cell, column.type), write_cell(after, column.type)
            yield _RowEdit("cell", place, replace(row, cells=cells), *texts)
    for place, column in enumerate(table.outputs):
        for after in _edit_output(row.outputs[place], column, _others(table, place)):
            outputs = (*row.outputs[:place], after, *row.outputs[place + 1 :])
            texts = str(row.outputs[place]), str(after)
            yield _RowEdit("output", len(table.inputs) + place, replace(row, outputs=outputs), *texts)


def _edit_default(table: Table) -> Iterator[TableEdit]:
    default = table.default or ()
    for place, (written, column) in enumerate(zip(default, table.outputs, strict=False)):
        for after in _edit_output(written, column, _others(table, place)):
            changed = replace(table, default=(*default[:place], after, *default[place + 1 :]))
            yield TableEdit("output", f"/default/{column.name}", changed, str(written), str(after))


def _others(table: Table, place: int) -> list[Any]:
    return [row.outputs[place] for row in table.rows]


def _edit_cell(cell: Region, type: Type) -> Iterator[Region]:
    everything = accept_all(type.kind)
    if cell == everything:
        return
    yield everything
    if isinstance(cell.filled, Choice):
        for value in sorted(cell.filled.values, key=str) if len(cell.filled.values) > 1 else ():
            yield replace(cell, filled=replace(cell.filled, values=cell.filled.values - {value}))
        return
    for number, span in enumerate(cell.filled):
        for after in _edit_span(span, _STEPS[type.kind]):
            spans = (*cell.filled[:number], after, *cell.filled[number + 1 :])
            yield replace(cell, filled=spans)


def _edit_span(span: Span, step: int) -> Iterator[Span]:
    moved: list[Span] = []
    if span.low is not None:
        moved.append(span._replace(low_in=not span.low_in))
        moved += [span._replace(low=settle(Fraction(span.low) + by)) for by in (step, -step)]
    if span.high is not None:
        moved.append(span._replace(high_in=not span.high_in))
        moved += [span._replace(high=settle(Fraction(span.high) + by)) for by in (step, -step)]
    return (one for one in moved if begin(one) < end(one))


def _edit_output(written: Any, column: Column, others: Iterable[Any]) -> Iterator[Any]:
    """Yield another answer: the other truth, a number beside it, another option or text of the column."""
    if isinstance(written, bool):
        yield not written
    elif isinstance(written, int | Fraction):
        yield from (written + 1, written - 1)
    elif isinstance(written, str):
        known = dict.fromkeys([*column.type.options, *others])
        yield from [one for one in known if isinstance(one, str) and one != written][:2]
