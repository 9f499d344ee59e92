"""Which parts of a JavaScript module a run of node reached, from V8's own block coverage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any


def list_unreached(reports: Path, modules: Path, names: set[str]) -> list[tuple[str, str, int]]:
    """Return text, module and line of every block of the named modules that no report reached."""
    found = (_find_unreached(script, modules) for script in _read_scripts(reports, names))
    return sorted(set(chain.from_iterable(found)))


def _find_unreached(script: dict[str, Any], modules: Path) -> Iterator[tuple[str, str, int]]:
    name = script["url"].rpartition("/")[2]
    # V8 counts in UTF-16 units.
    source = (modules / name).read_text("utf-8").encode("utf-16-le")
    for start, end in _list_gaps(script):
        before, text = (
            source[: start * 2].decode("utf-16-le"),
            source[start * 2 : end * 2].decode("utf-16-le"),
        )
        yield text.strip(), name, before.count("\n") + 1


def _read_scripts(reports: Path, names: set[str]) -> Iterator[dict[str, Any]]:
    for path in reports.glob("*.json"):
        for script in json.loads(path.read_text("utf-8"))["result"]:
            folder, _, name = script["url"].rpartition("/")
            if folder.endswith("rules/js") and name in names:
                yield script


def _list_gaps(script: dict[str, Any]) -> Iterator[tuple[int, int]]:
    for function in script["functions"]:
        for block in function["ranges"]:
            if block["count"] == 0:
                yield block["startOffset"], block["endOffset"]
