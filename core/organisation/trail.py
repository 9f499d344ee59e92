"""What the audit log hears of organisation and access: one entry, in the transaction of what it tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection

from ..audit import Entry, append
from ..store import Store
from ..store.times import write_time
from .codes import township_of
from .refusals import Refused
from .units import find_unit
from .values import Actor

Result = TypeVar("Result")


def write_entry(
    connection: Connection,
    actor: Actor,
    action: str,
    about: str,
    *,
    now: datetime,
    outcome: Literal["done", "refused", "failed"] = "done",
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
            detail=detail,
        ),
        at=write_time(now),
    )


def attempt(
    store: Store,
    actor: Actor,
    action: str,
    about: str,
    work: Callable[[Connection], Result],
    *,
    now: datetime,
    unit: str = "",
    **detail: Any,
) -> Result:
    """Return what ``work`` returns, in one transaction with its audit entry.

    A ``Refused`` is audited as well, then raised; ``work`` checks everything before it writes anything.
    """

    def job(connection: Connection) -> Result | Refused:
        # A unit that is only typed must not open an audit chain of its own.
        place = unit if unit and find_unit(connection, unit) else ""
        try:
            result = work(connection)
        except Refused as refused:
            detail["code"] = refused.code
            write_entry(connection, actor, action, about, now=now, outcome="refused", unit=place, **detail)
            return refused
        write_entry(connection, actor, action, about, now=now, unit=place, **detail)
        return result

    answer = store.write(job)
    if isinstance(answer, Refused):
        raise answer
    return answer
