"""What the plugin and form commands work on: definitions, plugins, and changes that leave an audit entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import select

from ..clock import read_clock
from ..definitions import (
    Change,
    Definitions,
    LiveRegistry,
    change_definitions,
    open_definitions,
    open_registry,
)
from ..discovery.values import LoadedPlugin
from ..organisation.shell import shell_actor
from ..organisation.trail import write_entry
from ..settings import Settings
from ..store import Store, open_store
from ..store.tables import units
from ..store.times import write_time
from .reply import Refusal

T = TypeVar("T")


def open_live(settings: Settings) -> LiveRegistry:
    """Return the live registry of the installation."""
    return open_registry(
        open_definitions(settings.definitions), settings.plugins, lambda: write_time(read_clock())
    )


def find_loaded(live: LiveRegistry, name: str) -> LoadedPlugin:
    """Return the loaded plugin; refuse an unknown or failed one with the names there are."""
    registry = live.current()
    if name in registry.plugins:
        return registry.plugins[name]
    for failure in registry.failures:
        if failure.name == name:
            raise Refusal(
                "plugin_failed",
                f"模块 {name} 没有载入（{failure.file}）：{failure.reason}",
                f"The plugin {name} is not loaded ({failure.file}): {failure.reason}",
            )
    names = ", ".join(sorted(registry.plugins))
    raise Refusal(
        "plugin_unknown",
        f"没有模块 {name}。现有：{names}。",
        f"There is no plugin {name}. There are: {names}.",
    )


def change_from_shell(
    settings: Settings,
    definitions: Definitions,
    action: str,
    about: str,
    do: Callable[[Change, str], T],
    *,
    unit: str = "",
) -> T:
    """Return what ``do(change, at)`` returned, after the change and its audit entry are durable.

    Refuses before the installation is set up: the entry would have no chain.
    """
    actor = shell_actor(find_county(settings))
    with open_records(settings) as store:
        return change_definitions(
            store, definitions, action, about, do, actor=actor, now=read_clock(), unit=unit
        )


def note_deed(settings: Settings, action: str, about: str) -> None:
    """Write an audit entry of a deed outside the definitions; before ``init`` there is no chain for it."""
    if not settings.county:
        return
    now, actor = read_clock(), shell_actor(settings.county)
    with open_records(settings) as store:
        store.write(lambda connection: write_entry(connection, actor, action, about, now=now))


def find_county(settings: Settings) -> str:
    """Return the county's code; refuse before the installation is set up."""
    if not settings.county:
        raise Refusal(
            "not_set_up",
            f"{settings.data} 还没有建好。请先运行 lizheng init。",
            f"{settings.data} is not set up. Run lizheng init first.",
        )
    return settings.county


def check_there(settings: Settings) -> None:
    """Refuse a data folder that does not exist: a wrong ``--data`` must not look like an empty county."""
    if not settings.data.is_dir():
        raise Refusal(
            "not_set_up",
            f"没有数据目录 {settings.data}。请用 --data 指定，或先运行 lizheng init。",
            f"There is no data folder {settings.data}. Name it with --data, or run lizheng init first.",
        )


def check_unit(settings: Settings, unit: str) -> None:
    """Refuse a unit that the installation does not have, or that lies above the townships."""
    with open_records(settings) as store, store.read() as connection:
        known = set(connection.scalars(select(units.c.code).where(units.c.level == "township")))
        found = connection.scalar(select(units.c.level).where(units.c.code == unit))
    if found is None or len(unit) < 9:
        names = ", ".join(sorted(known)[:10]) or "—"
        raise Refusal(
            "unit_unknown",
            f"没有单位 {unit}。请用乡镇代码（9 位）或其下单位，例如：{names}。",
            f"There is no unit {unit}. Use a township's code (9 digits) or a unit below, such as: {names}.",
        )


@contextmanager
def open_records(settings: Settings) -> Iterator[Store]:
    """Give the records' store for a while."""
    settings.data.mkdir(parents=True, exist_ok=True)
    store = open_store(settings.database)
    try:
        yield store
    finally:
        store.close()
