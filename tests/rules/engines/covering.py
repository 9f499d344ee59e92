"""Which parts of a JavaScript module a run of node reached, from V8's own block coverage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def list_unreached(reports: Path, modules: Path, names: set[str]) -> list[str]:
    """Return ``module:line: text`` of every block of the named modules that no report reached."""
    return [
        f"{name}:{line}: {text}" for name, (line, text) in sorted(set(_find_unreached(reports, modules, names)))
    ]


def _find_unreached(reports: Path, modules: Path, names: set[str]) -> Iterator[tuple[str, tuple[int, str]]]:
    for script in _read_scripts(reports):
        name = script["url"].rpartition("/")[2]
        if name in names and script["url"].endswith(f"rules/js/{name}"):
            source = (modules / name).read_text("utf-8")
            for start, end in _list_gaps(script):
                # V8 counts in UTF-16 units.
                before = source.encode("utf-16-le")[: start * 2].decode("utf-16-le")
                text = source.encode("utf-16-le")[start * 2 : end * 2].decode("utf-16-le")
                yield name, (before.count("\n") + 1, text.strip()[:80])


def _read_scripts(reports: Path) -> Iterator[dict[str, Any]]:
    for path in reports.glob("*.json"):
        yield from json.loads(path.read_text("utf-8"))["result"]


def _list_gaps(script: dict[str, Any]) -> Iterator[tuple[int, int]]:
    for function in script["functions"]:
        for block in function["ranges"]:
            if block["count"] == 0:
                yield block["startOffset"], block["endOffset"]
