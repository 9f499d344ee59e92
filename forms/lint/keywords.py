"""The closed subset of JSON Schema 2020-12: every keyword allowed, with what its value must be."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import islice
from typing import Any

from ..canonical import write_json
from ..formats import FORMATS
from ..problems import Problem
from ..subschemas import MANY, NAMED, ONE, Tokens, point, walk_schema
from .members import check_label

TYPES = ("object", "array", "string", "integer", "number", "boolean", "null")
RESERVED = frozenset({"__proto__", "constructor", "prototype"})
MOST_ITEMS = 500
MOST_LENGTH = 20_000
MOST_CHOICES = 2_000
MOST_PARTS = 5_000
CROSSING = (
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minimum", "maximum"),
    ("minProperties", "maxProperties"),
    ("minContains", "maxContains"),
)

Check = Callable[[Any, Tokens], list[Problem]]


def check_keywords(document: dict[str, Any]) -> tuple[Problem, ...]:
    """Return every keyword that is unknown or has a wrong value, and every key that cannot be a field."""
    problems: list[Problem] = []
    for tokens, part in walk_schema(document["schema"], ("schema",)):
        if isinstance(part, dict):
            problems += _check_part(part, tokens)
        elif not isinstance(part, bool):
            problems += _wrong(tokens, "{…}")
    return tuple(problems)


def has_room(schema: dict[str, Any]) -> bool:
    """Tell whether the schema has no more parts than the budget allows, without walking further."""
    return next(islice(walk_schema(schema), MOST_PARTS, None), None) is None


def check_key(key: str, at: Tokens) -> list[Problem]:
    """Return a problem unless the key may name a field."""
    if key in RESERVED:
        return [Problem("reserved_key", point(at), {"got": key})]
    if not 0 < len(key) <= 64 or key != key.strip() or not key.isprintable():
        return [Problem("bad_key", point(at), {"limit": 64})]
    return []


def _check_part(part: dict[str, Any], tokens: Tokens) -> list[Problem]:
    problems = []
    for keyword, value in part.items():
        check = KEYWORDS.get(keyword)
        if check is not None:
            problems += check(value, (*tokens, keyword))
        elif not keyword.startswith("x-"):
            facts = {"got": keyword, "allowed": [*KEYWORDS, "x-…"]}
            problems.append(Problem("unknown_keyword", point((*tokens, keyword)), facts))
    return problems or _check_together(part, tokens)


def _check_together(part: dict[str, Any], tokens: Tokens) -> list[Problem]:
    problems = [
        Problem("limits_crossed", point((*tokens, low)), {"low": part[low], "high": part[high]})
        for low, high in CROSSING
        if low in part and high in part and part[low] > part[high]
    ]
    if "pattern" in part and "maxLength" not in part:
        problems.append(Problem("pattern_needs_max_length", point((*tokens, "pattern"))))
    return problems


def _wrong(at: Tokens, allowed: object) -> list[Problem]:
    return [Problem("bad_keyword_value", point(at), {"got": at[-1], "allowed": allowed})]


def _holds_one(value: Any, at: Tokens) -> list[Problem]:
    return [] if isinstance(value, dict | bool) else _wrong(at, "{…}")


def _holds_many(value: Any, at: Tokens) -> list[Problem]:
    return [] if isinstance(value, list) and value else _wrong(at, "[{…}]")


def _holds_named(value: Any, at: Tokens) -> list[Problem]:
    if not isinstance(value, dict):
        return _wrong(at, '{"…": {…}}')
    names = value if at[-1] != "patternProperties" else ()
    return [problem for name in names for problem in check_key(name, (*at, name))]


def _is_text(value: Any, at: Tokens) -> list[Problem]:
    return [] if isinstance(value, str) and len(value) <= 2000 else _wrong(at, '"…"')


def _is_flag(value: Any, at: Tokens) -> list[Problem]:
    return [] if isinstance(value, bool) else _wrong(at, "true, false")


def _is_number(value: Any, at: Tokens) -> list[Problem]:
    good = isinstance(value, int | Decimal) and not isinstance(value, bool) and abs(value) < 10**18
    return [] if good else _wrong(at, "0, 0.01 …")


def _is_step(value: Any, at: Tokens) -> list[Problem]:
    return _is_number(value, at) or ([] if value > 0 else _wrong(at, "> 0"))


def _count(limit: int) -> Check:
    def check(value: Any, at: Tokens) -> list[Problem]:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            return _wrong(at, f"0-{limit}")
        over = Problem("limit_too_high", point(at), {"got": value, "limit": limit})
        return [over] if value > limit else []

    return check


def _are_names(value: Any, at: Tokens) -> list[Problem]:
    good = isinstance(value, list) and all(isinstance(name, str) for name in value)
    return [] if good and len(set(value)) == len(value) else _wrong(at, '["…"]')


def _are_named_names(value: Any, at: Tokens) -> list[Problem]:
    if not isinstance(value, dict):
        return _wrong(at, '{"…": ["…"]}')
    return [problem for key, names in value.items() for problem in _are_names(names, (*at, key))]


def _is_type(value: Any, at: Tokens) -> list[Problem]:
    names = value if isinstance(value, list) and value else [value]
    good = all(isinstance(name, str) and name in TYPES for name in names)
    return [] if good and len(set(names)) == len(names) else _wrong(at, list(TYPES))


def _are_choices(value: Any, at: Tokens) -> list[Problem]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_CHOICES:
        return _wrong(at, f"[…] 1-{MOST_CHOICES}")
    distinct = {write_json(choice, sort_keys=True) for choice in value}
    return [] if len(distinct) == len(value) else [Problem("choice_repeated", point(at))]


def _is_format(value: Any, at: Tokens) -> list[Problem]:
    known = isinstance(value, str) and value in FORMATS
    return [] if known else [Problem("unknown_format", point(at), {"got": value, "allowed": list(FORMATS)})]


def _is_dialect(value: Any, at: Tokens) -> list[Problem]:
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return [] if value == dialect and len(at) == 2 else _wrong(at, [dialect])


def _anything(value: Any, at: Tokens) -> list[Problem]:
    return []


def _is_list(value: Any, at: Tokens) -> list[Problem]:
    return [] if isinstance(value, list) else _wrong(at, "[…]")


KEYWORDS: dict[str, Check] = {
    **{keyword: _holds_one for keyword in sorted(ONE)},
    **{keyword: _holds_many for keyword in sorted(MANY)},
    **{keyword: _holds_named for keyword in sorted(NAMED)},
    "$schema": _is_dialect,
    "$ref": _is_text,
    "$comment": _is_text,
    "type": _is_type,
    "enum": _are_choices,
    "const": _anything,
    "default": _anything,
    "examples": _is_list,
    "title": check_label,
    "description": check_label,
    "readOnly": _is_flag,
    "writeOnly": _is_flag,
    "deprecated": _is_flag,
    "format": _is_format,
    "pattern": _is_text,
    "minLength": _count(MOST_LENGTH),
    "maxLength": _count(MOST_LENGTH),
    "minimum": _is_number,
    "maximum": _is_number,
    "exclusiveMinimum": _is_number,
    "exclusiveMaximum": _is_number,
    "multipleOf": _is_step,
    "minItems": _count(MOST_ITEMS),
    "maxItems": _count(MOST_ITEMS),
    "minContains": _count(MOST_ITEMS),
    "maxContains": _count(MOST_ITEMS),
    "uniqueItems": _is_flag,
    "minProperties": _count(MOST_ITEMS),
    "maxProperties": _count(MOST_ITEMS),
    "required": _are_names,
    "dependentRequired": _are_named_names,
    "x-codes": _is_text,
}
