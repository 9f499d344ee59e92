"""A form's index table: made, kept equal to the form's list, and filled from the records."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, inspect, select, update

from ...forms.canonical import read_json
from ...forms.definition import FormDefinition
from .driver import driver_of
from .index_columns import WORDS, IndexColumn, index_columns, read_values
from .index_lines import LINE, write_line
from .store import Store
from .tables import form_indexes, records

BATCH = 1000
_TEXT = {"sqlite": "TEXT", "postgresql": 'TEXT COLLATE "C"'}
_TYPES = {
    "sqlite": {"number": "REAL"},
    "postgresql": {"number": "DOUBLE PRECISION", "boolean": "SMALLINT"},
}
# Counted up when the table's own columns or its kind change. 2: rows have numbers, since a table without them
# keeps whole rows in its inner pages, and a list of 50 then reads three times as many.
_LAYOUT = 2
_OWN = (
    *("record", "township", "village", "unit", "state"),
    *("received_at", "created_by", "number", "deleted", WORDS, LINE),
)


def ensure_index(store: Store, form: FormDefinition) -> None:
    """Make the form's index table fit its list, filling new columns from the records 1,000 at a time.

    One SELECT when nothing changed. Several processes may call it at once; records written meanwhile fill the
    new columns themselves. A kill in between leaves it ``building``: the next call goes on.
    """
    wanted = _shape_text(form)
    with store.read() as connection:
        known = _known(connection, form.form)
    if known == (wanted, "ready"):
        return
    store.write_alone(lambda connection: _reshape(connection, form, wanted))
    after: str | None = ""
    while after is not None:
        after = store.write_alone(functools.partial(_fill, form=form, after=after))
    done = update(form_indexes).where(form_indexes.c.form == form.form, form_indexes.c.columns == wanted)
    store.write(lambda connection: connection.execute(done.values(state="ready")))


def write_index_row(connection: Connection, form: FormDefinition, record_values: Mapping[str, Any]) -> None:
    """Write or replace the record's row, in the record's own transaction.

    ``record_values`` has the columns of ``records``; ``answers`` may be JSON text or a mapping. The columns
    are those the table has now, so a process that knows an older version of the form writes them as well.
    """
    known = _known(connection, form.form)
    if known is None:
        _reshape(connection, form, _shape_text(form))
        known = _known(connection, form.form)
    plan, shown, sql = _insertion(form.form, known[0] if known else "", connection.dialect.name)
    answers = record_values["answers"]
    answers = read_json(answers) if isinstance(answers, str) else answers
    values = read_values(plan, answers, record_values["number"])
    own = {
        **record_values,
        LINE: write_line(shown, record_values, answers),
        "record": record_values["id"],
        "village": record_values["unit"][:12],
        "deleted": int(bool(record_values.get("deleted_at"))),
    }
    names = (*_OWN, *_names(plan))
    driver_of(connection).execute(sql, tuple(values[name] if name in values else own[name] for name in names))


def delete_index_row(connection: Connection, form: str, record: str) -> None:
    """Remove the row of a record that is erased for good."""
    if _known(connection, form) is not None:
        hole = _hole(connection.dialect.name)
        connection.exec_driver_sql(f"DELETE FROM {table_name(form)} WHERE record = {hole}", (record,))


def list_ready_columns(connection: Connection, form: str) -> frozenset[str] | None:
    """Return the SQL names of the form's own columns, ``None`` without a table or while it fills."""
    known = _known(connection, form)
    if known is None or known[1] != "ready":
        return None
    return frozenset(column for _, _, column in json.loads(known[0])["columns"])


