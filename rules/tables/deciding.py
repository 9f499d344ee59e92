"""Which rows of a table hit some values, and the decision they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from .lookups import Lookup, build_lookup
from .policies import FIRST_DECIDES, Compute, Decision, Finish, build_finish, make_ready
from .ranking import rank_rows
from .values import Table

Find = Callable[[Sequence[object]], int]


@dataclass(frozen=True)
class IndexedTable:
    """A table ready to be decided many times.

    find     from values to the rows that hit, the first asked as the highest bit
    ready    the decision without a hit, then that of each row, the last asked first
    finish   from all hits to the decision, where it is not simply that of the first
    """

    table: Table
    find: Find = field(repr=False)
    ready: tuple[Decision, ...] = field(repr=False)
    finish: Finish | None = field(repr=False)


def build_index(table: Table) -> IndexedTable:
    """Return the table with one search structure for each input and its outcomes made ready."""
    order = rank_rows(table)
    lookups = [
        build_lookup(column.type.kind, [table.rows[row].cells[place] for row in order])
        for place, column in enumerate(table.inputs)
    ]
    find = _FINDERS.get(len(lookups), _find_by_many)(*lookups)
    ready = make_ready(table, order)
    if table.hit in FIRST_DECIDES and not table.has_formulas:
        return IndexedTable(table, find, ready, None)
    return IndexedTable(table, find, ready, build_finish(table, order))


def decide(indexed: IndexedTable, values: Sequence[object], compute: Compute | None = None) -> Decision:
    """Return the decision for the values, one for each input; absent is ``None``.

    ``compute`` is given the tree of an output that is worked out and returns its value; a table without such
    outputs needs none.
    """
    hits = indexed.find(values)
    if indexed.finish is None:
        return indexed.ready[hits.bit_length()]
    return indexed.finish(hits, compute)


# Most tables have few inputs; without a loop over them a decision takes half the time.
def _find_by_one(first: Lookup) -> Find:
    def find(values: Sequence[object]) -> int:
        (a,) = values
        return first(a)

    return find


def _find_by_two(first: Lookup, second: Lookup) -> Find:
    def find(values: Sequence[object]) -> int:
        a, b = values
        return first(a) & second(b)

    return find


def _find_by_three(first: Lookup, second: Lookup, third: Lookup) -> Find:
    def find(values: Sequence[object]) -> int:
        a, b, c = values
        return first(a) & second(b) & third(c)

    return find


def _find_by_many(*lookups: Lookup) -> Find:
    def find(values: Sequence[object]) -> int:
        hits = -1
        for look_up, value in zip(lookups, values, strict=True):
            hits &= look_up(value)
        return hits

    return find


_FINDERS: Mapping[int, Callable[..., Find]] = {1: _find_by_one, 2: _find_by_two, 3: _find_by_three}
