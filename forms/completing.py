"""What an author left unsaid, said: limits for texts and lists, and no members that nobody declared."""

from __future__ import annotations

from typing import Any

from .subschemas import ANNOTATIONS, Tokens, field_names, keywords_on, split_pointer, walk_schema

MAX_LENGTH = 1000
MAX_ITEMS = 100
OWN_LIMIT = frozenset({"enum", "const", "format", "maxLength"})
OWN_VALUE = frozenset(
    {"properties", "patternProperties", "additionalProperties", "items", "prefixItems", "$defs"}
)


def complete_schema(schema: dict[str, Any]) -> None:
    """Add the defaults to the schema, in place.

    A text without ``maxLength`` takes 1,000 characters, a list without ``maxItems`` 100 entries. An object
    that names its fields takes no others unless ``additionalProperties`` says so; where branches name
    further fields, ``propertyNames`` lists them all, since ``additionalProperties`` sees only its neighbours.
    """
    shared = _referred_in_place(schema)
    for tokens, part in list(walk_schema(schema)):
        if not isinstance(part, dict):
            continue
        _limit(part)
        if _is_value(tokens) and tokens not in shared and "additionalProperties" not in part:
            _close(schema, part)


def _limit(part: dict[str, Any]) -> None:
    types = part.get("type", ())
    types = (types,) if isinstance(types, str) else types
    if "string" in types and not OWN_LIMIT & part.keys():
        part["maxLength"] = MAX_LENGTH
    if "array" in types and "maxItems" not in part:
        part["maxItems"] = MAX_ITEMS


def _close(schema: dict[str, Any], part: dict[str, Any]) -> None:
    if "properties" not in part or "patternProperties" in part or "propertyNames" in part:
        return
    names = field_names(schema, part)
    if set(names) == set(part["properties"]):
        part["additionalProperties"] = False
    else:
        part["propertyNames"] = {"enum": names}


def _is_value(tokens: Tokens) -> bool:
    """Tell whether the schema there describes a value of its own, not a view on its holder's value."""
    return all(keyword in OWN_VALUE for keyword in keywords_on(tokens))


def _referred_in_place(schema: dict[str, Any]) -> set[Tokens]:
    """Return where definitions lie that speak about a value which others describe too."""
    shared: set[Tokens] = set()
    for tokens, part in walk_schema(schema):
        reference = part.get("$ref") if isinstance(part, dict) else None
        if isinstance(reference, str) and (not _is_value(tokens) or not _is_alone(part)):
            shared.add(split_pointer(reference.removeprefix("#")))
    return shared


def _is_alone(part: dict[str, Any]) -> bool:
    return all(key == "$ref" or key in ANNOTATIONS or key.startswith("x-") for key in part)
