"""Whether a definition may be used: a closed subset of JSON Schema, in budgets, asking what is lawful."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..canonical import write_json
from ..fragments import copy_fragments, shipped_library
from ..keyed import Keyed
from ..problems import DefinitionError, Problem
from ..source import as_json, parse_source
from .conduct import check_conduct
from .keywords import MOST_PARTS, check_keywords, has_room
from .members import check_members
from .paths import check_paths
from .patterns import check_patterns
from .references import check_references

CHECKS = (check_references, check_patterns, check_paths, check_conduct)


def lint_form(source: Mapping[str, Any] | str | bytes) -> tuple[Problem, ...]:
    """Return the problems of the definition, in reading order; nothing when it may be used.

    Members are judged first, then keywords, then what only sound keywords can be asked: mending one kind may
    bring up the next.
    """
    try:
        document = parse_source(source)
    except DefinitionError as error:
        return error.problems
    return lint_value(document, shipped_library())


def lint_value(document: Any, library: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return what ``lint_form`` returns, for a definition that ``parse_source`` has read."""
    return _judge(Keyed(write_json([document, sorted(library)]), (document, library)))


@lru_cache(maxsize=512)
def _judge(definition: Keyed) -> tuple[Problem, ...]:
    document, library = definition.value
    if not isinstance(document, dict):
        return (Problem("not_an_object", facts={"got": type(document).__name__}),)
    problems = check_members(document)
    if not isinstance(document.get("schema"), dict):
        return problems
    if not has_room(document["schema"]):
        return (*problems, Problem("expands_too_far", "/schema", {"limit": MOST_PARTS}))
    document = as_json(document)
    problems += copy_fragments(document["schema"], library, ("schema",))
    problems = problems or check_keywords(document)
    # What the later checks take for granted, the earlier ones have made sure of.
    for check in CHECKS if not problems else ():
        problems += check(document)
    return problems
