"""What a plugin author's tests need: write a plugin into a folder, load it, run its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..forms.canonical import write_json
from .discovery import find_plugin_folder, read_plugin
from .discovery.cases import check_cases
from .discovery.errors import FileProblem, list_errors
from .discovery.rule_checking import check_rules
from .discovery.values import LoadedPlugin


def write_plugin(
    folder: Path,
    *,
    manifest: Mapping[str, Any] | None = None,
    forms: Mapping[str, Any] | None = None,
    codes: Mapping[str, Any] | None = None,
    cases: Mapping[str, Any] | None = None,
    rules: Mapping[str, Any] | None = None,
) -> Path:
    """Write a plugin named as its folder and return the folder. ``forms`` and others: file stem -> JSON."""
    told = {"plugin": folder.name, "version": "1.0.0", "api": 1, "title": folder.name, **(manifest or {})}
    _write(folder / "plugin.json", told)
    for kind, files in (("forms", forms), ("codes", codes), ("cases", cases), ("rules", rules)):
        for stem, content in (files or {}).items():
            _write(folder / kind / f"{stem}.json", content)
    return folder


def write_form(form: str, properties: Mapping[str, Any], required: Sequence[str] = ()) -> dict[str, Any]:
    """Return a small form definition with these fields."""
    schema = {"type": "object", "properties": dict(properties), "required": list(required)}
    return {
        "form": form,
        "title": form,
        "subject": "matter",
        "kind": "internal",
        "schema": {**schema, "additionalProperties": False},
    }


def load_folder(folder: Path) -> LoadedPlugin:
    """Return the plugin in the folder; raise ``PluginError`` with every problem."""
    return read_plugin(find_plugin_folder(folder))


def failed_cases(folder: Path) -> tuple[FileProblem, ...]:
    """Return every case that came out differently, or that proves nothing."""
    return check_cases(load_folder(folder))


def failed_rules(folder: Path) -> tuple[FileProblem, ...]:
    """Return everything to mend in the rule sets, their examples run, without what only deserves a look."""
    return list_errors(check_rules(load_folder(folder)))


def _write(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(write_json(content, indent=2) + "\n", encoding="utf-8")
