"""What rules keep answers to: the options in force, and fields that a correction may not change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from ...forms.definition import FormDefinition
from ...forms.problems import Problem
from ...forms.subschemas import escape
from ...forms.text import LANGUAGES
from ...rules.sets import Outcome
from ...rules.sets.evaluating import InForce
from ...rules.sets.holes import read_path
from .telling import tell_value


def find_outside(
    outcomes: Sequence[Outcome], answers: Mapping[str, Any], form: FormDefinition
) -> Iterator[Problem]:
    """Yield a problem for each answer that is none of the options in force for its field.

    Where several rules name options, those count that all of them name. What nobody can mend is nobody's
    mistake: a field that rules compute, hide or hold readonly is passed over, and so are rules that together
    leave no option.
    """
    fixed = _list_computed(outcomes) | list_locked(outcomes).keys()
    effects = sorted(_list_effects(outcomes, "options"), key=lambda one: one.target)
    for target, group in groupby(effects, key=lambda one: one.target):
        rules = list(group)
        first, *others = (one.detail["only"] for one in rules)
        only = [option for option in first if all(_holds(some, option) for some in others)]
        given = read_path(answers, target)
        chosen = given if isinstance(given, list) else [] if given in (None, "") else [given]
        if only and target not in fixed and not all(_holds(only, one) for one in chosen):
            allowed = [_tell(form, target, option) for option in only]
            yield Problem("rule_options", _point(target), {"allowed": allowed, **_tell_rules(rules)})


def list_locked(outcomes: Sequence[Outcome]) -> dict[str, list[InForce]]:
    """Return the fields that rules hold readonly, and neither compute nor hide, each with these effects."""
    fixed = _list_computed(outcomes)
    locked: dict[str, list[InForce]] = {}
    for effect in _list_effects(outcomes, "readonly"):
        if effect.target not in fixed:
            locked.setdefault(effect.target, []).append(effect)
    return locked


def find_changed(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    locked: Mapping[str, Sequence[InForce]],
    form: FormDefinition,
) -> Iterator[Problem]:
    """Yield a problem for each locked field whose answer a correction changed."""
    for name, rules in locked.items():
        if read_path(before, name) != read_path(after, name):
            was = _tell(form, name, read_path(before, name))
            yield Problem("rule_readonly", _point(name), {"was": was, **_tell_rules(rules)})


def _list_computed(outcomes: Sequence[Outcome]) -> set[str]:
    return {name for one in outcomes for name in (*one.values, *one.hidden)}


def _list_effects(outcomes: Sequence[Outcome], kind: str) -> Iterator[InForce]:
    return (effect for one in outcomes for effect in one.of_kind(kind))


def _holds(options: Sequence[Any], value: Any) -> bool:
    """Tell whether the value is among the options; in JSON 1 is not true."""
    return any(one == value and isinstance(one, bool) == isinstance(value, bool) for one in options)


def _tell(form: FormDefinition, name: str, value: Any) -> dict[str, str]:
    return {language: tell_value(form, name, value, language) for language in LANGUAGES}


def _tell_rules(rules: Sequence[InForce]) -> dict[str, Any]:
    titles, bases = [one.title for one in rules], dict.fromkeys(one.basis for one in rules)
    return {"rule": [one.rule for one in rules], "by": titles, "basis": list(bases)}


def _point(path: str) -> str:
    return "".join(f"/{escape(key)}" for key in path.split("."))
