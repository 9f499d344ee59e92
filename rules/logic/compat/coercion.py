"""What a value is as a number, as a text and as a condition in published JsonLogic."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite
from typing import Any

from ..limits import DEPTH, NAME, Budget, fail, join_texts, pay

SAFE = 2**53
"""Beyond it not every whole number is a double."""

NUMBERS = (int, float, Decimal)
_TEXT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BLANKS = " \t\r\n"


def is_number(value: object) -> bool:
    """Tell whether a value is a number; a boolean is none."""
    return type(value) in NUMBERS


def is_true(value: Any) -> bool:
    """Tell whether a value counts as true: all but null, false, 0, the empty text and the empty list."""
    return bool(value) or isinstance(value, dict)


def to_number(value: Any) -> int | float:
    """Return the value as a double (a safe integer as an ``int``); ``NaN`` where it is none."""
    kind = type(value)
    if kind is int and -SAFE <= value <= SAFE:
        return value
    if kind is str:
        return settle(_read_text(value))
    if kind in _AS_DOUBLE:
        return settle(to_double(value))
    return 0 if value is None else fail("NaN")


def to_double(value: Any) -> float:
    """Return a number or a boolean as a double, infinite where it is too large."""
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def settle(number: int | float) -> int | float:
    """Return the result of a step: a double, whole and safe ones as ``int``; ``NaN`` unless it is finite."""
    if not isfinite(number):
        fail("NaN")
    if -SAFE <= number <= SAFE:
        return int(number) if number == int(number) else number
    return float(number)


def read_order(first: Any, second: Any) -> tuple[Any, Any]:
    """Return two values as they are ordered; NaN, which no order holds for, for a text beside null."""
    if type(first) is str and type(second) is str:
        return first, second
    if first is None and type(second) is str:
        return 0, _read_text(second)
    if type(first) is str and second is None:
        return _read_text(first), 0
    return to_number(first), to_number(second)


def write_text(value: Any, budget: Budget, depth: int = 0) -> str:
    """Return the value as a text, as ECMAScript's ``String`` does; null is empty."""
    if type(value) is str:
        return value
    if isinstance(value, list):
        return _write_list(value, budget, depth)
    if isinstance(value, dict):
        return "[object Object]"
    return _WORDS[value] if value is None or type(value) is bool else write_number(value)


def write_number(value: int | float | Decimal) -> str:
    """Return a number as ECMAScript's ``Number::toString`` writes it."""
    double = to_double(value)
    if not isfinite(double):
        return "Infinity" if double > 0 else "-Infinity"
    if double == 0:
        return "0"
    shortest = Decimal(repr(double)).normalize()
    exponent = shortest.adjusted()
    if -7 < exponent < 21:
        return format(shortest, "f")
    return f"{shortest.scaleb(-exponent):f}e{'+' if exponent > 0 else ''}{exponent}"


def write_key(key: Any) -> str:
    """Return a key as the text it is looked up by; ``Invalid Arguments`` for what is no name."""
    if type(key) is str:
        return key if len(key) <= NAME else fail("Too Large")
    return write_number(key) if is_number(key) else fail("Invalid Arguments")


def _read_text(text: str) -> float:
    if len(text) > NAME:
        return _NO_NUMBER
    text = text.strip(_BLANKS)
    if not text:
        return 0.0
    return float(text) if _TEXT.fullmatch(text) else _NO_NUMBER


def _write_list(items: list[Any], budget: Budget, depth: int) -> str:
    if depth == DEPTH:
        fail("Too Deep")
    pay(budget, len(items))
    return join_texts([write_text(one, budget, depth + 1) for one in items], budget, ",")


_AS_DOUBLE = frozenset({int, float, bool, Decimal})
_NO_NUMBER = float("nan")
_WORDS = {None: "", True: "true", False: "false"}