def table_name(form: str) -> str:
    """Return the SQL name of the form's index table."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in form.lower())
    return f"i_{plain[:36]}_{sha256(form.encode()).hexdigest()[:8]}"


def index_shapes(form: FormDefinition) -> tuple[tuple[str, ...], ...]:
    """Return the column lists that are indexed.

    In the usual order a list is read straight from an index: for a township, and for the whole county, with
    one filter or none; for a village without a filter. In another order it is read from that column's index.
    ``unit`` stands last in each, so that a narrower scope is judged without reading the row.
    """
    by_path = {column.path: column for column in index_columns(form) if column.kind != "search"}
    sort = form.list.sort.removeprefix("-")
    usual = by_path[sort].column if sort in by_path else sort
    end = (usual, "record", "unit")
    shapes = [("township", *end), ("village", *end), end, ("township", "state", *end)]
    for path in (*form.list.filters, *form.list.group):
        if path in by_path and by_path[path].kind != "list":
            shapes += [("township", by_path[path].column, *end), (by_path[path].column, *end)]
    shapes += [
        (by_path[path].column, "record", "unit")
        for path in form.list.columns
        if path in by_path and by_path[path].kind != "list"
    ]
    return tuple(dict.fromkeys(shapes))


def _shape_text(form: FormDefinition) -> str:
    columns = [[column.path, column.kind, column.column] for column in index_columns(form)]
    shape = {"own": _OWN, "columns": columns, "indexes": index_shapes(form), "shown": form.list.columns}
    shape["layout"] = _LAYOUT
    return json.dumps(shape, ensure_ascii=False)


def _known(connection: Connection, form: str) -> tuple[str, str] | None:
    hole = _hole(connection.dialect.name)
    sql = f"SELECT columns, state FROM form_indexes WHERE form = {hole}"
    row = driver_of(connection).execute(sql, (form,)).fetchone()
    return (row[0], row[1]) if row else None


def _reshape(connection: Connection, form: FormDefinition, wanted: str) -> None:
    """Give the table exactly the wanted columns and indexes; nothing is filled yet."""
    table, engine = table_name(form.form), connection.dialect.name
    known = _known(connection, form.form)
    if known == (wanted, "ready"):
        return
    if known is None or json.loads(known[0]).get("layout") != _LAYOUT:
        # An older program's: everything is filled anew.
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
    connection.exec_driver_sql(_create_sql(table, engine))
    seen = inspect(connection)
    old_indexes = {str(index["name"]) for index in seen.get_indexes(table)}
    indexes = {
        f"{table}_{sha256(repr(shape).encode()).hexdigest()[:8]}": shape for shape in index_shapes(form)
    }
    for name in sorted(old_indexes - indexes.keys()):
        connection.exec_driver_sql(f"DROP INDEX {name}")
    columns = {column.column: column for column in index_columns(form) if column.kind != "search"}
    old = {str(column["name"]) for column in seen.get_columns(table)} - set(_OWN)
    for name in sorted(old - columns.keys()):
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {name}")
    for name in sorted(columns.keys() - old):
        connection.exec_driver_sql(
            f"ALTER TABLE {table} ADD COLUMN {name} {_type(columns[name].kind, engine)}"
        )
    for name in sorted(indexes.keys() - old_indexes):
        connection.exec_driver_sql(f"CREATE INDEX {name} ON {table} ({', '.join(indexes[name])})")
    _remember(connection, form.form, table, wanted)


def _create_sql(table: str, engine: str) -> str:
    text = _TEXT[engine]
    columns = ", ".join(f"{name} {text} NOT NULL" for name in _OWN if name not in ("record", "deleted"))
    return (
        f"CREATE TABLE IF NOT EXISTS {table} (record {text} NOT NULL PRIMARY KEY, {columns}, "
        "deleted INTEGER NOT NULL)"
    )


def _type(kind: str, engine: str) -> str:
    whole = {"integer": "BIGINT", "count": "BIGINT", "boolean": "INTEGER"}
    return {**whole, **_TYPES[engine]}.get(kind, _TEXT[engine])


def _remember(connection: Connection, form: str, table: str, wanted: str) -> None:
    hole = _hole(connection.dialect.name)
    connection.exec_driver_sql(
        "INSERT INTO form_indexes (form, table_name, columns, state) "
        f"VALUES ({hole}, {hole}, {hole}, 'building') "
        "ON CONFLICT (form) DO UPDATE SET columns = excluded.columns, state = excluded.state",
        (form, table, wanted),
    )


def _fill(connection: Connection, *, form: FormDefinition, after: str) -> str | None:
    """Write the rows of the next records by id; return the last id, ``None`` when that was the end."""
    query = select(records).where(records.c.form == form.form, records.c.id > after)
    rows = connection.execute(query.order_by(records.c.id).limit(BATCH)).mappings().all()
    for row in rows:
        write_index_row(connection, form, dict(row))
    return rows[-1]["id"] if len(rows) == BATCH else None


@functools.lru_cache(maxsize=512)
def _insertion(form: str, shape: str, engine: str) -> tuple[tuple[IndexColumn, ...], tuple[str, ...], str]:
    known = json.loads(shape)
    plan = tuple(IndexColumn(*column) for column in known["columns"])
    names = (*_OWN, *_names(plan))
    news = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    holes = ", ".join([_hole(engine)] * len(names))
    sql = (
        f"INSERT INTO {table_name(form)} ({', '.join(names)}) VALUES ({holes}) "
        f"ON CONFLICT (record) DO UPDATE SET {news}"
    )
    return plan, tuple(known["shown"]), sql


def _names(plan: tuple[IndexColumn, ...]) -> tuple[str, ...]:
    return tuple(column.column for column in plan if column.kind != "search")


def _hole(engine: str) -> str:
    return "?" if engine == "sqlite" else "%s"
