"""Which values a cell accepts: spans of a line or a choice of values, and perhaps what is not filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

from ..types import Kind
from .points import Exact, is_line

Value = str | bool
Cut = tuple[int, Exact, int]


class Span(NamedTuple):
    """An interval of a line; an end that is ``None`` is open and ``*_in`` says whether the end belongs."""

    low: Exact | None
    low_in: bool
    high: Exact | None
    high_in: bool


@dataclass(frozen=True)
class Choice:
    """The values themselves, or with ``others`` every filled value but these."""

    values: frozenset[Value] = frozenset()
    others: bool = False


@dataclass(frozen=True)
class Region:
    """What is accepted.

    filled  spans of a line, in order and apart from each other; for texts and booleans a choice
    absent  whether an input that is not filled in is accepted
    """

    filled: tuple[Span, ...] | Choice
    absent: bool = False

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return the spans of a line, none for a choice."""
        return () if isinstance(self.filled, Choice) else self.filled


WHOLE = Span(None, False, None, False)
FIRST: Cut = (-1, 0, 0)
LAST: Cut = (1, 0, 0)


def accept_all(kind: Kind) -> Region:
    """Return the region of ``-``: every value of the kind, and none."""
    return Region(accept_filled(kind).filled, absent=True)


def accept_filled(kind: Kind) -> Region:
    """Return the region of ``已填``: every value of the kind."""
    return Region((WHOLE,) if is_line(kind) else Choice(others=True))


def accept_absent(kind: Kind) -> Region:
    """Return the region of ``未填``: no value of the kind."""
    return Region(() if is_line(kind) else Choice(), absent=True)


def accepts(region: Region, value: Exact | Value | None) -> bool:
    """Tell whether the region accepts a value; points stand for the values of a line (see ``read_point``)."""
    if value is None:
        return region.absent
    if isinstance(region.filled, Choice):
        return (value in region.filled.values) != region.filled.others
    if isinstance(value, str):
        return False
    return any(begin(span) <= (0, value, 0) and (0, value, 1) <= end(span) for span in region.spans)


def unite(regions: Iterable[Region]) -> Region:
    """Return what one of the regions, all of one kind, accepts; there is at least one."""
    return reduce(_unite_two, regions)


def invert(region: Region) -> Region:
    """Return the filled values that the region does not accept."""
    if isinstance(region.filled, Choice):
        return Region(Choice(region.filled.values, not region.filled.others))
    ends = [FIRST, *(cut for span in region.spans for cut in (begin(span), end(span))), LAST]
    return Region(tuple(join_cuts(zip(ends[::2], ends[1::2], strict=True))))


def find_holes(region: Region) -> tuple[Exact, ...]:
    """Return the points that alone are left out of a line; nothing where more, or nothing, is left out."""
    left = invert(region).spans
    points = [span.low for span in left if span.low is not None and span.low == span.high]
    return tuple(points) if len(points) == len(left) else ()


def begin(span: Span) -> Cut:
    """Return where the span begins: ``FIRST``, or just before (0) or after (1) a point; cuts are in order."""
    return FIRST if span.low is None else (0, span.low, int(not span.low_in))


def end(span: Span) -> Cut:
    """Return where the span ends: ``LAST``, or just before (0) or after (1) a point."""
    return LAST if span.high is None else (0, span.high, int(span.high_in))


def join_cuts(pairs: Iterable[tuple[Cut, Cut]]) -> Iterator[Span]:
    """Yield the spans between the pairs of cuts, leaving out the empty and joining those that touch."""
    low = high = FIRST
    for first, last in sorted(pairs):
        if first > high:
            yield from _make_span(low, high)
            low = first
        high = max(high, last)
    yield from _make_span(low, high)


def _make_span(first: Cut, last: Cut) -> Iterator[Span]:
    if first < last:
        low = None if first == FIRST else first[1]
        high = None if last == LAST else last[1]
        yield Span(low, low is not None and not first[2], high, high is not None and bool(last[2]))


def _unite_two(one: Region, other: Region) -> Region:
    absent = one.absent or other.absent
    if isinstance(one.filled, Choice) and isinstance(other.filled, Choice):
        return Region(_unite_choices(one.filled, other.filled), absent)
    cuts = [(begin(span), end(span)) for span in (*one.spans, *other.spans)]
    return Region(tuple(join_cuts(cuts)), absent)


def _unite_choices(one: Choice, other: Choice) -> Choice:
    if one.others and other.others:
        return Choice(one.values & other.values, others=True)
    if one.others or other.others:
        but, also = (one, other) if one.others else (other, one)
        return Choice(but.values - also.values, others=True)
    return Choice(one.values | other.values)
