"""Where the parts of a set stand in its document, and what their conditions read like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..findings import RuleRefused
from ..text import Names, build_names, write_condition
from .trees import write_pointer
from .values import Computed, Condition, Rule, RuleSet, Step, TableUse, name_tree


class Place(NamedTuple):
    """A condition or formula of a set.

    step     the name under which the trace keeps it
    pointer  where it stands in the document
    """

    step: str
    pointer: str
    condition: Condition


def find_pointers(rule_set: RuleSet) -> Mapping[str, str]:
    """Return the pointer of every rule, table and computed value by its name in the set."""
    document = rule_set.document
    rules = {one["rule"]: f"/rules/{place}" for place, one in enumerate(document.get("rules", ()))}
    tables = {one["table"]: f"/tables/{place}" for place, one in enumerate(document.get("tables", ()))}
    computed = {name: write_pointer(("compute", name)) for name in document.get("compute", {})}
    return {**computed, **tables, **rules}


def list_conditions(rule_set: RuleSet) -> Iterator[tuple[Step, Place]]:
    """Yield every condition and formula of the set with the step it belongs to."""
    pointers = find_pointers(rule_set)
    for step in rule_set.steps:
        for place in _list_places(step, pointers[name_step(step)], rule_set.document):
            yield step, place


def name_step(step: Step) -> str:
    """Return the name a step is known by."""
    if isinstance(step, Rule):
        return step.rule
    return step.table if isinstance(step, TableUse) else step.name


def write_tree(tree: Any, names: Names) -> str:
    """Return the tree as condition text, or as it is where it has no words."""
    try:
        return write_condition(tree, names)
    except RuleRefused:
        return str(tree)


def read_names_of(rule_set: RuleSet) -> Names:
    """Return the names that condition texts of the set may use."""
    return build_names(rule_set.types)


def _list_places(step: Step, pointer: str, document: Mapping[str, Any]) -> Iterator[Place]:
    if isinstance(step, Rule):
        yield Place(step.rule, f"{pointer}/if", step.condition)
        for effect in step.then:
            if effect.value:
                yield Place(f"{step.rule}:{effect.target}", f"{pointer}/then", effect.value)
    elif isinstance(step, Computed):
        written = document["compute"][step.name]
        titled = isinstance(written, Mapping) and "formula" in written
        yield Place(step.name, f"{pointer}/formula" if titled else pointer, step.formula)
    else:
        for number, condition in enumerate(step.inputs):
            yield Place(f"{step.table}[{number}]", f"{pointer}/inputs/{number}", condition)
        inputs = [name_tree(condition.tree) for condition in step.inputs]
        for key, formula in step.formulas.items():
            if key not in inputs:
                yield Place(f"{step.table}=", f"{pointer}/rows", formula)
