"""Templates of what runs a tree again: iterations and ``try``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..nodes import LITERAL, Node
from . import failing, lists
from .published import Published, Template, refuse


def iterate(function: Callable[..., Any]) -> Template:
    """Return the template of a function of a list and a body."""

    def write(w: Published, node: Node) -> str:
        if not _has_body(node):
            return refuse(w, node)
        items = w.write(node.args[0])
        return w.source.call(function, items, *_write_body(w, node))

    return write


def write_reduce(w: Published, node: Node) -> str:
    """Return code that takes one item after the other into a value."""
    if not _has_body(node):
        return refuse(w, node)
    items = w.source.call(lists.read_items, w.write(node.args[0]))
    start = w.write(node.args[2]) if len(node.args) > 2 else "None"
    return w.source.call(lists.fold_items, items, start, *_write_body(w, node))


def write_try(w: Published, node: Node) -> str:
    """Return code for the first argument that does not fail."""
    if not node.args:
        return "None"
    first = w.enclose([], lambda: w.write(node.args[0]))
    return w.source.call(failing.attempt, first, *(_write_later(w, one) for one in node.args[1:]))


def _has_body(node: Node) -> bool:
    return any(one.kind != LITERAL or one.value is not None for one in node.args[1:2])


def _write_body(w: Published, node: Node) -> tuple[str, str, str]:
    body = node.args[1]
    item, index = w.source.fresh("d"), w.source.fresh("i")
    with w.enter(item, w.source.call(_mark, index)):
        name = w.enclose_body([item, index], lambda: w.write(body))
    return name, w.budget, w.source.bind(body.size)


def _mark(index: int) -> dict[str, int]:
    return {"index": index}


def _write_later(w: Published, node: Node) -> str:
    error = w.source.fresh("d")
    with w.enter(error, "dict()"):
        return w.enclose([error], lambda: w.write(node))
