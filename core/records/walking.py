"""Walk over stored records a page at a time, so that work on all of them needs little memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, tuple_

from ..store import Store
from ..store.tables import records
from .scoped import COLUMNS, ERASED

ROWS_AT_ONCE = 500
_PLACE = (records.c.township, records.c.received_at, records.c.id)


def walk_records(
    store: Store,
    form: str,
    *more: ColumnElement[Any],
    joined: Any = None,
    township: str = "",
    at_once: int = ROWS_AT_ONCE,
) -> Iterator[Mapping[Any, Any]]:
    """Yield every kept record of a form as a row, by township and arrival, what came meanwhile included.

    ``more`` are further columns, ``joined`` a table expression that begins with ``records``. Deleted and
    erased records are left out.
    """
    query = select(*COLUMNS, *more).select_from(records if joined is None else joined)
    query = query.where(_wanted(form, township)).order_by(*_PLACE).limit(at_once)
    last: tuple[Any, ...] | None = None
    while True:
        page = query if last is None else query.where(tuple_(*_PLACE) > last)
        with store.read() as connection:
            rows = connection.execute(page).mappings().all()
        yield from rows
        if len(rows) < at_once:
            return
        last = tuple(rows[-1][column.name] for column in _PLACE)


def count_records(store: Store, form: str, township: str = "") -> int:
    """Return how many records ``walk_records`` would yield now."""
    with store.read() as connection:
        counted = connection.scalar(select(func.count()).select_from(records).where(_wanted(form, township)))
    return counted or 0


def _wanted(form: str, township: str) -> ColumnElement[bool]:
    wanted = (records.c.form == form) & records.c.deleted_at.is_(None) & (records.c.state != ERASED)
    return and_(wanted, records.c.township == township) if township else wanted
