"""Who did what: the audit log, newest first, page by page."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, literal, select, tuple_

from ..store.cursor import InvalidCursor, read_cursor, write_cursor
from ..store.scope import within
from ..store.tables import audit


def search(
    connection: Connection,
    *,
    scope_roots: tuple[str, ...],
    without: tuple[str, ...] = (),
    township: str | None = None,
    actor: str | None = None,
    action: str | None = None,
    object: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> tuple[tuple[Row[Any], ...], str | None]:
    """Return one page of entries, newest first, and the cursor of the next page (``None`` at the end).

    Only chains at or below ``scope_roots`` and under nothing of ``without`` are seen; no root means nothing.
    ``since`` is included, ``until`` is not, both UTC text. One township's entries come in the order of the
    chain, several by time.
    Raises ``InvalidCursor``.
    """
    order = (audit.c.seq,) if township else (audit.c.at, audit.c.township, audit.c.seq)
    wanted = {"township": township, "actor": actor, "action": action, "object": object}
    conditions = [within(audit.c.township, scope_roots, without)]
    conditions += [audit.c[name] == value for name, value in wanted.items() if value]
    conditions += [audit.c.at >= since] if since else []
    conditions += [audit.c.at < until] if until else []
    kind = json.dumps([*wanted.values(), since, until])
    if cursor:
        conditions.append(_after(order, read_cursor(cursor, kind)))
    query = select(audit).where(*conditions).order_by(*(column.desc() for column in order)).limit(limit + 1)
    rows = tuple(connection.execute(query))
    if len(rows) <= limit:
        return rows, None
    place = [getattr(rows[limit - 1], column.name) for column in order]
    return rows[:limit], write_cursor(place, kind)


def _after(order: tuple[Any, ...], place: list[Any]) -> ColumnElement[bool]:
    kinds = [int if column is audit.c.seq else str for column in order]
    if [type(value) for value in place] != kinds:
        raise InvalidCursor
    return tuple_(*order) < tuple_(*(literal(value) for value in place))
