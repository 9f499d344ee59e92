"""A form, its records, and how they are listed: what the tests of the form index share."""

from __future__ import annotations

import json
from typing import Any

from lizheng.core.store import Store
from lizheng.core.store.form_index import (
    ensure_index,
    index_columns,
    select_page,
    write_index_row,
)
from lizheng.core.store.index_columns import read_values
from lizheng.core.store.tables import records
from lizheng.forms.definition import FormDefinition, ListView
from sqlalchemy import Connection, insert

SCHEMA = {
    "type": "object",
    "$defs": {"grade": {"type": "string", "enum": ["一般", "较大", "重大"]}},
    "properties": {
        "place": {"type": "object", "properties": {"words": {"type": "string"}}},
        "grade": {"$ref": "#/$defs/grade"},
        "count": {"type": ["integer", "null"]},
        "area": {"type": "number"},
        "found_at": {"type": "string", "format": "date"},
        "closed": {"type": "boolean"},
        "kinds": {"type": "array", "items": {"type": "string"}},
        "people": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}},
    },
    "allOf": [{"then": {"properties": {"late": {"type": "integer"}}}}],
}
COLUMNS = ("place.words", "grade", "count", "area", "found_at", "closed", "people.count")
VIEW = ListView(COLUMNS, ("place.words", "people[].name"), ("grade", "kinds", "closed"), (), "-received_at")
COUNTY, TOWN, VILLAGE = ("339924",), ("339924101",), ("339924101001",)


def make_form(view: ListView = VIEW) -> FormDefinition:
    return FormDefinition("x.finding", "发现", "matter", "business", SCHEMA, {}, view, {}, "FX", {}, "hash")


FORM = make_form()


def make_record(number: int, answers: dict[str, Any], **other: Any) -> dict[str, Any]:
    unit = f"3399241{1 + number % 2:02d}00{1 + number % 3}0001"[:15]
    second = f"{number // 60:02d}:{number % 60:02d}"
    row = {
        **{"id": f"0190-{number:05d}", "form": "x.finding", "version": 1, "definition_hash": "h"},
        **{"unit": unit, "number": f"FX-{number:05d}", "state": "submitted", "revision": 1},
        **{"request_hash": "r", "answers": json.dumps(answers, ensure_ascii=False), "created_by": "w101"},
        **{"captured_at": "x", "received_at": f"2026-02-26T06:{second}.000000Z", "changed_at": "x"},
        **other,
    }
    return {"township": row["unit"][:9], **row}


def make_answers(number: int) -> dict[str, Any]:
    """Return answers with gaps, so that every column is absent somewhere."""
    full = {
        "place": {"words": f"村口{number % 10}号"},
        "grade": ["一般", "较大", "重大"][number % 3],
        "count": number % 7 - 3,
        "area": number % 5 + 0.25,
        "found_at": f"2026-0{1 + number % 3}-1{number % 10}",
        "closed": number % 2 == 0,
        "kinds": [["消防"], ["消防", "用电"], []][number % 3],
        "people": [{"name": "测试甲"}] * (number % 4),
    }
    return {key: value for place, (key, value) in enumerate(full.items()) if (number + place) % 9}


def store_record(connection: Connection, row: dict[str, Any], form: FormDefinition = FORM) -> None:
    connection.execute(insert(records).values(row))
    write_index_row(connection, form, row)


def fill(store: Store, count: int = 90) -> None:
    def job(connection: Connection) -> None:
        for number in range(count):
            store_record(connection, make_record(number, make_answers(number)))

    ensure_index(store, FORM)
    store.write(job)


def add(store: Store, answers: dict[str, Any], **other: Any) -> None:
    ensure_index(store, FORM)
    store.write(lambda connection: store_record(connection, make_record(1, answers, **other)))


def ids(store: Store, form: FormDefinition = FORM, **wanted: Any) -> list[int]:
    """Read every page of seven; return the records' numbers."""
    found, cursor = [], None
    while True:
        asked = {"scope_roots": COUNTY, "limit": 7, **wanted, "cursor": cursor}
        with store.read() as connection:
            page = select_page(connection, form, **asked)
        found += [int(row.id[5:]) for row in page.rows]
        cursor = page.next
        if cursor is None:
            return found


def column_value(answers: dict[str, Any], path: str) -> Any:
    columns = index_columns(make_form(ListView(columns=(path,))))
    return read_values(columns, answers, "")[columns[0].column]


def expected_order(sort: str) -> list[int]:
    """Sort as a list must: absent last, ties by id in the same direction."""
    path, backwards = sort.removeprefix("-"), sort.startswith("-")
    fixed = path in ("received_at", "number")
    keyed = [(number if fixed else column_value(make_answers(number), path), number) for number in range(90)]
    present = sorted((pair for pair in keyed if pair[0] is not None), reverse=backwards)
    absent = sorted((number for value, number in keyed if value is None), reverse=backwards)
    return [number for _, number in present] + absent
