"""Take in a submission exactly once: page, offline sync, import and API all come through here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from ..organisation.trail import write_entry
from ..organisation.values import Actor
from ..registry.values import PublishedForm, Registry
from ..store import Store
from ..work.rows import run_sql
from .admission import check_id, check_submission
from .numbers import take_number
from .values import Receipt, Rejection, Submission
from .writing import Arrival, write_record

_CODE = re.compile(r"[0-9]{6,15}(d[0-9]{2})?", re.ASCII)


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
    Otherwise ``check_submission`` decides. One transaction holds record, revision, decisions, index row,
    attachment claims, audit entry and outbox row.
    """
    checked = check_in(store, published, submission, actor=actor, registry=registry, now=now)
    return checked if isinstance(checked, Receipt) else store.write(checked)


def check_in(
    store: Store,
    published: PublishedForm,
    submission: Submission,
    *,
    actor: Actor,
    registry: Registry,
    now: datetime,
) -> Receipt | Callable[[Connection], Receipt]:
    """Return the job that takes the submission in, or the receipt given for it before; see ``submit``."""
    check_id(submission.id)
    try:
        judgement = check_submission(
            published, submission, actor=actor, registry=registry, store=store, now=now
        )
    except Rejection as refusal:
        return _answer_refused(store, submission, refusal, actor=actor, now=now)
    return partial(_take_in, arrival=Arrival(published, submission, actor, now, judgement))


def _take_in(connection: Connection, arrival: Arrival) -> Receipt:
    earlier = find_earlier(connection, arrival.submission, arrival.actor)
    if earlier:
        return earlier
    number = take_number(connection, arrival.published.definition.prefix, arrival.now)
    receipt = write_record(connection, arrival, number)
    run_sql(
        connection,
        "DELETE FROM drafts WHERE id = ? AND account = ?",
        receipt.id,
        arrival.actor.account,
    )
    return receipt


def find_earlier(connection: Connection, submission: Submission, actor: Actor) -> Receipt | None:
    """Return the receipt given before for the same content by the same account, ``None`` for a new id.

    Raises ``Rejection``: 409 when the id stands for other content, 410 when that record was deleted.
    """
    row = run_sql(connection, _EARLIER, submission.id)
    if row is None:
        return None
    number, request_hash, created_by, received_at, deleted_at = row
    if (request_hash, created_by) != (submission.request_hash, actor.account):
        raise Rejection(409, "conflict", pointer="/id")
    if deleted_at is not None:
        raise Rejection(410, "deleted", pointer="/id")
    return Receipt(submission.id, number, 1, request_hash, received_at, created=False)


_EARLIER = "SELECT number, request_hash, created_by, received_at, deleted_at FROM records WHERE id = ?"


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
            asked_unit=unit if _CODE.fullmatch(unit) else "?",  # never what was typed in its place
        )
    )
    refusal.noted = True
