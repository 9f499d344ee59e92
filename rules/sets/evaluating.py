"""Evaluate a rule set on one record's facts: values, effects in force, and the trace that replays it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..errors import LogicError
from ..tables import decide
from .holes import Show, fill_holes, read_path, show_plainly
from .values import Computed, Condition, Effect, Label, Rule, RuleSet, Step, TableUse, name_tree


@dataclass(frozen=True)
class InForce:
    """An effect of a rule that holds; ``say`` and ``remedy`` are filled with what names read as last."""

    rule: str
    title: Label
    kind: str
    target: str
    say: Label
    value: Any
    detail: Mapping[str, Any] = field(hash=False)
    basis: str
    remedy: Label = ""


@dataclass(frozen=True)
class Outcome:
    """What a set says of one record.

    effects    those in force, in the order of the rules
    values     every computed value and table output by name; absent ones are ``None``
    hidden     fields that are not asked: their answers are dropped and read as absent
    undecided  rule, table or value -> type of the error: a limit of the language was reached
    trace      what was evaluated, in order: ``{"step", "value", "used": {name: value}, "nodes": [[pointer,
               value], ...]}``; for a table ``{"step", "value", "rows"}`` with the rows that hit
    """

    effects: tuple[InForce, ...]
    values: Mapping[str, Any]
    hidden: frozenset[str]
    undecided: Mapping[str, str]
    trace: tuple[Mapping[str, Any], ...]

    def of_kind(self, kind: str) -> tuple[InForce, ...]:
        """Return the effects of one kind."""
        return tuple(effect for effect in self.effects if effect.kind == kind)


def evaluate(
    rule_set: RuleSet,
    facts: Mapping[str, Any],
    *,
    now: str,
    calendar: Any,
    event: str = "submit",
    explain: bool = True,
    show: Show = show_plainly,
) -> Outcome:
    """Return the outcome of the set at one event.

    ``facts`` are the answers by field, with parameters and facts by their names beside them; they are not
    changed. ``now`` is RFC 3339. The same arguments always give the same outcome (docs/rules-spec.md).
    Without ``explain`` the trace holds no nodes. ``show`` gives the words of a value in a sentence.
    """
    run = _Run(dict(facts), now, calendar, explain)
    for step in rule_set.steps:
        if not isinstance(step, Rule) or event in step.on:
            _STEPS[type(step)](run, step)
    # Only now is it known what is hidden: no sentence tells what nobody is asked.
    effects = tuple(_fill(*one, run.facts, show) for one in run.effects)
    return Outcome(effects, run.values, frozenset(run.hidden), run.undecided, tuple(run.trace))


@dataclass
class _Run:
    """One evaluation in progress: the facts as they read by now, and what was found so far."""

    facts: dict[str, Any]
    now: str
    calendar: Any
    explain: bool
    values: dict[str, Any] = field(default_factory=dict)
    effects: list[tuple[Rule, Effect, Any]] = field(default_factory=list)
    undecided: dict[str, str] = field(default_factory=dict)
    trace: list[Mapping[str, Any]] = field(default_factory=list)
    shown: dict[str, bool] = field(default_factory=dict)
    hidden: dict[str, Any] = field(default_factory=dict)

    def give(self, name: str, condition: Condition) -> Any:
        """Return the formula's value; a limit reached is noted under ``name`` and reads as absent."""
        try:
            if not self.explain:
                return condition.run(self.facts, now=self.now, calendar=self.calendar)
            value, nodes = condition.run.explain(self.facts, now=self.now, calendar=self.calendar)
        except LogicError as error:
            self.undecided[name] = error.type
            return None
        used = {read: read_path(self.facts, read) for read in sorted(condition.names)}
        self.trace.append({"step": name, "value": value, "used": used, "nodes": nodes})
        return value

    def put(self, name: str, value: Any) -> None:
        """Let later steps read the value under the name."""
        self.values[name] = value
        self.facts = with_path(self.facts, name, value)


def _compute(run: _Run, step: Computed) -> None:
    run.put(step.name, run.give(step.name, step.formula))


def _decide(run: _Run, step: TableUse) -> None:
    inputs = [run.give(f"{step.table}[{n}]", one) for n, one in enumerate(step.inputs)]
    decision = decide(
        step.indexed, inputs, lambda tree: run.give(f"{step.table}=", step.formulas[name_tree(tree)])
    )
    outputs = [_leave(value) for value in decision.outputs]
    run.trace.append({"step": step.table, "value": outputs, "rows": list(decision.rows)})
    if decision.conflict:
        run.undecided[step.table] = "table_conflict"
    for name, value in zip(step.outputs, outputs, strict=True):
        run.put(name, value)


def _leave(value: Any) -> Any:
    """Return an output as records keep values: decimals exact, lists as lists."""
    if isinstance(value, tuple):
        return [_leave(one) for one in value]
    return Decimal(repr(value)) if isinstance(value, float) else value


def _apply(run: _Run, rule: Rule) -> None:
    holds = run.give(rule.rule, rule.condition) is True
    for effect in rule.then:
        if effect.kind in _SIGHT:
            _set_sight(run, effect, holds)
        if holds:
            value = run.give(f"{rule.rule}:{effect.target}", effect.value) if effect.value else None
            if effect.value:
                run.put(effect.target, value)
            run.effects.append((rule, effect, value))


def _fill(rule: Rule, effect: Effect, value: Any, facts: Mapping[str, Any], show: Show) -> InForce:
    say, remedy = fill_holes(effect.say, facts, show), fill_holes(rule.remedy, facts, show)
    return InForce(
        rule.rule, rule.title, effect.kind, effect.target, say, value, effect.detail, rule.basis, remedy
    )


_SIGHT = frozenset({"show", "hide"})


def _set_sight(run: _Run, effect: Effect, holds: bool) -> None:
    """A field with ``show`` rules is seen while one holds; one ``hide`` that holds hides it anyway."""
    name = effect.target
    if effect.kind == "show":
        run.shown[name] = run.shown.get(name, False) or holds
    elif holds:
        run.shown[f"-{name}"] = True
    hide = run.shown.get(f"-{name}", False) or not run.shown.get(name, True)
    if hide and name not in run.hidden:
        run.hidden[name] = read_path(run.facts, name)
        run.facts = with_path(run.facts, name, None)
    elif not hide and name in run.hidden:
        run.facts = with_path(run.facts, name, run.hidden.pop(name))


def with_path(facts: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    """Return a copy with the value at the dotted path; groups on the way are copied, not changed."""
    key, _, rest = name.partition(".")
    if not rest:
        return {**facts, key: value}
    inner = facts.get(key)
    return {**facts, key: with_path(inner if isinstance(inner, Mapping) else {}, rest, value)}


def list_gates(rule_set: RuleSet, outcome: Outcome) -> Iterator[tuple[str, tuple[InForce, ...]]]:
    """Yield each gate of the set with the effects that close it; none: it is open."""
    closing = outcome.of_kind("gate")
    for gate in rule_set.gates:
        yield gate, tuple(effect for effect in closing if effect.target == gate)


_STEPS: Mapping[type[Step], Callable[[_Run, Any], None]] = {
    Computed: _compute,
    TableUse: _decide,
    Rule: _apply,
}
