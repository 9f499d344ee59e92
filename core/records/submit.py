"""Take in a submission exactly once: page, offline sync, import and API all come through here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, select

from ..organisation.trail import write_entry
from ..organisation.values import Actor
from ..registry.values import PublishedForm, Registry
from ..store import Store
from ..store.tables import drafts, records, revisions
from .admission import check_id, check_submission
from .numbers import take_number
from .values import Receipt, Rejection, Submission
from .writing import Arrival, write_record


def submit(
    store: Store,
    published: PublishedForm,
    submission: Submission,
    *,
    actor: Actor,
    registry: Registry,
    now: datetime,
) -> Receipt:
    """Return the receipt, after the record is durable; ``created`` is false when it had arrived before.

    Same id and same ``request_hash``: the first receipt again and nothing new, also when the module was
    switched off meanwhile. Same id and other content: 409 ``conflict``. Deleted: 410 ``deleted``.
    Otherwise ``check_submission`` decides. One transaction holds record, revision, index row, attachment
    claims, audit entry and outbox row.
    """
    check_id(submission.id)
    try:
        check_submission(published, submission, actor=actor, registry=registry)
    except Rejection as refusal:
        return _answer_refused(store, submission, refusal, actor=actor, now=now)
    arrival = Arrival(published, submission, actor, now)
    return store.write(lambda connection: _take_in(connection, arrival))


def _take_in(connection: Connection, arrival: Arrival) -> Receipt:
    earlier = find_earlier(connection, arrival.submission, arrival.actor)
    if earlier:
        return earlier
    number = take_number(connection, arrival.published.definition.prefix, arrival.now)
    receipt = write_record(connection, arrival, number)
    mine = (drafts.c.id == receipt.id) & (drafts.c.account == arrival.actor.account)
    connection.execute(delete(drafts).where(mine))
    return receipt


def find_earlier(connection: Connection, submission: Submission, actor: Actor) -> Receipt | None:
    """Return the receipt given before for the same content by the same account, ``None`` for a new id.

    Raises ``Rejection``: 409 when the id stands for other content, 410 when that record was deleted.
    """
    query = select(records).where(records.c.id == submission.id)
    row = connection.execute(query).mappings().first()
    if row is None:
        return None
    if row["request_hash"] != submission.request_hash or row["created_by"] != actor.account:
        raise Rejection(409, "conflict", pointer="/id")
    if row["deleted_at"] is not None:
        raise Rejection(410, "deleted", pointer="/id")
    return _first_receipt(connection, row)


def _first_receipt(connection: Connection, row: RowMapping) -> Receipt:
    first = (revisions.c.record == row["id"]) & (revisions.c.revision == 1)
    received_at = connection.execute(select(revisions.c.received_at).where(first)).scalar_one()
    return Receipt(row["id"], row["number"], 1, row["request_hash"], received_at, created=False)


def _answer_refused(
    store: Store, submission: Submission, refusal: Rejection, *, actor: Actor, now: datetime
) -> Receipt:
    with store.read() as connection:
        earlier = find_earlier(connection, submission, actor)
    if earlier:
        return earlier
    if refusal.status in (403, 404):
        note_refusal(store, refusal, submission.form, submission.unit, actor=actor, now=now)
    raise refusal


def note_refusal(
    store: Store, refusal: Rejection, object: str, unit: str, *, actor: Actor, now: datetime
) -> None:
    """Leave an audit entry of a refusal, in a transaction of its own.

    It goes into the actor's own chain, so that a stranger cannot grow a foreign township's chain.
    """
    store.write(
        lambda connection: write_entry(
            connection,
            actor,
            "record.refused",
            object,
            now=now,
            outcome="refused",
            code=refusal.code,
            asked_unit=unit,
        )
    )
