"""Where a person may fill, and which forms are open there."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from ...organisation.permissions import scope_of
from ...organisation.units import list_units
from ...organisation.values import Actor, Scope, Unit
from ...registry.values import PublishedForm
from ..site import Site, current_registry

MOST_UNITS = 400
_LEVELS: Mapping[str, tuple[str, ...]] = {
    "division": ("township", "village", "community"),
    "grid": ("grid",),
}


def capture_units(connection: Connection, actor: Actor, form: str | None = None) -> tuple[Unit, ...]:
    """Return the units the actor may fill for, the own unit first, then by code; at most ``MOST_UNITS``."""
    scope = scope_of(actor, "record.capture", form)
    units = [unit for unit in list_units(connection, scope) if len(unit.code) >= 9]
    return tuple(sorted(units, key=lambda unit: (unit.code != actor.unit, unit.code))[:MOST_UNITS])


def offered_units(
    connection: Connection, actor: Actor, kinds: tuple[str, ...]
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return for ``division`` and ``grid``, where asked for, code and name of the units of the own township.

    Divisions are offered with the 12 digits in which they are written; a code not offered may be typed.
    """
    if not kinds:
        return {}
    units = list_units(connection, Scope((actor.unit[:9],)))
    found = {kind: tuple((_written(u), u.name) for u in units if u.level in _LEVELS[kind]) for kind in kinds}
    return {kind: offered[:MOST_UNITS] for kind, offered in found.items()}


def _written(unit: Unit) -> str:
    return unit.code.ljust(12, "0")


def forms_to_fill(site: Site, actor: Actor) -> tuple[PublishedForm, ...]:
    """Return the forms open at one of the actor's capture roots, each once, in offered order."""
    registry = current_registry(site)
    found: dict[str, PublishedForm] = {}
    for plugin, scope in _capture_scopes(actor):
        for root in _roots(site, actor, scope):
            for published in registry.forms_open_at(root):
                if plugin in ("", published.plugin):
                    found.setdefault(published.form, published)
    return tuple(found.values())


def _capture_scopes(actor: Actor) -> list[tuple[str, Scope]]:
    """Return where the actor may fill: every form (``""``), and the forms of each plugin that gave a role."""
    keys = (key.rpartition(":") for key in actor.permissions)
    plugins = sorted(plugin for plugin, _, permission in keys if plugin and permission == "record.capture")
    general = [("", scope_of(actor, "record.capture"))]
    return general + [(plugin, actor.permissions[f"{plugin}:record.capture"]) for plugin in plugins]


def _roots(site: Site, actor: Actor, scope: Scope) -> tuple[str, ...]:
    """Roots at or below a township as they are; a county root stands for each of its townships."""
    if all(len(root) >= 9 for root in scope.roots):
        return scope.roots
    with site.store.read() as connection:
        return tuple(unit.code for unit in list_units(connection, scope) if unit.level == "township")
