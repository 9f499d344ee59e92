"""Two versions of a rule set: what reads differently, and what is answered differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..analysis import compare_tables, join_inputs, say_change
from ..tables import Table, write_cell
from ..tables.words import LANGUAGES
from .evaluating import Outcome
from .examples import evaluate_example, is_same, list_examples
from .places import list_conditions, read_names_of, write_tree
from .values import Computed, Rule, RuleSet, TableUse, name_tree

Pair = tuple[Any, Any]
_MEMBERS = ("title", "effective_from", "effective_to", "dated_by", "provisional", "basis", "gates", "facts")


@dataclass(frozen=True)
class Change:
    """One part that differs.

    what     ``set``, ``rule``, ``value`` or ``table``; ``name`` is its name, of the set the member's
    members  those that differ -> what stood there and what does now; ``None`` for what was not there
    regions  of a table: where its answers differ
    """

    what: str
    name: str
    members: Mapping[str, Pair] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True)
class Region:
    """Inputs of a table that get another answer.

    cells   what the inputs are, as a row would say it, by column
    before  the outputs by name; ``None`` where rows contradicted each other; ``after`` likewise
    words   all that in a sentence, by language
    """

    cells: Mapping[str, str]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    words: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """An example of either set that the two answer differently.

    of       the set it stands in: ``old``, ``new`` or ``both``; ``place`` is its place there, the old before
             the new
    given    the facts of the example
    effects  rules in force under one of them alone -> under the old, under the new
    values   values that differ; ``hidden`` likewise
    """

    of: str
    place: int
    given: Mapping[str, Any]
    effects: Mapping[str, Pair]
    values: Mapping[str, Pair]
    hidden: Mapping[str, Pair]


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions; nothing in either: they are the same."""

    changes: tuple[Change, ...]
    answers: tuple[Answer, ...]


def compare_rule_sets(
    old: RuleSet, new: RuleSet, *, now: str, calendar: Any, given: Mapping[str, Any] | None = None
) -> Comparison:
    """Return what differs: tables by the exact regions of their inputs, all else by text, and the answers.

    The well-formed examples of both are evaluated under both; arguments are those of ``run_examples``.
    Raises ``RuleRefused`` with ``analysis_too_large`` where a table is too intricate.
    """
    options = {"now": now, "calendar": calendar, "given": given or {}}
    changes = [*_compare_members(old, new), *_compare_steps(old, new), *_compare_all_tables(old, new)]
    return Comparison(tuple(changes), tuple(_compare_answers(old, new, options)))


def _compare_members(old: RuleSet, new: RuleSet) -> Iterator[Change]:
    for name in _MEMBERS:
        pair = (old.document.get(name), new.document.get(name))
        if not is_same(*pair):
            yield Change("set", name, {name: pair})


def _compare_steps(old: RuleSet, new: RuleSet) -> Iterator[Change]:
    before, after = _describe_steps(old), _describe_steps(new)
    for key in dict.fromkeys([*before, *after]):
        members = _differ(before.get(key, {}), after.get(key, {}))
        if members:
            yield Change(*key, members)


def _describe_steps(rule_set: RuleSet) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what every rule and value says: conditions as text, whatever they were written as."""
    names = read_names_of(rule_set)
    told = {
        ("rule", str(one["rule"])): {member: one[member] for member in one if member != "if"}
        for one in rule_set.document.get("rules", ())
    }
    for step, place in list_conditions(rule_set):
        if isinstance(step, Computed):
            told["value", step.name] = {"formula": write_tree(place.condition.tree, names)}
        elif isinstance(step, Rule) and place.condition is step.condition:
            told["rule", step.rule]["if"] = write_tree(place.condition.tree, names)
    return told


def _compare_all_tables(old: RuleSet, new: RuleSet) -> Iterator[Change]:
    before, after = _find_tables(old), _find_tables(new)
    for name in dict.fromkeys([*before, *after]):
        if name not in before or name not in after:
            yield Change("table", name, {"table": (name in before, name in after)})
            continue
        regions = tuple(_find_regions(before[name].indexed.table, after[name].indexed.table))
        if regions:
            yield Change("table", name, regions=regions)


def _find_regions(old: Table, new: Table) -> Iterator[Region]:
    columns = join_inputs(old, new)
    for one in compare_tables(old, new):
        parts = zip(columns, one.box.regions, strict=True)
        cells = {column.name: write_cell(region, column.type) for column, region in parts}
        before, after = (None if told is None else dict(told) for told in (one.before, one.after))
        words = {language: say_change(one, old, new, language) for language in LANGUAGES}
        yield Region(cells, before, after, words)


def _find_tables(rule_set: RuleSet) -> dict[str, TableUse]:
    return {step.table: step for step in rule_set.steps if isinstance(step, TableUse)}


def _compare_answers(old: RuleSet, new: RuleSet, options: Mapping[str, Any]) -> Iterator[Answer]:
    for of, place, example in _list_examples(old, new):
        before, after = (evaluate_example(one, example, **options) for one in (old, new))
        effects = _differ(_mark(_in_force(before)), _mark(_in_force(after)), False)
        values = _differ(before.values, after.values)
        hidden = _differ(_mark(before.hidden), _mark(after.hidden), False)
        if effects or values or hidden:
            yield Answer(of, place, example["given"], effects, values, hidden)


def _list_examples(old: RuleSet, new: RuleSet) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Yield the examples of both with the set they stand in; one asked in both comes once."""
    before, after = (
        {_name_question(example): (place, example) for place, example in list_examples(one)}
        for one in (old, new)
    )
    for key, (place, example) in before.items():
        yield "both" if key in after else "old", place, example
    yield from (("new", place, example) for key, (place, example) in after.items() if key not in before)


def _name_question(example: Mapping[str, Any]) -> str:
    return name_tree([example["given"], example.get("at"), example.get("on")])


def _in_force(outcome: Outcome) -> list[str]:
    return [effect.rule for effect in outcome.effects]


def _mark(names: Iterable[str]) -> dict[str, bool]:
    return dict.fromkeys(names, True)


def _differ(before: Mapping[str, Any], after: Mapping[str, Any], absent: Any = None) -> dict[str, Pair]:
    pairs = {name: (before.get(name, absent), after.get(name, absent)) for name in [*before, *after]}
    return {name: pair for name, pair in pairs.items() if not is_same(*pair)}
