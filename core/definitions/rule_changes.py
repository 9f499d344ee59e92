"""A township's own rule sets: published as numbered versions, retired, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tinydb import where

from ...forms.problems import DefinitionError, Problem
from ...rules.sets import hash_document
from ..registry.state import KeptRules
from .store import Change


def publish_rules(change: Change, document: Mapping[str, Any], township: str, by: str, at: str) -> KeptRules:
    """Make this the version that judges from its day on, and return it; same content, same version.

    The document has been read against its form before. Raises ``DefinitionError``: the id must begin with
    ``t<township>.``.
    """
    name, day = str(document["rule_set"]), str(document["effective_from"])
    if not name.startswith(f"t{township}."):
        facts = {"got": name, "allowed": f"t{township}."}
        raise DefinitionError((Problem("form_township", "/rule_set", facts),), name)
    table, hashed = change.table("rules"), hash_document(document)
    versions = [one for one in change.state().rules if one.rule_set == name]
    same = next((one for one in versions if one.hash == hashed), None)
    if same and same.live:
        return same
    table.update({"live": False}, (where("rule_set") == name) & (where("effective_from") == day))
    number = same.version if same else max((one.version for one in versions), default=0) + 1
    kept = KeptRules(name, str(document["form"]), number, hashed, township, day, True, by, at)
    if same:
        table.update({"live": True}, (where("rule_set") == name) & (where("version") == number))
    else:
        change.add("rules", dict(vars(kept)))
        if not change.table("definitions").contains(where("hash") == hashed):
            change.add("definitions", {"hash": hashed, "document": dict(document)})
    _log(change, "publish_rules", f"{name}/{number}", township, by, at)
    return kept


def retire_rules(change: Change, rule_set: str, by: str, at: str) -> bool:
    """Let no version of the set judge any more; tell whether one did. What it said stays with the records."""
    if not any(one.live for one in change.state().rules if one.rule_set == rule_set):
        return False
    change.table("rules").update({"live": False}, where("rule_set") == rule_set)
    _log(change, "retire_rules", rule_set, "", by, at)
    return True


def _log(change: Change, do: str, target: str, unit: str, by: str, at: str) -> None:
    change.add("log", {"do": do, "object": target, "unit": unit, "by": by, "at": at})
