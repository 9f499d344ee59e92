"""A stored tree as nodes: operators with their arguments and pointers, sized and within the limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .limits import DEPTH, NODES, fail

LITERAL, LIST, SEVERAL = "", "[]", "{}"


@dataclass(frozen=True, slots=True)
class Node:
    """One literal, list or operator.

    kind     ``LITERAL``, ``LIST``, ``SEVERAL`` (an object of two members or more) or ``operator``
    op       the operator's name, else empty; whatever an author wrote, so only ever looked up
    args     arguments or items
    value    the literal, or the arguments as written
    pointer  JSON Pointer into the tree
    size     nodes from here down
    listed   the arguments stand in a list
    """

    kind: str
    op: str
    args: tuple[Node, ...]
    value: Any
    pointer: str
    size: int
    listed: bool = True


def read_tree(tree: object) -> Node:
    """Return the tree as nodes; ``LogicError`` at the first node, as written, too deep or too many."""
    return _Reader().read(tree, "", 0)


def is_literal(node: Node) -> bool:
    """Tell whether a node is a literal or a list of literals only."""
    return node.kind == LITERAL or (node.kind == LIST and all(one.kind == LITERAL for one in node.args))


def read_level(levels: Sequence[object]) -> int | None:
    """Return how many levels ``[n]`` climbs, whatever its sign; None where it is no one whole number."""
    [level] = levels if len(levels) == 1 else [None]
    if type(level) is float and level.is_integer():
        level = int(level)
    return abs(level) if type(level) is int else None


class _Reader:
    def __init__(self) -> None:
        self._left = NODES

    def read(self, tree: Any, pointer: str, depth: int) -> Node:
        if isinstance(tree, list):
            return self._read_list(tree, pointer, depth)
        if not isinstance(tree, dict) or not tree:
            return self._count_literal(LITERAL, tree, pointer)
        if len(tree) > 1:
            return self._count_literal(SEVERAL, tree, pointer)
        [(op, written)] = tree.items()
        return self._read_operator(str(op), written, pointer, depth)

    def _read_list(self, tree: list[Any], pointer: str, depth: int) -> Node:
        args = self._read_parts(tree, pointer, depth)
        return Node(LIST, "", args, tree, pointer, _size(args))

    def _read_operator(self, op: str, written: Any, pointer: str, depth: int) -> Node:
        at = f"{pointer}/{op.replace('~', '~0').replace('/', '~1')}"
        listed = isinstance(written, list)
        args = self._read_parts(written if listed else [written], at, depth, alone=not listed)
        return Node("operator", op, args, written, pointer, _size(args), listed)

    def _read_parts(self, parts: list[Any], at: str, depth: int, alone: bool = False) -> tuple[Node, ...]:
        if depth == DEPTH:
            fail("Too Deep")
        self._count()
        return tuple(
            self.read(part, at if alone else f"{at}/{index}", depth + 1) for index, part in enumerate(parts)
        )

    def _count_literal(self, kind: str, value: Any, pointer: str) -> Node:
        self._count()
        return Node(kind, "", (), value, pointer, 1)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            fail("Too Large")


def _size(args: tuple[Node, ...]) -> int:
    return 1 + sum(one.size for one in args)
