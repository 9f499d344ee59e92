"""Return and withdraw, delete and restore: steps that change where a record stands, never what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from ..organisation.permissions import may, scope_of
from ..organisation.units import in_scope
from ..organisation.values import Actor
from ..registry.values import Registry
from ..store import Store
from ..store.tables import records
from ..store.times import write_time
from ..work.steps import Step, take_step
from .scoped import find_scoped, read_where
from .values import Record, Rejection
from .writing import stand_of, write_index

BIN_DAYS = 30
LONGEST_REASON = 500
MOST_POINTERS = 100


def return_record(
    store: Store,
    id: str,
    *,
    actor: Actor,
    registry: Registry,
    reason: str,
    pointers: Sequence[str] = (),
    now: datetime,
) -> Record:
    """Give a submitted record back 退回 to its filler with a reason and the fields to mend; return it.

    Needs ``record.return`` at the record's unit. Raises ``Rejection``: 422 without a reason, 404, 403, and
    409 when the record is not submitted.
    """
    said = _read_reason(reason)
    marked = tuple(pointers)[:MOST_POINTERS]

    def judge(record: Record) -> Step:
        _need(actor, "record.return", record)
        _need_state(record, "submitted")
        changes = {"state": "returned", "acted_at": record.acted_at or write_time(now)}
        return Step("return", changes, said, marked)

    return _take(store, id, judge, actor=actor, registry=registry, now=now)


def withdraw_record(store: Store, id: str, *, actor: Actor, registry: Registry, now: datetime) -> Record:
    """Take back 撤回 the actor's own record while nobody else has acted on it; return it.

    Raises ``Rejection``: 403 for somebody else's, 409 once it was acted on or is not submitted.
    """

    def judge(record: Record) -> Step:
        refusal = _why_kept(actor, record)
        if refusal:
            raise refusal
        return Step("withdraw", {"state": "withdrawn"})

    return _take(store, id, judge, actor=actor, registry=registry, now=now)


def may_withdraw(actor: Actor, record: Record) -> bool:
    """Tell whether the actor may take the record back now, so that a page offers it only then."""
    return _why_kept(actor, record) is None


def delete_record(
    store: Store, id: str, *, actor: Actor, registry: Registry, reason: str, now: datetime
) -> Record:
    """Put a record into the bin 回收站, where it stays restorable for 30 days; needs ``record.return``."""
    said = _read_reason(reason)

    def judge(record: Record) -> Step:
        _need(actor, "record.return", record)
        if record.deleted_at is not None:
            raise Rejection(410, "deleted")
        return Step("delete", {"deleted_at": write_time(now)}, said)

    return _take(store, id, judge, actor=actor, registry=registry, now=now)


def undelete_record(store: Store, id: str, *, actor: Actor, registry: Registry, now: datetime) -> Record:
    """Take a record out of the bin again; 409 when it is not there or its 30 days are over."""

    def judge(record: Record) -> Step:
        _need(actor, "record.return", record)
        if record.deleted_at is None or record.deleted_at < bin_begins(now):
            raise Rejection(409, "not_in_bin")
        return Step("undelete", {"deleted_at": None})

    return _take(store, id, judge, actor=actor, registry=registry, now=now)


def list_bin(connection: Connection, *, actor: Actor, now: datetime, limit: int = 200) -> tuple[Record, ...]:
    """Return what lies in the bin within the actor's scope, latest first."""
    scope = scope_of(actor, "record.return")
    condition = (records.c.deleted_at >= bin_begins(now)) & in_scope(records.c.unit, scope)
    return read_where(connection, condition, records.c.deleted_at.desc(), actor=actor, limit=limit)


def bin_begins(now: datetime) -> str:
    """Return the moment before which a deleted record can no longer be restored."""
    return write_time(now - timedelta(days=BIN_DAYS))


def _take(
    store: Store,
    id: str,
    judge: Callable[[Record], Step],
    *,
    actor: Actor,
    registry: Registry,
    now: datetime,
) -> Record:
    def job(connection: Connection) -> Record:
        before = find_scoped(connection, id, actor=actor)
        if before is None:
            raise Rejection(404, "record_unknown")
        take_step(connection, stand_of(before), judge(before), actor=actor, now=now)
        after = find_scoped(connection, id, actor=actor)
        assert after is not None  # a step never takes a record out of its actor's sight
        published = registry.find_form(after.form, after.version)
        if published:
            write_index(connection, published, after)
        return after

    return store.write(job)


def _why_kept(actor: Actor, record: Record) -> Rejection | None:
    if record.created_by != actor.account or not may(actor, "record.capture", record.unit, record.form):
        return Rejection(403, "denied")
    if record.deleted_at is not None:
        return Rejection(410, "deleted")
    if record.state != "submitted":
        return Rejection(409, "not_open", facts={"state": record.state})
    return Rejection(409, "acted_on") if record.acted_at is not None else None


def _read_reason(reason: str) -> str:
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise Rejection(422, "reason_missing", pointer="/reason", facts={"limit": LONGEST_REASON})
    return said


def _need(actor: Actor, permission: str, record: Record) -> None:
    if not may(actor, permission, record.unit, record.form):
        raise Rejection(403, "denied")


def _need_state(record: Record, state: str) -> None:
    if record.deleted_at is not None:
        raise Rejection(410, "deleted")
    if record.state != state:
        raise Rejection(409, "not_open", facts={"state": record.state})
