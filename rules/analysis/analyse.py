"""Everything a table should be asked about before it is published, each with an example and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from ..findings import Finding, RuleRefused
from ..tables.cells import write_cell
from ..tables.regions import Region
from ..tables.saying import say_cell
from ..tables.values import LISTING, Column, Table
from ..tables.words import LANGUAGES
from .axes import limit_region
from .boxes import MOST_STEPS, Box
from .examples import example, pick
from .finding import MOST_SHOWN, list_conflicts, list_dead_rows, list_gaps
from .layout import Layout, lay_out, order_deciding
from .saying import say_box

# Where no row hits, these have an answer all the same: an empty list, or 0.
ANSWERING = LISTING | {"C#"}


def analyse_table(table: Table, *, most_steps: int = MOST_STEPS) -> tuple[Finding, ...]:
    """Return what a table's author should mend or look at; nothing where the table is in order.

    Every fault has the facts ``rows`` (the rows concerned, from 0), ``example`` (a value for each input by
    its name), ``words`` (by language) and ``total`` (how many faults there are; ``MOST_SHOWN`` are returned).
    A search that would take more steps ends with ``analysis_too_large``.
    """
    layout = lay_out(table, most_steps)
    findings = [finding for check in _CHECKS for finding in _attempt(check, layout)]
    if table.bands:
        findings += [
            replace(one, pointer=one.pointer.replace("/rows", "/bands/cells"))
            for one in analyse_table(table.bands)
        ]
    return tuple(findings)


def _attempt(check: Callable[[Layout], Iterator[Finding]], layout: Layout) -> Iterator[Finding]:
    try:
        yield from check(layout)
    except RuleRefused as refused:
        yield from refused.findings


def _describe(layout: Layout, regions: Box, rows: tuple[int, ...], total: int) -> dict[str, object]:
    columns = layout.table.inputs
    names = [column.name for column in columns]
    return {
        "rows": rows,
        "example": dict(zip(names, example(regions, columns), strict=True)),
        "words": {language: say_box(regions, columns, language) for language in LANGUAGES},
        "total": total,
    }


def _check_values(layout: Layout) -> Iterator[Finding]:
    """Yield the cells that no allowed value satisfies."""
    rows, columns = layout.table.rows, layout.table.inputs
    found = [
        (row, place)
        for row, box in enumerate(layout.boxes)
        for place, field in enumerate(layout.grid.fields)
        if not box & field
    ]
    for row, place in found[:MOST_SHOWN]:
        column, region = columns[place], rows[row].cells[place]
        allowed = limit_region(column.type)
        facts = {
            "rows": (row,),
            "column": place,
            "example": {column.name: pick(allowed, column.type)},
            "words": _say(region, column),
            "allowed": _say(allowed, column),
            "total": len(found),
        }
        yield Finding("value_impossible", f"/rows/{row}/{place}", facts)


def _say(region: Region, column: Column) -> dict[str, str]:
    return {language: say_cell(region, column.type, language) for language in LANGUAGES}


def _check_gaps(layout: Layout) -> Iterator[Finding]:
    """Yield the inputs without an outcome; ``cells`` are the row that would fill the gap."""
    table = layout.table
    if table.default is not None or table.hit in ANSWERING:
        return
    gaps, total, too_large = list_gaps(layout, MOST_SHOWN)
    yield from too_large
    for box in gaps:
        found = layout.grid.unpack(box)
        placed = zip(found.regions, table.inputs, strict=True)
        cells = tuple(write_cell(region, column.type) for region, column in placed)
        facts = {**_describe(layout, found, (), total), "cells": cells}
        yield Finding("table_gap", "/rows", facts, "warning")


def _check_conflicts(layout: Layout) -> Iterator[Finding]:
    """Yield rows that hit together where they may not: ``table_conflict`` when their outcomes differ."""
    pairs, rows = list_conflicts(layout), layout.table.rows
    for first, second in pairs[:MOST_SHOWN]:
        alike = rows[first].outputs == rows[second].outputs
        box = layout.grid.unpack(layout.boxes[first] & layout.boxes[second])
        facts = _describe(layout, box, (first, second), len(pairs))
        yield Finding("table_overlap" if alike else "table_conflict", f"/rows/{second}", facts)


def _check_dead_rows(layout: Layout) -> Iterator[Finding]:
    """Yield the rows that never decide; ``rows`` are the row and those that cover it."""
    found = list(list_dead_rows(layout))
    for row, by in found[:MOST_SHOWN]:
        facts = _describe(layout, layout.grid.unpack(layout.boxes[row]), (row, *by), len(found))
        yield Finding("row_dead", f"/rows/{row}", facts, "warning")


def _check_duplicates(layout: Layout) -> Iterator[Finding]:
    """Yield the rows that say what an earlier row says, where every row that hits counts."""
    if layout.table.hit == "U" or order_deciding(layout.table) is not None:
        return
    seen: dict[tuple[object, ...], int] = {}
    found = []
    for number, (box, row) in enumerate(zip(layout.boxes, layout.table.rows, strict=True)):
        first = seen.setdefault((box, *row.outputs), number)
        if first != number and layout.grid.is_filled(box):
            found.append((first, number))
    for first, second in found[:MOST_SHOWN]:
        facts = _describe(layout, layout.grid.unpack(layout.boxes[second]), (first, second), len(found))
        yield Finding("row_duplicate", f"/rows/{second}", facts, "warning")


_CHECKS = (_check_values, _check_gaps, _check_conflicts, _check_dead_rows, _check_duplicates)
