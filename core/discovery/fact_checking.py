"""What is wrong with a set's facts: forms and fields that cannot be asked, and what nobody may count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...forms.definition import FormDefinition
from ...rules.findings import Finding
from ...rules.sets import hash_document
from ...rules.sets.facts import list_fact_names, read_facts
from ...rules.sets.trees import write_pointer
from ...rules.sets.values import Fact
from ...rules.types import Type, Types
from .fact_plans import find_type, is_personal, plan_fact
from .rule_sets import form_types

_TOWNSHIP = re.compile(r"t([0-9]{9})\.", re.ASCII)


def owner_township(name: str) -> str:
    """Return the township whose own form or rule set has this id, empty for a plugin's."""
    found = _TOWNSHIP.match(name)
    return found[1] if found else ""


def is_within_reach(rule_set: str, form: str) -> bool:
    """Tell whether a set may ask about a form: a township's own is nobody else's."""
    return owner_township(form) in ("", owner_township(rule_set))


def check_facts(
    document: Mapping[str, Any],
    form: FormDefinition,
    parameters: Types,
    forms: Mapping[str, FormDefinition],
) -> tuple[Finding, ...]:
    """Return the findings of a document's facts; ``forms`` are those that are known.

    A form that is not known is a warning: its module may be absent, and the fact then is.
    """
    written = document.get("facts")
    if not isinstance(written, Mapping):
        return ()
    facts, _ = read_facts(written, form.subject)
    found = [
        finding for fact in facts.values() for finding in _check_fact(document, fact, form, parameters, forms)
    ]
    return tuple(sorted(found, key=lambda one: one.level == "warning"))


def _check_fact(
    document: Mapping[str, Any],
    fact: Fact,
    form: FormDefinition,
    parameters: Types,
    forms: Mapping[str, FormDefinition],
) -> Iterator[Finding]:
    rule_set, pointer = str(document.get("rule_set", "")), ("facts", fact.name, fact.kind)
    if fact.ask.get("scope") == "county" and owner_township(rule_set):
        allowed = {"got": "county", "allowed": "unit, grid, village, township"}
        yield Finding("fact_scope", write_pointer((*pointer, "scope")), allowed)
    name = fact.ask["form"]
    about = forms.get(name) if is_within_reach(rule_set, name) else None
    if about is None:
        place = write_pointer((*pointer, "form"))
        yield Finding("fact_form_unknown", place, {"got": name}, level="warning")
    else:
        yield from plan_fact(hash_document(document), fact, about)[1]
    yield from _check_names(fact, form, parameters, about)


def _check_names(
    fact: Fact, form: FormDefinition, parameters: Types, about: FormDefinition | None
) -> Iterator[Finding]:
    """Names here must be fields or parameters; a list is matched by any of its items."""
    types, beside = {**form_types(form), **parameters}, form_types(about) if about else {}
    matched = {write_pointer(("facts", fact.name, fact.kind, "match", path)): path for path in _paths(fact)}
    for name, pointer in list_fact_names(fact):
        type = find_type(types, name)
        if type is None:
            yield Finding("name_unknown", pointer, {"got": name, "allowed": ", ".join(types)})
        elif is_personal(form, name):
            yield Finding("fact_personal", pointer, {"got": name, "form": form.form})
        elif pointer not in matched:
            yield from _check_kind(type, "number", pointer)
        elif field := find_type(beside, matched[pointer]):
            yield from _check_kind(type.of if type.kind == "list" and type.of else type, field.kind, pointer)


def _paths(fact: Fact) -> Mapping[str, str]:
    return fact.ask.get("match", {})


def _check_kind(type: Type, wanted: str, pointer: str) -> Iterator[Finding]:
    if type.kind != wanted:
        yield Finding("type_wanted", pointer, {"got": type.kind, "allowed": wanted})
