"""What rules may do: the kinds of effect, what each takes, and how one is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..findings import Finding
from .values import Condition, Effect, Label

Target = Literal["field", "gate", "text", "content"]


@dataclass(frozen=True)
class EffectKind:
    """One kind.

    takes    what stands behind its name: a field, a gate's name, a sentence, or content for what acts on it
    members  what else may stand beside it
    on       the events at which a rule with it runs unless it says otherwise
    about    refused where the form's subject is a person or a household
    """

    takes: Target
    members: tuple[str, ...] = ()
    on: tuple[str, ...] = ("change", "submit", "revise", "import")
    about: bool = False


_ACTS = ("submit",)
EFFECTS: Mapping[str, EffectKind] = {
    "show": EffectKind("field"),
    "hide": EffectKind("field"),
    "require": EffectKind("field"),
    "readonly": EffectKind("field"),
    "set": EffectKind("field", ("to",)),
    "options": EffectKind("field", ("only",)),
    "warn": EffectKind("text", ("field",)),
    "block": EffectKind("text", ("field",)),
    "gate": EffectKind("gate", ("say",)),
    "task": EffectKind("content", on=_ACTS),
    "notify": EffectKind("content", on=_ACTS),
    "escalate": EffectKind("content", on=_ACTS),
    "transition": EffectKind("content", on=_ACTS),
    "create": EffectKind("content", on=_ACTS),
    "tag": EffectKind("content", about=True),
    "score": EffectKind("content", about=True),
}
EVENTS = ("change", "submit", "revise", "transition", "schedule", "import")
# Where a person's data would decide over the person: PIPL art. 24 and domain.md P2.
PEOPLE = frozenset({"person", "household"})


@dataclass(frozen=True)
class Reader:
    """What reading an effect needs of the set: how formulas are read, its fields, whom it is about."""

    read_formula: Callable[[Any, str], Condition | None]
    fields: frozenset[str]
    subject: str


def read_effects(written: Any, pointer: str, reader: Reader, findings: list[Finding]) -> tuple[Effect, ...]:
    """Return the effects of a rule's ``then``; what cannot be read is added to ``findings``."""
    if not isinstance(written, list) or not written or not all(isinstance(one, Mapping) for one in written):
        findings.append(Finding("effects_shape", pointer, {"allowed": ", ".join(EFFECTS)}))
        return ()
    return tuple(
        effect
        for place, one in enumerate(written)
        for effect in _read_effect(one, f"{pointer}/{place}", reader, findings)
    )


def _read_effect(
    written: Mapping[str, Any], pointer: str, reader: Reader, findings: list[Finding]
) -> Iterator[Effect]:
    kinds = [name for name in written if name in EFFECTS]
    if len(kinds) != 1:
        findings.append(
            Finding("effect_unknown", pointer, {"got": list(written), "allowed": ", ".join(EFFECTS)})
        )
        return
    kind = EFFECTS[kinds[0]]
    strange = sorted(set(written) - {kinds[0], *kind.members})
    if strange:
        findings.append(
            Finding("member_unknown", pointer, {"got": strange, "allowed": (kinds[0], *kind.members)})
        )
    if kind.about and reader.subject in PEOPLE:
        clause = "个人信息保护法 第24条"
        findings.append(Finding("effect_on_people", pointer, {"got": kinds[0], "clause": clause}))
        return
    yield from _READ[kind.takes](kinds[0], written, pointer, reader, findings)


def _read_on_field(
    kind: str, written: Mapping[str, Any], pointer: str, reader: Reader, findings: list[Finding]
) -> Iterator[Effect]:
    named = written[kind] if isinstance(written[kind], list) else [written[kind]]
    value = reader.read_formula(written.get("to"), f"{pointer}/to") if kind == "set" else None
    detail = {"only": written.get("only")} if kind == "options" else {}
    if kind == "options" and not (isinstance(detail["only"], list) and detail["only"]):
        findings.append(Finding("options_shape", f"{pointer}/only", {"allowed": "[...]"}))
    for field in named:
        if _is_field(field, f"{pointer}/{kind}", reader, findings):
            yield Effect(kind, field, value=value, detail=detail)


def _read_sentence(
    kind: str, written: Mapping[str, Any], pointer: str, reader: Reader, findings: list[Finding]
) -> Iterator[Effect]:
    field = written.get("field", "")
    if _is_label(written[kind], f"{pointer}/{kind}", findings) and (
        not field or _is_field(field, f"{pointer}/field", reader, findings)
    ):
        yield Effect(kind, field, say=written[kind])


def _read_gate(
    kind: str, written: Mapping[str, Any], pointer: str, reader: Reader, findings: list[Finding]
) -> Iterator[Effect]:
    if not isinstance(written[kind], str) or not written[kind].isidentifier():
        findings.append(
            Finding("gate_name", f"{pointer}/gate", {"got": written[kind], "allowed": "village_voted"})
        )
    elif _is_label(written.get("say"), f"{pointer}/say", findings):
        yield Effect(kind, written[kind], say=written["say"])


def _read_content(
    kind: str, written: Mapping[str, Any], pointer: str, reader: Reader, findings: list[Finding]
) -> Iterator[Effect]:
    content = written[kind]
    yield Effect(kind, detail=content if isinstance(content, Mapping) else {"value": content})


def _is_field(field: Any, pointer: str, reader: Reader, findings: list[Finding]) -> bool:
    if isinstance(field, str) and field in reader.fields:
        return True
    findings.append(
        Finding("field_unknown", pointer, {"got": field, "allowed": ", ".join(sorted(reader.fields))})
    )
    return False


def _is_label(label: Any, pointer: str, findings: list[Finding]) -> bool:
    texts = list(label.values()) if isinstance(label, Mapping) else [label]
    if texts and all(isinstance(text, str) and 0 < len(text) <= 300 for text in texts):
        return True
    findings.append(
        Finding("sentence_missing", pointer, {"allowed": '"..." / {"zh-CN": "...", "en": "..."}'})
    )
    return False


def label_texts(label: Label) -> list[str]:
    """Return a label's texts, one for each language it has."""
    return list(label.values()) if isinstance(label, Mapping) else [label]


_READ: Mapping[str, Callable[..., Iterator[Effect]]] = {
    "field": _read_on_field,
    "text": _read_sentence,
    "gate": _read_gate,
    "content": _read_content,
}
