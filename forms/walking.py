"""Walks a form's questions along given answers and yields each one with what was answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .fields.nodes import Branches, Group, Leaf, Nest, Node, Rows
from .fields.parsing import ABSENT
from .fields.states import free_node, free_rows, pick_branch
from .subschemas import escape as escape_key
from .text import Language, read_label
from .widgets.words import word


@dataclass(frozen=True)
class Step:
    """One question met: ``node`` with its ``answer`` (``ABSENT`` for none).

    ``title`` is its own, ``path`` the titles of what it stands in; ``level`` counts those. A step over a
    group, rows or a row is a heading and comes before what it holds.
    """

    node: Node
    answer: Any
    pointer: str
    title: str
    path: tuple[str, ...] = ()

    @property
    def level(self) -> int:
        """How deep the question stands; 0 for the form's own fields."""
        return len(self.path)


def walk_members(root: Node, answers: Any, keys: tuple[str, ...], language: Language) -> Iterator[Step]:
    """Yield the steps of the root's fields named in ``keys``, in that order."""
    known = answers if isinstance(answers, Mapping) else {}
    if not isinstance(root, Group):
        yield from walk(Step(root, answers, "", read_label(root.title, language)), language)
        return
    for key in keys:
        node = root.members[key]
        step = Step(node, known.get(key, ABSENT), f"/{escape_key(key)}", read_label(node.title, language))
        yield from walk(step, language)


def walk_free(root: Node, answers: Any, language: Language) -> Iterator[Step]:
    """Yield the steps of the root's free keys."""
    if isinstance(root, Group):
        yield from _free(Step(root, answers, "", ""), language)


def walk(step: Step, language: Language) -> Iterator[Step]:
    """Yield the step and every step below it; a part that was not answered is one step."""
    node, answer = step.node, step.answer
    if isinstance(node, Nest):
        if answer is not ABSENT:
            yield from walk(replace(step, node=node.inside()), language)
    elif isinstance(node, Branches):
        index, _ = pick_branch(node, answer)
        chosen = node.nodes[max(index, 0)]()
        yield from walk(replace(step, node=chosen), language)
    elif answer is ABSENT or answer is None or is_single(node):
        yield step
    else:
        yield step
        yield from _below(step, language)


def is_single(node: Node) -> bool:
    """Return whether a question reads as one value: a leaf, a place, a row of files."""
    if isinstance(node, Rows) and node.item and not node.first:
        item = node.item()
        return isinstance(item, Leaf)
    return isinstance(node, Leaf) or node.look == "place"


def _below(step: Step, language: Language) -> Iterator[Step]:
    if isinstance(step.node, Group):
        yield from _group(step, language)
    elif isinstance(step.node, Rows) and isinstance(step.answer, list):
        yield from _rows(step.node, step, language)


def _group(step: Step, language: Language) -> Iterator[Step]:
    assert isinstance(step.node, Group)
    known = step.answer if isinstance(step.answer, Mapping) else {}
    path = (*step.path, step.title) if step.title else step.path
    for key, member in step.node.members.items():
        pointer = f"{step.pointer}/{escape_key(key)}"
        title = read_label(member.title, language)
        yield from walk(Step(member, known.get(key, ABSENT), pointer, title, path), language)
    yield from _free(step, language)


def _free(step: Step, language: Language) -> Iterator[Step]:
    assert isinstance(step.node, Group)
    path = (*step.path, step.title) if step.title else step.path
    for key, value in free_rows(step.node, step.answer):
        assert step.node.extras is not None
        pointer = f"{step.pointer}/{escape_key(key)}"
        yield from walk(Step(free_node(step.node.extras, key), value, pointer, key, path), language)


def _rows(node: Rows, step: Step, language: Language) -> Iterator[Step]:
    for index, item in enumerate(step.answer):
        inner = node.node_at(index)
        if inner is not None:
            title = word("row", language, number=index + 1)
            yield from walk(
                Step(inner, item, f"{step.pointer}/{index}", title, (*step.path, step.title)), language
            )
