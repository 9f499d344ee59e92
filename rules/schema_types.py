"""The types of a form's fields, as its JSON Schema says them, and the shape in which a browser gets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from .types import Kind, Type, Types

DEEPEST = 8
MOST_TIMES = 2  # that a schema may refer to itself on one path; rules read no further
MOST_PARTS = 20_000

_KINDS: Mapping[str, Kind] = {
    "string": "text",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "array": "list",
    "object": "row",
}
_FORMATS: Mapping[str, Kind] = {"date": "date", "time": "time", "date-time": "datetime"}
Schema = Mapping[str, Any]
Path = tuple[str, ...]
Bound = Fraction | None

_DEFS = "#/$defs/"


def read_types(schema: Schema) -> Types:
    """Return what each property of an object schema (JSON Schema 2020-12) may hold, by its name.

    A property that no type of the profile can hold (none, or several) is left out: no rule can read it.
    ``$ref`` into ``$defs`` is followed, ``allOf`` joined, ``null`` beside a type makes it optional. What
    nests without end is left out from some depth on.
    """
    return _Reader(schema).read_fields(schema, (), 0)


def write_types(types: Types) -> dict[str, Any]:
    """Return the types as JSON data (docs/rules-spec.md section 3.1); titles stay behind."""
    return {name: _write(type) for name, type in types.items()}


def read_types_document(document: Mapping[str, Any]) -> Types:
    """Return the types that ``write_types`` wrote."""
    return MappingProxyType({name: _read_written(one) for name, one in document.items()})


class _Reader:
    """Reads one schema; ``path`` is the references that led to a part of it."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._left = MOST_PARTS

    def read_fields(self, part: Any, path: Path, depth: int) -> Types:
        schema, path = self._flatten(part, path)
        required = frozenset(schema.get("required", ()))
        found = {name: self._read(one, path, depth + 1) for name, one in schema.get("properties", {}).items()}
        return MappingProxyType(
            {name: replace(type, required=name in required) for name, type in found.items() if type}
        )

    def _read(self, part: Any, path: Path, depth: int) -> Type | None:
        schema, path = self._flatten(part, path)
        kind = _find_kind(schema)
        if kind is None or depth > DEEPEST:
            return None
        type = _read_plain(schema, kind)
        if kind == "list":
            inner = self._read(schema.get("items", {}), path, depth + 1)
            return replace(type, of=inner) if inner else None
        return replace(type, fields=self.read_fields(schema, path, depth)) if kind == "row" else type

    def _flatten(self, part: Any, path: Path) -> tuple[dict[str, Any], Path]:
        """Return the part with its ``$ref`` followed and its ``allOf`` joined, its own words last."""
        self._left -= 1
        if not isinstance(part, Mapping) or self._left < 0:
            return {}, path
        joined: dict[str, Any] = {}
        reference = part.get("$ref")
        if isinstance(reference, str) and reference.startswith(_DEFS) and path.count(reference) < MOST_TIMES:
            found = self._root.get("$defs", {}).get(reference.removeprefix(_DEFS))
            joined, path = self._flatten(found, (*path, reference))
        for one in part.get("allOf", ()):
            inner, path = self._flatten(one, path)
            joined = _join(joined, inner)
        own = {name: value for name, value in part.items() if name not in ("$ref", "allOf")}
        return _join(joined, own), path


def _join(one: Schema, other: Schema) -> dict[str, Any]:
    """Return what holds where both schemas do, as far as rules ask; else the words of the other."""
    joined = {**one, **other}
    shared = {
        name: _JOINED[name](one[name], other[name]) for name in _JOINED if name in one and name in other
    }
    return {**joined, **shared}


def _join_properties(one: Schema, other: Schema) -> dict[str, Any]:
    both = {name: {"allOf": [one[name], other[name]]} for name in one if name in other}
    return {**one, **other, **both}


