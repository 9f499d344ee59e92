"""Names of fields, wherever a definition uses them: in lists, privacy, elements, order, and ``required``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..field_order import schemas_at
from ..problems import Problem
from ..subschemas import Tokens, field_names, in_place, point, walk_schema

# What every record has besides its answers and every list can show and sort by.
RECORD_COLUMNS = ("number", "state", "unit", "received_at", "created_by")


def check_paths(document: dict[str, Any]) -> tuple[Problem, ...]:
    """Return a problem for each name that is no field; ``allowed`` lists the fields there are."""
    schema = document["schema"]
    problems = [
        Problem("unknown_path", point(at), {"got": path, "allowed": field_names(schema, schema)})
        for at, path in _named_paths(document)
        if path not in RECORD_COLUMNS and not find_fields(schema, path)
    ]
    problems += _check_ui(schema, [schema], document.get("ui", {}), ("ui",))
    problems += _check_required(schema)
    return tuple(problems)


def find_fields(schema: Any, path: str) -> list[Any]:
    """Return the schemas of the field at a path such as ``place.words`` or ``checkpoints[].cp_code``."""
    found = [schema]
    for name in path.split("."):
        key, entries = name.removesuffix("[]"), name.endswith("[]")
        found = [inner for part in found for inner in _members(schema, part, key)]
        if entries:
            found = [inner for part in found for inner in schemas_at(schema, part, 0)]
    return found


def _members(root: Any, schema: Any, key: str) -> Iterator[Any]:
    for part in in_place(root, schema):
        if key in part.get("properties", {}):
            yield part["properties"][key]


def _named_paths(document: dict[str, Any]) -> Iterator[tuple[Tokens, str]]:
    for member, paths in document.get("list", {}).items():
        if member == "sort":
            yield ("list", "sort"), paths.removeprefix("-")
        else:
            yield from ((("list", member, str(index)), path) for index, path in enumerate(paths))
    for member in ("privacy", "elements", "links"):
        yield from (((member, path), path) for path in document.get(member, {}))


def _check_ui(root: Any, schemas: list[Any], ui: Any, at: Tokens) -> list[Problem]:
    if not isinstance(ui, dict):
        return [Problem("not_an_object", point(at))]
    names = [name for schema in schemas for name in field_names(root, schema)]
    if not isinstance(ui.get("ui:order", []), list):
        return [Problem("bad_member", point((*at, "ui:order")), {"allowed": names})]
    problems = [
        Problem("unknown_path", point((*at, "ui:order", str(index))), {"got": name, "allowed": names})
        for index, name in enumerate(ui.get("ui:order", ()))
        if name != "*" and name not in names
    ]
    for key, inner in ui.items():
        if key.startswith("ui:"):
            continue
        below = [
            part for schema in schemas for part in schemas_at(root, schema, 0 if key == "items" else key)
        ]
        if key in names or (key == "items" and below):
            problems += _check_ui(root, below, inner, (*at, key))
        elif names or not below:
            problems.append(Problem("unknown_path", point((*at, key)), {"got": key, "allowed": names}))
    return problems


def _check_required(schema: Any) -> Iterator[Problem]:
    """Yield required fields that ``properties`` nowhere names: such a form could never be sent."""
    named = _names_around(schema)
    for tokens, part in walk_schema(schema):
        for index, name in enumerate(part.get("required", ()) if isinstance(part, dict) else ()):
            if name not in named:
                at = point(("schema", *tokens, "required", str(index)))
                yield Problem("required_unknown_field", at, {"got": name, "allowed": sorted(named)[:50]})


def _names_around(schema: Any) -> set[str]:
    parts = [part for _, part in walk_schema(schema) if isinstance(part, dict)]
    return {name for part in parts for name in part.get("properties", ())}
