"""Boxes of inputs as single numbers: a field of bits for each column, so that a part is taken off exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf

from ..findings import Finding, RuleRefused
from ..tables.regions import Region
from ..tables.values import Column
from .axes import Axis, build_axis

MOST_STEPS = 1_000_000

_MANY = 2_000


@dataclass(frozen=True)
class Box:
    """A region for each column: the inputs that every one of them accepts."""

    regions: tuple[Region, ...]


class Work:
    """Counts the steps of one search; some shapes of tables would take longer than anyone waits."""

    def __init__(self, most: int) -> None:
        self.most = self.left = most

    def spend(self, steps: int) -> None:
        """Raise ``RuleRefused`` with ``analysis_too_large`` when no steps are left."""
        self.left -= steps
        if self.left < 0:
            raise RuleRefused(Finding("analysis_too_large", "/rows", {"limit": self.most}, "warning"))


@dataclass(frozen=True)
class Grid:
    """The columns of one or more tables, side by side in one number.

    offsets  where the bits of each column begin
    fields   the bits of each column; between two fields one bit is left free
    """

    axes: tuple[Axis, ...]
    offsets: tuple[int, ...]
    fields: tuple[int, ...]
    whole: int
    _ones: int
    _guards: int
    _apart: tuple[tuple[int, int], ...]

    def pack(self, regions: Iterable[Region]) -> int:
        """Return the box of the regions, one for each column."""
        placed = zip(self.axes, self.offsets, regions, strict=True)
        return sum(axis.find_mask(region) << offset for axis, offset, region in placed)

    def unpack(self, box: int) -> Box:
        """Return the box as regions."""
        placed = zip(self.axes, self.offsets, self.fields, strict=True)
        return Box(tuple(axis.find_region((box & field) >> offset) for axis, offset, field in placed))

    def meet(self, box: int, rows: Iterable[int]) -> list[int]:
        """Return those of the rows that have inputs in common with the box."""
        # A field that is not empty overflows into its guard when all ones are added to it.
        ones, guards = self._ones, self._guards
        return [row for row in rows if ((box & row) + ones) & guards == guards]

    def list_met(self, box: int, rows: Sequence[int], places: Iterable[int]) -> list[int]:
        """Return at which of the places there are rows that have inputs in common with the box."""
        ones, guards = self._ones, self._guards
        return [place for place in places if ((box & rows[place]) + ones) & guards == guards]

    def is_filled(self, box: int) -> bool:
        """Tell whether any input is in the box."""
        return bool(self.meet(box, (box,)))

    def subtract(self, box: int, row: int) -> list[int]:
        """Return boxes apart from each other that make up what the row, which meets the box, leaves of it."""
        return self._split(box, [row], [])

    def find_uncovered(self, box: int, rows: Sequence[int], work: Work) -> Iterator[int]:
        """Yield boxes apart from each other that make up what the rows together leave of the box."""
        for _, free in self._take_off(box, rows, work):
            yield from free

    def find_cover(self, box: int, rows: Sequence[int], work: Work) -> frozenset[int]:
        """Return those of the rows that were needed to cover the box; nothing where all do not cover it."""
        needed = set()
        for row, free in self._take_off(box, rows, work):
            if free:
                return frozenset()
            needed.add(row)
        return frozenset(needed)

    def _take_off(self, box: int, rows: Sequence[int], work: Work) -> Iterator[tuple[int, list[int]]]:
        """Yield each row that is taken off a piece, with those pieces of the rest that meet no other row."""
        work.spend(len(rows) + 1)
        met = self.meet(box, rows)
        if not met:
            yield 0, [box]
            return
        waiting = [(box, met)]
        while waiting:
            left, met = waiting.pop()
            before = len(waiting)
            free = self._split(left, met, waiting)
            yield met[0], free
            work.spend((len(waiting) - before + len(free)) * len(met))

    def _split(self, box: int, met: list[int], waiting: list[tuple[int, list[int]]]) -> list[int]:
        """Return what the first of the rows leaves; a piece that meets others of them waits with those."""
        row, *rows = met
        ones, guards = self._ones, self._guards
        free, kept, lost = [], box, ~row
        for field, other in self._apart:
            if rest := kept & field & lost:
                piece = kept & other | rest
                # This is ``meet``, written here because so many calls of it cost more than what it does.
                if asked := [one for one in rows if ((piece & one) + ones) & guards == guards]:
                    waiting.append((piece, asked))
                else:
                    free.append(piece)
                kept &= row | other
        return free

    def measure(self, box: int) -> int:
        """Return the number of parts in the box."""
        size = 1
        for field in self.fields:
            size *= (box & field).bit_count()
        return size

    def merge(self, boxes: Iterable[int]) -> list[int]:
        """Return the same inputs in fewer boxes: those that differ in one column alone become one."""
        merged, before = self._join(list(boxes)), inf
        # Of thousands nobody reads all; there one round, which joins most of them, is enough.
        while len(merged) < min(before, _MANY):
            before = len(merged)
            merged = self._join(merged)
        return merged

    def _join(self, boxes: list[int]) -> list[int]:
        for field in self.fields:
            boxes = _join_along(field, boxes)
        return boxes

    def place(self, box: int) -> list[int]:
        """Return what sorts boxes by the first values in them, column by column."""
        return [box & field & -(box & field) for field in self.fields]


def build_grid(columns: Sequence[Column], regions: Sequence[Iterable[Region]]) -> Grid:
    """Return the grid of the columns; ``regions`` are, for each of them, those it has to tell apart."""
    axes = tuple(build_axis(column.type, some) for column, some in zip(columns, regions, strict=True))
    offsets = tuple(accumulate((axis.size + 1 for axis in axes[:-1]), initial=0))
    placed = list(zip(axes, offsets, strict=True))
    fields = tuple((1 << axis.size) - 1 << offset for axis, offset in placed)
    whole = sum(axis.whole << offset for axis, offset in placed)
    ones, guards = sum(fields), sum(1 << at + axis.size for axis, at in placed)
    apart = tuple((field, ones ^ field) for field in fields)
    return Grid(axes, offsets, fields, whole, ones, guards, apart)


def _join_along(field: int, boxes: Iterable[int]) -> list[int]:
    joined: dict[int, int] = {}
    other = ~field
    for box in boxes:
        # Most boxes stay alone: they are looked up once.
        found = joined.setdefault(rest := box & other, box)
        if found is not box:
            joined[rest] = found | box
    return list(joined.values())
