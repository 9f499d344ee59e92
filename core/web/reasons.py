"""What rules decided, as a page tells it: gates, warnings, and behind each the five lines of 为什么."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...forms.definition import FormDefinition
from ...forms.text import Language, read_label
from ...rules.sets.holes import read_path
from ..records.decisions import KeptDecision
from ..records.judging import Judgement
from ..records.kept_judgement import keep_judgement
from ..records.telling import tell_value
from .shown import field_title, show_moment
from .words import say_word


@dataclass(frozen=True)
class UsedValue:
    """A value a rule looked at, by the words people know it by."""

    title: str
    text: str


@dataclass(frozen=True)
class Reason:
    """One rule that holds, and why: the five lines of 为什么.

    remedy  怎么办, empty when the rule names none
    """

    kind: str
    say: str
    rule: str
    used: tuple[UsedValue, ...]
    basis: str
    version: str
    remedy: str
    provisional: bool = False


@dataclass(frozen=True)
class GateLine:
    """A step of work that rules may close: ``reasons`` close it, none and it is open."""

    gate: str
    title: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Told:
    """Everything a page says of one revision's decisions."""

    gates: tuple[GateLine, ...] = ()
    warnings: tuple[Reason, ...] = ()
    blocks: tuple[Reason, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.gates or self.warnings or self.blocks)


def tell_judgement(judgement: Judgement, form: FormDefinition, language: Language) -> Told:
    """Return what a page being filled says of the rules as it stands."""
    return tell_decisions(keep_judgement(judgement), form, judgement.answers, language)


def tell_decisions(
    decisions: Sequence[KeptDecision], form: FormDefinition, answers: Mapping[str, Any], language: Language
) -> Told:
    """Return what a record's page says of the rules that judged it."""
    pairs = [
        (effect, _tell(effect, one, form, answers, language))
        for one in decisions
        for effect in one.outcome["effects"]
    ]
    return Told(
        tuple(line for one in decisions for line in _tell_gates(one, pairs, language)),
        tuple(reason for _, reason in pairs if reason.kind == "warn"),
        tuple(reason for _, reason in pairs if reason.kind == "block"),
    )


def _tell_gates(
    decision: KeptDecision, pairs: Sequence[tuple[Mapping[str, Any], Reason]], language: Language
) -> Iterator[GateLine]:
    titles = (decision.document or {}).get("gates", {})
    for gate in decision.outcome["gates"]:
        closing = tuple(
            reason for effect, reason in pairs if effect["kind"] == "gate" and effect["target"] == gate
        )
        yield GateLine(gate, read_label(titles.get(gate, gate), language), closing)


def _tell(
    effect: Mapping[str, Any],
    decision: KeptDecision,
    form: FormDefinition,
    answers: Mapping[str, Any],
    language: Language,
) -> Reason:
    document = decision.document or {}
    steps = [step for step in decision.trace["steps"] if step["step"] == effect["rule"]]
    used = steps[0].get("used", {}) if steps else {}
    title = read_label(document.get("title", decision.rule_set), language)
    moment = show_moment(decision.decided_at, language)
    return Reason(
        kind=effect["kind"],
        say=read_label(effect.get("say", ""), language),
        rule=read_label(effect.get("title", effect["rule"]), language),
        used=tuple(_tell_values(used, decision, form, answers, language)),
        basis=effect.get("basis", ""),
        version=f"{title} {document.get('effective_from', '')} {say_word('起施行', language)}，{moment}",
        remedy=read_label(effect.get("remedy", ""), language),
        provisional=bool(document.get("provisional")),
    )


def _tell_values(
    used: Mapping[str, Any],
    decision: KeptDecision,
    form: FormDefinition,
    answers: Mapping[str, Any],
    language: Language,
) -> Iterator[UsedValue]:
    """Yield each value read, then the filled ones it was computed from, each once."""
    inner = [step["used"] for step in decision.trace["steps"] if step["step"] in used and "used" in step]
    filled = {name: value for read in inner for name, value in read.items() if value is not None}
    for name, value in {**used, **filled}.items():
        title = field_title(form, "/" + name.replace(".", "/"), language)
        if title:
            yield UsedValue(title, tell_value(form, name, read_path(answers, name), language))
        else:
            yield UsedValue(_name_computed(name, decision, language), tell_value(form, name, value, language))


def _name_computed(name: str, decision: KeptDecision, language: Language) -> str:
    document = decision.document or {}
    told = document.get("compute", {}).get(name) or document.get("facts", {}).get(name)
    return (read_label(told.get("title", ""), language) if isinstance(told, Mapping) else "") or name
