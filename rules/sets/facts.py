"""Facts: values over other records, declared in a set and looked up by whoever evaluates it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ..findings import Finding
from ..types import Kind, Type
from .effects import PEOPLE, label_texts
from .trees import write_pointer
from .values import Fact

SCOPES = ("unit", "grid", "village", "township", "county")
PERIODS = ("day", "week", "month", "quarter", "year", "all")
MOST_DAYS = 3_660
CLAUSE = "个人信息保护法 第24条"
_KINDS: tuple[Kind, ...] = ("boolean", "number", "text", "date", "time", "datetime")
_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "count": ("form", "match", "if", "scope", "period"),
    "sum": ("form", "field", "match", "if", "scope", "period"),
    "look_up": ("form", "field", "match"),
}
_OPTIONAL = frozenset({"scope", "period", "if"})
_BESIDE: Mapping[str, tuple[str, ...]] = {"look_up": ("title", "type")}


def read_facts(written: Mapping[str, Any], subject: str) -> tuple[dict[str, Fact], list[Finding]]:
    """Return the facts by name, and what is wrong with the others."""
    facts: dict[str, Fact] = {}
    findings: list[Finding] = []
    for name, one in written.items():
        found = list(_check_fact(write_pointer(("facts", name)), one, subject))
        findings += found
        if not found:
            kind = next(kind for kind in _MEMBERS if kind in one)
            facts[name] = Fact(name, kind, one[kind], _read_type(one, kind, name))
    return facts, findings


def find_fact_names(facts: Iterable[Fact]) -> frozenset[str]:
    """Return the names of this form or of parameters that are read to look the facts up."""
    return frozenset(name for fact in facts for name, _ in list_fact_names(fact))


def list_fact_names(fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield each name of this form or of parameters that the fact reads, with its pointer."""
    pointer = ("facts", fact.name, fact.kind)
    for field, name in fact.ask.get("match", {}).items():
        yield name, write_pointer((*pointer, "match", field))
    period = fact.ask.get("period")
    if isinstance(period, Mapping) and isinstance(period["days"], str):
        yield period["days"], write_pointer((*pointer, "period", "days"))


def _check_fact(pointer: str, written: Any, subject: str) -> Iterator[Finding]:
    kinds = [kind for kind in _MEMBERS if isinstance(written, Mapping) and kind in written]
    if len(kinds) != 1 or not isinstance(written[kinds[0]], Mapping):
        yield Finding("fact_shape", pointer, {"allowed": ", ".join(_MEMBERS)})
        return
    kind, ask = kinds[0], written[kinds[0]]
    yield from _check_members(pointer, written, (kind, *_BESIDE.get(kind, ("title",))))
    yield from _check_members(f"{pointer}/{kind}", ask, _MEMBERS[kind])
    for member, fits, allowed in _CHECKS:
        if member in _needed(kind, ask) and not fits(ask.get(member)):
            yield Finding("fact_member", f"{pointer}/{kind}/{member}", {"allowed": allowed})
    if kind == "look_up" and written.get("type") not in _KINDS:
        yield Finding("fact_type", f"{pointer}/type", {"allowed": ", ".join(_KINDS)})
    if kind != "look_up" and subject in PEOPLE:
        yield Finding("effect_on_people", pointer, {"got": kind, "clause": CLAUSE})


def _check_members(pointer: str, written: Mapping[str, Any], allowed: tuple[str, ...]) -> Iterator[Finding]:
    for member in written:
        if member not in allowed:
            facts = {"got": member, "allowed": ", ".join(allowed)}
            yield Finding("member_unknown", pointer + write_pointer((member,)), facts)


def _needed(kind: str, ask: Mapping[str, Any]) -> frozenset[str]:
    """Return the members to look at: those that are there, and those that must be."""
    left_out = _OPTIONAL if kind == "look_up" else _OPTIONAL | {"match"}
    return frozenset(one for one in _MEMBERS[kind] if one in ask or one not in left_out)


def _read_type(written: Mapping[str, Any], kind: str, name: str) -> Type:
    title = next(iter(label_texts(written.get("title", ""))), "") or name
    if kind == "look_up":
        return Type(written["type"], title=title)
    return Type("number", integer=kind == "count", title=title)


def _is_match(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(isinstance(one, str) for one in value.values())


def _is_period(value: Any) -> bool:
    if not isinstance(value, Mapping):
        return value in PERIODS
    days = value.get("days")
    counted = isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= MOST_DAYS
    return set(value) == {"days"} and (counted or (isinstance(days, str) and bool(days)))


_CHECKS: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("form", lambda value: isinstance(value, str) and "." in value, "plugin.form"),
    ("field", lambda value: isinstance(value, str) and bool(value), "a field of that form"),
    ("match", _is_match, '{"field of that form": "name here"}'),
    ("scope", lambda value: value in SCOPES, ", ".join(SCOPES)),
    ("period", _is_period, f'{", ".join(PERIODS)}, {{"days": 14}}, {{"days": "parameter"}}'),
    ("if", lambda value: isinstance(value, str | Mapping), "a condition"),
)
