"""How a fact is asked of the form it is about: which columns of its list, or why it cannot be asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ...forms.definition import FormDefinition
from ...forms.keyed import Keyed
from ...rules.findings import Finding, RuleRefused
from ...rules.logic import check_logic
from ...rules.sets.effects import PEOPLE
from ...rules.sets.facts import CLAUSE
from ...rules.sets.names import find_names
from ...rules.sets.trees import write_pointer
from ...rules.sets.values import Fact
from ...rules.text import build_names, read_condition
from ...rules.types import Type, Types
from ..store.form_index import IndexColumn, index_columns
from ..store.index_conditions import SHAPES, NotAskable, write_sql
from .rule_sets import form_types

# What a column compares as the rule language does: texts and days by their letters, numbers as numbers.
_KINDS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"text"}),
    "number": frozenset({"integer", "number"}),
    "boolean": frozenset({"boolean"}),
    "date": frozenset({"time"}),
}


@dataclass(frozen=True)
class FactPlan:
    """A fact beside the columns that answer it.

    columns  every column of the form's list a fact may ask, by field
    where    the fact's condition as SQL, with its ``values`` by name; empty without one
    """

    fact: Fact
    columns: Mapping[str, IndexColumn] = field(hash=False)
    where: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def matches(self) -> tuple[tuple[IndexColumn, str], ...]:
        """The columns to match, each with the name here whose value it must hold."""
        return tuple((self.columns[path], name) for path, name in self.fact.ask.get("match", {}).items())


def plan_fact(key: str, fact: Fact, form: FormDefinition) -> tuple[FactPlan | None, tuple[Finding, ...]]:
    """Return the plan, or ``None`` and why not; ``key`` names the fact's declaration, so that it is kept."""
    return _plan(Keyed(f"{key} {fact.name}", fact), Keyed(form.hash, form))


def find_type(types: Types, path: str) -> Type | None:
    """Return the type at a dotted path, ``None`` where there is none."""
    key, _, rest = path.partition(".")
    type = types.get(key)
    return find_type(type.fields, rest) if type and rest else type


def is_personal(form: FormDefinition, path: str) -> bool:
    """Tell whether the form marks the field, or what it is part of or holds, as personal."""
    marked = [name.replace("[]", "") for name in form.privacy]
    return any(path == one or path.startswith(f"{one}.") or one.startswith(f"{path}.") for one in marked)


def list_columns(form: FormDefinition) -> Mapping[str, IndexColumn]:
    """Return what facts may ask of the form: fields of its list that say nothing of a person."""
    types = form_types(form)
    found: dict[str, IndexColumn] = {}
    for column in index_columns(form):
        type = find_type(types, column.path)
        fits = type is not None and column.kind in _KINDS.get(type.kind, ())
        if fits and not is_personal(form, column.path):
            found[column.path] = column
    return found


@lru_cache(maxsize=512)
def _plan(kept: Keyed, about: Keyed) -> tuple[FactPlan | None, tuple[Finding, ...]]:
    fact, form = kept.value, about.value
    columns = list_columns(form)
    findings = list(_check_fields(fact, form, columns))
    where, values, found = _plan_condition(fact, form, columns)
    findings += found
    return (None if findings else FactPlan(fact, columns, where, values)), tuple(findings)


def _check_fields(fact: Fact, form: FormDefinition, columns: Mapping[str, IndexColumn]) -> Iterator[Finding]:
    pointer = ("facts", fact.name, fact.kind)
    matched = fact.ask.get("match", {})
    if matched and fact.kind != "look_up" and form.subject in PEOPLE:
        facts = {"got": fact.kind, "clause": CLAUSE}
        yield Finding("effect_on_people", write_pointer((*pointer, "match")), facts)
    for path in matched:
        yield from _check_column(path, form, columns, write_pointer((*pointer, "match", path)))
    path, place = fact.ask.get("field", ""), write_pointer((*pointer, "field"))
    if fact.kind == "look_up":
        yield from _check_looked_up(fact, form, path, place)
    elif fact.kind == "sum":
        found = list(_check_column(path, form, columns, place))
        yield from found
        if not found and columns[path].kind not in _KINDS["number"]:
            got = getattr(find_type(form_types(form), path), "kind", "")
            yield Finding("type_wanted", place, {"got": got, "allowed": "number"})


def _check_looked_up(fact: Fact, form: FormDefinition, path: str, pointer: str) -> Iterator[Finding]:
    """One record is read by its id, so that its field may stand outside the list."""
    type = find_type(form_types(form), path)
    if type is None:
        allowed = ", ".join(form_types(form))
        yield Finding("fact_field", pointer, {"got": path, "form": form.form, "allowed": allowed})
    elif is_personal(form, path):
        yield Finding("fact_personal", pointer, {"got": path, "form": form.form})
    elif type.kind != fact.type.kind:
        place = write_pointer(("facts", fact.name, "type"))
        yield Finding("type_wanted", place, {"got": fact.type.kind, "allowed": type.kind})


def _check_column(
    path: str, form: FormDefinition, columns: Mapping[str, IndexColumn], pointer: str
) -> Iterator[Finding]:
    if is_personal(form, path):
        yield Finding("fact_personal", pointer, {"got": path, "form": form.form})
    elif path not in columns:
        facts = {"got": path, "form": form.form, "allowed": ", ".join(columns)}
        yield Finding("fact_field", pointer, facts)


def _plan_condition(
    fact: Fact, form: FormDefinition, columns: Mapping[str, IndexColumn]
) -> tuple[str, Mapping[str, Any], tuple[Finding, ...]]:
    written, types = fact.ask.get("if"), form_types(form)
    pointer = write_pointer(("facts", fact.name, fact.kind, "if"))
    if written is None:
        return "", {}, ()
    try:
        tree = read_condition(written, build_names(types)) if isinstance(written, str) else written
    except RuleRefused as refused:
        return "", {}, tuple(Finding(one.code, pointer, one.facts) for one in refused.findings)
    type, found = check_logic(tree, types)
    errors = [Finding(one.code, pointer, one.facts) for one in found if one.level == "error"]
    if not errors and type.kind != "boolean":
        errors = [Finding("type_wanted", pointer, {"got": type.kind, "allowed": "boolean"})]
    for path in sorted(find_names(tree)) if not errors else ():
        errors += _check_column(path, form, columns, pointer)
    if errors:
        return "", {}, tuple(errors)
    try:
        return *write_sql(tree, columns), ()
    except NotAskable:
        return "", {}, (Finding("fact_condition", pointer, {"allowed": SHAPES}),)
