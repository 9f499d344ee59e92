"""The order in which fields stand on the page, for any place in the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .definition import FormDefinition
from .faults import Path
from .subschemas import field_names, in_place

LAST = 10_000


def rank(form: FormDefinition, path: Path) -> tuple[int, ...]:
    """Return a sort key: the position at each level, by ``ui:order``, then as the schema is written."""
    schemas: list[Any] = [form.schema]
    ui: Any = form.ui
    places = []
    for token in path:
        places.append(token if isinstance(token, int) else _position(form, schemas, ui, token))
        schemas = [inner for schema in schemas for inner in schemas_at(form.schema, schema, token)]
        ui = ui.get("items" if isinstance(token, int) else token, {}) if isinstance(ui, Mapping) else {}
    return tuple(places)


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


def _position(form: FormDefinition, schemas: Sequence[Any], ui: Any, token: str) -> int:
    names = [name for schema in schemas for name in field_names(form.schema, schema)]
    order: list[Any] = list(ui.get("ui:order", ())) if isinstance(ui, Mapping) else []
    rest = [name for name in names if name not in order]
    star = order.index("*") if "*" in order else len(order)
    ordered = [*order[:star], *rest, *order[star + 1 :]]
    return ordered.index(token) if token in ordered else LAST
