"""Code lists: read from a file, resolved into the schema that names them, kept with the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .definition import CodeItem, CodeList
from .lint.conduct import check_choice
from .lint.members import check_id, check_keys, check_label
from .problems import DefinitionError, Problem
from .source import as_json, parse_source
from .subschemas import point, walk_schema
from .text import read_label

MEMBERS = ("codes", "version", "title", "items")
ITEM_MEMBERS = ("value", "label", "parent")


def read_codes(source: Mapping[str, Any] | str | bytes, *, place: str = "") -> CodeList:
    """Return the code list; raise ``DefinitionError`` with every problem.

    The source is ``{"codes": "plugin.name", "version": 1, "title": ..., "items": [{"value", "label",
    "parent"?}]}``. Values are unique texts; a parent names another item's value, never in a circle.
    """
    document = parse_source(source, place)
    problems = check_keys(document, MEMBERS, MEMBERS)
    if not problems:
        problems += check_id(document["codes"], ("codes",))
        problems += check_label(document["title"], ("title",))
        if not isinstance(document["version"], int) or document["version"] < 1:
            problems.append(Problem("bad_member", "/version", {"allowed": "1, 2, 3 …"}))
        problems += _check_items(document["items"])
    if problems:
        raise DefinitionError(tuple(problems), place)
    items = tuple(CodeItem(item["value"], item["label"], item.get("parent")) for item in document["items"])
    return CodeList(document["codes"], document["version"], document["title"], items)


def resolve_codes(
    schema: Any, codes: Mapping[str, CodeList], subject: str
) -> tuple[dict[str, CodeList], tuple[Problem, ...]]:
    """Add to every schema with ``x-codes`` the ``enum`` of its list, in place; return the lists used."""
    used: dict[str, CodeList] = {}
    problems = []
    for tokens, part in walk_schema(schema, ("schema",)):
        name = part.get("x-codes") if isinstance(part, dict) else None
        if name is None:
            continue
        if name not in codes:
            facts = {"got": name, "allowed": sorted(codes)}
            problems.append(Problem("unknown_codes", point((*tokens, "x-codes")), facts))
            continue
        used[name] = codes[name]
        for item in codes[name].items:
            problems += check_choice(read_label(item.label), subject, (*tokens, "x-codes"))
        part["enum"] = [item.value for item in codes[name].items]
    return used, tuple(problems)


def codes_document(codes: Mapping[str, CodeList]) -> dict[str, Any]:
    """Return the lists as JSON data."""
    return {name: _as_document(codes[name]) for name in sorted(codes)}


def restore_codes(document: Mapping[str, Any]) -> dict[str, CodeList]:
    """Return the lists that ``codes_document`` wrote."""
    return {
        name: CodeList(
            name, kept["version"], kept["title"], tuple(CodeItem(**item) for item in kept["items"])
        )
        for name, kept in document.items()
    }


def _as_document(codes: CodeList) -> dict[str, Any]:
    items = [
        {"value": item.value, "label": as_json(item.label)} | ({"parent": item.parent} if item.parent else {})
        for item in codes.items
    ]
    return {"version": codes.version, "title": as_json(codes.title), "items": items}


def _check_items(items: Any) -> list[Problem]:
    if not isinstance(items, list) or not items:
        return [Problem("bad_member", "/items", {"allowed": '[{"value", "label"}]'})]
    problems: list[Problem] = []
    parents: dict[str, str | None] = {}
    for index, item in enumerate(items):
        at = ("items", str(index))
        wrong = check_keys(item, ITEM_MEMBERS, ("value", "label"), at)
        if not wrong and not (isinstance(item["value"], str) and 0 < len(item["value"]) <= 100):
            wrong = [Problem("bad_member", point((*at, "value")), {"allowed": "text, 1-100"})]
        problems += wrong or check_label(item["label"], (*at, "label"))
        if wrong:
            continue
        if item["value"] in parents:
            problems.append(Problem("code_repeated", point((*at, "value")), {"got": item["value"]}))
        parents[item["value"]] = item.get("parent")
    return problems or _check_parents(parents)


def _check_parents(parents: Mapping[str, str | None]) -> list[Problem]:
    problems = []
    for index, (value, parent) in enumerate(parents.items()):
        steps, above = 0, parent
        while above is not None and above in parents and steps <= 8:
            above, steps = parents[above], steps + 1
        if above is not None:
            facts = {"got": value}
            problems.append(Problem("code_parent", point(("items", str(index), "parent")), facts))
    return problems
