"""Lists: what the index holds of an answer, and pages that are right in every order, scope and filter."""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from lizheng.core.store import Store, open_store
from lizheng.core.store.form_index import (
    Between,
    InvalidCursor,
    UnknownPath,
    count_rows,
    delete_index_row,
    ensure_index,
    index_columns,
    select_page,
    write_index_row,
)
from lizheng.core.store.index_columns import read_values
from lizheng.core.store.schema_kinds import find_kind
from lizheng.core.store.tables import form_indexes, records
from lizheng.forms.definition import FormDefinition, ListView
from sqlalchemy import Connection, insert, select, text

from tests.engines import ENGINES, offer_address

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


@pytest.fixture(scope="module", params=ENGINES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a store with 90 records that no test changes."""
    with offer_address(request.param, tmp_path_factory.mktemp("filled"), request) as address:
        store = open_store(address)
        fill(store)
        yield store
        store.close()


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


@pytest.mark.parametrize(
    "path, answers, value",
    [
        ("place.words", {"place": {"words": "村口"}}, "村口"),
        ("place", {"place": {"words": "村口", "n": 3}}, "村口、3"),
        ("people.count", {"people": [{}, {}]}, 2),
        ("people.count", {}, None),
        ("people[].name", {"people": [{"name": "测试甲"}, {}, {"name": "测试乙"}]}, "\n测试甲\n测试乙\n"),
        ("kinds", {"kinds": ["a", "b"]}, "\na\nb\n"),
        ("count", {"count": Decimal("3.0")}, 3),
        ("count", {"count": 10**30}, 2**63 - 1),
        ("count", {"count": Decimal("1E+999999")}, 2**63 - 1),
        ("count", {"count": Decimal("1.5")}, None),
        ("count", {"count": "three"}, None),
        ("count", {"count": True}, None),
        ("count", {"count": None}, None),
        ("area", {"area": Decimal("0.1")}, 0.1),
        ("area", {"area": Decimal("1e999999")}, float("inf")),
        ("closed", {"closed": False}, 0),
        ("closed", {"closed": "no"}, None),
        ("grade", {"grade": "x" * 500}, "x" * 200),
        ("grade", {"grade": "a\0b\ud800"}, "ab?"),
        ("grade", {"grade": Decimal("1.50")}, "1.50"),
        ("place.words", {"place": ["not an object"]}, None),
    ],
)
def test_a_column_holds_what_its_path_says(path: str, answers: dict[str, Any], value: Any) -> None:
    assert column_value(answers, path) == value


@pytest.mark.parametrize(
    "path, kind",
    [
        *[("place.words", "text"), ("place", "text"), ("grade", "text"), ("count", "integer")],
        *[("area", "number"), ("found_at", "time"), ("closed", "boolean"), ("kinds", "list")],
        *[("people.count", "count"), ("people[].name", "list"), ("late", "integer"), ("nowhere", None)],
    ],
)
def test_the_schema_gives_each_path_its_kind(path: str, kind: str | None) -> None:
    assert find_kind(SCHEMA, path) == kind


def test_a_schema_that_refers_to_itself_is_read_to_an_end() -> None:
    assert find_kind({"properties": {"a": {"$ref": "#"}, "b": {"$ref": "#/properties/b"}}}, "a.a.b") == "text"


SORTS = [way + path for path in (*COLUMNS, "received_at", "number") for way in ("", "-")]


def expected_order(sort: str) -> list[int]:
    """Sort as a list must: absent last, ties by id in the same direction."""
    path, backwards = sort.removeprefix("-"), sort.startswith("-")
    fixed = path in ("received_at", "number")
    keyed = [(number if fixed else column_value(make_answers(number), path), number) for number in range(90)]
    present = sorted((pair for pair in keyed if pair[0] is not None), reverse=backwards)
    absent = sorted((number for value, number in keyed if value is None), reverse=backwards)
    return [number for _, number in present] + absent


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_lists_each_record_once_over_all_pages(filled: Store, sort: str) -> None:
    assert ids(filled, sort=sort) == expected_order(sort)


def numbers_where(condition: Any) -> list[int]:
    return [number for number in range(89, -1, -1) if condition(make_answers(number))]


FILTERS = {
    "one value": ({"grade": "重大"}, lambda a: a.get("grade") == "重大"),
    "any of two": ({"grade": ["重大", "一般"]}, lambda a: a.get("grade") in ("重大", "一般")),
    "none of none": ({"grade": []}, lambda a: False),
    "a whole number": ({"count": "-2"}, lambda a: a.get("count") == -2),
    "a number": ({"area": "1.25"}, lambda a: a.get("area") == 1.25),
    "truth": ({"closed": "true"}, lambda a: a.get("closed") is True),
    "held in a list": ({"kinds": "用电"}, lambda a: "用电" in a.get("kinds", [])),
    "part of a list's value": ({"kinds": "用"}, lambda a: False),
    "from": ({"count": Between(low="2")}, lambda a: a.get("count", -9) >= 2),
    "from to": ({"count": Between("-1", "1")}, lambda a: -1 <= a.get("count", -9) <= 1),
    "a month": (
        {"found_at": Between("2026-02", "2026-02")},
        lambda a: a.get("found_at", "")[:7] == "2026-02",
    ),
    "two at once": (
        {"grade": "重大", "closed": "false"},
        lambda a: (a.get("grade"), a.get("closed")) == ("重大", False),
    ),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_finds_exactly_the_records_that_fit(filled: Store, name: str) -> None:
    filters, condition = FILTERS[name]
    assert ids(filled, filters=filters) == numbers_where(condition)


@pytest.mark.parametrize("name", FILTERS)
def test_a_count_agrees_with_the_list(filled: Store, name: str) -> None:
    filters, condition = FILTERS[name]
    with filled.read() as connection:
        assert count_rows(connection, FORM, scope_roots=COUNTY, filters=filters) == len(
            numbers_where(condition)
        )


def test_a_count_stops_at_its_cap(filled: Store) -> None:
    with filled.read() as connection:
        assert count_rows(connection, FORM, scope_roots=COUNTY, cap=10) == 10


@pytest.mark.parametrize(
    "roots",
    [
        (),
        ("",),
        COUNTY,
        TOWN,
        VILLAGE,
        ("339924101001000",),
        ("339924101001", "339924102"),
        ("33992499",),
        ("3399241010",),
    ],
)
def test_a_list_never_leaves_its_scope(filled: Store, roots: tuple[str, ...]) -> None:
    units = {number: make_record(number, {})["unit"] for number in range(89, -1, -1)}
    within = [
        number for number, unit in units.items() if any(root and unit.startswith(root) for root in roots)
    ]
    filtered = ids(filled, scope_roots=roots, filters={"state": "submitted"})
    assert (ids(filled, scope_roots=roots), filtered) == (within, within)


@pytest.mark.parametrize(
    "q, found",
    [
        ("村口", True),
        ("测试甲", True),
        ("FX-00001", True),
        ("fx-00001", True),
        ("ＦＸ－０", True),
        ("%", False),
        ("_", False),
        ("'", False),
    ],
)
def test_a_search_finds_text_in_the_search_fields_and_the_number(store: Store, q: str, found: bool) -> None:
    add(store, {"place": {"words": "村口"}, "people": [{"name": "测试甲"}], "grade": "重大"})
    assert ids(store, q=q) == ([1] if found else [])


def test_a_deleted_record_is_listed_only_when_asked_for(store: Store) -> None:
    add(store, {}, deleted_at="2026-02-26T06:20:00.000000Z")
    assert (ids(store), ids(store, include_deleted=True)) == ([], [1])


def test_an_erased_record_leaves_the_index(store: Store) -> None:
    add(store, {})
    store.write(lambda connection: delete_index_row(connection, FORM.form, "0190-00001"))
    assert ids(store) == []


def test_the_list_of_one_creator_holds_no_other_s_records(store: Store) -> None:
    add(store, {})
    assert (ids(store, created_by="w101"), ids(store, created_by="w102")) == ([1], [])


def test_a_revision_replaces_the_row(store: Store) -> None:
    add(store, {"grade": "一般"})
    newer = make_record(1, {"grade": "重大"}, state="returned")
    store.write(lambda connection: write_index_row(connection, FORM, newer))
    assert (
        ids(store, filters={"grade": "一般"}),
        ids(store, filters={"grade": "重大", "state": "returned"}),
    ) == ([], [1])


def test_a_row_goes_with_its_record_when_the_transaction_is_undone(store: Store) -> None:
    ensure_index(store, FORM)

    def job(connection: Connection) -> None:
        store_record(connection, make_record(1, {}))
        raise LookupError

    with pytest.raises(LookupError):
        store.write(job)
    assert ids(store) == []


@pytest.mark.parametrize(
    "wanted", [{"sort": "nowhere"}, {"filters": {"people": "x"}}, {"filters": {"count": "many"}}]
)
def test_what_the_list_does_not_offer_is_refused(store: Store, wanted: dict[str, Any]) -> None:
    ensure_index(store, FORM)
    with pytest.raises(UnknownPath):
        ids(store, **wanted)


def first_cursor(store: Store, **wanted: Any) -> str:
    with store.read() as connection:
        cursor = select_page(connection, FORM, scope_roots=COUNTY, limit=3, **wanted).next
    assert cursor is not None
    return cursor


@pytest.mark.parametrize("cursor", ["", "x", "e30", "é", "W10", "Wzov", "A" * 3000])
def test_a_cursor_of_no_list_is_refused(store: Store, cursor: str) -> None:
    fill(store, 9)
    with store.read() as connection, pytest.raises(InvalidCursor):
        select_page(connection, FORM, scope_roots=COUNTY, cursor=cursor)


def test_a_cursor_of_another_order_is_refused(store: Store) -> None:
    fill(store, 9)
    with store.read() as connection, pytest.raises(InvalidCursor):
        select_page(connection, FORM, scope_roots=COUNTY, cursor=first_cursor(store), sort="count")


def test_records_that_arrive_while_somebody_reads_on_shift_nothing(store: Store) -> None:
    fill(store, 9)
    cursor = first_cursor(store)
    store.write(lambda connection: store_record(connection, make_record(50, {})))
    with store.read() as connection:
        rows = select_page(connection, FORM, scope_roots=COUNTY, cursor=cursor).rows
    assert [int(row.id[5:]) for row in rows] == [5, 4, 3, 2, 1, 0]


def test_new_list_columns_are_filled_from_the_records(store: Store) -> None:
    old = make_form(ListView(("grade",)))
    ensure_index(store, old)
    store.write(lambda c: [store_record(c, make_record(n, make_answers(n)), old) for n in range(90)])
    ensure_index(store, FORM)
    assert ids(store, sort="-count") == expected_order("-count")


def test_a_process_that_knows_the_older_form_fills_the_new_columns_too(store: Store) -> None:
    ensure_index(store, FORM)
    older = make_form(ListView(("grade",)))
    store.write(lambda c: store_record(c, make_record(1, {"count": 5}), older))
    assert ids(store, filters={"count": "5"}) == [1]


def test_columns_no_longer_listed_are_dropped_with_what_they_held(store: Store) -> None:
    fill(store, 9)
    fewer = make_form(ListView(("grade",)))
    ensure_index(store, fewer)
    assert len(ids(store, fewer, sort="grade")) == 9


def test_a_rebuild_that_was_cut_short_goes_on_at_the_next_start(store: Store) -> None:
    fill(store, 9)
    table = text("SELECT table_name FROM form_indexes")
    store.write(lambda c: c.execute(text(f"DELETE FROM {c.execute(table).scalar()}")))
    store.write(lambda c: c.execute(form_indexes.update().values(state="building")))
    ensure_index(store, FORM)
    assert ids(store) == list(range(8, -1, -1))


def test_records_written_before_the_index_is_ensured_are_not_forgotten(store: Store) -> None:
    store.write(lambda c: c.execute(insert(records).values(make_record(1, {}))))
    store.write(lambda c: store_record(c, make_record(2, {})))
    ensure_index(store, FORM)
    assert ids(store) == [2, 1]


def test_an_index_that_fits_is_not_touched(store: Store) -> None:
    ensure_index(store, FORM)
    closed = open_store_that_cannot_write(store)
    ensure_index(closed, FORM)
    with store.read() as connection:
        assert connection.execute(select(form_indexes.c.state)).scalar() == "ready"


def open_store_that_cannot_write(store: Store) -> Any:
    class ReadOnly:
        read = store.read

    return ReadOnly()


def fill_much(store: Store, count: int) -> None:
    chance = random.Random(2)

    def job(numbers: range) -> Any:
        def write(connection: Connection) -> None:
            for number in numbers:
                unit = f"33992410{chance.randrange(1, 6)}{chance.randrange(1, 21):03d}001"
                store_record(connection, make_record(number, make_answers(number), unit=unit))

        return write

    for begin in range(0, count, 1000):
        store.write_alone(job(range(begin, begin + 1000)))


def page_seconds(store: Store, **wanted: Any) -> float:
    """Return the median of a page's time."""
    times = []
    with store.read() as connection:
        for _ in range(31):
            begun = time.perf_counter()
            select_page(connection, FORM, scope_roots=TOWN, filters={"grade": "重大"}, **wanted)
            times.append(time.perf_counter() - begun)
    return statistics.median(times)


def deep_cursor(store: Store, pages: int) -> str | None:
    cursor = None
    for _ in range(pages):
        with store.read() as connection:
            page = select_page(connection, FORM, scope_roots=TOWN, filters={"grade": "重大"}, cursor=cursor)
        cursor = page.next or cursor
    return cursor


def test_a_filtered_page_costs_the_same_among_many_records_and_at_any_depth(tmp_path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'much.db'}")
    ensure_index(store, FORM)
    fill_much(store, 2000)
    few = page_seconds(store)
    store.write_alone(lambda c: c.execute(text("DELETE FROM records")))
    fill_much(store, 10_000)
    many, deep = page_seconds(store), page_seconds(store, cursor=deep_cursor(store, 15))
    store.close()
    assert (many < 3 * few + 0.001, deep < 2 * many + 0.001) == (True, True)
