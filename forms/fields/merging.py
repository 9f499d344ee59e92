"""One effective schema for one place: local ``$ref``, ``allOf`` and conditions joined, nothing decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..subschemas import find_referred

Schema = Mapping[str, Any]
CONDITIONS = ("if", "then", "else", "dependentSchemas")


def flatten(schema: Any, root: Schema, seen: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the schema with references and ``allOf`` joined and every conditional field added as optional.

    ``anyOf`` and ``oneOf`` stay, since a person has to choose; the check decides about the rest. A reference
    to something already being joined (``seen``) adds nothing.
    """
    if not isinstance(schema, Mapping) or schema.get("$ref") in seen:
        return {}
    reference = schema.get("$ref")
    inner = seen | {reference} if isinstance(reference, str) else seen
    flat: dict[str, Any] = {k: v for k, v in schema.items() if k not in ("$ref", "allOf")}
    for part in _joined_parts(schema, root):
        flat = merge(flatten(part, root, inner), flat)
    for part in _possible_parts(schema):
        flat = add_possible(flat, flatten(part, root, inner))
    return flat


def references_of(schema: Any) -> frozenset[str]:
    """Return the references that joining this schema follows first."""
    if not isinstance(schema, Mapping):
        return frozenset()
    own = {schema["$ref"]} if isinstance(schema.get("$ref"), str) else set()
    return frozenset(own).union(*(references_of(part) for part in schema.get("allOf") or ()))


def merge(first: Schema, second: Schema) -> dict[str, Any]:
    """Return both schemas as one that asks for all of both; words of ``second`` win."""
    merged = {**first, **second}
    if "required" in first and "required" in second:
        merged["required"] = list(dict.fromkeys([*first["required"], *second["required"]]))
    for keyword in ("properties", "patternProperties"):
        if keyword in first and keyword in second:
            merged[keyword] = _merge_members(first[keyword], second[keyword])
    return merged


def add_possible(base: Schema, branch: Schema) -> dict[str, Any]:
    """Return ``base`` with the fields that ``branch`` may bring, none of them required."""
    added = dict(base)
    members = dict(base.get("properties") or {})
    for key, member in (branch.get("properties") or {}).items():
        members[key] = _widen(members[key], member) if key in members else member
    if members:
        added["properties"] = members
    for keyword in ("oneOf", "anyOf"):
        if keyword in branch and "properties" not in branch:
            added.setdefault(keyword, branch[keyword])
    return added


def is_empty(schema: Any) -> bool:
    """Return whether the schema says nothing about the shape of a value."""
    if not isinstance(schema, Mapping):
        return True
    return not set(schema) - {"title", "description", "default", "examples", "readOnly", "$comment"}


def _joined_parts(schema: Schema, root: Schema) -> Iterator[Any]:
    if isinstance(schema.get("$ref"), str):
        yield find_referred(root, schema["$ref"])
    yield from map(_without_conditions, schema.get("allOf") or ())


def _without_conditions(part: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    return {keyword: value for keyword, value in part.items() if keyword not in CONDITIONS}


def _possible_parts(schema: Schema) -> Iterator[Any]:
    """Yield what may apply, also by a condition in ``allOf``: such a one must not narrow a field either."""
    for keyword in ("then", "else"):
        if keyword in schema:
            yield schema[keyword]
    yield from (schema.get("dependentSchemas") or {}).values()
    for part in schema.get("allOf") or ():
        if isinstance(part, Mapping):
            yield from _possible_parts(part)


def _merge_members(first: Schema, second: Schema) -> dict[str, Any]:
    merged = dict(first)
    for key, member in second.items():
        both = key in merged and not is_empty(merged[key]) and not is_empty(member)
        merged[key] = {"allOf": [merged[key], member]} if both else _fuller(merged.get(key), member)
    return merged


def _fuller(one: Any, other: Any) -> Any:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return {**one, **other}
    return one if is_empty(other) and one is not None else other


def _widen(known: Any, possible: Any) -> Any:
    """A condition may add members below a known object or fill an empty schema; it never narrows a field."""
    if is_empty(known):
        return possible if isinstance(known, bool) or known is None else {**_as_mapping(possible), **known}
    if isinstance(known, Mapping) and isinstance(possible, Mapping) and "properties" in possible:
        return add_possible(known, possible)
    return known


def _as_mapping(schema: Any) -> Schema:
    return schema if isinstance(schema, Mapping) else {}
