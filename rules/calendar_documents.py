"""The documents of a calendar, one for each year: read whole or refused with every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .dates import read_date
from .findings import Finding, RuleRefused

MOST_ITEMS = 366

Fault = tuple[str, str, Mapping[str, object]]
"""Code, pointer and facts."""


@dataclass(frozen=True)
class CalendarYear:
    """What one document says.

    year  all its days lie in it
    unit  whose local days they are; empty for the national notice
    days  day numbers (1 is 0001-01-01), each with whether it is worked
    """

    year: int
    unit: str
    days: Mapping[int, bool]


def read_years(documents: Iterable[object]) -> tuple[CalendarYear, ...]:
    """Return the year of every document; raises ``RuleRefused`` with all faults of all documents.

    The facts of a fault name its document: ``document`` counts from 0, ``year`` is what it calls itself.
    """
    read: dict[tuple[int, str], CalendarYear] = {}
    findings: list[Finding] = []
    for index, document in enumerate(documents):
        faults = list(_list_faults(document))
        year = None if faults else _build_year(document)
        if year and read.setdefault((year.year, year.unit), year) is not year:
            faults = [("calendar_twice", "/year", {"unit": year.unit})]
        named = document.get("year") if isinstance(document, Mapping) else None
        findings += [
            Finding(code, pointer, {"document": index, "year": named, **facts})
            for code, pointer, facts in faults
        ]
    if findings:
        raise RuleRefused(*findings)
    return tuple(read.values())


def _build_year(document: Any) -> CalendarYear:
    days = {_number(day): True for day in document["work"]}
    for span in document["off"]:
        days |= dict.fromkeys(range(_number(span["from"]), _number(span["to"]) + 1), False)
    return CalendarYear(document["year"], document.get("unit", ""), days)


def _number(text: str) -> int:
    day = read_date(text)
    return day.toordinal() if day else 0


def _list_faults(document: object) -> Iterator[Fault]:
    if not isinstance(document, Mapping):
        yield "calendar_shape", "", {"allowed": "object"}
        return
    for name in document.keys() - {"year", *_CHECKS}:
        yield "calendar_member", "", {"name": name, "allowed": ("year", *_CHECKS)}
    year = document.get("year")
    if type(year) is not int or not 1 <= year <= 9999:
        yield "calendar_shape", "/year", {"allowed": "year"}
        return
    faults = [
        fault
        for name, check in _CHECKS.items()
        for fault in check(document.get(name, _DEFAULTS.get(name)), f"/{name}", year)
    ]
    yield from faults or _list_clashes(document)


def _check_text(value: object, pointer: str, year: int) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield "calendar_shape", pointer, {"allowed": "text"}


def _check_day(value: object, pointer: str, year: int) -> Iterator[Fault]:
    day = read_date(value)
    if day is None or day.year != year:
        yield "calendar_day", pointer, {"value": value, "example": f"{year:04}-05-01"}


def _check_span(value: object, pointer: str, year: int) -> Iterator[Fault]:
    if not isinstance(value, Mapping) or value.keys() != {"from", "to", "name"}:
        yield "calendar_shape", pointer, {"allowed": ("from", "to", "name")}
        return
    yield from _check_text(value["name"], f"{pointer}/name", year)
    faults = [fault for end in ("from", "to") for fault in _check_day(value[end], f"{pointer}/{end}", year)]
    yield from faults
    if not faults and value["from"] > value["to"]:
        yield "calendar_span", pointer, {"first": value["from"], "last": value["to"]}


def _check_each(check: Check) -> Check:
    def check_list(value: object, pointer: str, year: int) -> Iterator[Fault]:
        if not isinstance(value, list) or len(value) > MOST_ITEMS:
            yield "calendar_shape", pointer, {"allowed": "list", "limit": MOST_ITEMS}
            return
        for index, item in enumerate(value):
            yield from check(item, f"{pointer}/{index}", year)

    return check_list


def _list_clashes(document: Mapping[str, Any]) -> Iterator[Fault]:
    for index, day in enumerate(document["work"]):
        if any(span["from"] <= day <= span["to"] for span in document["off"]):
            yield "calendar_clash", f"/work/{index}", {"value": day}


Check = Callable[[object, str, int], Iterator[Fault]]
_CHECKS: Mapping[str, Check] = {
    "off": _check_each(_check_span),
    "work": _check_each(_check_day),
    "notice": _check_text,
    "source": _check_text,
    "unit": _check_text,
}
_DEFAULTS = {"notice": "", "source": "", "unit": ""}
