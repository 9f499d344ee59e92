"""The members of a rule set's document, before anything in them is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from ..findings import Finding

MOST: Mapping[str, int] = {"facts": 50, "compute": 100, "tables": 50, "rules": 200, "examples": 2_000}


def check_shape(document: Any) -> tuple[Finding, ...]:
    """Return what is missing, unknown or of another kind in the set and in each of its rules."""
    if not isinstance(document, Mapping):
        return (Finding("set_shape", "", {"allowed": "{...}"}),)
    findings = list(_check_members(document, "", _SET, _NEEDED))
    for place, rule in enumerate(_list(document.get("rules"))):
        findings += _check_members(rule, f"/rules/{place}", _RULE, ("rule", "if", "then"))
    for name, told in _members(document.get("compute")).items():
        if isinstance(told, Mapping) and "formula" in told:
            findings += _check_members(told, f"/compute/{name}", _VALUE, ())
    for name, most in MOST.items():
        if len(document.get(name) or ()) > most:
            findings.append(Finding("too_many", f"/{name}", {"limit": most}))
    return tuple([*findings, *_check_dates(document)])


def _check_members(
    written: Any, pointer: str, members: Mapping[str, Callable[[Any], bool]], needed: tuple[str, ...]
) -> Iterator[Finding]:
    if not isinstance(written, Mapping):
        yield Finding("rule_shape", pointer, {"allowed": "{...}"})
        return
    for name in needed:
        if name not in written:
            yield Finding("member_missing", f"{pointer}/{name}", {"allowed": ", ".join(needed)})
    for name, value in written.items():
        if name not in members:
            yield Finding("member_unknown", f"{pointer}/{name}", {"got": name, "allowed": ", ".join(members)})
        elif not members[name](value):
            yield Finding("member_shape", f"{pointer}/{name}", {"allowed": _SHAPES[members[name].__name__]})


def _check_dates(document: Mapping[str, Any]) -> Iterator[Finding]:
    begin, end = document.get("effective_from"), document.get("effective_to")
    if isinstance(begin, str) and isinstance(end, str) and end < begin:
        yield Finding("dates_reversed", "/effective_to", {"allowed": f">= {begin}"})


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _members(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _label(value: Any) -> bool:
    return _text(value) or (isinstance(value, Mapping) and bool(value) and all(map(_text, value.values())))


def _texts(value: Any) -> bool:
    return _text(value) or (isinstance(value, list) and all(map(_text, value)))


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _object(value: Any) -> bool:
    return isinstance(value, Mapping)


def _array(value: Any) -> bool:
    return isinstance(value, list)


def _day(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _day_or_none(value: Any) -> bool:
    return value is None or _day(value)


def _anything(value: Any) -> bool:
    return True


_SHAPES: Mapping[str, str] = {
    "_text": '"..."',
    "_label": '"..." / {"zh-CN": "...", "en": "..."}',
    "_texts": '"..." / ["...", ...]',
    "_flag": "true / false",
    "_object": "{...}",
    "_array": "[...]",
    "_day": '"2026-01-01"',
    "_day_or_none": '"2026-01-01" / null',
}
_NEEDED = ("rule_set", "form", "effective_from")
_SET: Mapping[str, Callable[[Any], bool]] = {
    "rule_set": _text,
    "form": _text,
    "title": _label,
    "effective_from": _day,
    "effective_to": _day_or_none,
    "dated_by": _text,
    "provisional": _flag,
    "basis": _texts,
    "facts": _object,
    "compute": _object,
    "tables": _array,
    "rules": _array,
    "gates": _object,
    "examples": _array,
}
_VALUE: Mapping[str, Callable[[Any], bool]] = {"title": _label, "formula": _anything}
_RULE: Mapping[str, Callable[[Any], bool]] = {
    "rule": _text,
    "title": _label,
    "on": _texts,
    "if": _anything,
    "then": _array,
    "basis": _texts,
    "remedy": _label,
}
