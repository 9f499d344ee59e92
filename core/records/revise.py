"""Correct a record: the next revision is appended, and an edit made on an old one is refused, never lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from ...forms.canonical import read_json
from ..organisation.permissions import may
from ..organisation.values import Actor
from ..registry.values import PublishedForm, Registry
from ..store import Store
from ..store.tables import drafts, revisions
from .admission import check_content, check_kept, read_moment, refuse_answers, unknown_version
from .differences import find_differences
from .facts import OtherRecords
from .scoped import find_scoped
from .values import Receipt, Record, Rejection, Submission
from .writing import Arrival, write_revision

# The filler corrects what came back or was taken back; a reviewer corrects at any time.
OPEN_TO_FILLER = frozenset({"returned", "withdrawn"})


def revise(
    store: Store,
    published: PublishedForm,
    submission: Submission,
    base: int | None,
    *,
    actor: Actor,
    registry: Registry,
    now: datetime,
) -> Receipt:
    """Return the receipt of the new revision, after it is durable.

    ``submission.id`` names the record; its unit stays the record's. ``base`` is the revision the correction
    was made on. Raises ``Rejection``: 428 without ``base``, 412 ``stale`` with ``differences`` when another
    revision came first, 404 unknown or foreign, 403 or 409 when it is not this actor's to correct,
    422 for the answers. A correction sent twice is answered with its first receipt.
    """
    if base is None:
        raise Rejection(428, "revision_missing")
    captured_at = read_moment(submission.captured_at)
    if published.form != submission.form:
        raise unknown_version(submission.form, registry)
    beside: Mapping[str, Any] = {"registry": registry, "store": store, "now": now}
    judgement = check_content(published, submission, captured_at, event="revise", **beside)
    with store.read() as connection:
        earlier = find_scoped(connection, submission.id, actor=actor)
    if earlier and earlier.revision == base:
        others = OtherRecords(store, registry, earlier.id)
        refuse_answers(published, check_kept(published, judgement, earlier, others))
    arrival = Arrival(published, submission, actor, now, judgement)
    return store.write(lambda connection: _append(connection, arrival, base))


def may_revise(actor: Actor, record: Record) -> bool:
    """Tell whether the actor may correct the record now, so that a page offers it only then."""
    return why_not(actor, record) is None


def why_not(actor: Actor, record: Record) -> Rejection | None:
    """Return why the actor may not correct the record now, ``None`` when nothing stands against it."""
    captures = may(actor, "record.capture", record.unit, record.form)
    if captures and may(actor, "record.return", record.unit, record.form):
        return None
    if not captures or record.created_by != actor.account:
        return Rejection(403, "denied")
    if record.state not in OPEN_TO_FILLER:
        return Rejection(409, "not_open", facts={"state": record.state})
    return None


def _append(connection: Connection, arrival: Arrival, base: int) -> Receipt:
    before = find_scoped(connection, arrival.submission.id, actor=arrival.actor)
    if before is None or before.form != arrival.submission.form:
        raise Rejection(404, "record_unknown")
    if before.deleted_at is not None:
        raise Rejection(410, "deleted")
    earlier = _find_same(connection, arrival, base + 1, before)
    if earlier:
        return earlier
    refusal = why_not(arrival.actor, before)
    if refusal:
        raise refusal
    if before.revision != base:
        raise _stale(connection, before, base, arrival.submission.answers)
    receipt = write_revision(connection, arrival, before)
    mine = (drafts.c.id == before.id) & (drafts.c.account == arrival.actor.account)
    connection.execute(delete(drafts).where(mine))
    return receipt


def _find_same(connection: Connection, arrival: Arrival, revision: int, record: Record) -> Receipt | None:
    same = (
        (revisions.c.record == record.id)
        & (revisions.c.revision == revision)
        & (revisions.c.request_hash == arrival.submission.request_hash)
        & (revisions.c.actor == arrival.actor.account)
    )
    row = connection.execute(select(revisions.c.request_hash, revisions.c.received_at).where(same)).first()
    if row is None:
        return None
    return Receipt(record.id, record.number, revision, row.request_hash, row.received_at, created=False)


def _stale(connection: Connection, current: Record, base: int, mine: Mapping[str, Any]) -> Rejection:
    differences = [
        {"pointer": found.pointer, "theirs": found.before, "yours": found.after}
        for found in find_differences(current.answers, mine)
    ]
    changed = _changed_since(connection, current, base)
    for difference in differences:
        difference["changed_by_them"] = difference["pointer"] in changed
    facts = {"revision": current.revision, "base": base, "differences": differences}
    return Rejection(412, "stale", facts=facts)


def _changed_since(connection: Connection, current: Record, base: int) -> frozenset[str]:
    known = (revisions.c.record == current.id) & (revisions.c.revision == base)
    text = connection.execute(select(revisions.c.answers).where(known)).scalar()
    then = read_json(text) if text is not None else {}
    return frozenset(found.pointer for found in find_differences(then, current.answers))
