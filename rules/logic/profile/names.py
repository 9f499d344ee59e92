"""Checks of names: ``var val missing``, each found in the types of a form or of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...types import Type
from ..nodes import LIST, LITERAL, Node, read_level
from .checking import Checked, Checker
from .kinds import TEXT

_MARK = Type("row", fields={"index": Type("number", integer=True)})


def check_var(checker: Checker, node: Node) -> Checked:
    """Return a dotted name with its type; its default must have the same."""
    if not node.args:
        return _find(checker, node, 0, ())
    found = _check_dotted(checker, node, node.args[0])
    if len(node.args) == 1 or found is None:
        return found or Checked(node, None)
    [_, *others] = checker.check_args(node, 1, 2)
    args, type = checker.join([found, *others])
    return replace(found, type=type, args=args[1:])


def check_val(checker: Checker, node: Node) -> Checked:
    """Return a path with its type, from as far out as it says."""
    climbs = node.listed and bool(node.args) and node.args[0].kind == LIST
    level = read_level([one.value for one in node.args[0].args]) if climbs else 0
    keys = [one for one in (node.args[1:] if climbs else node.args) if one.value is not None]
    if level is None or not all(_is_key(one) for one in keys):
        return checker.refuse(node, "literal_wanted", name=node.op)
    return _find(checker, node, level, tuple(one.value for one in keys))


def check_missing(checker: Checker, node: Node) -> Checked:
    """Return a list of those names that are not filled in."""
    args = [_check_dotted(checker, one, one) for one in node.args]
    return Checked(node, Type("list", of=TEXT), tuple(one for one in args if one is not None))


def _check_dotted(checker: Checker, node: Node, name: Node) -> Checked | None:
    if not _is_key(name):
        checker.refuse(node, "literal_wanted", name=node.op or "missing")
        return None
    return _find(checker, node, 0, tuple(name.value.split(".")) if name.value else ())


def _is_key(node: Node) -> bool:
    return node.kind == LITERAL and (node.value is None or isinstance(node.value, str))


def _find(checker: Checker, node: Node, scope: int, keys: tuple[str, ...]) -> Checked:
    inside, says = divmod(scope, 2)
    last = len(checker.scopes) - 1
    if inside > last or (says and inside == last):
        return checker.refuse(node, "level_unknown", got=scope, allowed=2 * last)
    if not says and inside == last and keys:
        checker.names.add(".".join(keys))
    type = _go_down(checker, node, _MARK if says else checker.scopes[inside], keys)
    return Checked(node, type, scope=scope, keys=keys)


def _go_down(checker: Checker, node: Node, type: Type | None, keys: Sequence[str]) -> Type | None:
    for at, key in enumerate(keys):
        if type is None:
            return None
        if key not in type.fields:
            allowed = checker.find_close(key, [".".join([*keys[:at], one]) for one in type.fields])
            checker.refuse(node, "name_unknown", got=".".join(keys), allowed=allowed)
            return None
        type = type.fields[key]
    return type
