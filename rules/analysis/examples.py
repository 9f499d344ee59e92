"""One natural value for each column of a box: whole where it can be, a real date, an option of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, count
from math import ceil, floor

from ..tables.points import Exact, leave, settle, write_point
from ..tables.regions import FIRST, LAST, Choice, Cut, Region, Value, accepts, begin, end
from ..tables.values import Column
from ..types import Kind, Type
from .axes import find_limits, is_whole
from .boxes import Box

Example = str | bool | int | float | None


def example(box: Box, columns: Sequence[Column]) -> tuple[Example, ...]:
    """Return a value that each column's region accepts, as answers are written; ``None`` is absent."""
    return tuple(pick(region, column.type) for region, column in zip(box.regions, columns, strict=True))


def pick(region: Region, type: Type) -> Example:
    """Return a value of the type that the region accepts, absent only where it accepts no value."""
    if isinstance(region.filled, Choice):
        return next((one for one in _list_choices(region.filled, type) if accepts(region, one)), None)
    points = (_pick_point(begin(span), end(span), type) for span in region.spans)
    point = next((one for one in points if one is not None), None)
    if point is None:
        return None
    return leave(point) if type.kind == "number" else write_point(point, type.kind)


def _list_choices(choice: Choice, type: Type) -> Iterator[Value]:
    if type.kind == "boolean":
        return iter((True, False))
    if type.options:
        return (one for one in type.options if isinstance(one, str))
    if not choice.others:
        return iter(sorted(choice.values, key=str))
    # One more than the values left out is enough to find one that is not.
    return (f"其他{number or ''}" for number in range(len(choice.values) + 1))


def _pick_point(first: Cut, last: Cut, type: Type) -> Exact | None:
    low, high = find_limits(type)
    inside = max(first, low), min(last, high)
    if inside[0] >= inside[1]:
        return None
    for step in (1,) if is_whole(type) else _list_steps(type.kind):
        # What is usual, or next to what the cell says, reads better than the end of all that is allowed.
        for ends in ((first, last), inside):
            point = _find_multiple(*ends, step, type.kind)
            if inside[0] <= (0, point, 0) and (0, point, 1) <= inside[1]:
                return settle(point)
    return None


def _list_steps(kind: Kind) -> Iterator[Exact]:
    """Yield ever finer steps; between two decimals there is always a decimal."""
    return chain(_ROUND.get(kind, ()), (Fraction(1, 10**digits) for digits in count()))


def _find_multiple(first: Cut, last: Cut, step: Exact, kind: Kind) -> Exact:
    """Return the first multiple of the step from the beginning on, or the last one before the end."""
    if first != FIRST:
        _, point, after = first
        times = ceil(Fraction(point) / step)
        return (times + (after and times * step == point)) * step
    if last != LAST:
        _, point, after = last
        times = floor(Fraction(point) / step)
        return (times - (not after and times * step == point)) * step
    return _USUAL.get(kind, 1)


_ROUND: Mapping[str, tuple[Exact, ...]] = {"time": (1800, 60), "datetime": (1800, 60)}
# 2026-01-01, 08:30, and both together in county time.
_USUAL: Mapping[str, Exact] = {"date": 739_617, "time": 30_600, "datetime": 1_767_227_400}
