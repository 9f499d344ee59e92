"""What is true of a small table, found by trying every input that matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from lizheng.rules.analysis import (
    Box,
    compare_tables,
    find_conflicts,
    find_dead_rows,
    find_gaps,
    find_overlaps,
)
from lizheng.rules.tables import IndexedTable, Region, Table, build_index, decide, read_table
from lizheng.rules.tables.points import is_line, read_point
from lizheng.rules.tables.regions import accepts
from lizheng.rules.types import Type

from ..tables.random_tables import Accepts, Case

MANY = 10**6


def find_differences(case: Case) -> list[str]:
    """Return which searches of the analysis say of the case something else than trying does."""
    table = read_table(case.document, case.types)
    gaps = [mask_box(case, box) for box in find_gaps(table, MANY)]
    overlaps = [(one.first, one.second, mask_box(case, one.box)) for one in find_overlaps(table, MANY)]
    conflicts = [(one.first, one.second) for one in find_conflicts(table, MANY)]
    dead = [one.row for one in find_dead_rows(table)]
    expected = {
        "gaps": (join(gaps), sum(map(int.bit_count, gaps))),
        "overlaps": overlaps,
        "conflicts": conflicts,
        "dead": dead,
    }
    tried = {
        "gaps": (missed := try_gaps(case), missed.bit_count()),
        "overlaps": list(try_overlaps(case)),
        "conflicts": [(a, b) for a, b, _ in try_overlaps(case) if is_forbidden(case, a, b)],
        "dead": list(try_dead_rows(case, table)),
    }
    return [name for name in tried if tried[name] != expected[name]]


def find_differing_changes(case: Case, edited: Case) -> list[Any]:
    """Return the inputs of which the list of changes says something else than both tables decide."""
    old, new = (read_table(one.document, one.types) for one in (case, edited))
    before, after = build_index(old), build_index(new)
    changes = [(mask_box(case, change.box), change) for change in compare_tables(old, new)]
    decided = [(_decide(before, point), _decide(after, point)) for point in case.points]
    said = [
        [(change.before, change.after) for mask, change in changes if mask >> place & 1]
        for place in range(len(decided))
    ]
    return [
        point
        for point, pair, found in zip(case.points, decided, said, strict=True)
        if found != [pair] * (pair[0] != pair[1])
    ]


def _decide(indexed: IndexedTable, point: Sequence[Any]) -> Any:
    decision = decide(indexed, point)
    names = tuple(indexed.table.output_types)
    return None if decision.conflict else tuple(zip(names, decision.outputs, strict=True))


def mask_box(case: Case, box: Box) -> int:
    """Return the points of the case that are in the box."""
    types = [column.type for column in case.columns]
    return case.find_mask([_test(region, type) for region, type in zip(box.regions, types, strict=True)])


def join(masks: Sequence[int] | Iterator[int]) -> int:
    """Return the points of all masks together."""
    return reduce(or_, masks, 0)


def try_gaps(case: Case) -> int:
    """Return the points that no row accepts."""
    return (1 << len(case.points)) - 1 & ~join(case.masks)


def try_overlaps(case: Case) -> Iterator[tuple[int, int, int]]:
    """Yield each pair of rows with the points that both accept."""
    masks = case.masks
    for second in range(len(masks)):
        for first in range(second):
            if masks[first] & masks[second]:
                yield first, second, masks[first] & masks[second]


def is_forbidden(case: Case, first: int, second: int) -> bool:
    """Tell whether the policy of the case lets the two rows not hit together."""
    differ = case.list_outputs(first) != case.list_outputs(second)
    return case.document["hit"] == "U" or (case.document["hit"] == "A" and differ)


def try_dead_rows(case: Case, table: Table) -> Iterator[int]:
    """Yield each row all of whose points are taken by rows that go before it."""
    masks = case.masks
    for row, mask in enumerate(masks):
        before = join(masks[other] for other in range(len(masks)) if goes_before(case, other, row))
        if mask and not mask & ~before and case.document["hit"] in ("F", "A", "P", "C<", "C>"):
            yield row


def goes_before(case: Case, other: int, row: int) -> bool:
    """Tell whether one row decides before another where both hit."""
    return other != row and (_rank(case, other), other) < (_rank(case, row), row)


def _rank(case: Case, row: int) -> float:
    *levels, points = case.list_outputs(row)
    if case.document["hit"] == "P":
        return "高中低".index(levels[0])
    return {"C<": points, "C>": -points}.get(case.document["hit"], 0)


def _test(region: Region, type: Type) -> Accepts:
    if not is_line(type.kind):
        return lambda value: accepts(region, value)
    return lambda value: accepts(region, None if value is None else read_point(value, type.kind))
