"""Pages of a form's records: filtered, searched, sorted on any list column, read by keyset."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, TextClause, text

from ...forms.definition import FormDefinition
from .cursor import InvalidCursor, read_cursor, write_cursor
from .driver import driver_of, name_values
from .index_columns import IndexColumn
from .index_lines import LINE
from .index_question import Filters, Question, UnknownPath, ask, offered_paths
from .index_tables import table_name
from .schema_kinds import Kind

MOST_ROWS = 1000


class Line(NamedTuple):
    """A record in a list: its ``line`` of JSON (``index_lines``), and what decides who sees it."""

    id: str
    unit: str
    created_by: str
    line: str


@dataclass(frozen=True)
class IndexPage:
    """Rows of ``records`` in the asked order (attributes are its columns), and the next page's cursor."""

    rows: tuple[Row[Any] | Line, ...]
    next: str | None


@dataclass(frozen=True)
class _Source:
    connection: Connection
    table: str
    lines: bool


@dataclass(frozen=True)
class _Order:
    column: str
    kind: Kind
    nullable: bool
    direction: str


def select_page(
    connection: Connection,
    form: FormDefinition,
    *,
    scope_roots: tuple[str, ...],
    without: tuple[str, ...] = (),
    filters: Filters | None = None,
    q: str = "",
    sort: str = "",
    limit: int = 50,
    cursor: str | None = None,
    include_deleted: bool = False,
    created_by: str | None = None,
    lines: bool = False,
) -> IndexPage:
    """Return one page of the records at or below ``scope_roots``; no root means nothing.

    without  units (and all below them) that a restriction takes out of the scope
    filters  path -> one value, several values (any of them), or ``Between``; on ``unit`` a value means that
             unit and all below; on a list, that it holds the value
    q        text anywhere in the search fields or the number. Such a page reads on in sort order until it is
             full, so a text that occurs nowhere costs a scan of the scope (about 1 microsecond a record)
    sort     a list path, ``-`` before it for the largest first; ties by id; absent values last either way
    lines    rows are ``Line``, not whole records
    Raises ``UnknownPath`` and ``InvalidCursor``. A page costs the same at any depth.
    """
    paths = offered_paths(form)
    order = _read_order(sort or form.list.sort, paths)
    asked = (filters or {}, q, include_deleted, created_by)
    question = ask(connection.dialect.name, paths, scope_roots, without, *asked)
    limit = max(1, min(limit, MOST_ROWS))
    kind = f"{form.form} {sort or form.list.sort}"
    place = _read_place(cursor, kind, order)
    source = _Source(connection, table_name(form.form), lines)
    rows = _read_rows(source, question, order, place, limit + 1)
    if len(rows) <= limit:
        return IndexPage(rows, None)
    last = rows[limit - 1].id
    return IndexPage(rows[:limit], write_cursor([_find_place(source, order, last), last], kind))


def count_rows(
    connection: Connection,
    form: FormDefinition,
    *,
    scope_roots: tuple[str, ...],
    without: tuple[str, ...] = (),
    filters: Filters | None = None,
    q: str = "",
    include_deleted: bool = False,
    created_by: str | None = None,
    cap: int = 10_000,
) -> int:
    """Return how many records ``select_page`` would list in all, but never more than ``cap``."""
    asked = (filters or {}, q, include_deleted, created_by)
    question = ask(connection.dialect.name, offered_paths(form), scope_roots, without, *asked)
    where = " AND ".join(question.conditions)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {table_name(form.form)} WHERE {where} LIMIT :cap) counted"
    return connection.execute(_statement(sql), {**question.values, "cap": cap}).scalar_one()


def _read_order(sort: str, paths: Mapping[str, IndexColumn]) -> _Order:
    path = sort.removeprefix("-")
    if path not in paths:
        raise UnknownPath(path, sorted(paths))
    column = paths[path]
    return _Order(
        column.column, column.kind, column.column != path, "DESC" if sort.startswith("-") else "ASC"
    )


