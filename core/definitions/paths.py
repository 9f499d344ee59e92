"""Compare the field paths of two schemas: a path never changes its type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...forms.problems import Problem
from ...forms.subschemas import escape


def check_paths(schema: Mapping[str, Any], before: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """Return a problem for each field whose type differs from the one it had in an earlier version."""
    had: dict[str, str] = {}
    for earlier in before:
        had.update((path, kind) for path, _, kind in _fields(earlier))
    return tuple(
        Problem("field_type_changed", pointer, {"got": had[path], "allowed": kind})
        for path, pointer, kind in _fields(schema)
        if had.get(path, kind) != kind
    )


def _fields(schema: Any, path: str = "", pointer: str = "/schema") -> Iterator[tuple[str, str, str]]:
    """Yield (field path, pointer into the definition, type) of every field that says its type outright."""
    if not isinstance(schema, Mapping):
        return
    for name, field in (schema.get("properties") or {}).items():
        if not isinstance(field, Mapping):
            continue
        inner, place = f"{path}.{name}" if path else name, f"{pointer}/properties/{escape(name)}"
        if "type" in field:
            yield inner, f"{place}/type", _type_text(field["type"])
        yield from _fields(field, inner, place)
        yield from _fields(field.get("items"), f"{inner}[]", f"{place}/items")


def _type_text(kind: object) -> str:
    """An answer may become optional (null) or be read more widely (integer to number) without harm."""
    kinds = set(kind) if isinstance(kind, list) else {str(kind)}
    return "/".join(sorted({"number" if one == "integer" else one for one in kinds} - {"null"}))
