"""What a page being filled needs to judge itself: rule sets, and what they read beside the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from ...forms.canonical import write_json
from ...forms.definition import FormDefinition
from ...forms.fields.nodes import Group, Leaf, Node, Rows
from ...forms.keyed import Keyed
from ...forms.subschemas import escape
from ...forms.summary import find_field
from ...forms.text import Label, Language, read_label
from ...forms.widgets.controls import is_kept, is_searched, searched_label
from ...rules.sets import RuleSet
from ...rules.sets.browser import write_browser_set
from ...rules.sets.effects import label_texts
from ...rules.sets.holes import find_holes
from ..registry.values import PublishedForm, Registry
from .reasons import GateLine, Reason, Told, UsedValue
from .words import say_word

_SUMS: Mapping[str, str] = {
    "closed": "{n} 项未满足",
    "waiting": "{n} 项待服务器确认",
    "met": "都已满足",
    "gates": "前置条件 {n}",
    "blocks": "{n} 处须改正",
    "warnings": "{n} 处请留意",
    "none": "没有要留意的",
    "between": "，",
}
_WORKDAYS = ("workdays", "add_workdays", "is_workday", "last_workday")


def write_live(
    published: PublishedForm, registry: Registry, townships: Sequence[str], language: Language
) -> str:
    """Return what ``live.js`` reads on a page of this form, safe inside a script element.

    ``places`` says for each township which of the ``sets`` judge there, by number, and the parameters in
    force; ``fields`` is what the page does not show of the questions that rules read.
    """
    by_place = {township: registry.rules_of(published, township) for township in townships}
    sets = {one.hash: one for found in by_place.values() for one in found}
    numbers = {hash: number for number, hash in enumerate(sets)}
    written = [_write_set(Keyed(f"{hash} {published.definition.hash}", one)) for hash, one in sets.items()]
    document = {
        "language": language,
        "words": {name: say_word(words, language) for name, words in _SUMS.items()},
        "sets": written,
        "places": {
            township: {
                "sets": [numbers[one.hash] for one in found],
                "given": _read_parameters(found, published, registry, township),
            }
            for township, found in by_place.items()
        },
        "calendar": _write_calendar(registry, written),
        "fields": _add_told(
            describe_fields(published.definition, map(_list_names, written), language),
            published.definition,
            _list_foreign(written, language),
        ),
    }
    return write_json(document).replace("<", "\\u003c")


def describe_fields(
    form: FormDefinition, names: Iterable[Iterable[str]], language: Language
) -> dict[str, dict[str, Any]]:
    """Return what reading these questions' controls needs beside the page itself, by pointer."""
    roots = dict.fromkeys(name.partition(".")[0] for some in names for name in some)
    nodes = ((root, find_field(form, root)) for root in roots)
    described = (_describe(node, f"/{escape(root)}", language) for root, node in nodes if node)
    return {pointer: told for one in described for pointer, told in one}


def _list_foreign(written: Iterable[Mapping[str, Any]], language: Language) -> Iterator[tuple[str, Language]]:
    """Yield the names in sentences that are read in another language than the page's, and that language."""
    for label in (label for document in written for label in _list_labels(document)):
        texts = {"zh-CN": label} if isinstance(label, str) else label
        if texts and language not in texts:
            spoken: Language = "en" if next(iter(texts)) == "en" else "zh-CN"
            for name in find_holes(next(iter(texts.values()))):
                yield name, spoken


def _add_told(
    fields: Mapping[str, dict[str, Any]], form: FormDefinition, foreign: Iterable[tuple[str, Language]]
) -> dict[str, dict[str, Any]]:
    """Return what the page knows of its fields, with the choices' labels that it does not show."""
    told = {pointer: dict(field) for pointer, field in fields.items()}
    for name, language in dict.fromkeys(foreign):
        node = find_field(form, name)
        if isinstance(node, Leaf) and node.choices:
            pointer = "".join(f"/{escape(key)}" for key in name.split("."))
            labels = [[choice.value, read_label(choice.label, language)] for choice in node.choices]
            told.setdefault(pointer, {}).setdefault("told", {})[language] = labels
    return told


