"""A condition as it was said, before its names are looked up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .refusing import refuse

DEPTH = 40


@dataclass(frozen=True)
class Node:
    """One operator, name or value of a condition.

    op       an operator of the tree, or ``value``, ``true``, ``false``, ``word`` (a bare name or option),
             ``name`` (in brackets), ``item``, ``list``, ``has`` (``in`` with its sides exchanged)
    args     what it is applied to
    column   first character
    said     the text of a word, the value of a value
    grouped  written in brackets of its own: it is not joined with its neighbours
    outer    how often ``outer.`` stands before a name
    depth    nesting from here down
    """

    op: str
    args: tuple[Node, ...] = ()
    column: int = 0
    said: object = None
    grouped: bool = False
    outer: int = 0
    depth: int = 1


def build_node(op: str, args: tuple[Node, ...], column: int | None = None) -> Node:
    """Return an operator applied to nodes; too_deep beyond 40 levels."""
    depth = 1 + max((one.depth for one in args), default=0)
    start = args[0].column if column is None else column
    if depth > DEPTH:
        raise refuse("too_deep", start, limit=DEPTH)
    return Node(op, args, start, depth=depth)


def build_value(value: object, column: int) -> Node:
    """Return a number, text or truth value."""
    return Node("value", column=column, said=value)


def join_nodes(op: str, left: Node, right: Node) -> Node:
    """Return ``left op right``, in one operator with a left side that is the same one without brackets."""
    if left.op != op or left.grouped:
        return build_node(op, (left, right))
    depth = build_node(op, (right,), left.column).depth
    return replace(left, args=(*left.args, right), depth=max(left.depth, depth))


def group(node: Node) -> Node:
    """Return the node as one that stands in brackets."""
    return replace(node, grouped=True)
