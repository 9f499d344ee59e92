"""Shared parts of forms, copied into a schema's ``$defs`` so that its hash covers them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from .canonical import read_json
from .problems import Problem
from .source import as_json
from .subschemas import escape, point, walk_schema

PREFIX = "lizheng:"


@lru_cache(maxsize=1)
def shipped_library() -> Mapping[str, Any]:
    """Return the fragments that come with the product: ``person/1`` -> schema."""
    folder = files("lizheng.forms") / "library"
    documents = [read_json(file.read_bytes()) for file in folder.iterdir() if file.name.endswith(".json")]
    return {document["fragment"]: document["schema"] for document in documents}


def copy_fragments(schema: Any, library: Mapping[str, Any], at: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """Put every fragment the schema names into its ``$defs`` and point the references there, in place.

    Returns a problem for each name the library has not.
    """
    problems = []
    # The list grows while it is walked: a fragment may name further fragments.
    waiting = list(walk_schema(schema, at))
    for tokens, part in waiting:
        name = _fragment_named(part)
        if name is None:
            continue
        if name not in library:
            facts = {"got": PREFIX + name, "allowed": sorted(PREFIX + known for known in library)}
            problems.append(Problem("unknown_fragment", point((*tokens, "$ref")), facts))
            continue
        key = PREFIX + name.replace("/", "-")
        definitions = schema.setdefault("$defs", {})
        if key not in definitions:
            definitions[key] = as_json(library[name])
            waiting.extend(walk_schema(definitions[key], (*at, "$defs", key)))
        part["$ref"] = f"#/$defs/{escape(key)}"
    return tuple(problems)


def _fragment_named(part: Any) -> str | None:
    reference = part.get("$ref") if isinstance(part, dict) else None
    if isinstance(reference, str) and reference.startswith(PREFIX):
        return reference.removeprefix(PREFIX)
    return None