def _read_plain(schema: Schema, kind: Kind) -> Type:
    low, high = _read_bounds(schema) if kind == "number" else (None, None)
    return Type(
        kind,
        options=tuple(_read_options(schema)),
        low=low,
        high=high,
        integer="integer" in _list_types(schema),
        unit=str(schema.get("x-unit", "")),
        title=_read_title(schema.get("title", "")),
        labels=_read_labels(schema),
    )


def _find_kind(schema: Schema) -> Kind | None:
    types = _list_types(schema)
    if not types and (options := list(_read_options(schema))):
        types = [{str: "string", bool: "boolean"}.get(type(options[0]), "number")]
    if len(types) != 1:
        return None
    kind = _KINDS.get(types[0])
    return _FORMATS.get(str(schema.get("format")), kind) if kind == "text" else kind


def _list_types(schema: Schema) -> list[str]:
    written = schema.get("type", [])
    return [one for one in ([written] if isinstance(written, str) else written) if one != "null"]


def _read_options(schema: Schema) -> Iterator[str | bool | Fraction]:
    written = schema.get("enum") or [
        one["const"] for one in schema.get("oneOf", ()) if isinstance(one, Mapping) and "const" in one
    ]
    for value in [schema["const"]] if "const" in schema else written:
        if isinstance(value, str | bool):
            yield value
        elif value is not None:
            yield Fraction(str(value))


def _read_labels(schema: Schema) -> Mapping[str, str]:
    choices = [one for one in schema.get("oneOf", ()) if isinstance(one, Mapping) and "title" in one]
    labels = {one["const"]: _read_title(one["title"]) for one in choices if isinstance(one.get("const"), str)}
    return MappingProxyType({value: label for value, label in labels.items() if label != value})


def _read_bounds(schema: Schema) -> tuple[Bound, Bound]:
    """Return the bounds, both inclusive; one that excludes is the next whole number, else itself."""
    whole = "integer" in _list_types(schema)
    lows, highs = _list_bounds(schema, "minimum"), _list_bounds(schema, "maximum")
    lows += [Fraction(one // 1 + 1) if whole else one for one in _list_bounds(schema, "exclusiveMinimum")]
    highs += [-Fraction(-one // 1 + 1) if whole else one for one in _list_bounds(schema, "exclusiveMaximum")]
    return max(lows, default=None), min(highs, default=None)


def _list_bounds(schema: Schema, name: str) -> list[Fraction]:
    return [Fraction(str(schema[name]))] if name in schema else []


def _read_title(label: Any) -> str:
    if isinstance(label, Mapping):
        return str(label.get("zh-CN") or next(iter(label.values()), ""))
    return str(label)


def _write(type: Type) -> dict[str, Any]:
    members: dict[str, Any] = {"type": type.kind}
    if type.options:
        members["options"] = [_write_number(one) for one in type.options]
    for name in ("low", "high"):
        bound = getattr(type, name)
        if bound is not None:
            members[name] = _write_number(bound)
    members |= {name: True for name in ("integer", "required") if getattr(type, name)}
    if type.unit:
        members["unit"] = type.unit
    if type.of:
        members["of"] = _write(type.of)
    if type.kind == "row":
        members["fields"] = write_types(type.fields)
    return members


def _write_number(value: Any) -> Any:
    if not isinstance(value, Fraction):
        return value
    return int(value) if value.denominator == 1 else float(value)


def _read_written(one: Mapping[str, Any]) -> Type:
    low, high = (Fraction(str(one[name])) if name in one else None for name in ("low", "high"))
    options = tuple(
        value if isinstance(value, str | bool) else Fraction(str(value)) for value in one.get("options", ())
    )
    return Type(
        one["type"],
        options=options,
        low=low,
        high=high,
        integer=one.get("integer", False),
        unit=one.get("unit", ""),
        required=one.get("required", False),
        of=_read_written(one["of"]) if "of" in one else None,
        fields=read_types_document(one.get("fields", {})),
    )


_JOINED: Mapping[str, Callable[[Any, Any], Any]] = {
    "properties": _join_properties,
    "required": lambda one, other: [*one, *other],
    "minimum": max,
    "exclusiveMinimum": max,
    "maximum": min,
    "exclusiveMaximum": min,
}
