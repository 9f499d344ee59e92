"""The browser's dates and working days answer as the server's, on random calls and at the edges."""

from __future__ import annotations

import pytest
from lizheng.rules.calendar import read_calendar

from .date_calls import TAKES, Call, answer_here, answer_in_node, make_calls
from .shipped_calendars import DOCUMENTS, LOCAL

HEAT = {"from": "2025-08-01", "to": "2025-08-31", "name": "高温假"}
CALENDAR = read_calendar([*DOCUMENTS, LOCAL, {"year": 2025, "unit": "330328", "off": [HEAT], "work": []}])
YEARS = range(2000, 2031)

EDGES: list[Call] = [
    *(("add_days", ("9999-12-31", number)) for number in (-1, 0, 1)),
    *(("add_months", ("0001-01-31", number)) for number in (-1, 0, 1)),
    *(("month_end", (text,)) for text in ("9999-12-01", "1900-02-01", "2000-02-01", "2024-02-29")),
    *(("age_on", ("2004-02-29", on)) for on in ("2024-02-29", "2023-02-28", "2023-03-01", "2004-02-28")),
    *(("county_date", (text,)) for text in ("0001-01-01T00:00:00+09:00", "9999-12-31T16:00:00Z")),
    *(
        ("add_workdays", (text, n))
        for text in ("0001-01-01", "0001-01-03", "9999-12-30")
        for n in (-2, -1, 1, 2)
    ),
    *(("last_workday", (text,)) for text in ("2025-08-31", "2026-02-01", "9999-12-01", "0001-01-01")),
    *(("is_date", (text,)) for text in (None, True, "toString", "__proto__")),
]


@pytest.mark.untraced
def test_python_and_javascript_agree_on_twenty_thousand_random_calls() -> None:
    calls = make_calls(24_000)
    here, there = answer_here(calls, CALENDAR), answer_in_node(calls, CALENDAR, YEARS)
    differ = [row for row in zip(calls, here, there, strict=True) if row[1] != row[2]]
    assert differ == []


@pytest.mark.untraced
def test_the_random_calls_reach_every_function_and_mostly_have_answers() -> None:
    calls = make_calls(24_000)
    answers = answer_here(calls, CALENDAR)
    answered = {
        name for (name, _), answer in zip(calls, answers, strict=True) if answer not in (None, [], False)
    }
    assert (answered, answers.count(None) < 6_000) == (set(TAKES), True)


def test_python_and_javascript_agree_at_the_edges_of_time() -> None:
    assert answer_in_node(EDGES, CALENDAR, YEARS) == answer_here(EDGES, CALENDAR)


def test_a_year_outside_the_slice_is_provisional_in_the_page() -> None:
    calls: list[Call] = [("is_provisional", ("2025-12-31", "2026-01-05"))]
    assert answer_in_node(calls, CALENDAR, range(2026, 2027)) == [True]
