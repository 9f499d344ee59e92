"""The row buttons of a page without JavaScript: add, remove, up and down change the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .definition import FormDefinition
from .fields.building import build_fields
from .fields.nodes import Branches, Group, Nest, Node, Rows
from .fields.parsing import ABSENT
from .fields.states import (
    BLANK,
    BRANCH,
    FREE,
    VALUE,
    branch_token,
    free_node,
    free_rows,
    fresh_row,
    fresh_state,
    pick_branch,
)
from .subschemas import escape as escape_key

Change = Callable[[Node, Any], Any]


def apply_row_button(form: FormDefinition, state: Any, do: str) -> Any:
    """Return the state after a button ``verb:/control/name``; the same state if it means nothing here.

    ``add`` appends a row or free key or opens a nested part, ``remove`` takes one away, ``up`` and ``down``
    move a row. ``branch`` and ``key`` only show the page again, since ``read_posted`` has already read them.
    """
    verb, _, name = do.partition(":")
    tokens = name[1:].split("/") if name.startswith("/") else []
    root = build_fields(form)
    if verb == "add":
        return _change(root, _or_empty(state), tokens, _add)
    if verb not in _MOVES or not tokens:
        return state
    last = tokens[-1]
    if verb == "remove" and last == "~b":
        return _change(root, _or_empty(state), tokens, lambda node, inner: ABSENT)
    return _change(root, _or_empty(state), tokens[:-1], lambda node, inner: _MOVES[verb](node, inner, last))


def _or_empty(state: Any) -> Any:
    return {} if state is None else state


def _change(node: Node, state: Any, tokens: Sequence[str], change: Change) -> Any:
    """Return the state with ``change`` made where the tokens lead; unchanged if they lead nowhere."""
    if isinstance(node, Branches):
        index, inner = pick_branch(node, state)
        if index < 0:
            return state
        chosen = node.nodes[index]()
        tokens = tokens[1:] if branch_token(chosen) and tokens else tokens
        changed = _change(chosen, inner, tokens, change)
        return {BRANCH: index} | ({} if changed is ABSENT else {VALUE: changed})
    if isinstance(node, Nest) and (tokens or state is not ABSENT):
        return _change(node.inside(), state, tokens, change)
    if not tokens:
        return change(node, state)
    if isinstance(node, Rows):
        return _change_row(node, state, tokens, change)
    return _change_member(node, state, tokens, change) if isinstance(node, Group) else state


def _change_row(node: Rows, state: Any, tokens: Sequence[str], change: Change) -> Any:
    index = _row_number(tokens[0], state)
    inner = None if index is None else node.node_at(index)
    if index is None or inner is None:
        return state
    changed = _change(inner, state[index], tokens[1:], change)
    return [*state[:index], dict(BLANK) if changed is ABSENT else changed, *state[index + 1 :]]


def _change_member(node: Group, state: Any, tokens: Sequence[str], change: Change) -> Any:
    known = dict(state) if isinstance(state, Mapping) and "~raw" not in state else {}
    for key, member in node.members.items():
        if escape_key(key) == tokens[0]:
            changed = _change(member, known.get(key, ABSENT), tokens[1:], change)
            return _without(known, key) if changed is ABSENT else known | {key: changed}
    rows = free_rows(node, state)
    index = _row_number(tokens[0].removeprefix("~v"), rows)
    if not tokens[0].startswith("~v") or index is None or node.extras is None:
        return state
    key, value = rows[index]
    changed = _change(free_node(node.extras, key), value, tokens[1:], change)
    rows[index] = (key, dict(BLANK) if changed is ABSENT else changed)
    return _with_free(node, known, rows)


def _add(node: Node, state: Any) -> Any:
    if isinstance(node, Rows):
        items = state if isinstance(state, list) else []
        room = len(items) < node.most and node.node_at(len(items)) is not None
        return [*items, fresh_row(node, len(items))] if room else state
    if isinstance(node, Nest):
        opened = fresh_state(node.inside())
        return dict(BLANK) if opened is ABSENT else opened
    if isinstance(node, Group) and node.extras and node.extras.addable:
        known = dict(state) if isinstance(state, Mapping) and "~raw" not in state else {}
        return _with_free(node, known, [*free_rows(node, state), ("", dict(BLANK))])
    return state


def _remove(node: Node, state: Any, token: str) -> Any:
    if isinstance(node, Rows):
        index = _row_number(token, state)
        return state if index is None else [*state[:index], *state[index + 1 :]]
    if not isinstance(node, Group) or not isinstance(state, Mapping):
        return state
    rows = free_rows(node, state)
    index = _row_number(token.removeprefix("~v"), rows)
    if token.startswith("~v") and index is not None:
        return _with_free(node, dict(state), [*rows[:index], *rows[index + 1 :]])
    return {key: value for key, value in state.items() if escape_key(key) != token}


def _swap(step: int) -> Callable[[Node, Any, str], Any]:
    def swap(node: Node, state: Any, token: str) -> Any:
        index = _row_number(token, state)
        if index is None or not isinstance(node, Rows):
            return state
        if not len(node.first) <= min(index, index + step) <= max(index, index + step) < len(state):
            return state
        moved = list(state)
        moved[index], moved[index + step] = moved[index + step], moved[index]
        return moved

    return swap


_MOVES: Mapping[str, Callable[[Node, Any, str], Any]] = {
    "remove": _remove,
    "up": _swap(-1),
    "down": _swap(1),
}


def _row_number(token: str, rows: Any) -> int | None:
    plain = isinstance(rows, list) and token.isascii() and token.isdigit() and len(token) < 6
    return int(token) if plain and int(token) < len(rows) else None


def _with_free(node: Group, state: Mapping[str, Any], rows: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    kept = {key: value for key, value in state.items() if key in node.members}
    return kept | {FREE: [[key, value] for key, value in rows]}


def _without(state: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {known: value for known, value in state.items() if known != key}
