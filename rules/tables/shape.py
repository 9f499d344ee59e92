"""Whether a table's document has the members, lists and lengths that reading it relies on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..findings import Finding
from .values import HITS

MOST_ROWS, MOST_COLUMNS = 1_000, 20
_LISTS = (("inputs", 1, MOST_COLUMNS), ("outputs", 1, MOST_COLUMNS), ("rows", 0, MOST_ROWS))
MEMBERS = ("table", "title", "basis", "hit", "inputs", "outputs", "rows", "default", "bands")
BAND_MEMBERS = ("output", "cells")


def check_shape(document: object) -> Iterator[Finding]:
    """Yield what is wrong with the document before any cell is read."""
    if not isinstance(document, Mapping):
        yield _shape("", "object")
        return
    yield from _check_members(document, MEMBERS, "")
    if not isinstance(document.get("table"), str) or not document["table"]:
        yield _shape("/table", "name")
    if document.get("hit", "U") not in (*HITS, *HITS.values()):
        yield Finding("hit_unknown", "/hit", {"got": document["hit"], "allowed": (*HITS, *HITS.values())})
    for name, least, most in (
        ("inputs", 1, MOST_COLUMNS),
        ("outputs", 1, MOST_COLUMNS),
        ("rows", 0, MOST_ROWS),
    ):
        yield from _check_list(document.get(name), f"/{name}", least, most)
    yield from _check_rows(document)
    if not isinstance(document.get("default", {}), Mapping):
        yield _shape("/default", "object")
    if "bands" in document:
        yield from _check_bands(document["bands"])


def _shape(pointer: str, allowed: object) -> Finding:
    return Finding("table_shape", pointer, {"allowed": allowed})


def _check_members(value: Mapping[str, Any], allowed: tuple[str, ...], pointer: str) -> Iterator[Finding]:
    for name in value.keys() - set(allowed):
        yield Finding("table_member", pointer, {"name": name, "allowed": allowed})


def _check_list(value: object, pointer: str, least: int, most: int) -> Iterator[Finding]:
    if not isinstance(value, list | tuple) or len(value) < least:
        yield _shape(pointer, "list")
    elif len(value) > most:
        yield Finding("table_too_large", pointer, {"found": len(value), "limit": most})


def _check_rows(document: Mapping[str, Any]) -> Iterator[Finding]:
    inputs, outputs, rows = (document.get(name) for name in ("inputs", "outputs", "rows"))
    if isinstance(inputs, list | tuple) and isinstance(outputs, list | tuple):
        yield from _check_lengths(rows, "/rows", len(inputs) + len(outputs))


def _check_lengths(rows: object, pointer: str, length: int) -> Iterator[Finding]:
    for number, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
        if not isinstance(row, list | tuple):
            yield _shape(f"{pointer}/{number}", "list")
        elif len(row) != length:
            facts = {"row": number, "found": len(row), "allowed": length}
            yield Finding("row_length", f"{pointer}/{number}", facts)


def _check_bands(bands: object) -> Iterator[Finding]:
    if not isinstance(bands, Mapping):
        yield _shape("/bands", "object")
        return
    yield from _check_members(bands, BAND_MEMBERS, "/bands")
    if "output" not in bands:
        yield _shape("/bands/output", "name")
    yield from _check_list(bands.get("cells"), "/bands/cells", 1, MOST_ROWS)
    yield from _check_lengths(bands.get("cells"), "/bands/cells", 2)
