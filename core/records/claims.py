"""Photos and files that answers name: found in the answers, and claimed for the record that uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from ...forms.subschemas import escape
from ..organisation.values import Actor
from ..store.tables import attachment_uses, attachments
from ..store.times import write_time
from .values import Record, Rejection

SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def find_attachments(answers: Any, pointer: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield pointer and value of every photo, file and signature in the answers."""
    if isinstance(answers, Mapping):
        if isinstance(answers.get("sha256"), str) and "type" in answers and "size" in answers:
            yield pointer, answers
        for key, value in answers.items():
            yield from find_attachments(value, f"{pointer}/{escape(key)}")
    elif isinstance(answers, list):
        for place, value in enumerate(answers):
            yield from find_attachments(value, f"{pointer}/{place}")


def find_names(answers: Any, sha256: str) -> Iterator[str]:
    """Yield the names under which the answers hold this content."""
    for _, value in find_attachments(answers):
        if value["sha256"] == sha256 and isinstance(value.get("name"), str):
            yield value["name"]


def claim_attachments(connection: Connection, record: Record, *, actor: Actor, now: datetime) -> None:
    """Note the record's use of each attachment; refuse one that was never stored for its township.

    A file this actor stored under another unit counts too: a county officer may fill a township's form.
    """
    named = {value["sha256"]: pointer for pointer, value in find_attachments(record.answers)}
    if not named:
        return
    theirs = or_(attachments.c.township == record.township, attachments.c.created_by == actor.account)
    query = select(attachments.c.sha256).where(attachments.c.sha256.in_(list(named)), theirs)
    stored = set(connection.execute(query).scalars())
    for sha256, pointer in named.items():
        if sha256 not in stored:
            raise Rejection(422, "attachment_missing", pointer=f"/answers{pointer}")
    _note_uses(connection, record.id, set(named))
    first_time = attachments.c.sha256.in_(list(named)) & attachments.c.claimed_at.is_(None) & theirs
    connection.execute(update(attachments).where(first_time).values(claimed_at=write_time(now)))


def _note_uses(connection: Connection, record: str, named: set[str]) -> None:
    query = select(attachment_uses.c.sha256).where(attachment_uses.c.record == record)
    known = set(connection.execute(query).scalars())
    for sha256 in sorted(named - known):
        connection.execute(insert(attachment_uses).values(sha256=sha256, record=record))
