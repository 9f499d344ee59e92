"""One column's allowed values cut into the few parts that its cells tell apart: a region is a number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, floor
from typing import Protocol

from ..tables.points import Exact, is_line
from ..tables.regions import (
    FIRST,
    LAST,
    Choice,
    Cut,
    Region,
    Span,
    Value,
    accept_all,
    accepts,
    begin,
    end,
    join_cuts,
)
from ..types import Type

# The line of days ends where the years do, that of times where the day does.
_DAYS: tuple[Cut, Cut] = ((0, 1, 0), (0, 3_652_059, 1))
_CLOCK: tuple[Cut, Cut] = ((0, 0, 0), (0, 86_400, 0))


class Axis(Protocol):
    """The allowed values of one column in parts: bit n of a mask is part n, and the highest is absent."""

    @property
    def size(self) -> int:
        """Return the number of parts."""
        ...

    @property
    def whole(self) -> int:
        """Return the mask of all parts, without that of absent where the column is always filled."""
        ...

    def find_mask(self, region: Region) -> int:
        """Return the allowed parts of a region that the axis was built for."""
        ...

    def find_region(self, mask: int) -> Region:
        """Return the parts as a region, said as widely as what is allowed lets it be."""
        ...


def build_axis(type: Type, regions: Iterable[Region]) -> Axis:
    """Return the axis on which each of the regions is a whole number of parts."""
    if is_line(type.kind) and not type.options:
        return _build_line(type, regions)
    if type.options or type.kind == "boolean":
        return ListAxis(type, type.options or (True, False), others=False)
    choices = [region.filled for region in regions if isinstance(region.filled, Choice)]
    named = {value for choice in choices for value in choice.values}
    return ListAxis(type, tuple(sorted(named, key=str)), others=True)


def find_limits(type: Type) -> tuple[Cut, Cut]:
    """Return where the line of a type begins and ends."""
    limits = _LIMITS.get(type.kind, (FIRST, LAST))
    low = limits[0] if type.low is None else (0, type.low, 0)
    return low, limits[1] if type.high is None else (0, type.high, 1)


def limit_region(type: Type) -> Region:
    """Return everything that is allowed, said value by value or from limit to limit."""
    if not is_line(type.kind):
        values = frozenset(one for one in type.options if isinstance(one, str))
        open_text = type.kind == "text" and not values
        return Region(
            Choice(frozenset((True, False)) if type.kind == "boolean" else values, open_text),
            not type.required,
        )
    points = [one for one in type.options if not isinstance(one, str)]
    cuts = [((0, point, 0), (0, point, 1)) for point in points] or [find_limits(type)]
    return Region(tuple(join_cuts(cuts)), not type.required)


def is_whole(type: Type) -> bool:
    """Tell whether the line of a type has whole points only."""
    return type.integer or type.kind == "date"


@dataclass(frozen=True)
class LineAxis:
    """Parts of a line: each from one cut to the next; where points are whole, all cuts are before one."""

    type: Type
    cuts: tuple[Cut, ...]

    @property
    def size(self) -> int:
        """Return the number of parts."""
        return len(self.cuts)

    @property
    def whole(self) -> int:
        """Return the mask of all parts, without that of absent where the column is always filled."""
        return (1 << len(self.cuts) - self.type.required) - 1

    def find_mask(self, region: Region) -> int:
        """Return the parts between the ends of each span."""
        mask = region.absent << len(self.cuts) - 1
        for span in region.spans:
            first, last = self._find_place(begin(span)), self._find_place(end(span))
            mask |= (1 << max(first, last)) - (1 << first)
        return mask & self.whole

    def find_region(self, mask: int) -> Region:
        """Return the spans; one that reaches an end of what is allowed is left open there."""
        if mask == self.whole:
            return accept_all(self.type.kind)
        last = len(self.cuts) - 1
        runs = _list_runs(mask & (1 << last) - 1)
        spans = join_cuts((self.cuts[start], self.cuts[stop]) for start, stop in runs)
        return Region(tuple(map(self._widen, spans)), bool(mask >> last))

    def _find_place(self, cut: Cut) -> int:
        moved = _move_cut(cut, self.type)
        return bisect_left(self.cuts, max(self.cuts[0], min(moved, self.cuts[-1])))

    def _widen(self, span: Span) -> Span:
        at_first, at_last = begin(span) == self.cuts[0], end(span) == self.cuts[-1]
        if is_whole(self.type) and span.high is not None:
            span = span._replace(high=span.high - 1, high_in=True)
        if span.low is not None and span.low == span.high:
            return span
        if at_first:
            span = span._replace(low=None, low_in=False)
        return span._replace(high=None, high_in=False) if at_last else span


@dataclass(frozen=True)
class ListAxis:
    """Parts that are single values, and perhaps one more for every other text."""

    type: Type
    values: tuple[Value | Exact, ...]
    others: bool

    @property
    def size(self) -> int:
        """Return the number of parts."""
        return len(self.values) + self.others + 1

    @property
    def whole(self) -> int:
        """Return the mask of all parts, without that of absent where the column is always filled."""
        return (1 << self.size - self.type.required) - 1

    def find_mask(self, region: Region) -> int:
        """Return the values that are accepted."""
        mask = region.absent << self.size - 1
        mask |= sum(1 << n for n, value in enumerate(self.values) if accepts(region, value))
        if self.others and isinstance(region.filled, Choice) and region.filled.others:
            mask |= 1 << len(self.values)
        return mask & self.whole

    def find_region(self, mask: int) -> Region:
        """Return the values, or the values left out where those are fewer."""
        if mask == self.whole:
            return accept_all(self.type.kind)
        absent = bool(mask >> self.size - 1)
        taken = [value for n, value in enumerate(self.values) if mask >> n & 1]
        if is_line(self.type.kind):
            points = sorted(one for one in taken if not isinstance(one, str))
            return Region(tuple(Span(one, True, one, True) for one in points), absent)
        left = [value for n, value in enumerate(self.values) if not mask >> n & 1]
        inverse = bool(mask >> len(self.values) & 1) if self.others else 2 * len(left) < len(taken)
        values = frozenset(one for one in (left if inverse else taken) if isinstance(one, str | bool))
        return Region(Choice(values, inverse), absent)


def _build_line(type: Type, regions: Iterable[Region]) -> LineAxis:
    first, last = (_move_cut(cut, type) for cut in find_limits(type))
    ends = {cut for region in regions for span in region.spans for cut in (begin(span), end(span))}
    between = sorted(cut for cut in {_move_cut(one, type) for one in ends} if first < cut < last)
    return LineAxis(type, (first, *between, last) if first < last else (first,))


def _list_runs(mask: int) -> Iterator[tuple[int, int]]:
    """Yield the first place of each row of ones, and the place after its last."""
    while mask:
        lowest = mask & -mask
        # Added to the lowest one, a row of ones becomes a single one above itself.
        above = (mask + lowest) & ~mask
        yield lowest.bit_length() - 1, above.bit_length() - 1
        mask &= -above


def _move_cut(cut: Cut, type: Type) -> Cut:
    """Return the cut; where points are whole, before the first of them that it leaves above itself."""
    rank, point, after = cut
    if rank or not is_whole(type):
        return cut
    return (0, floor(point) + 1 if after else ceil(point), 0)


_LIMITS = {"date": _DAYS, "time": _CLOCK}
