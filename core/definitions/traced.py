"""A change of switches, parameters or forms by somebody: the change and its audit entry, both or neither."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from ..organisation.trail import write_entry
from ..organisation.values import Actor
from ..store import Store
from ..store.times import write_time
from .store import Change, Definitions

Result = TypeVar("Result")


def change_definitions(
    store: Store,
    definitions: Definitions,
    action: str,
    about: str,
    do: Callable[[Change, str], Result],
    *,
    actor: Actor,
    now: datetime,
    unit: str = "",
    **detail: Any,
) -> Result:
    """Return what ``do(change, at)`` returned, after the change and its audit entry are durable.

    The entry is written before the file: a change that nobody can trace must not exist. What ``do`` raises
    leaves neither behind. ``at`` is ``now`` as UTC text.
    """
    with definitions.change() as change:
        result = do(change, write_time(now))
        store.write(
            lambda connection: write_entry(connection, actor, action, about, now=now, unit=unit, **detail)
        )
    return result
