"""Working days: the shipped notices, deadlines across holidays, local days and years without a notice."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lizheng.rules.calendar import Calendar, read_calendar

from .shipped_calendars import CALENDAR, DOCUMENTS, LOCAL, YEARS

KNOWN = st.dates(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)).map(date.isoformat)
ANY = st.dates().map(date.isoformat)
TOWNSHIP = read_calendar([LOCAL, *DOCUMENTS])


@pytest.mark.parametrize("year", YEARS)
def test_the_shipped_days_are_those_of_chinesecalendar(year: int) -> None:
    chinese = pytest.importorskip(
        "chinese_calendar", reason="chinesecalendar is not installed: pip install it"
    )
    days = [date(year, 1, 1) + timedelta(number) for number in range(366 if year % 4 == 0 else 365)]
    differ = [day for day in days if CALENDAR.is_workday(day.isoformat()) != chinese.is_workday(day)]
    assert differ == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: str(one["year"]))
def test_a_shipped_calendar_says_where_it_comes_from(document: dict[str, object]) -> None:
    assert (document["source"], bool(document["notice"])) == (
        "chinesecalendar 1.11.0",
        int(str(document["year"])) >= 2008,
    )


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-04-30", 7, "2026-05-13"),
        ("2026-02-12", 3, "2026-02-24"),
        ("2026-09-29", 3, "2026-10-09"),
        ("2026-02-24", -3, "2026-02-12"),
        ("2026-10-09", -3, "2026-09-29"),
        ("2026-02-18", 1, "2026-02-24"),
        ("2026-02-18", -1, "2026-02-14"),
        ("2026-02-18", 0, "2026-02-18"),
        ("2026-02-18", Fraction(4, 2), "2026-02-25"),
        ("2026-02-18", Fraction(1, 2), None),
        ("2026-02-30", 1, None),
        (None, 1, None),
        ("2026-02-18", None, None),
    ],
)
def test_a_deadline_passes_over_holidays_and_counts_make_up_days(
    start: str | None, number: Fraction | None, expected: str | None
) -> None:
    assert CALENDAR.add_workdays(start, number) == expected


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        ("2000-01-03", 10_000, "2039-04-27"),
        ("2000-01-03", 10_001, None),
        ("2000-01-03", -10_001, None),
        ("9999-12-30", 1, "9999-12-31"),
        ("9999-12-30", 2, None),
        ("0001-01-02", -1, "0001-01-01"),
        ("0001-01-02", -2, None),
    ],
)
def test_a_deadline_ends_after_ten_thousand_days_or_where_the_years_end(
    start: str, number: int, expected: str | None
) -> None:
    assert CALENDAR.add_workdays(start, number) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2026-02-13", "2026-02-27", 5),
        ("2026-02-27", "2026-02-13", -5),
        ("2026-02-14", "2026-02-14", 0),
        ("2026-02-14", "2026-02-23", 0),
        ("2026-02-13", "2026-02-14", 1),
        ("2006-01-01", "2026-01-01", 4994),
        ("2026-02-29", "2026-03-01", None),
        ("2026-03-01", None, None),
    ],
)
def test_working_days_count_after_the_first_day_up_to_and_with_the_second(
    first: str, second: str | None, expected: int | None
) -> None:
    assert CALENDAR.count_workdays(first, second) == expected


@given(ANY, ANY, ANY)
def test_counts_of_working_days_add_up(first: str, second: str, third: str) -> None:
    parts = [CALENDAR.count_workdays(first, second), CALENDAR.count_workdays(second, third)]
    assert sum(filter(None, parts)) == CALENDAR.count_workdays(first, third)


@given(KNOWN, st.integers(1, 300))
def test_the_nth_working_day_is_found_by_walking(start: str, number: int) -> None:
    days = (date.fromisoformat(start) + timedelta(step) for step in range(1, 800))
    walked = (text for text in map(date.isoformat, days) if CALENDAR.is_workday(text))
    assert CALENDAR.add_workdays(start, number) == next(islice(walked, number - 1, None))


@given(KNOWN, st.integers(1, 300))
def test_the_nth_working_day_before_is_found_by_walking_back(start: str, number: int) -> None:
    days = (date.fromisoformat(start) - timedelta(step) for step in range(1, 800))
    walked = (text for text in map(date.isoformat, days) if CALENDAR.is_workday(text))
    assert CALENDAR.add_workdays(start, -number) == next(islice(walked, number - 1, None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-03", "2026-02-28"),
        ("2026-01-31", "2026-01-30"),
        ("2026-05-31", "2026-05-29"),
        ("9999-12-01", "9999-12-31"),
        ("2026-02-29", None),
        (None, None),
    ],
)
def test_the_last_working_day_of_a_month_may_be_a_make_up_saturday(
    text: str | None, expected: str | None
) -> None:
    assert CALENDAR.last_workday(text) == expected


def test_a_month_that_is_off_from_end_to_end_has_no_last_working_day() -> None:
    off = [{"from": "2026-08-01", "to": "2026-08-31", "name": "高温假"}]
    calendar = read_calendar([{"year": 2026, "off": off, "work": []}])
    assert calendar.last_workday("2026-08-15") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02-28", True),
        ("2026-02-23", False),
        ("2026-02-22", False),
        ("2026-02-24", True),
        ("2026-02-29", None),
    ],
)
def test_a_day_is_worked_as_the_notice_says(text: str, expected: bool | None) -> None:
    assert CALENDAR.is_workday(text) is expected


@pytest.mark.parametrize("text", ["2027-01-01", "2027-02-08", "2003-10-01"])
def test_a_year_without_a_notice_is_judged_by_weekday_and_provisional(text: str) -> None:
    assert (CALENDAR.is_workday(text), CALENDAR.is_provisional(text)) == (True, True)


@pytest.mark.parametrize(
    ("texts", "years"),
    [
        (("2026-12-28", "2026-12-31"), ()),
        (("2026-12-31", "2027-01-04"), (2027,)),
        (("2028-01-04", "2026-12-31"), (2027, 2028)),
        (("2003-12-31", None, "2004-01-05"), (2003,)),
        ((None, "2026-02-30"), ()),
        ((), ()),
    ],
)
def test_an_answer_names_the_years_that_no_notice_has_settled(
    texts: tuple[str | None, ...], years: tuple[int, ...]
) -> None:
    found = (CALENDAR.list_unknown_years(*texts), CALENDAR.is_provisional(*texts))
    assert found == (years, bool(years))


def test_a_deadline_in_the_coming_year_is_recomputed_when_its_notice_arrives() -> None:
    off = [{"from": "2027-01-01", "to": "2027-01-03", "name": "元旦"}]
    later = read_calendar([*DOCUMENTS, {"year": 2027, "off": off, "work": []}])
    found = [
        (one.add_workdays("2026-12-30", 2), one.is_provisional("2027-01-04")) for one in (CALENDAR, later)
    ]
    assert found == [("2027-01-01", True), ("2027-01-04", False)]


@pytest.mark.parametrize("text", ["2026-04-20", "2026-04-21"])
def test_a_local_day_off_is_off_for_its_township_alone(text: str) -> None:
    assert (CALENDAR.is_workday(text), TOWNSHIP.is_workday(text)) == (True, False)


def test_local_days_go_before_the_national_ones_wherever_they_stand() -> None:
    local = {"year": 2026, "unit": "330328", "off": [], "work": ["2026-10-05"]}
    assert read_calendar([local, *DOCUMENTS]).is_workday("2026-10-05") is True


def test_local_days_alone_do_not_settle_a_year() -> None:
    calendar = read_calendar([{**LOCAL, "year": 2026}])
    assert (calendar.is_workday("2026-04-20"), calendar.is_provisional("2026-04-20")) == (False, True)


def test_a_calendar_of_no_documents_knows_weekdays_only() -> None:
    calendar = Calendar()
    assert (read_calendar([]), calendar.add_workdays("2026-02-13", 5)) == (calendar, "2026-02-20")


def test_the_hash_changes_with_the_days_and_not_with_their_names() -> None:
    renamed = [{**one, "notice": "", "source": "本县"} for one in reversed(DOCUMENTS)]
    hashes = [one.hash for one in (read_calendar(renamed), TOWNSHIP, read_calendar(DOCUMENTS[1:]))]
    assert [one == CALENDAR.hash for one in hashes] == [True, False, False]


def test_the_browser_gets_only_the_days_that_differ_from_their_weekday() -> None:
    documents = [{"year": 2025, "off": [], "work": ["2025-01-26"]}, {**LOCAL, "unit": ""}]
    calendar = read_calendar(documents)
    assert calendar.write_browser([2026, 2027]) == {
        "hash": calendar.hash,
        "years": [2026],
        "off": ["2026-04-20", "2026-04-21"],
        "work": ["2026-04-25"],
    }
