"""Which days are working days: a calendar built from the yearly notices and a township's local days."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from .calendar_documents import read_years
from .dates import Number, Text, month_end, read_date, read_whole, write_day

MOST_WORKDAYS = 10_000


@dataclass(frozen=True)
class Calendar:
    """Working days of the county; answers are ``None`` where an argument is, or where the years end.

    years  known by a document without ``unit``; any other year is judged by weekday and is provisional
    off    Mondays to Fridays that are days off, as day numbers in order (1 is 0001-01-01)
    work   Saturdays and Sundays that are worked, likewise
    """

    years: tuple[int, ...] = ()
    off: tuple[int, ...] = ()
    work: tuple[int, ...] = ()

    def is_workday(self, text: Text) -> bool | None:
        """Tell whether a date is a working day."""
        day = read_date(text)
        return day and self._count(day.toordinal()) > self._count(day.toordinal() - 1)

    def count_workdays(self, first: Text, second: Text) -> int | None:
        """Return the working days after the first date, up to and with the second.

        Backwards it is the negative of the count the other way, so that spans add up.
        """
        one, other = read_date(first), read_date(second)
        if one is None or other is None:
            return None
        return self._count(other.toordinal()) - self._count(one.toordinal())

    def add_workdays(self, text: Text, number: Number) -> Text:
        """Return the n-th working day after a date, or before it where n is negative; 0 is the date itself.

        More than 10,000 working days away there is no answer.
        """
        day, count = read_date(text), read_whole(number)
        if day is None or count is None or abs(count) > MOST_WORKDAYS:
            return None
        if count == 0:
            return text
        start = day.toordinal()
        return self._find(self._count(start) + count if count > 0 else self._count(start - 1) + count + 1)

    def last_workday(self, text: Text) -> Text:
        """Return the last working day of the date's month; ``None`` where that month has none."""
        end = read_date(month_end(text))
        if end is None:
            return None
        count = self._count(end.toordinal())
        return self._find(count) if count > self._count(end.toordinal() - end.day) else None

    def list_unknown_years(self, *texts: Text) -> tuple[int, ...]:
        """Return the years from the earliest to the latest of the dates that no notice has settled.

        Give it the dates an answer came from and the date it gave; absent ones are passed over.
        """
        return tuple(self._find_unknown(texts))

    def is_provisional(self, *texts: Text) -> bool:
        """Tell whether an answer over these dates is 暂定: it touched a year without a notice."""
        return any(self._find_unknown(texts))

    @cached_property
    def hash(self) -> str:
        """Return the SHA-256, in hexadecimal, of all that decides an answer (not of names and notices)."""
        content = json.dumps([self.years, self.off, self.work], separators=(",", ":"))
        return sha256(content.encode("ascii")).hexdigest()

    def write_browser(self, years: Iterable[int]) -> dict[str, object]:
        """Return, as JSON, the slice of these years that a page needs, with the hash of the whole.

        A year outside the slice is provisional in the page, whatever the server knows.
        """
        wanted = set(years)
        return {
            "hash": self.hash,
            "years": [year for year in self.years if year in wanted],
            "off": _write_days(self.off, wanted),
            "work": _write_days(self.work, wanted),
        }

    def _find_unknown(self, texts: Iterable[Text]) -> Iterator[int]:
        years = [day.year for day in map(read_date, texts) if day]
        touched = range(min(years), max(years) + 1) if years else ()
        return (year for year in touched if year not in self.years)

    def _count(self, day: int) -> int:
        """Return the working days from 0001-01-01, a Monday, up to and with a day number."""
        weeks, rest = divmod(day, 7)
        return weeks * 5 + min(rest, 5) - bisect_right(self.off, day) + bisect_right(self.work, day)

    def _find(self, count: int) -> Text:
        """Return the first date by which so many working days have passed."""
        if count < 1:
            return None
        # No more than all days off and all days worked can lie between the weekdays and the answer.
        low, high = max(1, _find_weekday(count - len(self.work))), _find_weekday(count + len(self.off))
        return write_day(low + bisect_left(range(low, high), count, key=self._count))


def read_calendar(documents: Iterable[Mapping[str, object]]) -> Calendar:
    """Return the calendar of these documents; raises ``RuleRefused`` naming year and place of each fault.

    A document is one year: ``rules/calendars/cn-2026.json`` shows the shape. With ``unit`` it holds local
    days, which go before the national ones of the same day, a later document before an earlier.
    """
    # Stable: among local documents the order given decides.
    read = sorted(read_years(documents), key=lambda one: one.unit != "")
    days = {day: works for one in read for day, works in one.days.items()}
    return Calendar(
        years=tuple(sorted(one.year for one in read if not one.unit)),
        off=tuple(sorted(day for day, works in days.items() if not works and _is_weekday(day))),
        work=tuple(sorted(day for day, works in days.items() if works and not _is_weekday(day))),
    )


def _find_weekday(count: int) -> int:
    """Return the day number of the n-th Monday to Friday since 0001-01-01, a Monday."""
    weeks, rest = divmod(count - 1, 5)
    return weeks * 7 + rest + 1


def _is_weekday(day: int) -> bool:
    return (day - 1) % 7 < 5


def _write_days(days: Iterable[int], years: Collection[int]) -> list[str]:
    texts = (write_day(day) or "" for day in days)
    return [text for text in texts if int(text[:4]) in years]