@dataclass(frozen=True)
class Sums:
    """How many steps of work are closed, and what else rules have to say, each in one line."""

    gates: str
    all: str


def sum_up(told: Told, language: Language) -> Sums:
    """Return what the page's own script writes of the same (``sumUp`` of saying.js)."""
    closed = sum(bool(gate.reasons) for gate in told.gates)
    say = partial(_say_sum, language=language)
    gates = say("closed", closed) if closed else say("met")
    parts = [
        say(name, len(found))
        for name, found in (("blocks", told.blocks), ("warnings", told.warnings))
        if found
    ]
    parts += [say("gates", gates)] if told.gates else []
    return Sums(gates, say("between").join(parts) or say("none"))


def make_parts(language: Language) -> dict[str, Any]:
    """Return reasons whose words are slots: drawn once by the page's own templates, filled by ``live.js``."""
    used = UsedValue("{name}", "{value}")
    version = f"{{title}} {{from}} {say_word('起施行', language)}，{{moment}}"
    slots = Reason("", "{say}", "{rule}", (used, used), "{basis}", version, "{remedy}", provisional=True)
    return {"reason": slots, "gates": (GateLine("", "{gate}", ()), GateLine("", "{gate}", (slots,)))}


def _say_sum(name: str, n: object = "", *, language: Language) -> str:
    return say_word(_SUMS[name], language).replace("{n}", str(n))


@lru_cache(maxsize=256)
def _write_set(kept: Keyed) -> Mapping[str, Any]:
    return write_browser_set(kept.value, events=("change",))


def _write_calendar(registry: Registry, written: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return all years where working days are counted: a slice would not know a date outside it."""
    text = write_json([document["steps"] for document in written])
    counts = any(f'"{operator}":' in text for operator in _WORKDAYS)
    return registry.calendar.write_browser(registry.calendar.years) if counts else None


def _read_parameters(
    sets: Sequence[RuleSet], published: PublishedForm, registry: Registry, township: str
) -> dict[str, Any]:
    names = sorted({name for one in sets for name in one.parameters})
    return {name: registry.read_parameter(published.plugin or "", name, township) for name in names}


def _list_names(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a set reads, writes and says."""
    yield from document["types"]
    for step in document["steps"]:
        yield from step.get("outputs", [step["compute"]] if "compute" in step else [])
        for effect in step.get("then", ()):
            yield effect["target"]
    for label in _list_labels(document):
        yield from (name for text in label_texts(label) for name in find_holes(text))


def _list_labels(document: Mapping[str, Any]) -> Iterator[Label]:
    """Yield every sentence that a set may say."""
    for step in document["steps"]:
        yield from (effect["say"] for effect in step.get("then", ()))
        yield step.get("remedy", "")


def _describe(node: Node, pointer: str, language: Language) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, Leaf):
        told = _describe_leaf(node, language)
        if told:
            yield pointer, told
    elif isinstance(node, Group):
        if node.required:
            yield pointer, {"required": True}
        for key, member in node.members.items():
            yield from _describe(member, f"{pointer}/{escape(key)}", language)
    elif isinstance(node, Rows) and node.item:
        yield from _describe(node.item(), f"{pointer}/*", language)


def _describe_leaf(leaf: Leaf, language: Language) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if leaf.kind == "text" and "format" in leaf.schema:
        told["format"] = leaf.schema["format"]
    if leaf.choices and not all(choice.token == choice.value for choice in leaf.choices):
        told["json"] = True
    if is_searched(leaf):
        told["labels"] = {searched_label(choice, language): choice.value for choice in leaf.choices}
    elif leaf.choices and is_kept(leaf):
        told["labels"] = {read_label(choice.label, language): choice.value for choice in leaf.choices}
    return told
