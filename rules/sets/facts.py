"""Facts: values over other records, declared in a set and looked up by whoever evaluates it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..findings import Finding
from ..types import Kind, Type
from .effects import PEOPLE
from .values import Fact

SCOPES = ("unit", "village", "township", "county")
PERIODS = ("day", "week", "month", "quarter", "year", "all")
_KINDS: tuple[Kind, ...] = ("boolean", "number", "text", "date", "time", "datetime")
_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "count": ("form", "if", "scope", "period"),
    "sum": ("form", "field", "if", "scope", "period"),
    "look_up": ("form", "field", "match"),
}


def read_facts(written: Mapping[str, Any], subject: str) -> tuple[dict[str, Fact], list[Finding]]:
    """Return the facts by name, and what is wrong with the others."""
    facts: dict[str, Fact] = {}
    findings: list[Finding] = []
    for name, one in written.items():
        found = list(_check_fact(f"/facts/{name}", one, subject))
        findings += found
        if not found:
            kind = next(kind for kind in _MEMBERS if kind in one)
            facts[name] = Fact(name, kind, one[kind], _read_type(one, kind, name))
    return facts, findings


def _check_fact(pointer: str, written: Any, subject: str) -> Any:
    kinds = [kind for kind in _MEMBERS if isinstance(written, Mapping) and kind in written]
    if len(kinds) != 1 or not isinstance(written[kinds[0]], Mapping):
        yield Finding("fact_shape", pointer, {"allowed": ", ".join(_MEMBERS)})
        return
    kind, ask = kinds[0], written[kinds[0]]
    for member in ask:
        if member not in _MEMBERS[kind]:
            facts = {"got": member, "allowed": ", ".join(_MEMBERS[kind])}
            yield Finding("member_unknown", f"{pointer}/{kind}/{member}", facts)
    for member, fits, allowed in _CHECKS:
        if member in _MEMBERS[kind] and not fits(ask.get(member)):
            yield Finding("fact_member", f"{pointer}/{kind}/{member}", {"allowed": allowed})
    if kind == "look_up" and written.get("type") not in _KINDS:
        yield Finding("fact_type", f"{pointer}/type", {"allowed": ", ".join(_KINDS)})
    if kind != "look_up" and subject in PEOPLE:
        yield Finding("effect_on_people", pointer, {"got": kind, "clause": "个人信息保护法 第24条"})


def _read_type(written: Mapping[str, Any], kind: str, name: str) -> Type:
    title = str(written.get("title", name))
    if kind == "look_up":
        return Type(written["type"], title=title)
    return Type("number", integer=kind == "count", title=title)


_CHECKS: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("form", lambda value: isinstance(value, str) and "." in value, "plugin.form"),
    ("field", lambda value: isinstance(value, str) and bool(value), "a field of that form"),
    (
        "match",
        lambda value: isinstance(value, Mapping) and bool(value),
        '{"field of that form": "name here"}',
    ),
    ("scope", lambda value: value in (None, *SCOPES), ", ".join(SCOPES)),
    ("period", lambda value: value in (None, *PERIODS), ", ".join(PERIODS)),
    ("if", lambda value: value is None or isinstance(value, str | Mapping), "a condition"),
)
