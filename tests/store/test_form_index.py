"""An index table follows its form's list and its records."""

from __future__ import annotations

import json
from typing import Any

from lizheng.core.store import Store
from lizheng.core.store.form_index import (
    ensure_index,
)
from lizheng.core.store.tables import form_indexes, records
from lizheng.forms.definition import ListView
from sqlalchemy import insert, select, text

from tests.store.listing import (
    FORM,
    expected_order,
    fill,
    ids,
    make_answers,
    make_form,
    make_record,
    store_record,
)


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


def test_a_table_an_older_program_made_is_filled_anew(store: Store) -> None:
    fill(store, 9)

    def make_older(connection: Any) -> None:
        row = connection.execute(select(form_indexes.c.table_name, form_indexes.c.columns)).one()
        connection.execute(text(f"DROP TABLE {row.table_name}"))
        connection.execute(text(f"CREATE TABLE {row.table_name} (record TEXT PRIMARY KEY, unit TEXT)"))
        older = {name: part for name, part in json.loads(row.columns).items() if name != "layout"}
        connection.execute(form_indexes.update().values(columns=json.dumps(older)))

    store.write(make_older)
    ensure_index(store, FORM)
    assert ids(store) == list(range(8, -1, -1))
