"""Answers in words: for the review page, the record, lists, exports and differences between revisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .definition import FormDefinition
from .fields.building import build_fields
from .fields.nodes import Branches, Group, Leaf, Nest, Node, Rows
from .fields.parsing import ABSENT
from .fields.showing import show_answer, write_text
from .text import Language, read_label
from .walking import Step, is_single, walk, walk_free, walk_members
from .widgets.words import section_number, word


@dataclass(frozen=True)
class Item:
    """One line: a title and the answer in words.

    pointer     where the answer stands
    kind        the leaf's kind, or ``place``, ``files``, ``list``; ``head`` is a heading over the next level;
                ``absent`` was not answered
    level       how deep it stands, 0 for the form's own fields
    value       the answer itself, for thumbnails and links; None when absent or a heading
    """

    pointer: str
    title: str
    value_text: str
    kind: str
    level: int
    value: Any = None


@dataclass(frozen=True)
class Section:
    """A part of the form with its numbered title, ``""`` for none."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Difference:
    """One answer that changed; ``before`` or ``after`` is ``""`` where it did not exist."""

    pointer: str
    title: str
    before: str
    after: str


def describe_answers(
    form: FormDefinition, answers: Mapping[str, Any], language: Language = "zh-CN"
) -> tuple[Section, ...]:
    """Return every question with its answer in words, in page order; unanswered ones say 没有填."""
    root = build_fields(form)
    made = []
    for title, keys in _sections(root, language):
        steps = walk_members(root, answers, keys, language)
        made.append(Section(title, tuple(_item(step, language) for step in steps)))
    free = tuple(_item(step, language) for step in walk_free(root, answers, language))
    return (*made, Section("", free)) if free else tuple(made)


def differences(
    form: FormDefinition,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    language: Language = "zh-CN",
) -> tuple[Difference, ...]:
    """Return what changed between two sets of answers, field by field, in page order."""
    old, new = _texts(form, before, language), _texts(form, after, language)
    found = []
    for pointer in dict.fromkeys([*new, *old]):
        title, was = old.get(pointer, (new.get(pointer, ("", ""))[0], ""))
        now = new.get(pointer, ("", ""))[1]
        if was != now:
            found.append(Difference(pointer, title, was, now))
    return tuple(found)


def read_path(answers: Any, path: str) -> Any:
    """Return the answer at a field path such as ``people.count``; None if absent.

    ``rows[].name`` gives the list of that answer in every row.
    """
    value = answers
    keys = path.split(".")
    for index, key in enumerate(keys):
        name = key.removesuffix("[]")
        value = value.get(name) if isinstance(value, Mapping) else None
        if key.endswith("[]"):
            rest = ".".join(keys[index + 1 :])
            items = value if isinstance(value, list) else []
            return [read_path(item, rest) if rest else item for item in items]
    return value


def column_title(form: FormDefinition, path: str, language: Language = "zh-CN") -> str:
    """Return the title of the field at a path, the path itself where the form has no such field."""
    node = find_field(form, path)
    return read_label(node.title, language) if node and node.title else path


def show_value(
    form: FormDefinition, path: str, answers: Mapping[str, Any], language: Language = "zh-CN"
) -> str:
    """Return the answer at a field path in words, ``""`` when it was not given."""
    value = read_path(answers, path)
    node = find_field(form, path)
    if value is None or value == []:
        return ""
    if node is None:
        return write_text(value)
    parts = (
        value if isinstance(value, list) and isinstance(node, Leaf) and node.kind != "choices" else [value]
    )
    mark = "；" if language == "zh-CN" else "; "
    return mark.join(_in_words(Step(node, part, "", ""), language) for part in parts)


def find_field(form: FormDefinition, path: str) -> Node | None:
    """Return the node at a field path, looking into rows, nests and every branch; None if there is none."""
    found: list[Node] = [build_fields(form)]
    for key in path.split("."):
        found = [inner for node in found for inner in _named(node, key.removesuffix("[]"))]
        if key.endswith("[]"):
            found = [node.item() for node in found if isinstance(node, Rows) and node.item]
    return found[0] if found else None


def _named(node: Node, key: str) -> Iterator[Node]:
    if isinstance(node, Group) and key in node.members:
        yield node.members[key]
    elif isinstance(node, Nest):
        yield from _named(node.inside(), key)
    elif isinstance(node, Branches):
        for make in node.nodes:
            yield from _named(make(), key)


def _sections(root: Node, language: Language) -> list[tuple[str, tuple[str, ...]]]:
    if not isinstance(root, Group):
        return [("", ())]
    if not root.sections:
        return [("", tuple(root.members))]
    made, number = [], 0
    for section in root.sections:
        title = read_label(section.title, language)
        number += bool(title)
        made.append((section_number(number, language) + title if title else "", section.keys))
    return made


def _item(step: Step, language: Language) -> Item:
    if step.answer is ABSENT:
        return Item(step.pointer, step.title, word("absent", language), "absent", step.level)
    if not is_single(step.node) and step.answer is not None:
        return Item(step.pointer, step.title, "", "head", step.level)
    text = _in_words(step, language)
    return Item(step.pointer, step.title, text, _kind(step.node), step.level, step.answer)


def _kind(node: Node) -> str:
    if isinstance(node, Leaf):
        return node.kind
    if isinstance(node, Rows):
        item = node.item() if node.item else None
        return "files" if isinstance(item, Leaf) and item.kind == "file" else "list"
    return "place"


def _in_words(step: Step, language: Language) -> str:
    node, answer = step.node, step.answer
    if answer is None:
        return word("none", language)
    if node.look == "place" and isinstance(answer, Mapping):
        return _place(answer, language)
    if isinstance(node, Leaf):
        return show_answer(node, answer, language)
    if isinstance(node, Rows) and is_single(node) and node.item and isinstance(answer, list):
        return _list(node.item(), answer, language)
    inner = (_in_words(below, language) for below in walk(step, language) if is_single(below.node))
    return ("；" if language == "zh-CN" else "; ").join(text for text in inner if text)


def _list(item: Node, answer: list[Any], language: Language) -> str:
    assert isinstance(item, Leaf)
    if item.kind == "file":
        return word("files", language, count=len(answer))
    return ("；" if language == "zh-CN" else "; ").join(show_answer(item, one, language) for one in answer)


def _place(answer: Mapping[str, Any], language: Language) -> str:
    parts = [str(answer["words"])] if answer.get("words") else []
    if "lat" in answer and "lng" in answer:
        parts.append(f"{write_text(answer['lat'])}, {write_text(answer['lng'])}")
    if "accuracy" in answer:
        parts.append(word("accuracy", language, metres=write_text(answer["accuracy"])))
    return ("；" if language == "zh-CN" else "; ").join(parts)


def _texts(form: FormDefinition, answers: Any, language: Language) -> dict[str, tuple[str, str]]:
    """Return title and words of every single answer, by pointer."""
    root = build_fields(form)
    keys = tuple(root.members) if isinstance(root, Group) else ()
    steps = [*walk_members(root, answers, keys, language), *walk_free(root, answers, language)]
    mark = "，" if language == "zh-CN" else ", "
    return {
        step.pointer: (mark.join((*step.path, step.title)), _in_words(step, language))
        for step in steps
        if step.answer is not ABSENT and is_single(step.node)
    }
