"""Judge a body by its schema: the members it must have, may have, and what each may hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ....forms.problems import Problem
from ....forms.subschemas import escape
from ...records.values import Rejection
from .schemas import TYPES


def check_members(schema: Mapping[str, Any], body: Any) -> None:
    """Raise ``Rejection`` 422 with every problem of the body, in the schema's order."""
    problems = tuple(_judge(schema, body, ""))
    if problems:
        raise Rejection(422, "body_invalid", problems, pointer=problems[0].pointer)


def _judge(schema: Mapping[str, Any], value: Any, pointer: str) -> Iterator[Problem]:
    if not schema:  # anything may stand here: the answers of a form, which the form itself judges
        return
    kinds = schema.get("type", [])
    allowed = [kinds] if isinstance(kinds, str) else kinds
    if allowed and not any(TYPES[kind](value) for kind in allowed):
        yield _problem("type", pointer, " / ".join(allowed))
        return
    for keyword, fits in LIMITS.items():
        if keyword in schema and not fits(value, schema[keyword]):
            yield _problem(keyword, pointer, str(schema[keyword]))
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _judge(schema.get("items", {}), item, f"{pointer}/{place}")
    if isinstance(value, Mapping):
        yield from _judge_members(schema, value, pointer)


def _judge_members(schema: Mapping[str, Any], value: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    properties, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield _problem("required", f"{pointer}/{name}", name)
    for name, member in value.items():
        inside = properties.get(name, others)
        if inside is False:
            yield _problem("unknown_member", f"{pointer}/{escape(name)}", ", ".join(properties))
        else:
            yield from _judge(inside, member, f"{pointer}/{escape(name)}")


def _problem(code: str, pointer: str, allowed: str) -> Problem:
    return Problem(code, pointer, {"detail": f"{WORDS[code]}{allowed}"})


LIMITS: Mapping[str, Callable[[Any, Any], bool]] = {
    "minLength": lambda value, limit: len(value) >= limit,
    "maxLength": lambda value, limit: len(value) <= limit,
    "pattern": lambda value, pattern: re.search(pattern, value, re.ASCII) is not None and "\n" not in value,
    "enum": lambda value, choices: value in choices,
    "minimum": lambda value, limit: value is None or value >= limit,
    "maxItems": lambda value, limit: len(value) <= limit,
}

# Programs read these, so each sentence is short and in both languages.
WORDS: Mapping[str, str] = {
    "type": "类型应为 / expected type: ",
    "required": "缺少 / missing: ",
    "unknown_member": "多余；可用 / unknown, allowed: ",
    "minLength": "最少字数 / shortest: ",
    "maxLength": "最多字数 / longest: ",
    "pattern": "格式应为 / expected pattern: ",
    "enum": "可选 / allowed: ",
    "minimum": "最小 / smallest: ",
    "maxItems": "最多项数 / most items: ",
}
