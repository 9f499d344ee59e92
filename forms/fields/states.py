"""The state of a page: answers, plus what answers cannot say (raw text, empty rows, the chosen branch).

Any answers are a valid state. Beyond them a state may hold, at the place of a value:
``{"~raw": "abc"}`` text that could not be read; ``{"~branch": 1, "~value": ...}`` a chosen branch;
``{"~rows": [[key, state], ...]}`` among an object's members: its free keys in page order.
``~`` before anything but 0 or 1 is no JSON Pointer escape, so control names built the same way cannot
collide with a pointer (RFC 6901 section 3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from .nodes import Branches, Extras, Group, Leaf, Nest, Node, Rows
from .parsing import ABSENT, Unreadable, read_leaf
from .showing import RAW, raw_text

BRANCH, VALUE, FREE = "~branch", "~value", "~rows"
BLANK: Mapping[str, str] = {RAW: ""}
_NO = -1000


def fresh_state(node: Node) -> Any:
    """Return the state of a page nobody has touched: defaults, and as many empty rows as are asked for."""
    if "default" in node.schema:
        return node.schema["default"]
    if isinstance(node, Group):
        members = ((key, fresh_state(member)) for key, member in node.members.items())
        state = {key: value for key, value in members if value is not ABSENT}
        return state if state else ABSENT
    if isinstance(node, Rows):
        count = min(max(node.least, len(node.first), 1 if node.required else 0), 20)
        return [fresh_row(node, index) for index in range(count) if node.node_at(index)]
    return ABSENT


def fresh_row(rows: Rows, index: int) -> Any:
    """Return the state of a row just added."""
    node = rows.node_at(index)
    state = ABSENT if node is None else fresh_state(node)
    return dict(BLANK) if state is ABSENT else state


def is_blank(node: Node, state: Any) -> bool:
    """Return whether nobody has answered anything here; constants do not count as answers."""
    if state is ABSENT:
        return True
    raw = raw_text(state)
    if raw is not None:
        return not raw.strip()
    return _BLANK.get(type(node), lambda node, state: False)(node, state)


def free_rows(group: Group, state: Any) -> list[tuple[str, Any]]:
    """Return an object's free keys with their states, in page order."""
    if not isinstance(state, Mapping) or group.extras is None:
        return []
    listed = state.get(FREE)
    if isinstance(listed, list):
        return [
            (str(pair[0]), pair[1]) for pair in listed if isinstance(pair, list | tuple) and len(pair) == 2
        ]
    return [(key, value) for key, value in state.items() if key not in group.members and key != RAW]


def free_node(extras: Extras, key: str) -> Node:
    """Return the node that answers for a free key."""
    return next((make for pattern, make in extras.patterns if re.search(pattern, key)), extras.other)()


def pick_branch(branches: Branches, state: Any) -> tuple[int, Any]:
    """Return the chosen branch (-1: none yet) and the state inside it, inferred from answers if need be."""
    if isinstance(state, Mapping) and BRANCH in state and set(state) <= {BRANCH, VALUE}:
        index = state[BRANCH]
        known = isinstance(index, int) and -1 <= index < len(branches.nodes)
        return (index if known else -1), state.get(VALUE, ABSENT)
    if state is ABSENT or raw_text(state) is not None:
        return (-1 if is_bare(branches.nodes[0]()) else 0), state
    scores = [_fit(make(), state) for make in branches.nodes]
    return scores.index(max(scores)), state


def branch_token(node: Node) -> str:
    """Return what a chosen branch adds to its control names, where they would repeat those around it."""
    return "/~b" if isinstance(node, Branches | Nest) else ""


def is_bare(node: Node) -> bool:
    """Return whether choosing the branch is the whole answer, since nothing in it is typed."""
    if isinstance(node, Group):
        free = node.extras is not None and node.extras.addable
        return bool(node.members) and not free and all(is_bare(member) for member in node.members.values())
    return isinstance(node, Leaf) and node.kind in ("fixed", "null")


def bare_answer(node: Node) -> Any:
    """Return the whole answer of a bare branch."""
    if isinstance(node, Group):
        return {key: bare_answer(member) for key, member in node.members.items()}
    return node.choices[0].value if isinstance(node, Leaf) and node.choices else None


