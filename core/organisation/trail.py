"""What the audit log hears of organisation and access: one entry, in the transaction of what it tells."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from ...forms.canonical import write_json
from ..audit import Entry, append
from ..store.times import write_time
from .codes import township_of
from .values import Actor


def write_entry(
    connection: Connection,
    actor: Actor,
    action: str,
    about: str,
    *,
    now: datetime,
    outcome: str = "done",
    unit: str = "",
    **detail: object,
) -> None:
    """Append one entry to the chain of the unit's township (the actor's own when no unit is named)."""
    append(
        connection,
        Entry(
            township=township_of(unit or actor.unit),
            actor=actor.account,
            role=actor.role,
            address=actor.address,
            action=action,
            object=about,
            outcome=outcome,
            detail=write_json(detail, sort_keys=True),
        ),
        at=write_time(now),
    )
