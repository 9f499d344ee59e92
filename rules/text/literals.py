"""Numbers, moments and texts: as they are written in a condition and as they stand in a tree."""

from __future__ import annotations

import re
from decimal import Decimal

from ..dates import is_date, read_instant, read_time

DIGITS = 15  # docs/rules-spec.md 3.2
CLOSING = {'"': '"', "“": "”", "＂": "＂", "「": "」", "[": "]"}

NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?[%万亿]?")
MOMENT = re.compile(
    r"(?P<y>[0-9]{4})[-年](?P<m>[0-9]{1,2})[-月](?P<d>[0-9]{1,2})日?"
    r"(?:[T\s]+(?P<at>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?)?"
    r"|(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
)
_SCALES = {"%": -2, "万": 4, "亿": 8}
_IN_COUNTY = re.compile(r"([0-9-]{10})T([0-9:]{5})(?::00|(:[0-9]{2}))\+08:00")


def read_number(text: str) -> int | float | None:
    """Return what a number means; None where 15 significant digits or a double cannot say it."""
    scale = _SCALES.get(text[-1], 0)
    whole, _, part = (text[:-1] if scale else text).partition(".")
    digits = (whole + part).lstrip("0")
    significant = digits.rstrip("0") or "0"
    power = len(digits) - len(digits.rstrip("0")) - len(part) + scale if digits else 0
    value = float(f"{significant}e{power}")
    if len(significant) > DIGITS or Decimal(repr(value)) != Decimal(f"{significant}e{power}"):
        return None
    return int(significant) * 10**power if power >= 0 else value


def write_number(value: int | float) -> str | None:
    """Return the decimal that reads as this number; None where there is none of 15 digits."""
    if not -1e308 <= value <= 1e308:
        return None
    text = format(Decimal(repr(value)), "f")
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return None if read_number(plain.removeprefix("-")) is None else plain


def write_percent(value: float) -> str:
    """Return a fraction of one as a percentage: 0.8 is 80%."""
    return f"{format(Decimal(repr(value)).scaleb(2).normalize(), 'f')}%"


def read_moment(text: str) -> str | None:
    """Return the date, time or datetime of the profile; None where the calendar has no such one.

    A datetime without an offset is county time.
    """
    found = MOMENT.fullmatch(text)
    if found is None:
        return None
    day = f"{found['y']}-{found['m']:0>2}-{found['d']:0>2}" if found["y"] else ""
    hour = found["at"] or found["time"] or ""
    hour = f"0{hour}" if hour[1:2] == ":" else hour
    if not day or not hour:
        return (day or hour) if is_date(day) or read_time(hour) is not None else None
    seconds = hour if hour.count(":") == 2 else f"{hour}:00"
    said = f"{day}T{seconds}{found['zone'] or '+08:00'}"
    return said if read_instant(said) is not None else None


def write_text(value: str, language: str) -> str:
    """Return a text as it is written: a moment bare, all else between quotation marks."""
    if read_moment(value) == value:
        return _IN_COUNTY.sub(r"\1 \2\3", value)
    marks = ("“", '"') if language == "zh-CN" else ('"', "“")
    return quote(value, next((mark for mark in marks if CLOSING[mark] not in value), marks[0]))


def quote(text: str, mark: str) -> str:
    """Return the text between a mark and its closing one, which is doubled inside."""
    closing = CLOSING[mark]
    return f"{mark}{text.replace(closing, closing * 2)}{closing}"


def find_quoted(text: str, at: int) -> tuple[str, int] | None:
    """Return the text after the mark at ``at`` and where its closing mark ends; None if unclosed."""
    closing = re.escape(CLOSING[text[at]])
    found = re.compile(f"((?:[^{closing}]|{closing}{closing})*){closing}(?!{closing})").match(text, at + 1)
    if found is None:
        return None
    return found[1].replace(CLOSING[text[at]] * 2, CLOSING[text[at]]), found.end()
