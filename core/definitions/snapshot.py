"""Turn the tables of the definitions file into an immutable state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ..registry.state import KeptRules, KeptVersion, LoggedChange, ParameterValue, State
from ..registry.values import Switches

LOG_SHOWN = 1000


def read_state(tables: Mapping[str, Mapping[str, Any]], damage: str = "") -> State:
    """Return the state that the tables describe; ``damage`` is passed on."""
    meta = next(iter(tables.get("meta", {}).values()), {})
    return State(
        version=meta.get("version", 0),
        packs=meta.get("packs", 0),
        versions=tuple(KeptVersion(**one) for one in _documents(tables, "versions")),
        rules=tuple(KeptRules(**one) for one in _documents(tables, "rules")),
        documents=MappingProxyType(
            {one["hash"]: one["document"] for one in _documents(tables, "definitions")}
        ),
        switches=_read_switches(_documents(tables, "switches"), tables.get("log", {})),
        parameters=tuple(ParameterValue(**one) for one in _documents(tables, "parameters")),
        log=_read_log(tables.get("log", {})),
        damage=damage,
    )


def _documents(tables: Mapping[str, Mapping[str, Any]], name: str) -> Iterable[Mapping[str, Any]]:
    return tables.get(name, {}).values()


def _read_switches(documents: Iterable[Mapping[str, Any]], log: Mapping[str, Any]) -> Switches:
    allowed: dict[str, frozenset[str]] = {}
    on: set[tuple[str, str]] = set()
    off: set[tuple[str, str]] = set()
    for one in documents:
        if one["switch"] == "allowed":
            allowed[one["plugin"]] = frozenset(one["townships"])
        else:
            (on if one["switch"] == "on" else off).add((one["plugin"], one["unit"]))
    # The log is in the order of the changes, so the latest switch-off of a place wins.
    closed = {(one["object"], one["unit"]): one["at"] for one in log.values() if one["do"] == "switch_off"}
    return Switches(MappingProxyType(allowed), frozenset(on), frozenset(off), MappingProxyType(closed))


def _read_log(table: Mapping[str, Any]) -> tuple[LoggedChange, ...]:
    """The newest thousand: the log grows for ever, a page shows its end."""
    newest = list(table.items())[-LOG_SHOWN:]
    return tuple(LoggedChange(number=int(number), **one) for number, one in newest)
