"""Read a rule set: every formula compiled and type-checked, every name known, the steps in order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ..findings import Finding, RuleRefused
from ..types import Types
from .conditions import Conditions
from .drafts import read_values
from .effects import EFFECTS, EVENTS, Reader, label_texts, read_effects
from .facts import find_fact_names, read_facts
from .holes import find_holes
from .ordering import order_steps
from .shape import check_shape
from .values import Fact, Rule, RuleSet, Step


def read_rule_set(
    document: Mapping[str, Any], types: Types, *, parameters: Types | None = None, subject: str = "matter"
) -> RuleSet:
    """Return the set, ready to evaluate.

    ``types`` are those of the form's fields, ``parameters`` those of the county's parameters, ``subject`` the
    form's. Raises ``RuleRefused`` with every finding that stops it: shapes, unknown names, formulas that
    could reach a coercion, circles, effects on fields that do not exist, scores of persons.
    """
    _refuse(check_shape(document))
    facts, findings = read_facts(document.get("facts", {}), subject)
    known = {**types, **(parameters or {}), **{fact.name: fact.type for fact in facts.values()}}
    findings += _check_names(document, types, parameters or {}, facts)
    conditions = Conditions(known, findings)
    values = read_values(document, conditions)
    _refuse(findings)
    rules = _read_rules(document, conditions, frozenset(_paths(types)), subject)
    _refuse(findings)
    steps = order_steps([*values, *rules])
    return _build(document, conditions, steps, facts, parameters or {})


def hash_document(document: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hex, of the set as JSON with sorted keys."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _build(
    document: Mapping[str, Any],
    conditions: Conditions,
    steps: Sequence[Step],
    facts: Mapping[str, Fact],
    parameters: Types,
) -> RuleSet:
    read = conditions.names_read
    on_server = conditions.clock_read or bool(read & set(facts))
    return RuleSet(
        rule_set=document["rule_set"],
        form=document["form"],
        title=document.get("title", document["rule_set"]),
        effective_from=document["effective_from"],
        effective_to=document.get("effective_to"),
        dated_by=document.get("dated_by", ""),
        provisional=document.get("provisional", False),
        basis=_texts(document.get("basis", ())),
        types=MappingProxyType(dict(conditions.types)),
        steps=tuple(steps),
        facts=MappingProxyType(dict(facts)),
        parameters=frozenset((read | find_fact_names(facts.values())) & set(parameters)),
        examples=tuple(document.get("examples", ())),
        document=document,
        hash=hash_document(document),
        where="server" if on_server else "phone",
    )


def _read_rules(
    document: Mapping[str, Any], conditions: Conditions, fields: frozenset[str], subject: str
) -> tuple[Rule, ...]:
    reader = Reader(conditions.read, fields, subject)
    rules = [
        _read_rule(written, f"/rules/{place}", conditions, reader)
        for place, written in enumerate(document.get("rules", []))
    ]
    names = [rule.rule for rule in rules if rule]
    for name in sorted({name for name in names if names.count(name) > 1}):
        conditions.findings.append(Finding("rule_twice", "/rules", {"got": name}))
    return tuple(rule for rule in rules if rule)


def _read_rule(
    written: Mapping[str, Any], pointer: str, conditions: Conditions, reader: Reader
) -> Rule | None:
    condition = conditions.read(written["if"], f"{pointer}/if", wanted="boolean")
    effects = read_effects(written["then"], f"{pointer}/then", reader, conditions.findings)
    conditions.findings += _check_holes(effects, pointer, conditions.types)
    on = written.get("on") or sorted({event for effect in effects for event in EFFECTS[effect.kind].on})
    events = [on] if isinstance(on, str) else on
    for event in events:
        if event not in EVENTS:
            facts = {"got": event, "allowed": ", ".join(EVENTS)}
            conditions.findings.append(Finding("event_unknown", f"{pointer}/on", facts))
    if condition is None:
        return None
    basis = ";".join(_texts(written.get("basis", ())))
    title = written.get("title", written["rule"])
    return Rule(
        written["rule"], title, frozenset(events), condition, effects, basis, written.get("remedy", "")
    )


def _check_holes(effects: Sequence[Any], pointer: str, types: Types) -> Iterator[Finding]:
    known = frozenset(_paths(types))
    for place, effect in enumerate(effects):
        for text in label_texts(effect.say):
            for name in find_holes(text):
                if name not in known:
                    facts = {"got": name, "allowed": ", ".join(sorted(known))}
                    yield Finding("name_unknown", f"{pointer}/then/{place}", facts)


def _check_names(
    document: Mapping[str, Any], types: Types, parameters: Types, facts: Mapping[str, Fact]
) -> Iterator[Finding]:
    """A name means one thing: facts and parameters may not hide a field, and dates must be dates."""
    taken = set(types)
    for kind, names in (("parameters", parameters), ("facts", facts)):
        for name in sorted(taken & set(names)):
            yield Finding("name_twice", f"/{kind}/{name}", {"got": name})
        taken |= set(names)
    for name in sorted(set(document.get("compute", {})) & (set(parameters) | set(facts))):
        yield Finding("name_twice", f"/compute/{name}", {"got": name})
    dated_by = document.get("dated_by", "")
    if dated_by and (dated_by not in types or types[dated_by].kind not in ("date", "datetime")):
        allowed = ", ".join(name for name, type in types.items() if type.kind in ("date", "datetime"))
        yield Finding("dated_by_no_date", "/dated_by", {"got": dated_by, "allowed": allowed})


def _paths(types: Types, before: str = "") -> Iterator[str]:
    """Yield every field by its dotted path; rows of a list are one field."""
    for name, type in types.items():
        yield before + name
        if type.kind == "row":
            yield from _paths(type.fields, f"{before}{name}.")


def _texts(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _refuse(findings: Sequence[Finding]) -> None:
    errors = [one for one in findings if one.level == "error"]
    if errors:
        raise RuleRefused(*findings)
