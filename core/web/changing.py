"""A change of switches, parameters or forms by a person: the change and its audit entry, both or neither."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..definitions import Change
from ..organisation.trail import write_entry
from ..organisation.values import Actor
from ..store.times import write_time
from .site import Site

Result = TypeVar("Result")


def change_definitions(
    site: Site,
    actor: Actor,
    action: str,
    about: str,
    do: Callable[[Change, str], Result],
    *,
    unit: str = "",
    **detail: Any,
) -> Result:
    """Return what ``do(change, at)`` returned, after the change and its audit entry are durable.

    The entry is written before the file: a change that nobody can trace must not exist. What ``do`` raises
    leaves neither behind.
    """
    now = site.clock()
    with site.definitions.change() as change:
        result = do(change, write_time(now))
        site.store.write(
            lambda connection: write_entry(connection, actor, action, about, now=now, unit=unit, **detail)
        )
    return result
