"""Where a JSON Schema holds further schemas, and the walk over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Tokens = tuple[str, ...]

ONE = frozenset({"not", "if", "then", "else", "contains", "additionalProperties", "propertyNames", "items"})
MANY = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
NAMED = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs"})
SCHEMAS = ONE | MANY | NAMED
# These speak about the same value as the schema that holds them; the others about a part of it.
IN_PLACE = frozenset({"not", "if", "then", "else", "allOf", "anyOf", "oneOf", "dependentSchemas"})
# These say something to people and programs, nothing about which answers are right.
ANNOTATIONS = frozenset(
    {"title", "description", "default", "examples", "readOnly", "writeOnly", "deprecated", "$comment"}
)


def escape(token: str) -> str:
    """Return the token as it stands in a JSON Pointer (RFC 6901)."""
    return token.replace("~", "~0").replace("/", "~1")


def point(tokens: Sequence[str | int]) -> str:
    """Return the JSON Pointer of these tokens."""
    return "".join("/" + escape(str(token)) for token in tokens)


def split_pointer(pointer: str) -> Tokens:
    """Return the tokens of a JSON Pointer."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


def find_part(document: Any, tokens: Sequence[str | int]) -> Any:
    """Return what lies at the tokens, or ``None``."""
    for token in tokens:
        if isinstance(document, Mapping) and token in document:
            document = document[token]
        elif isinstance(document, list) and str(token).isdigit() and int(token) < len(document):
            document = document[int(token)]
        else:
            return None
    return document


def parts(schema: Any) -> Iterator[tuple[Tokens, Any]]:
    """Yield each schema directly inside this one with the tokens that lead to it; malformed members none."""
    if not isinstance(schema, dict) or SCHEMAS.isdisjoint(schema):
        return
    for keyword, value in schema.items():
        if keyword in NAMED and isinstance(value, dict):
            yield from (((keyword, name), part) for name, part in value.items())
        elif keyword in ONE and isinstance(value, dict | bool):
            yield (keyword,), value
        elif keyword in MANY and isinstance(value, list):
            yield from (((keyword, str(index)), part) for index, part in enumerate(value))


def walk_schema(schema: Any, tokens: Tokens = ()) -> Iterator[tuple[Tokens, Any]]:
    """Yield the schema and every schema inside it, with tokens, in the order they are written."""
    waiting = [(tokens, schema)]
    while waiting:
        here, part = waiting.pop()
        yield here, part
        if isinstance(part, dict):
            waiting += [(here + tail, inner) for tail, inner in parts(part)][::-1]


def keywords_on(tokens: Tokens) -> Iterator[str]:
    """Yield the keywords on the way to a schema, leaving out the names and positions between them."""
    index = 0
    while index < len(tokens):
        yield tokens[index]
        index += 1 if tokens[index] in ONE else 2


def find_referred(root: Any, reference: str) -> Any:
    """Return what a local reference such as ``#/$defs/person`` names, or ``None``."""
    return find_part(root, split_pointer(reference.removeprefix("#")))


def follow(root: Any, schema: Any) -> Any:
    """Return the schema that a chain of local ``$ref`` ends at, or the schema itself; ``None`` if broken."""
    seen = 0
    while isinstance(schema, Mapping) and isinstance(schema.get("$ref"), str) and seen < 64:
        schema = find_referred(root, schema["$ref"])
        seen += 1
    return schema


def in_place(root: Any, schema: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the schema and all that speak about the same value: branches, conditions, local references."""
    waiting, seen = [schema], set()
    while waiting:
        part = waiting.pop()
        if not isinstance(part, Mapping) or id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        inner = [sub for tail, sub in parts(part) if tail[0] in IN_PLACE and tail[0] != "not"]
        if isinstance(part.get("$ref"), str):
            inner.append(find_referred(root, part["$ref"]))
        waiting.extend(reversed(inner))


def field_names(root: Any, schema: Any) -> list[str]:
    """Return every property named by the schema or in place with it, first mention first."""
    names: dict[str, None] = {}
    for part in in_place(root, schema):
        properties = part.get("properties")
        names.update(dict.fromkeys(properties if isinstance(properties, Mapping) else ()))
    return list(names)
