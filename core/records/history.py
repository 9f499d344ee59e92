"""The life of a record: every revision field by field, and every step with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from ...forms.canonical import read_json
from ..store.tables import revisions, steps
from .differences import Difference, find_differences
from .values import Record


@dataclass(frozen=True)
class Revision:
    """One saved change: who, when, on which version, and what differs from the revision before."""

    revision: int
    version: int
    definition_hash: str
    actor: str
    captured_at: str
    received_at: str
    answers: Mapping[str, Any] = field(repr=False)
    differences: tuple[Difference, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class TakenStep:
    """One step: what was done to which revision, by whom, when and why."""

    do: str
    revision: int
    actor: str
    at: str
    reason: str
    pointers: tuple[str, ...]


def list_revisions(connection: Connection, record: Record) -> tuple[Revision, ...]:
    """Return every revision of a record the caller found, oldest first; the first differs in nothing."""
    query = select(revisions).where(revisions.c.record == record.id).order_by(revisions.c.revision)
    listed: list[Revision] = []
    for row in connection.execute(query).mappings():
        answers = read_json(row["answers"])
        differences = find_differences(listed[-1].answers, answers) if listed else ()
        listed.append(
            Revision(
                row["revision"],
                row["version"],
                row["definition_hash"],
                row["actor"],
                row["captured_at"],
                row["received_at"],
                answers,
                differences,
            )
        )
    return tuple(listed)


def list_steps(connection: Connection, record: Record) -> tuple[TakenStep, ...]:
    """Return every step taken on a record the caller found, oldest first."""
    query = select(steps).where(steps.c.record == record.id).order_by(steps.c.step)
    return tuple(
        TakenStep(
            row["do"],
            row["revision"],
            row["actor"],
            row["at"],
            row["reason"],
            tuple(read_json(row["pointers"])),
        )
        for row in connection.execute(query).mappings()
    )
