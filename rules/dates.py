"""Days, months, ages and moments as ISO text; what has no answer is ``None``, and county time is UTC+8."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

Text = str | None
Number = int | Fraction | None

COUNTY_OFFSET = 8 * 3600

_LAST_DAY = date.max.toordinal()
_EPOCH = date(1970, 1, 1).toordinal()
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY = 24 * 3600
_NANO = 10**9
_CLOCK = r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.([0-9]{1,9}))?)?"
_TIME = re.compile(_CLOCK)
_INSTANT = re.compile(rf"([0-9-]{{10}})[Tt]{_CLOCK}(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))")


def read_date(text: object) -> date | None:
    """Return the day that a text such as ``2026-02-28`` names (years 1 to 9999), else ``None``."""
    if isinstance(text, str) and len(text) == 10 and text[4] == "-" == text[7]:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return None


def is_date(text: object) -> bool:
    """Tell whether a text is a date of the years 1 to 9999."""
    return read_date(text) is not None


def add_days(text: Text, days: Number) -> Text:
    """Return the date that many days later (earlier where negative)."""
    day, count = read_date(text), read_whole(days)
    return None if day is None or count is None else write_day(day.toordinal() + count)


def days_between(first: Text, second: Text) -> int | None:
    """Return the second date minus the first, in days."""
    one, other = read_date(first), read_date(second)
    return None if one is None or other is None else other.toordinal() - one.toordinal()


def add_months(text: Text, months: Number) -> Text:
    """Return the same day that many months later; a day past that month's end becomes its last."""
    day, count = read_date(text), read_whole(months)
    if day is None or count is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, _count_days(year, month + 1))).isoformat()


def month_end(text: Text) -> Text:
    """Return the last day of the date's month."""
    day = read_date(text)
    return day and day.replace(day=_count_days(day.year, day.month)).isoformat()


def year_of(text: Text) -> int | None:
    """Return the date's year."""
    day = read_date(text)
    return day and day.year


def month_of(text: Text) -> int | None:
    """Return the date's month, 1 to 12."""
    day = read_date(text)
    return day and day.month


def day_of(text: Text) -> int | None:
    """Return the date's day of the month, 1 to 31."""
    day = read_date(text)
    return day and day.day


def weekday_of(text: Text) -> int | None:
    """Return the date's weekday, 1 for Monday to 7 for Sunday."""
    day = read_date(text)
    return day and day.isoweekday()


def age_on(born: Text, on: Text) -> int | None:
    """Return the full years (周岁) on a day, one more from each birthday on; none before the birth.

    Who was born on 29 February has the birthday on 1 March of a common year. Our choice: with 民法典 art.
    202 a year without the matching day ends with the month's last day, so it is full when 1 March begins.
    """
    first, day = read_date(born), read_date(on)
    if first is None or day is None or day < first:
        return None
    return day.year - first.year - ((day.month, day.day) < (first.month, first.day))


def read_time(text: object) -> Fraction | None:
    """Return the exact seconds since midnight that ``08:30``, ``08:30:00`` or ``08:30:00.5`` names."""
    found = _TIME.fullmatch(text) if isinstance(text, str) else None
    return found and _add_clock(*found.groups())


def read_instant(text: object) -> Fraction | None:
    """Return the exact seconds since 1970-01-01T00:00:00Z of an RFC 3339 text with its offset.

    Seconds may be left out, and have at most nine decimals, as in the answers of a form; a leap second
    (``:60``) has no place on this scale.
    """
    found = _INSTANT.fullmatch(text) if isinstance(text, str) else None
    day = found and read_date(found[1])
    if not found or not day:
        return None
    offset = int(found[6] + found[7]) * 3600 + int(found[6] + found[8]) * 60 if found[6] else 0
    return _add_clock(*found.groups()[1:5]) + (day.toordinal() - _EPOCH) * _DAY - offset


def county_date(text: Text) -> Text:
    """Return the date in county time (UTC+8) at a moment."""
    instant = read_instant(text)
    return None if instant is None else write_day(_EPOCH + (instant + COUNTY_OFFSET) // _DAY)


def hours_between(first: Text, second: Text) -> Fraction | None:
    """Return the second moment minus the first, in hours, exactly."""
    one, other = read_instant(first), read_instant(second)
    return None if one is None or other is None else (other - one) / 3600


def add_hours(text: Text, hours: Number) -> Text:
    """Return the moment so many hours later, written in county time.

    Seconds have decimals only where they are not whole: at most nine, cut and not rounded.
    """
    instant = read_instant(text)
    if instant is None or hours is None:
        return None
    days, nanos = divmod((instant + COUNTY_OFFSET + Fraction(hours) * 3600) * _NANO // 1, _DAY * _NANO)
    day, (seconds, nanos) = write_day(_EPOCH + days), divmod(nanos, _NANO)
    decimals = f".{nanos:09}".rstrip("0") if nanos else ""
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return day and f"{day}T{clock}{decimals}+08:00"


def read_whole(number: Number) -> int | None:
    """Return a whole number as an integer, else ``None``."""
    return number.numerator if number is not None and number.denominator == 1 else None


def write_day(ordinal: int) -> Text:
    """Return the date of a day number (1 is 0001-01-01), or ``None`` outside the years 1 to 9999."""
    return date.fromordinal(ordinal).isoformat() if 1 <= ordinal <= _LAST_DAY else None


def _count_days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _MONTHS[month - 1]


def _add_clock(hour: str, minute: str, second: str | None, decimals: str | None) -> Fraction:
    whole = int(hour) * 3600 + int(minute) * 60 + int(second or 0)
    return Fraction(whole * _NANO + int((decimals or "0").ljust(9, "0")), _NANO)
