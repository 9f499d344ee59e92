"""Everything to be said of a rule set before it judges: what stops it, and what deserves a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..analysis import analyse_table
from ..calendar import Calendar
from ..findings import Finding, RuleRefused
from ..schema_types import read_types
from ..types import Type, Types
from .coverage import find_gaps, measure_coverage
from .effects import label_texts
from .examples import run_examples
from .holding import can_both_hold, can_differ, can_hold, must_hold
from .holes import find_holes
from .places import find_pointers, list_conditions
from .reading import read_rule_set
from .trees import write_pointer
from .values import Effect, Rule, RuleSet, TableUse

Examples = Mapping[int, Mapping[str, Any]]


def check_rule_set(
    document: Mapping[str, Any],
    fields: Mapping[str, Any],
    *,
    parameters: Types | None = None,
    subject: str = "matter",
    given: Mapping[str, Any] | None = None,
    calendar: Calendar | None = None,
    now: str | None = None,
) -> tuple[Finding, ...]:
    """Return every finding of the set, the errors first.

    ``fields`` are the types of the form's fields, or its JSON Schema. All that ``read_rule_set`` refuses is
    an error, so is a table that is not sound, and an example that comes out differently. ``given``,
    ``calendar`` and ``now`` are those of ``run_examples``; without ``now`` it is the set's first day.
    """
    types = fields if all(isinstance(one, Type) for one in fields.values()) else read_types(fields)
    try:
        rule_set = read_rule_set(document, types, parameters=parameters, subject=subject)
    except RuleRefused as refused:
        return refused.findings
    results = run_examples(
        rule_set, now=now or first_moment(document), calendar=calendar or Calendar(), given=given
    )
    read = {one.place: rule_set.examples[one.place] for one in results if one.outcome}
    found = [*_check_tables(rule_set), *_check_unused(rule_set, types, read)]
    found += [*_check_conditions(rule_set), *_check_clashes(rule_set), *_check_basis(rule_set)]
    found += [*_check_moments(rule_set, read), *(one for result in results for one in result.findings)]
    found += find_gaps(rule_set, measure_coverage(rule_set, results))
    return tuple(sorted(found, key=lambda one: one.level == "warning"))


# A case without a result and a row without a case are mistakes: a row is missing, a default, or one too many.
_UNSOUND = frozenset({"table_gap", "row_dead"})


def first_moment(document: Mapping[str, Any]) -> str:
    """Return the first moment of the set's first day, in county time."""
    return f"{document['effective_from']}T00:00:00+08:00"


def _check_tables(rule_set: RuleSet) -> Iterator[Finding]:
    pointers = find_pointers(rule_set)
    for use in (step for step in rule_set.steps if isinstance(step, TableUse)):
        for one in analyse_table(use.indexed.table):
            level = "error" if one.code in _UNSOUND else one.level
            yield replace(one, pointer=pointers[use.table] + one.pointer, level=level)


def _check_unused(rule_set: RuleSet, fields: Types, examples: Examples) -> Iterator[Finding]:
    """Find facts nobody reads, and values that no step reads, no sentence tells and no example asks for."""
    used = {name for _, place in list_conditions(rule_set) for name in place.condition.names}
    used |= {name for rule in _rules(rule_set) for text in _list_texts(rule) for name in find_holes(text)}
    for name in rule_set.facts:
        if name not in used:
            yield _warn("fact_unused", write_pointer(("facts", name)), name=name)
    asked = {name for one in examples.values() for name in one["expect"].get("values", {})}
    for name in rule_set.document.get("compute", {}):
        if name not in used | asked and name.partition(".")[0] not in fields:
            yield _warn("value_unused", write_pointer(("compute", name)), name=name)


def _check_conditions(rule_set: RuleSet) -> Iterator[Finding]:
    for rule, pointer in _list_rules(rule_set):
        if not can_hold(rule.condition.tree, rule_set.types):
            yield _warn("rule_never_holds", f"{pointer}/if", rule=rule.rule)
        elif must_hold(rule.condition.tree, rule_set.types):
            yield _warn("rule_always_holds", f"{pointer}/if", rule=rule.rule)


def _check_clashes(rule_set: RuleSet) -> Iterator[Finding]:
    """Find effects on one field of which another one always, or on some days, takes the place."""
    listed = [
        (rule, pointer, effect)
        for rule, pointer in _list_rules(rule_set)
        for effect in rule.then
        if effect.target
    ]
    for place, (one, pointer, effect) in enumerate(listed):
        for number, (other, _, against) in enumerate(listed):
            same_place = effect.target == against.target and one.on & other.on
            if same_place and _is_undone(rule_set, (one, effect), (other, against), number > place):
                facts = {"rule": one.rule, "other": other.rule, "field": effect.target}
                yield _warn(f"{effect.kind}_and_{against.kind}", pointer, **facts)


def _is_undone(
    rule_set: RuleSet, mine: tuple[Rule, Effect], theirs: tuple[Rule, Effect], later: bool
) -> bool:
    tree, other = mine[0].condition.tree, theirs[0].condition.tree
    kinds = (mine[1].kind, theirs[1].kind)
    if kinds in (("require", "hide"), ("show", "hide")):
        return not can_differ(tree, other, rule_set.types)
    if kinds == ("set", "set") and later:
        return _is_other_value(mine[1], theirs[1]) and can_both_hold(tree, other, rule_set.types)
    return False


def _is_other_value(one: Effect, other: Effect) -> bool:
    return bool(one.value and other.value and one.value.tree != other.value.tree)


def _check_basis(rule_set: RuleSet) -> Iterator[Finding]:
    for rule, pointer in _list_rules(rule_set):
        if not rule.basis and not rule_set.basis:
            yield _warn("basis_missing", pointer, rule=rule.rule)


def _check_moments(rule_set: RuleSet, examples: Examples) -> Iterator[Finding]:
    """What reads the clock needs examples that say when."""
    reads_clock = any(place.condition.reads_clock for _, place in list_conditions(rule_set))
    for place, example in examples.items() if reads_clock else ():
        if "at" not in example:
            yield _warn("example_without_at", f"/examples/{place}")


def _rules(rule_set: RuleSet) -> Iterator[Rule]:
    return (step for step in rule_set.steps if isinstance(step, Rule))


def _list_rules(rule_set: RuleSet) -> list[tuple[Rule, str]]:
    """Return the rules with their pointers, in the order of the document."""
    pointers = find_pointers(rule_set)
    places = {rule.rule: rule for rule in _rules(rule_set)}
    return [(places[name], pointer) for name, pointer in pointers.items() if name in places]


def _list_texts(rule: Rule) -> Iterator[str]:
    for label in (rule.remedy, *(effect.say for effect in rule.then)):
        yield from label_texts(label)


def _warn(code: str, pointer: str, **facts: object) -> Finding:
    return Finding(code, pointer, facts, level="warning")
