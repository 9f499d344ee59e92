"""Numbers, dates, times and moments as points of one line: exact numbers, and back to text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from ..dates import add_hours, read_date, read_instant, read_time, write_day
from ..types import Kind

Exact = int | Fraction

MOST_DIGITS = 15

_NUMBER = re.compile(r"([+-]?)([0-9]+(?:\.[0-9]+)?)(?:[eE][+-]?[0-9]{1,3})?")
_LEAST, _MOST = Fraction(1, 10**300), 10**300
_EXACT_ENOUGH = Context(prec=2 * MOST_DIGITS)
_LEAVING = Context(prec=MOST_DIGITS, rounding=ROUND_HALF_EVEN)


def read_point(value: object, kind: Kind) -> Exact | None:
    """Return where a value stands on the line of its kind, ``None`` where it is no value of that kind.

    Numbers are themselves and at most 15 significant digits long; dates are day numbers (1 is 0001-01-01),
    times seconds since midnight, datetimes seconds since 1970 in UTC.
    """
    return _READERS[kind](value)


def write_point(point: Exact, kind: Kind) -> str:
    """Return the text that ``read_point`` reads back; a datetime is written in county time."""
    return _WRITERS[kind](point)


def is_line(kind: Kind) -> bool:
    """Tell whether the values of the kind have an order: cells of it may be half lines and intervals."""
    return kind in _READERS


def leave(number: Exact) -> int | float:
    """Return the number as it leaves a rule: a decimal of at most 15 digits, half to even."""
    written = _LEAVING.divide(Decimal(number.numerator), Decimal(number.denominator))
    return int(written) if written == written.to_integral_value() else float(written)


def settle(number: Exact) -> Exact:
    """Return a whole number as ``int``, any other as ``Fraction``."""
    return number.numerator if number.denominator == 1 else number


def _read_number(value: object) -> Exact | None:
    if type(value) is int and abs(value) > _MOST:
        return None
    text = str(value) if type(value) in (int, float, Decimal, str) else ""
    found = _NUMBER.fullmatch(text)
    if not found or len(found[2].replace(".", "").strip("0")) > MOST_DIGITS:
        return None
    point = settle(Fraction(text))
    # Within these bounds doubles keep numbers of 15 digits apart.
    return point if not point or _LEAST <= abs(point) <= _MOST else None


def _read_day(value: object) -> Exact | None:
    day = read_date(value)
    return day and day.toordinal()


def _read_clock(value: object) -> Exact | None:
    seconds = read_time(value)
    return None if seconds is None else settle(seconds)


def _read_moment(value: object) -> Exact | None:
    seconds = read_instant(value)
    return None if seconds is None else settle(seconds)


def _write_number(point: Exact) -> str:
    text = format(_EXACT_ENOUGH.divide(Decimal(point.numerator), Decimal(point.denominator)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _write_day(point: Exact) -> str:
    return write_day(int(point)) or ""


def _write_clock(point: Exact) -> str:
    written = add_hours("1970-01-01T00:00:00+08:00", Fraction(point, 3600)) or ""
    return written[11:-6].removesuffix(":00")


def _write_moment(point: Exact) -> str:
    return add_hours("1970-01-01T00:00:00Z", Fraction(point, 3600)) or ""


_READERS: Mapping[str, Callable[[object], Exact | None]] = {
    "number": _read_number,
    "date": _read_day,
    "time": _read_clock,
    "datetime": _read_moment,
}
_WRITERS: Mapping[str, Callable[[Exact], str]] = {
    "number": _write_number,
    "date": _write_day,
    "time": _write_clock,
    "datetime": _write_moment,
}
