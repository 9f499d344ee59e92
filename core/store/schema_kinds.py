"""What kind of value a JSON Schema expects at a field path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

Kind = Literal["text", "integer", "number", "boolean", "time", "list", "count", "search", "unit"]
DEEPEST = 24  # $ref and branches followed on the way to one field
_BRANCHES = ("allOf", "anyOf", "oneOf")
_CONDITIONAL = ("then", "else", "if")
_TIMES = frozenset({"date", "time", "date-time"})
_KINDS: Mapping[str, Kind] = {"integer": "integer", "number": "number", "boolean": "boolean", "array": "list"}


def find_kind(schema: Mapping[str, Any], path: str) -> Kind | None:
    """Return the kind of the field at ``path``, ``None`` when the schema does not know it.

    ``people.count`` counts the rows of ``people``; a path with ``[]`` is a list; an object is text.
    """
    found = _find(schema, schema, path.split("."), DEEPEST)
    if found is None:
        return None
    return "list" if "[]" in path and found != "count" else found


def _find(root: Mapping[str, Any], schema: Any, keys: list[str], depth: int) -> Kind | None:
    if not keys:
        return _kind_of(root, schema, depth)
    for option in _options(root, schema, depth):
        if keys == ["count"] and "items" in option and "properties" not in option:
            return "count"
        for length in range(len(keys), 0, -1):
            key = ".".join(keys[:length])
            inside = _mapping(option.get("properties")).get(key.removesuffix("[]"))
            if inside is not None:
                row = _rows(root, inside, depth) if key.endswith("[]") else inside
                return _find(root, row, keys[length:], depth - 1)
    return None


def _options(root: Mapping[str, Any], schema: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the schema and every schema that may also apply at the same place."""
    if depth <= 0 or not isinstance(schema, Mapping):
        return
    yield schema
    further = [schema[word] for word in _CONDITIONAL if word in schema]
    for word in _BRANCHES:
        branches = schema.get(word)
        further += branches if isinstance(branches, list) else []
    further.append(_resolve(root, schema.get("$ref")))
    further += _mapping(schema.get("dependentSchemas")).values()
    for option in further:
        yield from _options(root, option, depth - 1)


def _resolve(root: Mapping[str, Any], reference: object) -> Any:
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return root if reference == "#" else None
    place: Any = root
    for step in reference[2:].split("/"):
        name = step.replace("~1", "/").replace("~0", "~")
        place = _mapping(place).get(name)
    return place


def _rows(root: Mapping[str, Any], schema: Any, depth: int) -> Any:
    for option in _options(root, schema, depth):
        if "items" in option:
            return option["items"]
    return {}


def _kind_of(root: Mapping[str, Any], schema: Any, depth: int) -> Kind:
    for option in _options(root, schema, depth):
        kinds = {name for name in _type_names(option) if name != "null"}
        if len(kinds) == 1:
            kind = kinds.pop()
            if kind == "string":
                return "time" if option.get("format") in _TIMES else "text"
            return _KINDS.get(kind, "text")
    return "text"


def _type_names(schema: Mapping[str, Any]) -> list[str]:
    said = schema.get("type")
    if isinstance(said, str):
        return [said]
    return [name for name in said if isinstance(name, str)] if isinstance(said, list) else []


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
