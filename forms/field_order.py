"""What schema and uiSchema say about any place in the answers, and the order of fields on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .definition import FormDefinition
from .faults import Path
from .subschemas import field_names, in_place

LAST = 10_000


def rank(form: FormDefinition, path: Path) -> tuple[int, ...]:
    """Return a sort key: the position at each level, by ``ui:order``, then as the schema is written."""
    return tuple(
        token if isinstance(token, int) else _position(form, path[:depth], token)
        for depth, token in enumerate(path)
    )


def schemas_of(root: Any, path: Path) -> list[Any]:
    """Return every schema that speaks about the value at a place in the answers."""
    schemas = [root]
    for token in path:
        found = (inner for schema in schemas for inner in schemas_at(root, schema, token))
        schemas = list({id(inner): inner for inner in found}.values())
    return schemas


def ui_of(ui: Any, path: Path) -> Mapping[str, Any]:
    """Return what the uiSchema says about a place in the answers."""
    for token in path:
        ui = ui.get("items" if isinstance(token, int) else token) if isinstance(ui, Mapping) else None
    return ui if isinstance(ui, Mapping) else {}


def schemas_at(root: Any, schema: Any, token: str | int) -> Iterator[Any]:
    """Yield each schema for the member or entry, out of the schema and all that speak in place with it."""
    for part in in_place(root, schema):
        if isinstance(token, int):
            prefix = part.get("prefixItems", ())
            found = prefix[token] if token < len(prefix) else part.get("items")
        else:
            found = part.get("properties", {}).get(token)
            if found is None:
                found = part.get("additionalProperties")
        if isinstance(found, Mapping):
            yield found


def _position(form: FormDefinition, path: Path, token: str) -> int:
    schemas = schemas_of(form.schema, path)
    names = [name for schema in schemas for name in field_names(form.schema, schema)]
    order: list[Any] = list(ui_of(form.ui, path).get("ui:order", ()))
    rest = [name for name in names if name not in order]
    star = order.index("*") if "*" in order else len(order)
    ordered = [*order[:star], *rest, *order[star + 1 :]]
    return ordered.index(token) if token in ordered else LAST