def _read_place(cursor: str | None, kind: str, order: _Order) -> list[Any] | None:
    if cursor is None:
        return None
    place = read_cursor(cursor, kind)
    allowed = {"integer": int, "count": int, "boolean": int, "number": float}.get(order.kind, str)
    if len(place) != 2 or not isinstance(place[1], str):
        raise InvalidCursor
    if not (isinstance(place[0], allowed) or (order.nullable and place[0] is None)):
        raise InvalidCursor
    return place


def _read_rows(
    source: _Source, question: Question, order: _Order, place: list[Any] | None, limit: int
) -> tuple[Row[Any] | Line, ...]:
    """Read the rows that have a sort value, then, when room is left, those that have none."""
    rows: tuple[Row[Any] | Line, ...] = ()
    if place is None or place[0] is not None:
        rows = _read_part(source, _after(question, order, place), order, limit)
        place = None
    if order.nullable and len(rows) < limit:
        absent = question.also(f"{order.column} IS NULL")
        if place is not None:
            absent = absent.also(f"record {_beyond(order)} :place_id", place_id=place[1])
        rows += _read_part(source, absent, order, limit - len(rows))
    return rows


def _after(question: Question, order: _Order, place: list[Any] | None) -> Question:
    if place is not None:
        beyond = f"({order.column}, record) {_beyond(order)} (:place, :place_id)"
        return question.also(beyond, place=place[0], place_id=place[1])
    return question.also(f"{order.column} IS NOT NULL") if order.nullable else question


def _beyond(order: _Order) -> str:
    return "<" if order.direction == "DESC" else ">"


def _read_part(source: _Source, question: Question, order: _Order, limit: int) -> tuple[Row[Any] | Line, ...]:
    engine = source.connection.dialect.name
    shape = _RECORDS if not source.lines else _PACKED_LINES if engine == "sqlite" else _LINES
    sql = shape.format(
        table=source.table, column=order.column, where=" AND ".join(question.conditions), way=order.direction
    )
    values = {**question.values, "most": limit}
    if not source.lines:
        return tuple(source.connection.execute(_statement(sql), values))
    # A list is asked for more than anything else, and SQLAlchemy's rows cost as much as finding them.
    rows = driver_of(source.connection).execute(name_values(engine, sql), values).fetchall()
    if shape is _PACKED_LINES:
        rows = zip(*(packed.split(_BETWEEN) for packed in rows[0] if packed is not None), strict=True)
    return tuple(map(Line._make, rows))


def _find_place(source: _Source, order: _Order, record: str) -> Any:
    """Return where the record stands in the order."""
    sql = f"SELECT {order.column} FROM {source.table} WHERE record = :record"
    written = name_values(source.connection.dialect.name, sql)
    return driver_of(source.connection).execute(written, {"record": record}).fetchone()[0]


_RECORDS = (
    "SELECT r.* FROM (SELECT record, {column} AS place FROM {table} WHERE {where} "
    "ORDER BY {column} {way}, record {way} LIMIT :most) p "
    "JOIN records r ON r.id = p.record ORDER BY p.place {way}, p.record {way}"
)
_LINES = (
    f"SELECT record, unit, created_by, {LINE} FROM {{table}} WHERE {{where}} "
    "ORDER BY {column} {way}, record {way} LIMIT :most"
)
# Between two rows Python's driver gives the interpreter away, and under load getting it back costs more than
# the row: SQLite hands the whole page over as one. JSON holds no control character, nor do the other columns.
_BETWEEN = "\x1f"
_PACKED = ", ".join(f"group_concat({name}, '{_BETWEEN}')" for name in ("record", "unit", "created_by", LINE))
_PACKED_LINES = f"SELECT {_PACKED} FROM ({_LINES})"


@functools.lru_cache(maxsize=512)
def _statement(sql: str) -> TextClause:
    return text(sql)
