"""Do the examples notice a mistake? Every set with one edit, and whether an example then differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from ..analysis import compare_tables
from ..findings import Finding, RuleRefused
from ..logic import check_logic, compile_logic
from ..tables import build_index
from ..text import Names, write_condition
from .edits import edit_tree
from .examples import compare_outcome, evaluate_example, list_examples
from .places import find_pointers, list_conditions, read_names_of, write_tree
from .table_edits import edit_table
from .values import Computed, Condition, Rule, RuleSet, Step, TableUse

MOST_MUTANTS = 5_000
SEEN_EFFECTS = frozenset(
    {"show", "hide", "set"}
)  # those that examples tell apart from the rest of their rule


@dataclass(frozen=True)
class Mutant:
    """A set with one edit.

    edit      what was done: ``comparison threshold connective negation arithmetic part_dropped choice ...``
    pointer   where, in the set's document
    was, now  the part before and after it, as text; ``now`` is empty where the part is gone
    rule_set  the set after it; ``None`` where it would be refused
    """

    edit: str
    pointer: str
    was: str
    now: str
    rule_set: RuleSet | None = field(repr=False)


@dataclass(frozen=True)
class MutantReport:
    """What the examples noticed; mutants that would be refused count on neither side."""

    killed: int
    survived: tuple[Mutant, ...]
    refused: int

    @property
    def rate(self) -> float:
        """The share that was noticed; 1 where there was nothing to notice."""
        alive = self.killed + len(self.survived)
        return self.killed / alive if alive else 1.0


def find_mutants(rule_set: RuleSet) -> Iterator[Mutant]:
    """Yield the set with each single edit: of a condition, a formula, an effect, a table or its rows."""
    yield from _edit_conditions(rule_set)
    yield from _drop_effects(rule_set)
    yield from _edit_tables(rule_set)


def run_mutants(
    rule_set: RuleSet,
    *,
    now: str,
    calendar: Any,
    given: Mapping[str, Any] | None = None,
    most: int = MOST_MUTANTS,
) -> MutantReport:
    """Return what the examples noticed of the first ``most`` mutants; arguments as for ``run_examples``.

    Edits of a table that are proved to change no answer are passed over.
    """
    killed = refused = 0
    survived: list[Mutant] = []
    for mutant in islice(find_mutants(rule_set), most):
        if mutant.rule_set is None:
            refused += 1
        elif _is_noticed(mutant.rule_set, now=now, calendar=calendar, given=given or {}):
            killed += 1
        else:
            survived.append(mutant)
    return MutantReport(killed, _leave_out_same(rule_set, survived), refused)


def tell_survivors(report: MutantReport) -> tuple[Finding, ...]:
    """Return a warning for each mutant that no example noticed."""
    return tuple(
        Finding(_name_survivor(one), one.pointer, {"was": one.was, "now": one.now}, level="warning")
        for one in report.survived
    )


def _name_survivor(mutant: Mutant) -> str:
    if mutant.edit == "rows_swapped":
        return "mutant_swapped"
    return "mutant_survived" if mutant.now else "mutant_dropped"


def _is_noticed(rule_set: RuleSet, **options: Any) -> bool:
    return any(
        any(True for _ in compare_outcome(one["expect"], evaluate_example(rule_set, one, **options), ""))
        for _, one in list_examples(rule_set)
    )


def _leave_out_same(rule_set: RuleSet, mutants: Sequence[Mutant]) -> tuple[Mutant, ...]:
    try:
        return tuple(one for one in mutants if one.rule_set and _changes_answers(rule_set, one.rule_set))
    except RuleRefused:
        # Too intricate to compare: then it is not known which of them are the same.
        return tuple(mutants)


def _changes_answers(rule_set: RuleSet, mutant: RuleSet) -> bool:
    """Tell whether a table that was edited answers some input differently; of all else it is assumed."""
    for one, other in zip(rule_set.steps, mutant.steps, strict=False):
        if isinstance(one, TableUse) and isinstance(other, TableUse) and one.indexed is not other.indexed:
            return bool(compare_tables(one.indexed.table, other.indexed.table))
    return True


def _edit_conditions(rule_set: RuleSet) -> Iterator[Mutant]:
    names = read_names_of(rule_set)
    for step, place in list_conditions(rule_set):
        for edit, tree in edit_tree(place.condition.tree, rule_set.types):
            after = _compile(place.condition, tree, rule_set)
            changed = _put_condition(step, place.condition, after) if after else None
            told = _write_pair(((edit.was, edit.now), (place.condition.tree, tree)), names)
            whole = _swap_step(rule_set, step, changed) if changed else None
            yield Mutant(edit.kind, place.pointer, *told, whole)


def _write_pair(pairs: tuple[tuple[Any, Any], tuple[Any, Any]], names: Names) -> tuple[str, str]:
    """Return the part before and after as text; the whole where the part alone has no words."""
    try:
        return write_condition(pairs[0][0], names), write_condition(pairs[0][1], names)
    except RuleRefused:
        return write_tree(pairs[1][0], names), write_tree(pairs[1][1], names)


def _compile(condition: Condition, tree: Any, rule_set: RuleSet) -> Condition | None:
    """Return the condition with another tree, ``None`` where publishing would refuse it."""
    before, _ = check_logic(condition.tree, rule_set.types)
    type, found = check_logic(tree, rule_set.types)
    if type.kind != before.kind or any(one.level == "error" for one in found):
        return None
    return replace(condition, tree=tree, run=compile_logic(tree, typed=rule_set.types))


def _put_condition(step: Step, before: Condition, after: Condition) -> Step:
    if isinstance(step, Computed):
        return replace(step, formula=after)
    if isinstance(step, TableUse):
        inputs = tuple(after if one is before else one for one in step.inputs)
        formulas = {key: after if one is before else one for key, one in step.formulas.items()}
        return replace(step, inputs=inputs, formulas=formulas)
    if step.condition is before:
        return replace(step, condition=after)
    then = tuple(replace(one, value=after) if one.value is before else one for one in step.then)
    return replace(step, then=then)


def _drop_effects(rule_set: RuleSet) -> Iterator[Mutant]:
    pointers = find_pointers(rule_set)
    for step in rule_set.steps:
        if not isinstance(step, Rule):
            continue
        others = tuple(one for one in rule_set.steps if one is not step)
        yield Mutant("rule_dropped", pointers[step.rule], step.rule, "", replace(rule_set, steps=others))
        for effect in step.then if len(step.then) > 1 else ():
            if effect.kind in SEEN_EFFECTS:
                rest = replace(step, then=tuple(one for one in step.then if one is not effect))
                told = f"{effect.kind} {effect.target}"
                pointer = f"{pointers[step.rule]}/then"
                yield Mutant("effect_dropped", pointer, told, "", _swap_step(rule_set, step, rest))


def _edit_tables(rule_set: RuleSet) -> Iterator[Mutant]:
    pointers = find_pointers(rule_set)
    for step in rule_set.steps:
        if isinstance(step, TableUse):
            table = step.indexed.table
            for edit in edit_table(table):
                pointer = f"{pointers[step.table]}{edit.pointer}"
                after = _swap_step(rule_set, step, replace(step, indexed=build_index(edit.table)))
                yield Mutant(edit.kind, pointer, edit.was, edit.now, after)


def _swap_step(rule_set: RuleSet, before: Step, after: Step) -> RuleSet:
    return replace(rule_set, steps=tuple(after if one is before else one for one in rule_set.steps))
