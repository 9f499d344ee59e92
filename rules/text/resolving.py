"""A condition as it was said, as the tree that is stored: names become paths, options texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain

from ..findings import RuleRefused
from ..types import Type
from .fold import fold
from .names import build_names
from .nodes import Node
from .refusing import find_near, refuse, refuse_name, refuse_reading
from .scope import BODIES, Scope, find_type


def resolve(node: Node, scope: Scope, wanted: Type | None = None) -> object:
    """Return the tree of a node.

    wanted  the type of what it is compared with: a bare word that is no name may be one of its options
    RuleRefused: name_unknown, name_ambiguous
    """
    return _RESOLVE.get(node.op, _resolve_plain)(node, scope, wanted)


def _resolve_plain(node: Node, scope: Scope, wanted: Type | None) -> object:
    return {node.op: [resolve(one, scope) for one in node.args]}


def _resolve_list(node: Node, scope: Scope, wanted: Type | None) -> object:
    return [resolve(one, scope) for one in node.args]


def _resolve_body(node: Node, scope: Scope, wanted: Type | None) -> object:
    listed = resolve(node.args[0], scope)
    inner = scope.enter(find_type(listed, scope))
    return {node.op: [listed, *(resolve(one, inner) for one in node.args[1:])]}


def _resolve_compared(node: Node, scope: Scope, wanted: Type | None) -> object:
    return {node.op: _resolve_peers(node.args, scope, None)}


def _resolve_first(node: Node, scope: Scope, wanted: Type | None) -> object:
    return {node.op: _resolve_peers(node.args, scope, wanted)}


def _resolve_if(node: Node, scope: Scope, wanted: Type | None) -> object:
    values = {at for at in range(len(node.args)) if at % 2 or at == len(node.args) - 1}
    chosen = iter(_resolve_peers(tuple(node.args[at] for at in sorted(values)), scope, wanted))
    tree = [next(chosen) if at in values else resolve(one, scope) for at, one in enumerate(node.args)]
    return {"if": tree}


def _resolve_among(node: Node, scope: Scope, wanted: Type | None) -> object:
    """Return membership in a list that is written out, be it of one value, or in one with a name."""
    left, right = node.args
    if right.op == "list":
        first, *items = _resolve_peers((left, *right.args), scope, None)
        return {node.op: [first, items]}
    first, listed = _resolve_peers((left, right), scope, None)
    return {node.op: [first, listed if isinstance(listed, dict) else [listed]]}


def _resolve_has(node: Node, scope: Scope, wanted: Type | None) -> object:
    return {"in": _resolve_peers(node.args, scope, None)[::-1]}


def _resolve_missing(node: Node, scope: Scope, wanted: Type | None) -> object:
    for one in node.args:
        if one.op not in ("word", "name") or one.outer:
            raise refuse_reading(one.column, str(one.said or ""), {"WORD"})
    return {"missing": [_find_path(one, Scope(scope.names[-1:]), None)[1] for one in node.args]}


def _resolve_word(node: Node, scope: Scope, wanted: Type | None) -> object:
    option = None if scope.find(str(node.said), node.outer)[1] or node.outer else _find_option(node, wanted)
    return _resolve_name(node, scope, wanted) if option is None else option


def _resolve_name(node: Node, scope: Scope, wanted: Type | None) -> object:
    climb, path = _find_path(node, scope, wanted)
    return {"val": [[2 * climb], *path.split(".")]} if climb else {"var": path}


def _resolve_item(node: Node, scope: Scope, wanted: Type | None) -> object:
    if node.outer >= len(scope.items):
        raise refuse_reading(node.column, str(node.said), {"WORD"})
    return {"val": [[2 * node.outer]]} if node.outer else {"var": ""}


def _resolve_value(node: Node, scope: Scope, wanted: Type | None) -> object:
    """Return what was said; a quoted text that is no option but the words of one means that option."""
    said = node.said
    if isinstance(said, str) and wanted and wanted.options and said not in wanted.options:
        return wanted.find_labelled(said) or said
    return said


def _resolve_truth(node: Node, scope: Scope, wanted: Type | None) -> object:
    """Return a truth value, or the text of the same spelling: many a form offers 是 and 否 as texts."""
    option = _find_option(node, wanted)
    return node.op == "true" if option is None else option


def _resolve_peers(nodes: tuple[Node, ...], scope: Scope, wanted: Type | None) -> list[object]:
    """Return the trees of values side by side: each tells what a bare word among the others may be."""
    trees: dict[int, object] = {}
    for at in sorted(range(len(nodes)), key=lambda at: _rank(nodes[at], scope)):
        trees[at] = resolve(nodes[at], scope, wanted)
        found = wanted or find_type(trees[at], scope)
        wanted = found.of if found and found.of else found
    return [trees[at] for at in range(len(nodes))]


def _rank(node: Node, scope: Scope) -> int:
    """Return 0 for a name, which has a type; 1 for what may have one; 2 for what its neighbours explain."""
    if node.op in ("word", "true", "false"):
        return 0 if node.op == "word" and scope.find(str(node.said), node.outer)[1] else 2
    return int(bool(node.args))


def _find_option(node: Node, wanted: Type | None) -> str | None:
    if wanted is None:
        return None
    exact = (one for one in wanted.options if isinstance(one, str) and fold(one) == node.said)
    labelled = [one for one, label in wanted.labels.items() if fold(label) == node.said]
    return next(exact, labelled[0] if len(labelled) == 1 else None)


def _find_path(node: Node, scope: Scope, wanted: Type | None) -> tuple[int, str]:
    climb, paths = scope.find(str(node.said), node.outer)
    if len(paths) > 1:
        raise refuse("name_ambiguous", node.column, got=node.said, near=paths)
    if not paths:
        raise _explain_unknown(node, scope, wanted)
    return climb, paths[0]


def _explain_unknown(node: Node, scope: Scope, wanted: Type | None) -> RuleRefused:
    said = str(node.said)
    for path, kind in scope.names[0].types.items():
        if kind.of and said in build_names(kind.of.fields).meanings:
            known_as = scope.names[0].spellings[path][0]
            return refuse("name_unknown", node.column, got=said, near=(), reason="row", list=known_as)
    texts = (one for one in (wanted.options if wanted else ()) if isinstance(one, str))
    options = chain(texts, wanted.labels.values() if wanted else ())
    known = chain(options, *(names.meanings for names in scope.names))
    return refuse_name(node.column, said, find_near(said, known))


_RESOLVE: Mapping[str, Callable[[Node, Scope, Type | None], object]] = {
    **dict.fromkeys(BODIES, _resolve_body),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), _resolve_compared),
    "??": _resolve_first,
    "if": _resolve_if,
    "in": _resolve_among,
    "fits": _resolve_among,
    "has": _resolve_has,
    "list": _resolve_list,
    "missing": _resolve_missing,
    "word": _resolve_word,
    "name": _resolve_name,
    "item": _resolve_item,
    "value": _resolve_value,
    "true": _resolve_truth,
    "false": _resolve_truth,
}
