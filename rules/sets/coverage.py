"""How much of a set its examples have seen: rules, table rows, and both outcomes of every condition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..findings import Finding
from .evaluating import Outcome
from .examples import ExampleResult
from .places import Place, find_pointers, list_conditions, read_names_of, write_tree
from .trees import find_operator, walk_tree, write_pointer
from .values import Rule, RuleSet, TableUse

Part = tuple[str, str]
"""A step's name in the trace, and a pointer into its tree."""

TRUTHS = frozenset({"==", "!=", "===", "!==", "<", "<=", ">", ">=", "in", "fits", "empty", "is_workday"}) | {
    *("and", "or", "!", "!!", "all", "some", "none")
}


@dataclass(frozen=True)
class Coverage:
    """What the examples of a set saw.

    held      rules that held in an example, ``not_held`` those that were asked and did not
    rows      table -> numbers of the rows that hit; -1 stands for no row at all
    outcomes  part of a condition -> which of true and false it gave
    """

    held: frozenset[str]
    not_held: frozenset[str]
    rows: Mapping[str, frozenset[int]]
    outcomes: Mapping[Part, frozenset[bool]]


def measure_coverage(rule_set: RuleSet, results: Iterable[ExampleResult]) -> Coverage:
    """Return what the results of ``run_examples`` saw, also of examples that came out differently."""
    held: set[str] = set()
    not_held: set[str] = set()
    rows: dict[str, set[int]] = {one.table: set() for one in _tables(rule_set)}
    outcomes: dict[Part, set[bool]] = defaultdict(set)
    rules = {step.rule for step in rule_set.steps if isinstance(step, Rule)}
    for outcome in (result.outcome for result in results if result.outcome):
        in_force = {effect.rule for effect in outcome.effects}
        held |= in_force
        not_held |= {step["step"] for step in outcome.trace if step["step"] in rules} - in_force
        _note_trace(outcome, rows, outcomes)
    return Coverage(
        frozenset(held),
        frozenset(not_held),
        {name: frozenset(seen) for name, seen in rows.items()},
        {part: frozenset(seen) for part, seen in outcomes.items()},
    )


def find_gaps(rule_set: RuleSet, coverage: Coverage) -> tuple[Finding, ...]:
    """Return a warning for everything no example has seen, in the order of the document."""
    if not rule_set.examples:
        return (_warn("examples_missing", "/examples"),)
    found = [*_find_rules(rule_set, coverage), *_find_rows(rule_set, coverage)]
    return tuple([*found, *_find_parts(rule_set, coverage)])


def _note_trace(outcome: Outcome, rows: dict[str, set[int]], outcomes: dict[Part, set[bool]]) -> None:
    for step in outcome.trace:
        if "rows" in step:
            rows[step["step"]] |= set(step["rows"]) or {-1}
        for pointer, value in step.get("nodes", ()):
            if isinstance(value, bool):
                outcomes[step["step"], pointer].add(value)


def _tables(rule_set: RuleSet) -> Iterator[TableUse]:
    return (step for step in rule_set.steps if isinstance(step, TableUse))


def _find_rules(rule_set: RuleSet, coverage: Coverage) -> Iterator[Finding]:
    pointers = find_pointers(rule_set)
    for rule in (step for step in rule_set.steps if isinstance(step, Rule)):
        if rule.rule not in coverage.held:
            yield _warn("example_rule_never_holds", pointers[rule.rule], rule=rule.rule)
        elif rule.rule not in coverage.not_held:
            yield _warn("example_rule_always_holds", pointers[rule.rule], rule=rule.rule)


def _find_rows(rule_set: RuleSet, coverage: Coverage) -> Iterator[Finding]:
    pointers = find_pointers(rule_set)
    for use in _tables(rule_set):
        written = rule_set.document["tables"][int(pointers[use.table].rpartition("/")[2])]
        for number in range(len(written["rows"])):
            if number not in coverage.rows[use.table]:
                pointer = f"{pointers[use.table]}/rows/{number}"
                yield _warn("example_row_never_hit", pointer, table=use.table, row=number)
        if written.get("default") and -1 not in coverage.rows[use.table]:
            yield _warn("example_default_never_used", f"{pointers[use.table]}/default", table=use.table)


def _find_parts(rule_set: RuleSet, coverage: Coverage) -> Iterator[Finding]:
    """A part that gave one outcome alone might be left out, or be wrong, without any example noticing."""
    names = read_names_of(rule_set)
    for step, place in list_conditions(rule_set):
        if isinstance(step, Rule) and step.rule not in coverage.held & coverage.not_held:
            continue  # its own warning says so
        for pointer, tree in _list_parts(place):
            for missing in sorted({True, False} - coverage.outcomes.get((place.step, pointer), frozenset())):
                facts = {"part": write_tree(tree, names), "outcome": missing}
                yield _warn("example_part_one_sided", place.pointer, **facts)


def _list_parts(place: Place) -> Iterator[tuple[str, object]]:
    for path, tree in walk_tree(place.condition.tree, bodies=False):
        if find_operator(tree) in TRUTHS:
            yield write_pointer(path), tree


def _warn(code: str, pointer: str, **facts: object) -> Finding:
    return Finding(code, pointer, facts, level="warning")
