"""Whether the columns and the hit policy of a table go together."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding
from .points import is_line
from .values import ORDERED_BY_OPTIONS, Column, Formula, Table

ADDING, COMPARING = frozenset({"C+"}), frozenset({"C<", "C>"})


def check_table(table: Table) -> Iterator[Finding]:
    """Yield what keeps a table, whose cells have all been read, from being decided."""
    yield from _find_twice(table.inputs, "/inputs")
    yield from _find_twice((*table.outputs, *(table.bands.outputs if table.bands else ())), "/outputs")
    if table.hit in ORDERED_BY_OPTIONS and not table.ranked:
        yield Finding("options_wanted", "/outputs", {"got": table.hit, "allowed": "options"})
    for place, column in enumerate(table.outputs):
        yield from _check_output(table, place, column)
    if table.hit == "C#" and table.default:
        # A count has an answer where no row hits: 0.
        yield Finding("default_misplaced", "/default", {"got": table.hit})
    if table.bands and (table.hit != "C+" or len(table.outputs) > 1):
        yield Finding("bands_misplaced", "/bands", {"got": table.hit, "allowed": "C+"})


def _find_twice(columns: tuple[Column, ...], pointer: str) -> Iterator[Finding]:
    names = [column.name for column in columns]
    for place, name in enumerate(names):
        if name in names[:place]:
            yield Finding("name_twice", f"{pointer}/{place}", {"name": name})


def _check_output(table: Table, place: int, column: Column) -> Iterator[Finding]:
    kind, pointer, facts = (
        column.type.kind,
        f"/outputs/{place}",
        {"name": column.name, "got": column.type.kind},
    )
    if table.hit in ADDING and kind != "number":
        yield Finding("output_kind", pointer, {**facts, "allowed": ("number",)})
    if table.hit in COMPARING and not is_line(kind):
        yield Finding("output_kind", pointer, {**facts, "allowed": ("number", "date", "time", "datetime")})
    worked_out = any(isinstance(row.outputs[place], Formula) for row in table.rows)
    if table.hit in ORDERED_BY_OPTIONS and column.type.options and worked_out:
        # Which row goes first must be known before anything is worked out.
        yield Finding("formula_unwanted", pointer, {"name": column.name, "allowed": column.type.options})
