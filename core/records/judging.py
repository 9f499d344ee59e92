"""What the rules say of answers on their way in: what is hidden and computed, and the effects in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

from ...forms.problems import Problem
from ...rules.dates import county_date
from ...rules.sets import Outcome, RuleSet, evaluate
from ...rules.sets.evaluating import with_path
from ...rules.sets.holes import read_path
from ..registry.values import PublishedForm, Registry
from ..store.times import write_time
from .facts import OtherRecords
from .restricting import find_outside
from .telling import tell_value


@dataclass(frozen=True)
class Decision:
    """One rule set's outcome, with the facts beside the answers that it was given."""

    rule_set: RuleSet
    outcome: Outcome
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Judgement:
    """What every set of the form says together.

    answers   as they will be kept: without what is hidden, with what was computed
    dropped   pointers of answers that stood in hidden fields
    problems  须改正 by rule: contradictory answers, what a rule requires and nobody filled in, and answers
              that are none of the options in force
    moment    what the rules took for now, UTC text; ``event`` what happened
    calendar  the hash of the calendar asked
    """

    answers: Mapping[str, Any]
    moment: str
    event: str = "submit"
    calendar: str = ""
    decisions: tuple[Decision, ...] = ()
    dropped: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    hidden: frozenset[str] = field(default_factory=frozenset)

    def waive(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """Return the problems without those of fields that nobody is asked."""
        return tuple(
            one for one in problems if not any(_is_within(one.pointer, path) for path in self.hidden)
        )


def judge(
    published: PublishedForm,
    answers: Mapping[str, Any],
    *,
    registry: Registry,
    unit: str,
    moment: datetime,
    others: OtherRecords,
    event: str = "submit",
) -> Judgement:
    """Return what the form's rule sets of that date say of the answers at the unit.

    ``moment`` is when the answers were captured. Sets are asked by name; each sees what those before it hid
    and computed. ``others`` gives the facts of sets that have any.
    """
    now = write_time(moment)
    decisions: list[Decision] = []
    show = partial(tell_value, published.definition)
    kept = answers
    for rule_set in choose_sets(registry.rules_of(published, unit[:9]), answers, now):
        given = _read_parameters(rule_set, published, registry, unit)
        if rule_set.facts:
            given |= others.find_facts(rule_set, {**kept, **given}, unit=unit, moment=moment)
        outcome = evaluate(
            rule_set, {**kept, **given}, now=now, calendar=registry.calendar, event=event, show=show
        )
        decisions.append(Decision(rule_set, outcome, given))
        kept = _keep(kept, rule_set, outcome, published)
    hidden = frozenset(path for one in decisions for path in one.outcome.hidden)
    dropped = tuple(_point(path) for path in sorted(hidden) if read_path(answers, path) is not None)
    outcomes = [one.outcome for one in decisions]
    problems = (
        *(problem for one in outcomes for problem in _find_problems(one, kept)),
        *find_outside(outcomes, kept, published.definition),
    )
    by = registry.calendar.hash if decisions else ""
    return Judgement(kept, now, event, by, tuple(decisions), dropped, problems, hidden)


def choose_sets(sets: Sequence[RuleSet], answers: Mapping[str, Any], now: str) -> Iterator[RuleSet]:
    """Yield of each name the newest set whose dates cover the record's own date, else the moment of capture.

    ``sets`` come by name and day, as the registry gives them.
    """
    for _, versions in groupby(sets, key=lambda one: one.rule_set):
        for one in reversed(list(versions)):
            day = _read_day(answers, one.dated_by) or county_date(now) or ""
            if one.effective_from <= day and (one.effective_to is None or day <= one.effective_to):
                yield one
                break


def _read_day(answers: Mapping[str, Any], name: str) -> str | None:
    value = read_path(answers, name) if name else None
    if not isinstance(value, str):
        return None
    return county_date(value) if "T" in value else value


def _read_parameters(
    rule_set: RuleSet, published: PublishedForm, registry: Registry, unit: str
) -> dict[str, Any]:
    plugin = published.plugin or ""
    return {name: registry.read_parameter(plugin, name, unit) for name in sorted(rule_set.parameters)}


def _keep(
    answers: Mapping[str, Any], rule_set: RuleSet, outcome: Outcome, published: PublishedForm
) -> Mapping[str, Any]:
    """Drop what is hidden and put in what was computed for fields of the form."""
    fields = published.definition.schema.get("properties", {})
    for path in sorted(outcome.hidden):
        answers = without_path(answers, path)
    for name, value in outcome.values.items():
        if name.partition(".")[0] in fields and name not in outcome.hidden:
            answers = without_path(answers, name) if value is None else with_path(answers, name, value)
    return answers


def without_path(answers: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return a copy without what stands at the dotted path."""
    key, _, rest = path.partition(".")
    if not rest or not isinstance(answers.get(key), Mapping):
        return {name: value for name, value in answers.items() if name != key or rest}
    return {**answers, key: without_path(answers[key], rest)}


def _find_problems(outcome: Outcome, answers: Mapping[str, Any]) -> Iterator[Problem]:
    for effect in outcome.of_kind("require"):
        if effect.target not in outcome.hidden and read_path(answers, effect.target) in (None, "", []):
            yield Problem("required", _point(effect.target), {"rule": effect.rule, "basis": effect.basis})
    for effect in outcome.of_kind("block"):
        facts = {"say": effect.say, "rule": effect.rule, "basis": effect.basis}
        yield Problem("rule_block", _point(effect.target) if effect.target else "", facts)


def _point(path: str) -> str:
    return "".join(f"/{key}" for key in path.split("."))


def _is_within(pointer: str, path: str) -> bool:
    place = _point(path)
    return pointer == place or pointer.startswith(f"{place}/")
