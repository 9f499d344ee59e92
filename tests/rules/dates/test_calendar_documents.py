"""A calendar document that is wrong is refused with its year and the place of every fault."""

from __future__ import annotations

from typing import Any

import pytest
from lizheng.rules.calendar import read_calendar
from lizheng.rules.findings import RuleRefused

from .shipped_calendars import DOCUMENTS

SPAN = {"from": "2026-05-01", "to": "2026-05-05", "name": "劳动节"}
GOOD = {"year": 2026, "off": [SPAN], "work": ["2026-05-09"]}


def find_faults(*documents: Any) -> list[tuple[object, ...]]:
    """Return document, year, code and pointer of each finding that reading these documents raises."""
    with pytest.raises(RuleRefused) as refused:
        read_calendar(documents)
    return [
        (one.facts["document"], one.facts["year"], one.code, one.pointer) for one in refused.value.findings
    ]


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"year": "2026"}, "calendar_shape", "/year"),
        ({"year": True}, "calendar_shape", "/year"),
        ({"year": 0}, "calendar_shape", "/year"),
        ({"year": 10_000}, "calendar_shape", "/year"),
        ({"holidays": []}, "calendar_member", ""),
        ({"off": None}, "calendar_shape", "/off"),
        ({"off": {}}, "calendar_shape", "/off"),
        ({"off": [SPAN] * 367}, "calendar_shape", "/off"),
        ({"off": ["2026-05-01"]}, "calendar_shape", "/off/0"),
        ({"off": [{"from": "2026-05-01", "to": "2026-05-05"}]}, "calendar_shape", "/off/0"),
        ({"off": [SPAN, {**SPAN, "name": 51}]}, "calendar_shape", "/off/1/name"),
        ({"off": [{**SPAN, "from": "2025-12-31"}]}, "calendar_day", "/off/0/from"),
        ({"off": [{**SPAN, "to": "2026-05-32"}]}, "calendar_day", "/off/0/to"),
        ({"off": [{**SPAN, "to": "2026-04-30"}]}, "calendar_span", "/off/0"),
        ({"work": "2026-05-09"}, "calendar_shape", "/work"),
        ({"work": ["2026-05-09", 20260510]}, "calendar_day", "/work/1"),
        ({"work": ["2026-05-09", "2026-05-05"]}, "calendar_clash", "/work/1"),
        ({"notice": None}, "calendar_shape", "/notice"),
        ({"source": 1}, "calendar_shape", "/source"),
        ({"unit": 330328}, "calendar_shape", "/unit"),
    ],
)
def test_a_wrong_document_is_refused_with_its_year_and_place(
    change: dict[str, object], code: str, pointer: str
) -> None:
    document = {**GOOD, **change}
    assert find_faults(DOCUMENTS[0], document) == [(1, document["year"], code, pointer)]


def test_what_is_no_object_is_refused_by_its_number() -> None:
    assert find_faults(GOOD, []) == [(1, None, "calendar_shape", "")]


def test_every_fault_of_every_document_is_named_at_once() -> None:
    faults = find_faults({"year": 2025}, {**GOOD, "work": ["", ""]})
    assert [fault[2:] for fault in faults] == [
        ("calendar_shape", "/off"),
        ("calendar_shape", "/work"),
        ("calendar_day", "/work/0"),
        ("calendar_day", "/work/1"),
    ]


@pytest.mark.parametrize("unit", [{}, {"unit": "330328"}])
def test_a_year_stands_once_for_the_country_and_once_for_a_unit(unit: dict[str, str]) -> None:
    assert find_faults(GOOD, {**GOOD, "unit": "330381"}, {**GOOD, **unit}, {**GOOD, **unit})[-1] == (
        3,
        2026,
        "calendar_twice",
        "/year",
    )
