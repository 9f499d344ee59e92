"""Drafts 草稿: what stands in the controls of a page that is not submitted yet, for one's own eyes only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from ...forms.canonical import read_json, write_json
from ..organisation.values import Actor
from ..store import Store
from ..store.tables import drafts, records
from ..store.times import write_time
from .admission import check_id
from .revise import may_revise
from .scoped import find_scoped
from .values import Rejection

LARGEST_DRAFT = 512 * 1024
MOST_DRAFTS = 200


@dataclass(frozen=True)
class Draft:
    """A page being filled. ``id`` becomes the record's id; ``version`` is the one it was begun on.

    record_revision  the revision it corrects, ``None`` for a new record
    state            what stands in the controls, also what could not be read
    """

    id: str
    form: str
    version: int
    unit: str
    state: Mapping[str, Any] = field(repr=False)
    record_revision: int | None = None
    begun_at: str = ""
    saved_at: str = ""


def save_draft(store: Store, draft: Draft, *, actor: Actor, now: datetime) -> Draft:
    """Keep the draft 暂存 and return it as kept; form, version and begin stay as first saved.

    Raises ``Rejection``: 413 when it is too large, 409 when the account keeps too many, 404 when the id
    belongs to somebody else's draft or to a record this actor may not correct. On a record that several may
    correct, each of them keeps a draft of their own.
    """
    check_id(draft.id)
    state = write_json(draft.state)
    if len(state.encode()) > LARGEST_DRAFT:
        raise Rejection(413, "draft_too_large", facts={"limit": LARGEST_DRAFT})

    def job(connection: Connection) -> Draft:
        mine = _own(actor) & (drafts.c.id == draft.id)
        if connection.execute(select(drafts.c.id).where(mine)).first() is None:
            _begin(connection, draft, state, actor, write_time(now))
        else:
            values = {"state": state, "saved_at": write_time(now), "unit": draft.unit}
            connection.execute(update(drafts).where(mine).values(values))
        return _read(connection.execute(select(drafts).where(mine)).mappings().one())

    return store.write(job)


def find_draft(connection: Connection, id: str, *, actor: Actor) -> Draft | None:
    """Return the actor's own draft, ``None`` for an unknown id and for somebody else's."""
    row = connection.execute(select(drafts).where(_own(actor), drafts.c.id == id)).mappings().first()
    return _read(row) if row else None


def list_drafts(connection: Connection, *, actor: Actor) -> tuple[Draft, ...]:
    """Return the actor's own drafts, latest first."""
    query = select(drafts).where(_own(actor)).order_by(drafts.c.saved_at.desc())
    return tuple(_read(row) for row in connection.execute(query).mappings())


def discard_draft(store: Store, id: str, *, actor: Actor) -> bool:
    """Throw the actor's own draft away; tell whether there was one."""
    job = delete(drafts).where(_own(actor), drafts.c.id == id)
    return store.write(lambda connection: connection.execute(job).rowcount > 0)


def _own(actor: Actor) -> Any:
    return drafts.c.account == actor.account


def _begin(connection: Connection, draft: Draft, state: str, actor: Actor, moment: str) -> None:
    kept = connection.execute(select(drafts.c.id).where(_own(actor)).limit(MOST_DRAFTS)).all()
    if len(kept) >= MOST_DRAFTS:
        raise Rejection(409, "too_many_drafts", facts={"limit": MOST_DRAFTS})
    _check_free(connection, draft.id, actor)
    connection.execute(
        insert(drafts).values(
            id=draft.id,
            account=actor.account,
            form=draft.form,
            version=draft.version,
            unit=draft.unit,
            record_revision=draft.record_revision,
            state=state,
            begun_at=moment,
            saved_at=moment,
        )
    )


def _check_free(connection: Connection, id: str, actor: Actor) -> None:
    """Refuse an id that stands for somebody else's new page, or for a record not this actor's to correct."""
    row = connection.execute(select(records.c.created_by).where(records.c.id == id)).first()
    if row is None:
        taken = connection.execute(select(drafts.c.id).where(drafts.c.id == id)).first() is not None
    elif row.created_by != actor.account:
        record = find_scoped(connection, id, actor=actor)
        taken = record is None or not may_revise(actor, record)
    else:
        taken = False
    if taken:
        raise Rejection(404, "draft_unknown")


def _read(row: RowMapping) -> Draft:
    values = {name: row[name] for name in row if name not in {"account", "state"}}
    return Draft(state=read_json(row["state"]), **values)
