"""Two versions of a table: exactly which inputs get another outcome, from which to which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ..tables.regions import Region
from ..tables.values import Column, Row, Table
from .boxes import MOST_STEPS, Box, Grid, Work, build_grid
from .sides import Outcomes, Side, build_side, find_cells

# Under these, rows that both versions share add the same to both outcomes, so only the others are asked.
SHARING = frozenset({"C", "C+", "C#", "O"})


@dataclass(frozen=True)
class Change:
    """Inputs with another outcome.

    box     regions for the columns that ``join_inputs`` gives
    before  each output's name and what it was; ``None`` where rows contradicted each other
    after   what it is
    """

    box: Box
    before: Outcomes | None
    after: Outcomes | None


def compare_tables(old: Table, new: Table, *, most_steps: int = MOST_STEPS) -> tuple[Change, ...]:
    """Return the changes of outcome, apart from each other, in the order of the inputs' values.

    They are exact. Where rows collect (``C``, ``C+``, ``C#``, ``O``) and only rows differ, before and after
    are what the rows add that are not in both; another order within a list is no change. Outputs that are
    worked out are compared as written. Raises ``RuleRefused`` with ``analysis_too_large`` where this takes
    more steps.
    """
    columns = join_inputs(old, new)
    grid = build_grid(columns, _list_regions(old, new, columns))
    alike = _describe_frame(old) == _describe_frame(new)
    if alike and old.hit in SHARING:
        old, new = _leave_out(old, new.rows), _leave_out(new, old.rows)
    before, after, work = build_side(old, grid, columns), build_side(new, grid, columns), Work(most_steps)
    start = list(_list_touched(before, after, grid, work)) if alike else [grid.whole]
    found: dict[tuple[Outcomes | None, Outcomes | None], list[int]] = {}
    for box, outcomes in _Search(before, after, grid, alike, work).explore(start):
        found.setdefault(outcomes, []).append(box)
    merged = [(box, outcomes) for outcomes, boxes in found.items() for box in grid.merge(boxes)]
    merged.sort(key=lambda change: grid.place(change[0]))
    return tuple(Change(grid.unpack(box), *outcomes) for box, outcomes in merged)


def join_inputs(old: Table, new: Table) -> tuple[Column, ...]:
    """Return the inputs of the new table, then those that only the old one has."""
    names = {column.name for column in new.inputs}
    return (*new.inputs, *(column for column in old.inputs if column.name not in names))


def _list_regions(old: Table, new: Table, columns: tuple[Column, ...]) -> list[list[Region]]:
    rows = [find_cells(table, row, columns) for table in (old, new) for row in range(len(table.rows))]
    return [[row[place] for row in rows] for place in range(len(columns))]


def _describe_frame(table: Table) -> tuple[object, ...]:
    """Return all that has a say in an outcome beside the rows."""
    inputs = frozenset(column.name for column in table.inputs)
    return table.hit, inputs, [column.name for column in table.outputs], table.default, table.bands


def _leave_out(table: Table, others: tuple[Row, ...]) -> Table:
    """Return the table without the rows that the others have as well, once for each time they have them."""
    shared = Counter(others)
    rows = []
    for row in table.rows:
        shared[row] -= 1
        if shared[row] < 0:
            rows.append(row)
    return replace(table, rows=tuple(rows), default=None, bands=None)


def _list_touched(before: Side, after: Side, grid: Grid, work: Work) -> Iterator[int]:
    """Yield boxes apart from each other outside which the same rows are asked in the same order."""
    old, new = (side.describe(range(len(side.boxes))) for side in (before, after))
    changes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    edits = [(a, b, c, d) for kind, a, b, c, d in changes if kind != "equal"]
    touched = [box for a, b, c, d in edits for box, _ in (*old[a:b], *new[c:d]) if grid.is_filled(box)]
    for place, box in enumerate(touched):
        yield from grid.find_uncovered(box, touched[:place], work)


@dataclass(frozen=True)
class _Search:
    """Two sides on one grid; ``alike``: equal rows make equal outcomes on both."""

    before: Side
    after: Side
    grid: Grid
    alike: bool
    work: Work

    def explore(self, start: list[int]) -> Iterator[tuple[int, tuple[Outcomes | None, Outcomes | None]]]:
        """Yield boxes in which one outcome became another; each is split until its rows accept all of it."""
        old, new = range(len(self.before.boxes)), range(len(self.after.boxes))
        waiting: list[tuple[int, Sequence[int], Sequence[int]]] = [(box, old, new) for box in start]
        while waiting:
            box, old, new = waiting.pop()
            self.work.spend(len(old) + len(new) + 1)
            old, new = self.before.list_hits(box, old, self.grid), self.after.list_hits(box, new, self.grid)
            splitting = self.before.list_splitting(box, old) or self.after.list_splitting(box, new)
            if not splitting:
                was, is_now = self.before.conclude(old), self.after.conclude(new)
                if was != is_now:
                    yield box, (was, is_now)
            elif not self.alike or self.before.describe(old) != self.after.describe(new):
                pieces = [box & splitting[0], *self.grid.subtract(box, splitting[0])]
                waiting += [(piece, old, new) for piece in pieces]
