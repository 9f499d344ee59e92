"""Read records: one, a page of a form's list, what I filled, and what came back to me."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, tuple_

from ...forms.canonical import read_json, write_json
from ...forms.definition import FormDefinition
from ..organisation.permissions import widest_scope
from ..organisation.units import in_scope
from ..organisation.values import Actor, Scope
from ..registry.values import PublishedForm
from ..store.cursor import InvalidCursor, read_cursor, write_cursor
from ..store.form_index import IndexPage, UnknownPath, count_rows, select_page
from ..store.tables import outbox, records, steps
from .masking import mask_value, may_hide
from .scoped import find_scoped, list_scope, only_visible, read_scoped, read_where, visible_lines
from .values import Page, Record, Rejection

LARGEST_PAGE = 200
MINE = "mine"  # the list that a cursor of ``list_mine`` belongs to


@dataclass(frozen=True)
class Returned:
    """A record that came back: the reason on top, and the fields marked for correction."""

    record: Record
    reason: str
    pointers: tuple[str, ...]
    by: str
    at: str


@dataclass(frozen=True)
class Asked:
    """What is asked of a list: conditions by field path, words, order, size, and where to go on.

    sort  a field path of the list, ``-`` first for descending; empty takes the form's own order
    """

    filters: Mapping[str, Any] = field(default_factory=dict)
    q: str = ""
    sort: str = ""
    limit: int = 50
    cursor: str | None = None

    @property
    def searching(self) -> bool:
        """Whether the list is looked through by word or condition, which needs ``record.search``."""
        return bool(self.q or self.filters)


def find_record(connection: Connection, id: str, *, actor: Actor) -> Record | None:
    """Return the record at its newest revision; ``None`` for a foreign and for an unknown id alike."""
    return find_scoped(connection, id, actor=actor)


def list_records(connection: Connection, published: PublishedForm, asked: Asked, *, actor: Actor) -> Page:
    """Return a page of the form's records within the actor's scope; deleted ones are left out.

    Raises ``Rejection`` 400 for a cursor, path or condition this list does not have.
    """
    scope = list_scope(actor, published.form, searching=asked.searching)
    return read_page(connection, published, scope, asked, actor=actor)


def list_lines(
    connection: Connection, published: PublishedForm, asked: Asked, *, actor: Actor
) -> tuple[tuple[str, ...], str | None]:
    """Return the same page as lines of JSON ready to be sent, phones masked, and the next page's cursor.

    A line has the record's fixed members and ``values`` by list column. Raises as ``list_records`` does.
    """
    scope = list_scope(actor, published.form, searching=asked.searching)
    page = _select(connection, published, scope, asked, lines=True)
    form = published.definition
    masked = [path for path in form.list.columns if may_hide(form, path)]
    lines = visible_lines(page.rows, published.form, actor=actor)
    return tuple(_mask_line(form, masked, line) for line in lines) if masked else lines, page.next


def _mask_line(form: FormDefinition, paths: Sequence[str], line: str) -> str:
    shown = read_json(line)
    values = shown["values"]
    values |= {path: mask_value(form, path, values[path]) for path in paths if path in values}
    return write_json(shown)


def read_page(
    connection: Connection, published: PublishedForm, scope: Scope, asked: Asked, *, actor: Actor
) -> Page:
    """Return one page of the form's records within ``scope``, which the caller took from the actor."""
    page = _select(connection, published, scope, asked)
    return Page(only_visible(page.rows, actor=actor), page.next)


def _select(
    connection: Connection, published: PublishedForm, scope: Scope, asked: Asked, *, lines: bool = False
) -> IndexPage:
    if not scope.roots:
        return IndexPage((), None)
    try:
        return select_page(
            connection,
            published.definition,
            scope_roots=scope.roots,
            without=scope.without,
            filters=asked.filters,
            q=asked.q,
            sort=asked.sort,
            limit=asked.limit,
            cursor=asked.cursor,
            lines=lines,
        )
    except (InvalidCursor, UnknownPath) as error:
        raise _refuse_list(error) from error


