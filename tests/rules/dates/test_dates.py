"""Dates, ages and moments of the rule language, against the law, the calendar and Python's datetime."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lizheng.rules.dates import (
    add_days,
    add_hours,
    add_months,
    age_on,
    county_date,
    day_of,
    days_between,
    hours_between,
    is_date,
    month_end,
    month_of,
    read_instant,
    read_time,
    weekday_of,
    year_of,
)

from .date_calls import NOT_DATES, NOT_MOMENTS

DAYS = st.dates()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZONES = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=ZONES)


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29"])
def test_a_day_of_the_years_1_to_9999_is_a_date(text: str) -> None:
    assert is_date(text) is True


@pytest.mark.parametrize("text", [*NOT_DATES, None, 20260228, date(2026, 2, 28)])
def test_what_is_not_written_as_a_day_that_exists_is_no_date(text: object) -> None:
    assert is_date(text) is False


@given(DAYS, st.integers(-4_000_000, 4_000_000))
def test_adding_days_is_what_datetime_says_or_absent_beyond_its_years(day: date, number: int) -> None:
    ordinal = day.toordinal() + number
    expected = date.fromordinal(ordinal).isoformat() if 1 <= ordinal <= date.max.toordinal() else None
    assert add_days(day.isoformat(), number) == expected


@given(DAYS, DAYS)
def test_the_days_between_two_dates_lead_from_one_to_the_other(first: date, second: date) -> None:
    number = days_between(first.isoformat(), second.isoformat())
    assert add_days(first.isoformat(), number) == second.isoformat()


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", -48, "2020-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("1900-01-29", 1, "1900-02-28"),
        ("0001-01-31", 0, "0001-01-31"),
        ("0001-01-31", -1, None),
        ("9999-11-30", 1, "9999-12-30"),
        ("9999-12-31", 1, None),
        ("2026-01-31", Fraction(2), "2026-03-31"),
    ],
)
def test_a_day_past_the_months_end_becomes_its_last(text: str, number: Fraction, expected: str) -> None:
    assert add_months(text, number) == expected


@given(DAYS)
def test_the_parts_of_a_date_are_those_of_datetime(day: date) -> None:
    text = day.isoformat()
    end = day.replace(day=monthrange(day.year, day.month)[1]).isoformat()
    found = (year_of(text), month_of(text), day_of(text), weekday_of(text), month_end(text))
    assert found == (day.year, day.month, day.day, day.isoweekday(), end)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2008-11-25", "2026-11-24", 17),
        ("2008-11-25", "2026-11-25", 18),
        ("2026-11-25", "2026-11-25", 0),
        ("2026-11-25", "2026-11-24", None),
        ("2025-11-25", "2024-12-31", None),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("0001-01-01", "9999-12-31", 9998),
    ],
)
def test_a_year_of_age_is_full_on_the_birthday_and_on_1_march_for_a_leap_day(
    born: str, on: str, age: int | None
) -> None:
    assert age_on(born, on) == age


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T08:00+08:00", 0),
        ("1969-12-31t23:59:59.75z", Fraction(-1, 4)),
        ("2026-11-24T10:00:00.123456789-00:00", Fraction(1795514400123456789, 10**9)),
        ("0001-01-01T00:00:00+23:59", -62135683140),
        ("9999-12-31T23:59:59-23:59", 253402387139),
    ],
)
def test_a_moment_is_exact_to_its_last_decimal(text: str, seconds: Fraction) -> None:
    assert read_instant(text) == seconds


@pytest.mark.parametrize("text", [*NOT_MOMENTS, None, 0])
def test_a_text_without_offset_or_of_no_moment_is_absent(text: str | None) -> None:
    found = (read_instant(text), county_date(text), add_hours(text, 1), hours_between(text, text))
    assert found == (None, None, None, None)


@given(MOMENTS)
def test_a_moment_is_the_one_that_datetime_reads(moment: datetime) -> None:
    since = moment - EPOCH
    assert read_instant(moment.isoformat()) == Fraction(since // timedelta(microseconds=1), 10**6)


@given(MOMENTS)
def test_the_county_date_is_the_day_in_utc_plus_8(moment: datetime) -> None:
    expected = moment.astimezone(timezone(timedelta(hours=8))).date().isoformat()
    assert county_date(moment.isoformat()) == expected


@pytest.mark.parametrize("text", ["9999-12-31T16:00:00Z", "0001-01-01T07:59:59+16:00"])
def test_a_moment_outside_the_countys_years_has_no_date_there(text: str) -> None:
    assert county_date(text) is None


@given(MOMENTS, st.integers(-(10**15), 10**15))
def test_the_hours_that_were_added_lie_between(moment: datetime, nanoseconds: int) -> None:
    hours = Fraction(nanoseconds, 3600 * 10**9)
    assert hours_between(moment.isoformat(), add_hours(moment.isoformat(), hours)) == hours


@pytest.mark.parametrize(
    ("text", "hours", "expected"),
    [
        ("2026-11-24T10:00:00Z", 24, "2026-11-25T18:00:00+08:00"),
        ("2026-11-24T18:00+08:00", Fraction(1, 2), "2026-11-24T18:30:00+08:00"),
        ("2026-11-24T10:00:00.50Z", 0, "2026-11-24T18:00:00.5+08:00"),
        ("2026-11-24T10:00:00Z", Fraction(2, 3 * 3600), "2026-11-24T18:00:00.666666666+08:00"),
        ("2026-11-24T10:00:00Z", Fraction(-2, 3 * 3600), "2026-11-24T17:59:59.333333333+08:00"),
        ("2026-02-28T16:00:00Z", -1, "2026-02-28T23:00:00+08:00"),
        ("9999-12-31T15:00:00Z", 1, None),
        ("0001-01-01T00:00:00+08:00", Fraction(-1, 10**20), None),
        ("2026-11-24T10:00:00Z", 10**30, None),
        ("2026-11-24T10:00:00Z", None, None),
    ],
)
def test_a_later_moment_is_written_in_county_time_and_its_decimals_are_cut(
    text: str, hours: Fraction | None, expected: str | None
) -> None:
    assert add_hours(text, hours) == expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:00", 0),
        ("08:30", 30600),
        ("23:59:59", 86399),
        ("08:30:00.5", Fraction(61201, 2)),
        ("24:00", None),
        ("8:30", None),
        ("08:30:60", None),
        ("08:30+08:00", None),
        (None, None),
        (830, None),
    ],
)
def test_a_time_of_day_is_seconds_since_midnight(text: object, seconds: Fraction | None) -> None:
    assert read_time(text) == seconds


@pytest.mark.parametrize("number", [None, Fraction(1, 2), Fraction(-7, 3)])
def test_no_or_part_of_a_day_or_month_cannot_be_added(number: Fraction | None) -> None:
    assert (add_days("2026-01-01", number), add_months("2026-01-01", number)) == (None, None)


@pytest.mark.parametrize("text", [None, "", "2026-02-29"])
def test_every_answer_about_an_absent_date_is_absent(text: str | None) -> None:
    alone = [one(text) for one in (month_end, year_of, month_of, day_of, weekday_of)]
    paired = [days_between(text, "2026-01-01"), days_between("2026-01-01", text), age_on(text, "2026-01-01")]
    moved = [add_days(text, 1), add_months(text, 1), age_on("2026-01-01", text)]
    assert [*alone, *paired, *moved] == [None] * 11
