"""The rows of a submission and of a revision, written in the transaction that also leaves the trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, update

from ...forms.canonical import write_json
from ..organisation.codes import township_of
from ..organisation.values import Actor
from ..registry.values import PublishedForm
from ..store.form_index import write_index_row
from ..store.tables import records
from ..store.times import write_time
from ..work.rows import insert_row, run_sql
from ..work.steps import Stand, Step, leave_trace
from .admission import is_clock_off, read_moment
from .claims import claim_attachments
from .decisions import write_decisions
from .judging import Judgement
from .values import Receipt, Record, Rejection, Submission


@dataclass(frozen=True)
class Arrival:
    """A submission on its way in: what was sent, by whom, on which version, when it came, what rules said."""

    published: PublishedForm
    submission: Submission
    actor: Actor
    now: datetime
    judgement: Judgement | None = None

    @property
    def answers(self) -> Mapping[str, Any]:
        """The answers as they are kept: as sent, but for what rules hid or computed."""
        return self.judgement.answers if self.judgement else self.submission.answers

    @cached_property
    def text(self) -> str:
        """The answers as JSON; record and revision keep the same text."""
        return write_json(self.answers)

    @cached_property
    def received_at(self) -> str:
        """The server's time as the tables keep it."""
        return write_time(self.now)

    @cached_property
    def captured(self) -> datetime:
        """The device's time, in UTC."""
        return read_moment(self.submission.captured_at)

    @cached_property
    def captured_at(self) -> str:
        """The device's time as the tables keep it."""
        return write_time(self.captured)


def write_record(connection: Connection, arrival: Arrival, number: str) -> Receipt:
    """Write record, first revision, index row, claims, audit entry and outbox row; return the receipt."""
    record = _new_record(arrival, number)
    check_unit(connection, record.unit)
    values = _columns(arrival, record) | {"request_hash": arrival.submission.request_hash}
    insert_row(connection, "records", values)
    return _write_rest(connection, arrival, record, Step("submit", event="record_submitted"))


def write_revision(connection: Connection, arrival: Arrival, before: Record) -> Receipt:
    """Append the next revision of the record and bring its row up to date; nothing is overwritten."""
    mine = before.created_by == arrival.actor.account
    after = replace(
        before,
        version=arrival.published.version,
        definition_hash=arrival.published.definition.hash,
        state="submitted",
        revision=before.revision + 1,
        answers=arrival.answers,
        changed_at=arrival.received_at,
        acted_at=before.acted_at or (None if mine else arrival.received_at),
    )
    values = {name: value for name, value in _columns(arrival, after).items() if name not in _FIXED}
    connection.execute(update(records).where(records.c.id == after.id).values(values))
    return _write_rest(connection, arrival, after, Step("revise", event="record_revised"))


_FIXED = frozenset({"id", "form", "township", "unit", "number", "created_by", "captured_at", "received_at"})


def check_unit(connection: Connection, unit: str) -> None:
    """Refuse a code that names no unit, however well it fits the actor's scope."""
    if run_sql(connection, "SELECT code FROM units WHERE code = ?", unit) is None:
        raise Rejection(404, "unit_unknown", pointer="/unit")


def stand_of(record: Record) -> Stand:
    """Return what a step must know of the record."""
    return Stand(
        record.id,
        record.form,
        record.version,
        record.township,
        record.unit,
        record.revision,
        record.created_by,
    )


def write_index(connection: Connection, published: PublishedForm, record: Record) -> None:
    """Bring the form's index table up to date with the record."""
    write_index_row(connection, published.definition, {**vars(record), "answers": record.answers})


def _new_record(arrival: Arrival, number: str) -> Record:
    sent = arrival.submission
    return Record(
        id=sent.id,
        form=sent.form,
        version=sent.version,
        definition_hash=arrival.published.definition.hash,
        township=township_of(sent.unit),
        unit=sent.unit,
        number=number,
        state="submitted",
        revision=1,
        answers=arrival.answers,
        created_by=arrival.actor.account,
        captured_at=arrival.captured_at,
        received_at=arrival.received_at,
        changed_at=arrival.received_at,
    )


def _columns(arrival: Arrival, record: Record) -> dict[str, Any]:
    return {**vars(record), "answers": arrival.text}


def _write_rest(connection: Connection, arrival: Arrival, record: Record, step: Step) -> Receipt:
    insert_row(connection, "revisions", _revision(arrival, record))
    dropped: tuple[str, ...] = ()
    if arrival.judgement and arrival.judgement.decisions:
        write_decisions(connection, record.id, record.revision, arrival.judgement)
        dropped = arrival.judgement.dropped
    write_index(connection, arrival.published, record)
    if '"sha256"' in arrival.text:  # most records name no file, and looking through every answer costs
        claim_attachments(connection, record, actor=arrival.actor, now=arrival.now)
    detail = _proof(arrival, record)
    leave_trace(connection, stand_of(record), step, actor=arrival.actor, now=arrival.now, detail=detail)
    as_sent = arrival.submission.request_hash
    return Receipt(record.id, record.number, record.revision, as_sent, arrival.received_at, dropped)


def _revision(arrival: Arrival, record: Record) -> dict[str, Any]:
    return {
        "record": record.id,
        "revision": record.revision,
        "version": record.version,
        "definition_hash": record.definition_hash,
        "answers": arrival.text,
        "dropped": write_json(arrival.judgement.dropped if arrival.judgement else ()),
        "request_hash": arrival.submission.request_hash,
        "actor": arrival.actor.account,
        "captured_at": arrival.captured_at,
        "received_at": arrival.received_at,
    }


def _proof(arrival: Arrival, record: Record) -> Mapping[str, Any]:
    proof = {
        "request_hash": arrival.submission.request_hash,
        "definition_hash": record.definition_hash,
        "captured_at": arrival.captured_at,
    }
    off = is_clock_off(arrival.captured, arrival.now)
    return {**proof, "clock_off": True} if off else proof