def count_records(
    connection: Connection,
    published: PublishedForm,
    asked: Asked,
    *,
    actor: Actor,
    cap: int = 10_000,
) -> tuple[int, bool]:
    """Return how many records the list holds, and whether there are more than the ``cap`` it counted to."""
    scope = list_scope(actor, published.form, searching=asked.searching)
    try:
        counted = count_rows(
            connection,
            published.definition,
            scope_roots=scope.roots,
            without=scope.without,
            filters=asked.filters,
            q=asked.q,
            cap=cap,
        )
    except UnknownPath as error:
        raise _refuse_list(error) from error
    return counted, counted >= cap


def _refuse_list(error: InvalidCursor | UnknownPath) -> Rejection:
    if isinstance(error, InvalidCursor):
        return Rejection(400, "cursor_invalid", pointer="cursor")
    return Rejection(400, "query_invalid", pointer=error.path, facts={"allowed": list(error.allowed)})


def list_mine(connection: Connection, actor: Actor, *, limit: int = 50, cursor: str | None = None) -> Page:
    """Return what the actor filled, newest first, over all forms; ``Rejection`` 400 for a foreign cursor."""
    condition = (records.c.created_by == actor.account) & records.c.deleted_at.is_(None)
    if cursor:
        condition &= tuple_(records.c.received_at, records.c.id) < _read_place(cursor)
    order = (records.c.received_at.desc(), records.c.id.desc())
    # The cursor names the last row read: one that is out of sight now must not end the list.
    query = select(records.c.received_at, records.c.id).where(condition).order_by(*order).limit(limit + 1)
    places = [(row.received_at, row.id) for row in connection.execute(query)]
    shown = read_scoped(connection, [id for _, id in places[:limit]], actor=actor)
    return Page(shown, write_cursor([*places[limit - 1]], MINE) if len(places) > limit else None)


def _read_place(cursor: str) -> tuple[str, str]:
    try:
        received_at, id = map(str, read_cursor(cursor, MINE))
    except ValueError as error:
        raise Rejection(400, "cursor_invalid", pointer="cursor") from error
    return received_at, id


def list_recent(connection: Connection, actor: Actor, *, limit: int = 15) -> tuple[Record, ...]:
    """Return the records last submitted or changed within the actor's scope, over all forms."""
    # Newest news first: the key of the outbox serves the order, and the scan ends after a few rows.
    query = (
        select(outbox.c.record)
        .join(records, records.c.id == outbox.c.record)
        .where(in_scope(records.c.unit, widest_scope(actor, "record.view")), records.c.deleted_at.is_(None))
        .order_by(outbox.c.delivery.desc())
        .limit(limit * 4)
    )
    latest = dict.fromkeys(connection.execute(query).scalars())
    return read_scoped(connection, list(latest)[:limit], actor=actor)


def list_returned(connection: Connection, actor: Actor, *, limit: int = 50) -> tuple[Returned, ...]:
    """Return what came back to the actor for correction, latest first, each with its reason."""
    condition = (
        (records.c.created_by == actor.account)
        & (records.c.state == "returned")
        & records.c.deleted_at.is_(None)
    )
    found = read_where(connection, condition, records.c.changed_at.desc(), actor=actor, limit=limit)
    return tuple(_with_reason(connection, record) for record in found)


def find_reason(connection: Connection, record: Record) -> Returned | None:
    """Return why the record came back; ``None`` unless it stands returned."""
    return _with_reason(connection, record) if record.state == "returned" else None


def _with_reason(connection: Connection, record: Record) -> Returned:
    query = (
        select(steps)
        .where(steps.c.record == record.id, steps.c["do"] == "return")
        .order_by(steps.c.step.desc())
        .limit(1)
    )
    step = connection.execute(query).mappings().one()
    return Returned(record, step["reason"], tuple(read_json(step["pointers"])), step["actor"], step["at"])
