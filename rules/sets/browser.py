"""A rule set as the page being filled gets it: compiled, in order, without what only authors need."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from ..schema_types import write_types
from ..tables import write_browser_table
from .effects import EVENTS
from .ordering import conditions_of
from .values import Computed, Condition, Effect, Rule, RuleSet, Step, TableUse, name_tree


def write_browser_set(rule_set: RuleSet, events: Collection[str] = EVENTS) -> dict[str, Any]:
    """Return the JSON that ``buildSet`` of rules/js/sets.js takes, with the rules that run at the events.

    Formulas are ``{"tree", "reads", "clock"}``; labels keep both languages. ``facts`` are the names that only
    the server knows, ``titles`` the words for these and for computed values.
    """
    steps = [step for step in rule_set.steps if not isinstance(step, Rule) or step.on & set(events)]
    return {
        "rule_set": rule_set.rule_set,
        "title": rule_set.title,
        "effective_from": rule_set.effective_from,
        "effective_to": rule_set.effective_to,
        "dated_by": rule_set.dated_by,
        "provisional": rule_set.provisional,
        "where": rule_set.where,
        "hash": rule_set.hash,
        "facts": sorted(rule_set.facts),
        "gates": dict(_list_gates(rule_set)),
        "titles": dict(_list_titles(rule_set)),
        "types": _write_types(rule_set, steps),
        "steps": [_WRITERS[type(step)](step) for step in steps],
    }


def _list_gates(rule_set: RuleSet) -> Iterator[tuple[str, Any]]:
    titles = rule_set.document.get("gates", {})
    for gate in rule_set.gates:
        yield gate, titles.get(gate, gate)


def _list_titles(rule_set: RuleSet) -> Iterator[tuple[str, Any]]:
    document = rule_set.document
    for name, told in (*document.get("compute", {}).items(), *document.get("facts", {}).items()):
        if isinstance(told, Mapping) and "title" in told:
            yield name, told["title"]


def _write_types(rule_set: RuleSet, steps: Collection[Step]) -> Mapping[str, Any]:
    """Write the types of what is read, whole groups and lists included."""
    formulas = (one for step in steps for one in _formulas_of(step))
    read = {name for formula in formulas for name in formula.names}
    roots = {name.partition(".")[0] for name in read}
    return write_types({name: type for name, type in rule_set.types.items() if name in read | roots})


def _formulas_of(step: Step) -> Iterator[Condition]:
    yield from conditions_of(step)
    if isinstance(step, TableUse):
        yield from step.formulas.values()


def _write_computed(step: Computed) -> dict[str, Any]:
    return {"compute": step.name, "formula": _write_formula(step.formula)}


def _write_table(step: TableUse) -> dict[str, Any]:
    numbers = {name: number for number, name in enumerate(step.formulas)}
    return {
        "table": step.table,
        "inputs": [_write_formula(one) for one in step.inputs],
        "outputs": list(step.outputs),
        "formulas": [_write_formula(one) for one in step.formulas.values()],
        "decide": _strip(write_browser_table(step.indexed.table), numbers),
    }


def _strip(table: dict[str, Any], numbers: Mapping[str, int]) -> dict[str, Any]:
    """The set works out inputs and outputs: of a tree the table needs no more than the formula's number."""

    def number(output: Any) -> Any:
        return {"tree": numbers[name_tree(output["tree"])]} if isinstance(output, Mapping) else output

    width = len(table["inputs"])
    stripped = {
        **table,
        "inputs": [{name: value for name, value in one.items() if name != "tree"} for one in table["inputs"]],
        "rows": [[*row[:width], *map(number, row[width:])] for row in table["rows"]],
    }
    if "default" in table:
        stripped["default"] = [number(output) for output in table["default"]]
    if "bands" in table:
        stripped["bands"] = _strip(table["bands"], numbers)
    return stripped


def _write_rule(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.rule,
        "title": rule.title,
        "on": sorted(rule.on),
        "if": _write_formula(rule.condition),
        "then": [_write_effect(effect) for effect in rule.then],
        "basis": rule.basis,
        "remedy": rule.remedy,
    }


def _write_effect(effect: Effect) -> dict[str, Any]:
    value = {"value": _write_formula(effect.value)} if effect.value else {}
    return {
        "kind": effect.kind,
        "target": effect.target,
        "say": effect.say,
        "detail": dict(effect.detail),
        **value,
    }


def _write_formula(condition: Condition) -> dict[str, Any]:
    clock = {"clock": True} if condition.reads_clock else {}
    return {"tree": condition.tree, "reads": sorted(condition.names), **clock}


_WRITERS: Mapping[type, Callable[[Any], dict[str, Any]]] = {
    Computed: _write_computed,
    TableUse: _write_table,
    Rule: _write_rule,
}
