"""For one column: the rows that accept a value, as the bits of one number, found by one search."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import accumulate
from math import ceil
from operator import xor
from typing import Any

from ..numbers import read_number
from ..types import Kind
from .points import MOST_DIGITS, Exact, is_line, read_point
from .regions import Choice, Region, accepts

Lookup = Callable[[Any], int]

_LARGE = 10**MOST_DIGITS


def build_lookup(kind: Kind, regions: Sequence[Region]) -> Lookup:
    """Return a function from a value to the rows that accept it: the highest bit is that of ``regions[0]``.

    A value that is not of the column's kind counts as absent.
    """
    absent = _set_bits(region.absent for region in regions)
    if not is_line(kind):
        return _look_up_choice(str if kind == "text" else bool, regions, absent)
    look_up = _look_up_number(regions, absent)
    return look_up if kind == "number" else lambda value: look_up(read_point(value, kind))


def _set_bits(flags: Iterable[bool]) -> int:
    return reduce(lambda bits, flag: bits << 1 | flag, flags, 0)


def _look_up_choice(kind: type, regions: Sequence[Region], absent: int) -> Lookup:
    choices = [region.filled for region in regions if isinstance(region.filled, Choice)]
    named = {value for choice in choices for value in choice.values}
    masks = {value: _set_bits(accepts(region, value) for region in regions) for value in named}
    # An empty text is absent.
    masks[""] = absent
    others = _set_bits(choice.others for choice in choices)
    return lambda value: masks.get(value, others) if type(value) is kind else absent


def _look_up_number(regions: Sequence[Region], absent: int) -> Lookup:
    points = _list_points(regions)
    masks = _sweep(regions, points)
    firsts, whole_masks = _step(points, masks)
    # Doubles keep numbers of 15 digits in order and apart, so a double is searched among doubles.
    doubles = [float(point) for point in points]

    def look_up(value: Any) -> int:
        if type(value) is int and -_LARGE < value < _LARGE:
            return whole_masks[bisect_right(firsts, value)]
        if type(value) is float and float(f"{value:.15g}") == value:
            return masks[bisect_left(doubles, value) + bisect_right(doubles, value)]
        exact = read_number(value)
        return absent if exact is None else masks[bisect_left(points, exact) + bisect_right(points, exact)]

    return look_up


def _list_points(regions: Iterable[Region]) -> list[Exact]:
    ends = {point for region in regions for span in region.spans for point in (span.low, span.high)}
    return sorted(point for point in ends if point is not None)


def _sweep(regions: Sequence[Region], points: Sequence[Exact]) -> list[int]:
    """Return the rows for each slot: before the first point, on it, between it and the next, and so on."""
    places = {point: 2 * place + 1 for place, point in enumerate(points)}
    changes = [0] * (2 * len(points) + 2)
    for bit, region in enumerate(reversed(regions)):
        for span in region.spans:
            changes[0 if span.low is None else places[span.low] + (not span.low_in)] ^= 1 << bit
            changes[-1 if span.high is None else places[span.high] + span.high_in] ^= 1 << bit
    return list(accumulate(changes[:-1], xor))


def _step(points: Sequence[Exact], masks: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the whole numbers from which other rows hit, and the rows before, between and after them."""
    steps: dict[int, int] = {}
    for place, point in enumerate(points):
        if isinstance(point, int):
            steps[point] = masks[2 * place + 1]
        steps[ceil(point) + isinstance(point, int)] = masks[2 * place + 2]
    return list(steps), [masks[0], *steps.values()]
