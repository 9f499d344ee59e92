"""The changes the definitions store knows: publish, retire, switch, allow, set a parameter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tinydb import where

from ...forms.definition import FormDefinition
from ...forms.problems import DefinitionError, Problem
from ..discovery.values import LoadedPlugin
from ..registry.state import KeptVersion
from ..registry.values import PublishedForm
from .parameters import check_parameter
from .paths import check_paths
from .store import Change


def publish_form(
    change: Change, definition: FormDefinition, township: str, by: str, at: str
) -> PublishedForm:
    """Make this the live version of a township's own form and return it; same content, same version.

    Raises ``DefinitionError``: the id must begin with ``t<township>.``, and a field path keeps its type.
    """
    if not definition.form.startswith(f"t{township}."):
        facts = {"got": definition.form, "allowed": f"t{township}."}
        raise DefinitionError((Problem("form_township", "/form", facts),), definition.form)
    state = change.state()
    before = [state.documents[kept.hash] for kept in state.versions_of(definition.form)]
    if problems := check_paths(definition.schema, [document["schema"] for document in before]):
        raise DefinitionError(problems, definition.form)
    kept = _make_live(change, definition, None, township, by, at)
    return PublishedForm(definition, kept.version, None, township)


def retire_form(change: Change, form: str, by: str, at: str) -> bool:
    """Close the form to new records and tell whether it was open. Its records stay readable."""
    if change.state().live_version(form) is None:
        return False
    change.table("versions").update({"live": False}, where("form") == form)
    _log(change, "retire", form, "", by, at)
    return True


def adopt_forms(change: Change, loaded: Iterable[LoadedPlugin], by: str, at: str) -> tuple[KeptVersion, ...]:
    """Number every plugin form whose content is new, make it live, and return the versions so made."""
    state = change.state()
    return tuple(
        _make_live(change, form, plugin.name, None, by, at)
        for plugin in loaded
        for form in plugin.forms
        if not (live := state.live_version(form.form)) or live.hash != form.hash
    )


def switch_on(change: Change, plugin: str, unit: str, by: str, at: str) -> bool:
    """Switch the plugin on for a township (9 digits), or lift an off below it; tell if that changed it."""
    if len(unit) > 9:
        return _clear_switch(change, plugin, "off", unit, "switch_on", by, at)
    return _set_switch(change, plugin, "on", unit, "switch_on", by, at)


def switch_off(change: Change, plugin: str, unit: str, by: str, at: str) -> bool:
    """Switch the plugin off for a township, or for a unit below one; tell whether that changed it."""
    if len(unit) > 9:
        return _set_switch(change, plugin, "off", unit, "switch_off", by, at)
    return _clear_switch(change, plugin, "on", unit, "switch_off", by, at)


def set_allowed(change: Change, plugin: str, townships: Iterable[str] | None, by: str, at: str) -> None:
    """Let only these townships use the plugin; ``None`` allows every township again."""
    table = change.table("switches")
    table.remove((where("plugin") == plugin) & (where("switch") == "allowed"))
    if townships is not None:
        change.add("switches", {"plugin": plugin, "switch": "allowed", "townships": sorted(townships)})
    _log(change, "allow", plugin, "*" if townships is None else ",".join(sorted(townships)), by, at)


def set_parameter(
    change: Change,
    plugin: LoadedPlugin,
    name: str,
    value: Any,
    *,
    unit: str = "",
    basis: str = "",
    by: str,
    at: str,
) -> None:
    """Set a parameter for the county (``unit`` "") or one township; ``None`` goes back to the default.

    Raises ``DefinitionError`` when the plugin has no such parameter or its schema refuses the value.
    """
    if value is not None and (problems := check_parameter(plugin, name, value)):
        raise DefinitionError(problems, f"{plugin.name}.{name}")
    same = (where("plugin") == plugin.name) & (where("name") == name) & (where("unit") == unit)
    change.table("parameters").remove(same)
    if value is not None:
        told = {"plugin": plugin.name, "name": name, "unit": unit, "value": value, "basis": basis}
        change.add("parameters", {**told, "by": by, "at": at})
    _log(change, "parameter", f"{plugin.name}.{name}", unit, by, at)


def note_packs(change: Change, do: str, plugin: str, by: str, at: str) -> None:
    """Tell every process that a JSON plugin came or went (``do`` is ``install`` or ``uninstall``)."""
    change.grow("packs")
    _log(change, do, plugin, "", by, at)


def _make_live(
    change: Change, definition: FormDefinition, plugin: str | None, township: str | None, by: str, at: str
) -> KeptVersion:
    table = change.table("versions")
    versions = change.state().versions_of(definition.form)
    same = next((kept for kept in versions if kept.hash == definition.hash), None)
    if same and same.live:
        return same
    table.update({"live": False}, where("form") == definition.form)
    number = same.version if same else max((kept.version for kept in versions), default=0) + 1
    kept = KeptVersion(definition.form, number, definition.hash, plugin, township, True, by, at)
    if same:
        table.update({"live": True}, (where("form") == kept.form) & (where("version") == number))
    else:
        change.add("versions", dict(vars(kept)))
        _keep_document(change, definition)
    _log(change, "publish", f"{kept.form}/{number}", township or "", by, at)
    return kept


def _keep_document(change: Change, definition: FormDefinition) -> None:
    if not change.table("definitions").contains(where("hash") == definition.hash):
        change.add("definitions", {"hash": definition.hash, "document": dict(definition.document)})


def _set_switch(change: Change, plugin: str, switch: str, unit: str, do: str, by: str, at: str) -> bool:
    if change.table("switches").contains(_switch(plugin, switch, unit)):
        return False
    change.add("switches", {"plugin": plugin, "switch": switch, "unit": unit})
    _log(change, do, plugin, unit, by, at)
    return True


def _clear_switch(change: Change, plugin: str, switch: str, unit: str, do: str, by: str, at: str) -> bool:
    if not change.table("switches").remove(_switch(plugin, switch, unit)):
        return False
    _log(change, do, plugin, unit, by, at)
    return True


def _switch(plugin: str, switch: str, unit: str) -> Any:
    return (where("plugin") == plugin) & (where("switch") == switch) & (where("unit") == unit)


def _log(change: Change, do: str, target: str, unit: str, by: str, at: str) -> None:
    change.add("log", {"do": do, "object": target, "unit": unit, "by": by, "at": at})
