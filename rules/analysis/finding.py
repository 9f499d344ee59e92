"""Inputs that no row of a table answers, rows that never decide, and rows that contradict each other."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from heapq import nlargest
from typing import NamedTuple

from ..findings import Finding, RuleRefused
from ..tables.values import Table
from .boxes import MOST_STEPS, Box, Grid, Work
from .layout import Layout, lay_out, order_deciding

MOST_SHOWN = 20


class Overlap(NamedTuple):
    """Two rows and the inputs that both of them accept."""

    first: int
    second: int
    box: Box


class DeadRow(NamedTuple):
    """A row that never decides, and the rows that together decide before it wherever it hits."""

    row: int
    covered_by: tuple[int, ...]
    box: Box


def find_gaps(table: Table, most: int = MOST_SHOWN, *, most_steps: int = MOST_STEPS) -> tuple[Box, ...]:
    """Return the allowed inputs that no row accepts, as few boxes apart from each other, at most so many.

    Raises ``RuleRefused`` with ``analysis_too_large`` where the table's shape asks for more steps.
    """
    layout = lay_out(table, most_steps)
    boxes, _, findings = list_gaps(layout, most)
    if findings:
        raise RuleRefused(*findings)
    return tuple(layout.grid.unpack(box) for box in boxes)


def find_overlaps(table: Table, most: int = MOST_SHOWN) -> tuple[Overlap, ...]:
    """Return pairs of rows that accept the same inputs, in the order of the rows, at most so many."""
    layout = lay_out(table)
    return tuple(build_overlap(layout, *pair) for pair in list_overlaps(layout)[:most])


def find_conflicts(table: Table, most: int = MOST_SHOWN) -> tuple[Overlap, ...]:
    """Return overlaps that the hit policy forbids: all under ``U``, those that differ under ``A``."""
    layout = lay_out(table)
    return tuple(build_overlap(layout, *pair) for pair in list_conflicts(layout)[:most])


def find_dead_rows(table: Table, *, most_steps: int = MOST_STEPS) -> tuple[DeadRow, ...]:
    """Return every row that can be left out without any outcome changing, whichever rows cover it.

    Under ``F`` and ``A`` the rows before it cover it, under ``P`` those that go first, under ``C<`` and
    ``C>`` those with an output as small or as large; under the other policies each row that hits counts.
    Raises ``RuleRefused`` as ``find_gaps`` does.
    """
    layout = lay_out(table, most_steps)
    return tuple(
        DeadRow(row, by, layout.grid.unpack(layout.boxes[row])) for row, by in list_dead_rows(layout)
    )


def list_gaps(layout: Layout, most: int) -> tuple[list[int], int, tuple[Finding, ...]]:
    """Return the largest gaps as boxes of the layout's grid, how many there are in all, and findings.

    With a finding they are only some, as they were found.
    """
    grid, found = layout.grid, []
    # Large rows first: they leave few pieces for the small ones to split.
    rows = sorted(layout.boxes, key=grid.measure, reverse=True)
    try:
        for box in grid.find_uncovered(grid.whole, rows, Work(layout.most_steps)):
            found.append(box)
    except RuleRefused as refused:
        return found[:most], len(found[:most]), refused.findings
    merged = grid.merge(found)
    return _pick_largest(grid, merged, most), len(merged), ()


def _pick_largest(grid: Grid, boxes: list[int], most: int) -> list[int]:
    # Only those that are shown are put in order: there may be thousands.
    sizes = [grid.measure(box) for box in boxes]
    least = min(nlargest(most, sizes), default=0)
    large = [(-size, grid.place(box), box) for box, size in zip(boxes, sizes, strict=True) if size >= least]
    return [box for _, _, box in sorted(large)[:most]]


def list_overlaps(layout: Layout) -> list[tuple[int, int]]:
    """Return all pairs of rows that meet, the earlier row of each pair first."""
    pairs = []
    for second, box in enumerate(layout.boxes):
        pairs += [(first, second) for first in layout.grid.list_met(box, layout.boxes, range(second))]
    return pairs


def list_conflicts(layout: Layout) -> list[tuple[int, int]]:
    """Return the pairs that the hit policy forbids."""
    if layout.table.hit not in ("U", "A"):
        return []
    rows, unique = layout.table.rows, layout.table.hit == "U"
    pairs = list_overlaps(layout)
    return [pair for pair in pairs if unique or rows[pair[0]].outputs != rows[pair[1]].outputs]


def build_overlap(layout: Layout, first: int, second: int) -> Overlap:
    """Return the pair with what it has in common."""
    return Overlap(first, second, layout.grid.unpack(layout.boxes[first] & layout.boxes[second]))


def list_dead_rows(layout: Layout) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each row that never decides, with the rows that cover it; rows that nothing hits are left out."""
    order = order_deciding(layout.table)
    if order is None:
        return
    grid, work, dead = layout.grid, Work(layout.most_steps), []
    largest_first: list[int] = []
    latest: dict[int, int] = {}
    for row in order:
        box = layout.boxes[row]
        cover = grid.find_cover(box, largest_first, work)
        if cover and grid.is_filled(box):
            dead.append((row, tuple(sorted(latest[one] for one in cover))))
        insort(largest_first, box, key=lambda one: -grid.measure(one))
        latest[box] = row
    yield from sorted(dead)
