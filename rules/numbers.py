"""Exact numbers of rules: whole ones as ``int``, others as fractions; absent is ``None``."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

from .errors import LogicError

Exact = int | Fraction
Number = int | Fraction | None

DIGITS = 15
MOST_BITS = 1_000

_SHORT = 10**DIGITS
_FAR = 300
_MOST_PLACES = 6


def read_number(value: Any) -> Number:
    """Return the number that an answer or a literal means; absent for what is none.

    It means what is written, to 15 significant digits. What is written with more is first the nearest double,
    as it is for a page, and that is rounded, half to even.
    """
    kind = type(value)
    if kind is int and -_SHORT < value < _SHORT:
        return value
    if kind is Decimal and _is_short(value):
        return _read_decimal(value)
    if kind is int or kind is Decimal or kind is float:
        return _read_double(value)
    return value if kind is Fraction else None


def count_digits(value: int | float | Decimal) -> int:
    """Return the significant digits a literal is written with, a double by its shortest decimal."""
    _, digits, _ = Decimal(repr(value) if isinstance(value, float) else value).as_tuple()
    return max(1, len("".join(map(str, digits)).rstrip("0")))


def write_number(number: Exact) -> int | Decimal:
    """Return a result as it leaves a rule: with at most 15 digits, half to even; an ``int`` if whole."""
    if type(number) is int and -_SHORT < number < _SHORT:
        return number
    rounded = _round_digits(number)
    return int(rounded) if rounded == rounded.to_integral_value() else rounded


def write_plainly(number: Exact) -> str:
    """Return a result as people write it, without exponent or zeros at the end."""
    written = format(Decimal(write_number(number)), "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def add(a: Number, b: Number) -> Number:
    """Return a + b."""
    return None if a is None or b is None else _limit(a + b)


def subtract(a: Number, b: Number) -> Number:
    """Return a - b."""
    return None if a is None or b is None else _limit(a - b)


def multiply(a: Number, b: Number) -> Number:
    """Return a * b."""
    return None if a is None or b is None else _limit(a * b)


def divide(a: Number, b: Number) -> Number:
    """Return a / b; absent where b is 0."""
    return None if a is None or not b else _limit(_simplify(Fraction(a) / b))


def take_remainder(a: Number, b: Number) -> Number:
    """Return what a leaves when divided by b, with the sign of a; absent where b is 0."""
    if a is None or not b:
        return None
    rest = abs(a) % abs(b)
    return _limit(_simplify(-rest if a < 0 else rest))


def negate(a: Number) -> Number:
    """Return 0 - a."""
    return subtract(0, a)


def invert(a: Number) -> Number:
    """Return 1 / a; absent where a is 0."""
    return divide(1, a)


def take_absolute(a: Number) -> Number:
    """Return a without its sign."""
    return None if a is None else abs(a)


def floor(a: Number) -> Number:
    """Return the largest whole number that is not above a."""
    return None if a is None else a // 1


def ceil(a: Number) -> Number:
    """Return the smallest whole number that is not below a."""
    return None if a is None else -(-a // 1)


def round_number(a: Number, places: Number = 0) -> Number:
    """Return a rounded to decimal places, half away from zero; absent unless they are whole, 0 to 6."""
    if a is None or places not in range(_MOST_PLACES + 1):
        return None
    scale = 10 ** int(places or 0)
    rounded = (2 * abs(a) * scale + 1) // 2
    return _simplify(Fraction(-rounded if a < 0 else rounded, scale))


def _is_short(value: Decimal) -> bool:
    return value.is_finite() and -_FAR < value.adjusted() < _FAR and len(value.as_tuple().digits) <= DIGITS


def _read_decimal(value: Decimal) -> Exact:
    top, bottom = value.as_integer_ratio()
    return top if bottom == 1 else Fraction(top, bottom)


def _read_double(value: Any) -> Number:
    try:
        double = float(value)
    except OverflowError:
        return None
    return _read_decimal(_context().create_decimal(repr(double))) if isfinite(double) else None


def _round_digits(number: Exact) -> Decimal:
    return _context().divide(Decimal(number.numerator), Decimal(number.denominator))


def _context() -> Context:
    return Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)


def _simplify(number: Exact) -> Exact:
    return number.numerator if number.denominator == 1 else number


def _limit(number: Exact) -> Exact:
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > MOST_BITS:
        raise LogicError("Too Large")
    return number
