"""Random calls of the date functions and the calendar, asked in Python and in one node process."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from lizheng.rules import dates
from lizheng.rules.calendar import Calendar

from ..node import find_node

Call = tuple[str, tuple[Any, ...]]

LAST_DAY = date.max.toordinal()
NOT_DATES = (
    *("", "2026-2-28", "2026-02-29", "2026-13-01", "0000-01-01", "2026-00-10", "2026-W01-1", "20260228"),
    *(
        "２０２６-01-01",
        "2026-02-28 ",
        "+026-02-28",
        "10000-01-01",
        "2026-04-31",
        "1900-02-29",
        "2026-02-28\n",
    ),
)
NOT_MOMENTS = (
    *(
        "2026-02-28",
        "2026-02-28T10:00:00",
        "2026-02-28T24:00:00Z",
        "2026-02-28T23:59:60Z",
        "2026-02-30T10:00:00Z",
    ),
    *(
        "2026-02-28T10:00:00+24:00",
        "2026-02-28T10:00:00.Z",
        "2026-02-28T10:00:00.1234567890Z",
        "2026-02-28 10:00Z",
    ),
)
DATE, NUMBER, MOMENT, HOURS, TIME = "date", "number", "moment", "hours", "time"
TAKES: Mapping[str, Sequence[str]] = {
    "is_date": (DATE,),
    "add_days": (DATE, NUMBER),
    "days_between": (DATE, DATE),
    "add_months": (DATE, NUMBER),
    "month_end": (DATE,),
    "year_of": (DATE,),
    "month_of": (DATE,),
    "day_of": (DATE,),
    "weekday_of": (DATE,),
    "age_on": (DATE, DATE),
    "read_instant": (MOMENT,),
    "county_date": (MOMENT,),
    "hours_between": (MOMENT, MOMENT),
    "add_hours": (MOMENT, HOURS),
    "read_time": (TIME,),
    "is_workday": (DATE,),
    "count_workdays": (DATE, DATE),
    "add_workdays": (DATE, NUMBER),
    "last_workday": (DATE,),
    "is_provisional": (DATE, DATE),
    "list_unknown_years": (DATE, DATE),
}
OF_CALENDAR = tuple(TAKES)[-6:]


def make_calls(count: int, seed: int = 20261124) -> list[Call]:
    """Return so many calls; the same every time."""
    chance = random.Random(seed)
    names = [chance.choice(tuple(TAKES)) for _ in range(count)]
    return [(name, tuple(_MAKERS[kind](chance) for kind in TAKES[name])) for name in names]


def answer_here(calls: Sequence[Call], calendar: Calendar) -> list[object]:
    """Return the answers of Python, as JSON says them."""
    return [
        write_value(getattr(calendar if name in OF_CALENDAR else dates, name)(*given))
        for name, given in calls
    ]


def answer_in_node(calls: Sequence[Call], calendar: Calendar, years: range) -> list[object]:
    """Return the answers of ``rules/js/dates.js``; skip where there is no node, but fail when CI is set."""
    asked = [[name, *map(write_value, given)] for name, given in calls]
    done = subprocess.run(
        [find_node(), str(Path(__file__).with_name("answer_dates.mjs"))],
        input=json.dumps({"calendar": calendar.write_browser(years), "calls": asked}),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def write_value(value: object) -> object:
    """Return a value as both sides write it: numbers as ``{"number": "n/d"}``, all else as it is."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return {"number": f"{value.numerator}/{value.denominator}"}
    return value


def _make_date(chance: random.Random) -> str | None:
    lot = chance.random()
    if lot < 0.05:
        return chance.choice((*NOT_DATES, None))
    if lot < 0.15:
        near = chance.randrange(400)
        return date.fromordinal(chance.choice((1 + near, LAST_DAY - near))).isoformat()
    first, last = (1, LAST_DAY) if lot < 0.3 else (731_000, 740_500)
    return date.fromordinal(chance.randint(first, last)).isoformat()


def _make_number(chance: random.Random) -> int | Fraction | None:
    lot = chance.random()
    if lot < 0.08:
        return chance.choice(
            (None, Fraction(1, 2), Fraction(6, 2), 10**20, -(10**20), 10_000, -10_001, 2**53)
        )
    return chance.randint(-40, 40) if lot < 0.8 else chance.randint(-200_000, 200_000)


def _make_moment(chance: random.Random) -> str | None:
    if chance.random() < 0.05:
        return chance.choice((*NOT_MOMENTS, None))
    digits = chance.choice(("", "", f".{chance.randrange(10 ** (size := chance.randint(1, 9))):0{size}}"))
    clock = f"{chance.randrange(24):02}:{chance.randrange(60):02}"
    seconds = chance.choice(("", f":{chance.randrange(60):02}{digits}"))
    zone = chance.choice(
        (
            "Z",
            "z",
            "+08:00",
            "-00:00",
            f"{chance.choice('+-')}{chance.randrange(24):02}:{chance.randrange(60):02}",
        )
    )
    return f"{_make_date(chance)}{chance.choice('TTt')}{clock}{seconds}{zone}"


def _make_hours(chance: random.Random) -> int | Fraction | None:
    if chance.random() < 0.3:
        return _make_number(chance)
    return Fraction(chance.randint(-(10**6), 10**6), chance.randint(1, 10**4))


def _make_time(chance: random.Random) -> str | None:
    whole = f"{chance.randrange(26):02}:{chance.randrange(62):02}"
    return chance.choice(
        (None, whole, f"{whole}:{chance.randrange(62):02}", f"{whole}:07.{chance.randrange(10**6)}")
    )


_MAKERS: Mapping[str, Callable[[random.Random], Any]] = {
    DATE: _make_date,
    NUMBER: _make_number,
    MOMENT: _make_moment,
    HOURS: _make_hours,
    TIME: _make_time,
}
