"""What an answer is by its type: absent where it is no value of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from ...dates import is_date, read_instant, read_time
from ...numbers import DIGITS, Number, read_number, write_number
from ...types import Kind


def read_boolean(value: Any) -> bool | None:
    """Return a boolean."""
    return value if type(value) is bool else None


def read_text(value: Any) -> str | None:
    """Return a text that is not empty."""
    return value if type(value) is str and value else None


def read_date(value: Any) -> str | None:
    """Return a date that exists."""
    return value if is_date(value) else None


def read_clock(value: Any) -> str | None:
    """Return a time of day."""
    return value if read_time(value) is not None else None


def read_moment(value: Any) -> str | None:
    """Return a moment with its offset."""
    return value if read_instant(value) is not None else None


def read_list(value: Any) -> list[Any] | None:
    """Return a list, its items as they are."""
    return value if type(value) is list else None


def read_row(value: Any) -> Any:
    """Return a row, its members as they are."""
    return value if isinstance(value, Mapping) else None


def read_member(value: Any, key: str) -> Any:
    """Return a member as it stands in a row, None where there is no such row."""
    return value.get(key) if isinstance(value, Mapping) else None


def read_names(data: Any) -> Callable[[str], Any]:
    """Return a function that looks up names in data that are no ``dict``."""
    return lambda key: read_member(data, key)


def read_numbers(value: Any) -> list[Any] | None:
    """Return a list of numbers; its whole ones are read already, the others when they are used."""
    if type(value) is not list or not any(map(_is_long, value)):
        return read_list(value)
    return [read_number(one) if _is_long(one) else one for one in value]


def read_item(value: Any) -> Number:
    """Return the number that an item of a list is: of an answer, where it was read, or as it was computed."""
    return value if type(value) is int else read_number(value)


def write_result(value: Any) -> Any:
    """Return a value as it leaves a rule: numbers as decimals, texts and rows as they were given."""
    if type(value) is list:
        return [write_result(one) for one in value]
    number = value if type(value) in _EXACT else read_number(value) if type(value) in _WRITTEN else None
    return value if number is None else write_number(number)


def _is_long(value: Any) -> bool:
    return type(value) is int and not -LONGEST < value < LONGEST


LONGEST = 10**DIGITS
"""Whole numbers below have no more digits than rules read."""

_EXACT = frozenset({int, Fraction})
_WRITTEN = frozenset({float, Decimal})

READERS: Mapping[Kind, Callable[[Any], Any]] = MappingProxyType(
    {
        "boolean": read_boolean,
        "number": read_number,
        "text": read_text,
        "date": read_date,
        "time": read_clock,
        "datetime": read_moment,
        "list": read_list,
        "row": read_row,
    }
)

MOMENTS: Mapping[Kind, Callable[[Any], Fraction | None]] = MappingProxyType(
    {"time": read_time, "datetime": read_instant}
)
