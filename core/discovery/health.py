"""How each plugin's hooks fare: failures in a row, and whether they were switched off for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from ..store.store import Store
from ..store.tables import plugin_failures

SWITCH_OFF_AT = 5


@dataclass(frozen=True)
class PluginHealth:
    """The newest failure of a plugin's hooks. ``switched_off_at`` is ``None`` while it still hears events."""

    plugin: str
    failures_in_row: int
    last_reason: str
    last_at: str
    switched_off_at: str | None


def plugin_health(store: Store) -> tuple[PluginHealth, ...]:
    """Return every plugin that failed since it last worked, by name. The plugin page shows them."""
    with store.read() as connection:
        rows = connection.execute(select(plugin_failures).order_by(plugin_failures.c.plugin)).mappings()
        return tuple(PluginHealth(**row) for row in rows)


def restart_hooks(store: Store, plugin: str) -> None:
    """Forget the failures of a plugin: it hears events again, from now on."""
    store.write(lambda connection: note_success(connection, plugin))


def silent_plugins(connection: Connection) -> frozenset[str]:
    """Return the plugins whose hooks are switched off."""
    off = plugin_failures.c.switched_off_at.is_not(None)
    return frozenset(connection.scalars(select(plugin_failures.c.plugin).where(off)))


def note_success(connection: Connection, plugin: str) -> None:
    """A hook worked: the row of failures ends."""
    connection.execute(delete(plugin_failures).where(plugin_failures.c.plugin == plugin))


def note_failure(connection: Connection, plugin: str, reason: str, at: str) -> bool:
    """Count one more failure in a row and tell whether that switched the plugin's hooks off."""
    mine = plugin_failures.c.plugin == plugin
    row = connection.execute(select(plugin_failures).where(mine)).mappings().first()
    count = (row["failures_in_row"] if row else 0) + 1
    told = {
        "failures_in_row": count,
        "last_reason": reason,
        "last_at": at,
        "switched_off_at": at if count >= SWITCH_OFF_AT else None,
    }
    if row:
        connection.execute(update(plugin_failures).where(mine).values(**told))
    else:
        connection.execute(insert(plugin_failures).values(plugin=plugin, **told))
    return count >= SWITCH_OFF_AT
