"""Types of nodes: what several have in common, and what can be said of a comparison before any data are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ...types import Kind, Type

BOOLEAN, TEXT, DATE, TIME, DATETIME = (Type(kind) for kind in ("boolean", "text", "date", "time", "datetime"))
NUMBER = Type("number")
WHOLE = Type("number", integer=True)

SCALARS: tuple[Kind, ...] = ("boolean", "number", "text", "date", "time", "datetime")
MOMENTS: tuple[Kind, ...] = ("date", "time", "datetime")

Bound = Fraction | None


def build_literal(value: Any) -> Type:
    """Return the type of a boolean, an exact number or a text as written."""
    if isinstance(value, bool):
        return Type("boolean", options=(value,))
    if isinstance(value, str):
        return Type("text", options=(value,))
    exact = Fraction(value)
    return Type("number", low=exact, high=exact, integer=exact.denominator == 1)


def join_types(types: Sequence[Type]) -> Type:
    """Return what holds of a value that has one of these types, all of one kind."""
    first, *others = types
    if not others:
        return replace(first, required=False)
    inner = [one.of for one in types if one.of is not None]
    return Type(
        first.kind,
        options=tuple(dict.fromkeys(one for each in types for one in each.options))
        if _all_limited(types)
        else (),
        low=_least(read_low(one) for one in types),
        high=_most(read_high(one) for one in types),
        integer=all(one.integer for one in types),
        unit=next((one.unit for one in types if one.unit), ""),
        of=join_types(inner) if inner else None,
        fields=first.fields,
    )


def read_low(type: Type) -> Bound:
    """Return the least number a value can be, by bounds or options."""
    return type.low if type.low is not None or not type.options else _pick(min, type)


def read_high(type: Type) -> Bound:
    """Return the largest number a value can be, by bounds or options."""
    return type.high if type.high is not None or not type.options else _pick(max, type)


def add_bounds(types: Sequence[Type]) -> tuple[Bound, Bound]:
    """Return the bounds of a sum."""
    return _sum(read_low(one) for one in types), _sum(read_high(one) for one in types)


def negate_bounds(type: Type) -> Type:
    """Return the type of the negative of a number."""
    low, high = read_low(type), read_high(type)
    return replace(type, options=(), low=_negate(high), high=_negate(low))


def judge_equal(first: Type, second: Type) -> bool | None:
    """Return whether two values are always (never) equal, None where it depends on the data."""
    if first.kind == "number":
        return _judge_numbers(first, second)
    if not first.options or not second.options:
        return None
    return _judge_options(set(first.options), set(second.options))


def judge_order(sign: str, first: Type, second: Type) -> bool | None:
    """Return whether ``first sign second`` always (never) holds, None where it depends on the data."""
    if first.kind != "number":
        return None
    if sign in (">", ">="):
        first, second, sign = second, first, _MIRRORED[sign]
    low, high = (read_low(first), read_high(first)), (read_low(second), read_high(second))
    if _is_below(sign, low[1], high[0]):
        return True
    # What is not below somewhere has its least at or above the other's largest.
    return False if _is_below(_DENIED[sign], high[1], low[0]) else None


def _judge_numbers(first: Type, second: Type) -> bool | None:
    if _is_below("<", read_high(first), read_low(second)) or _is_below(
        "<", read_high(second), read_low(first)
    ):
        return False
    points = [(one, other) for one, other in ((first, second), (second, first)) if _is_point(one)]
    if len(points) == 2:
        return True
    return False if any(_misses(point.low, other) for point, other in points) else None


def _judge_options(first: set[Any], second: set[Any]) -> bool | None:
    if not first & second:
        return False
    return True if first == second and len(first) == 1 else None


def _is_point(type: Type) -> bool:
    return type.low is not None and type.low == type.high


def _misses(number: Bound, type: Type) -> bool:
    whole = number is None or number.denominator == 1
    return (type.integer and not whole) or (bool(type.options) and number not in type.options)


def _is_below(sign: str, high: Bound, low: Bound) -> bool:
    return high is not None and low is not None and _BELOW[sign](high, low)


def _all_limited(types: Sequence[Type]) -> bool:
    return all(one.options for one in types)


def _pick(choose: Callable[..., Any], type: Type) -> Bound:
    return choose(type.options) if type.kind == "number" else None


def _least(bounds: Iterable[Bound]) -> Bound:
    found = list(bounds)
    return None if None in found else min(one for one in found if one is not None)


def _most(bounds: Iterable[Bound]) -> Bound:
    found = list(bounds)
    return None if None in found else max(one for one in found if one is not None)


def _sum(bounds: Iterable[Bound]) -> Bound:
    total = Fraction(0)
    for one in bounds:
        if one is None:
            return None
        total += one
    return total


def _negate(bound: Bound) -> Bound:
    return None if bound is None else -bound


_MIRRORED = {">": "<", ">=": "<="}
_DENIED = {"<": "<=", "<=": "<"}
_BELOW: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda high, low: high < low,
    "<=": lambda high, low: high <= low,
}
