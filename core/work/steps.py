"""One step of work on a record: its new state, who did it and why, the audit entry and the news of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from ...forms.canonical import content_hash, write_json
from ..audit import Entry, append
from ..organisation.values import Actor
from ..store.tables import records, steps
from ..store.times import write_time
from .rows import insert_row


@dataclass(frozen=True)
class Step:
    """What is done to a record.

    do        ``return``, ``withdraw``, ``delete``, ``undelete``, ``erase``, ``submit`` or ``revise``
    changes   columns of the record that change with it, such as ``{"state": "returned"}``
    pointers  the fields marked for correction
    event     what plugins hear of it
    """

    do: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    pointers: tuple[str, ...] = ()
    event: str = "state_changed"


@dataclass(frozen=True)
class Stand:
    """Where a record stands before a step: what the step's traces must name."""

    id: str
    form: str
    version: int
    township: str
    unit: str
    revision: int
    created_by: str


def take_step(connection: Connection, stand: Stand, step: Step, *, actor: Actor, now: datetime) -> None:
    """Change the record and leave the step, its audit entry and its news, all in the caller's transaction."""
    moment = write_time(now)
    connection.execute(
        update(records).where(records.c.id == stand.id).values(changed_at=moment, **step.changes)
    )
    connection.execute(
        insert(steps).values(
            record=stand.id,
            revision=stand.revision,
            do=step.do,
            actor=actor.account,
            at=moment,
            reason=step.reason,
            pointers=write_json(list(step.pointers)),
        )
    )
    leave_trace(connection, stand, step, actor=actor, now=now)


def leave_trace(
    connection: Connection,
    stand: Stand,
    step: Step,
    *,
    actor: Actor,
    now: datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write the audit entry and the outbox row of a step.

    The reason may name a person, so the audit keeps only its hash; ``detail`` holds hashes and field names.
    """
    facts = {"form": stand.form, "unit": stand.unit, "revision": stand.revision, **(detail or {})}
    if step.pointers:
        facts["pointers"] = list(step.pointers)
    if step.reason:
        facts["reason_hash"] = content_hash(step.reason)
    append(
        connection,
        Entry(
            township=stand.township,
            actor=actor.account,
            role=actor.role,
            address=actor.address,
            action=f"record.{step.do}",
            object=stand.id,
            version=str(stand.version),
            detail=facts,
        ),
        at=write_time(now),
    )
    _tell_plugins(connection, stand, step, write_time(now))


def _tell_plugins(connection: Connection, stand: Stand, step: Step, moment: str) -> None:
    content = {"do": step.do, "form": stand.form, "unit": stand.unit, "revision": stand.revision}
    insert_row(
        connection,
        "outbox",
        {
            "event": step.event,
            "township": stand.township,
            "record": stand.id,
            "content": write_json(content),
            "created_at": moment,
        },
    )
