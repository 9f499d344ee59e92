"""Pages that are right in every order, scope and filter, and as quick among many records."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
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
    select_page,
    write_index_row,
)
from sqlalchemy import Connection, text

from tests.engines import ENGINES, offer_address
from tests.store.listing import (
    COLUMNS,
    COUNTY,
    FORM,
    TOWN,
    VILLAGE,
    add,
    expected_order,
    fill,
    ids,
    make_answers,
    make_record,
    store_record,
)

pytestmark = pytest.mark.first


@pytest.fixture(scope="module", params=ENGINES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a store with 90 records that no test changes."""
    with offer_address(request.param, tmp_path_factory.mktemp("filled"), request) as address:
        store = open_store(address)
        fill(store)
        yield store
        store.close()


SORTS = [way + path for path in (*COLUMNS, "received_at", "number") for way in ("", "-")]


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
    within = [n for n, unit in units.items() if any(root and unit.startswith(root) for root in roots)]
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


@pytest.mark.untraced
def test_a_filtered_page_costs_the_same_among_many_records_and_at_any_depth(tmp_path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'much.db'}")
    ensure_index(store, FORM)
    fill_much(store, 500)
    few = page_seconds(store)
    store.write_alone(lambda c: c.execute(text("DELETE FROM records")))
    fill_much(store, 5_000)
    many, deep = page_seconds(store), page_seconds(store, cursor=deep_cursor(store, 6))
    store.close()
    assert (many < 3 * few + 0.001, deep < 2 * many + 0.001) == (True, True)
