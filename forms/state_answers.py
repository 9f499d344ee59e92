"""The answers a page would send as it stands, without asking a browser to post it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .definition import FormDefinition
from .fields.building import build_fields
from .fields.nodes import Branches, Group, Leaf, Nest, Node, Rows
from .fields.parsing import ABSENT
from .fields.showing import raw_text
from .fields.states import bare_answer, free_node, free_rows, fresh_state, is_bare, is_blank, pick_branch


def read_state(form: FormDefinition, state: Any = None) -> dict[str, Any]:
    """Return the answers that the page of this state would post; ``None`` is a fresh page."""
    root = build_fields(form)
    answers = _read(root, fresh_state(root) if state is None else state)
    return answers if isinstance(answers, dict) else {}


def _read(node: Node, state: Any) -> Any:
    return _READERS[type(node)](node, state)


def _read_leaf(node: Leaf, state: Any) -> Any:
    raw = raw_text(state)
    value = state if raw is None else (raw.strip() or ABSENT)
    if value is not ABSENT:
        return value
    if node.kind == "fixed":
        return node.choices[0].value
    if not node.required or node.kind not in ("choices", "null"):
        return ABSENT
    return None if node.kind == "null" else _read_none(node)


def _read_group(node: Group, state: Any) -> Any:
    known = state if isinstance(state, Mapping) else {}
    read = ((key, _read(member, known.get(key, ABSENT))) for key, member in node.members.items())
    answer = {key: value for key, value in read if value is not ABSENT}
    for key, inner in free_rows(node, state) if node.extras else ():
        value = _read(free_node(node.extras, key.strip()), inner) if node.extras else ABSENT
        if key.strip() and value is not ABSENT:
            answer.setdefault(key.strip(), value)
    empty = is_blank(node, state) and (not node.required or node.look == "place")
    return ABSENT if empty else answer


def _read_rows(node: Rows, state: Any) -> Any:
    answer: list[Any] = []
    for index, item in enumerate(state if isinstance(state, list) else ()):
        inner = node.node_at(index)
        if inner is None:
            break
        value = _read(inner, item)
        if index < len(node.first):
            answer.append(None if value is ABSENT else value)
        elif value is not ABSENT and not is_blank(inner, item):
            answer.append(value)
    while answer and len(answer) <= len(node.first) and answer[-1] is None:
        answer.pop()
    return answer or _read_none(node)


def _read_branches(node: Branches, state: Any) -> Any:
    index, inner = pick_branch(node, state)
    if index < 0:
        return ABSENT
    chosen = node.nodes[index]()
    return bare_answer(chosen) if is_bare(chosen) else _read(chosen, inner)


def _read_nest(node: Nest, state: Any) -> Any:
    return ABSENT if state is ABSENT else _read(node.inside(), state)


def _read_none(node: Node) -> Any:
    """An empty list answers a required question only where the schema is content with none."""
    return [] if node.required and not node.schema.get("minItems") else ABSENT


_READERS: Mapping[type, Callable[[Any, Any], Any]] = {
    Leaf: _read_leaf,
    Group: _read_group,
    Rows: _read_rows,
    Branches: _read_branches,
    Nest: _read_nest,
}