def _blank_group(node: Group, state: Any) -> bool:
    if not isinstance(state, Mapping):
        return False
    members = (is_blank(member, state.get(key, ABSENT)) for key, member in node.members.items())
    return all(members) and all(
        not key and is_blank(free_node(node.extras, key), value)
        for key, value in free_rows(node, state)
        if node.extras
    )


def _blank_rows(node: Rows, state: Any) -> bool:
    if not isinstance(state, list):
        return False
    nodes = ((node.node_at(index), item) for index, item in enumerate(state))
    return all(inner is not None and is_blank(inner, item) for inner, item in nodes)


def _blank_branches(node: Branches, state: Any) -> bool:
    index, inner = pick_branch(node, state)
    if index < 0:
        return True
    chosen = node.nodes[index]()
    return not is_bare(chosen) and is_blank(chosen, inner)


_BLANK: Mapping[type, Any] = {
    Leaf: lambda node, state: node.kind == "fixed" or state == [],
    Group: _blank_group,
    Rows: _blank_rows,
    Branches: _blank_branches,
    Nest: lambda node, state: is_blank(node.inside(), state),
}


def _fit(node: Node, value: Any) -> int:
    """Return how well a value suits a node; far below zero where its type cannot be this."""
    if isinstance(node, Branches):
        return max(_fit(make(), value) for make in node.nodes)
    if isinstance(node, Nest):
        return _fit(node.inside(), value)
    if isinstance(node, Group):
        return _fit_group(node, value)
    if isinstance(node, Rows):
        return _fit_rows(node, value)
    assert isinstance(node, Leaf)
    return 1 if value is None and node.nullable else _fit_leaf(node, value)


def _fit_group(node: Group, value: Any) -> int:
    if not isinstance(value, Mapping):
        return _NO
    score = 1
    for key, inner in value.items():
        if key in node.members:
            score += _fit_member(node.members[key], inner)
        else:
            score -= 3 if node.extras is None else (0 if node.extras.addable else 1)
    return score - 2 * sum(m.required and key not in value for key, m in node.members.items())


def _fit_member(node: Node, value: Any) -> int:
    """One member weighs little, however much it holds; only a constant decides alone."""
    score = _fit(node, value)
    if isinstance(node, Leaf) and node.kind == "fixed":
        return 50 if score > 0 else -50
    return min(6, max(-3, score + 1))


def _fit_rows(node: Rows, value: Any) -> int:
    if not isinstance(value, list):
        return _NO
    inner = [(node.node_at(index), item) for index, item in enumerate(value[:20])]
    return 1 + min((min(6, max(-3, _fit(n, item))) if n else -3 for n, item in inner), default=0)


def _fit_leaf(node: Leaf, value: Any) -> int:
    if node.kind in ("choice", "fixed"):
        known = any(type(c.value) is type(value) and c.value == value for c in node.choices)
        return 5 if known else (_NO if node.kind == "fixed" else -2)
    wanted, score = _TYPES[node.kind]
    if not isinstance(value, wanted) or (isinstance(value, bool) and node.kind != "boolean"):
        return _NO
    if node.kind == "integer" and value != int(value):
        return _NO
    return score if _reads(node, value) else 0


def _reads(node: Leaf, value: Any) -> bool:
    if node.kind in ("date", "time", "datetime"):
        try:
            return bool(read_leaf(node, [value]))
        except Unreadable:
            return False
    if node.kind == "choices":
        return all(value_in in [c.value for c in node.choices] for value_in in value)
    pattern = node.schema.get("pattern")
    return not (isinstance(value, str) and pattern and not re.search(pattern, value))


_NUMBERS = (int, Decimal, float)
_TYPES: Mapping[str, tuple[Any, int]] = {
    "text": (str, 1),
    "integer": (_NUMBERS, 3),
    "number": (_NUMBERS, 2),
    "boolean": (bool, 3),
    "null": (type(None), 3),
    "date": (str, 3),
    "time": (str, 3),
    "datetime": (str, 3),
    "choices": (list, 3),
    "file": (Mapping, 3),
}
