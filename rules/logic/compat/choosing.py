"""Templates of conditions: choices, comparisons and membership."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..nodes import LIST, LITERAL, Node, is_literal
from ..wholes import write_comparison
from ..writing import write_choice, write_first, write_row
from . import comparing
from .coercion import is_true
from .naming import Plain
from .published import Published, Template, apply_paid, gives_truth, is_text, read_literal, refuse, take_first

Test = Callable[[Any, Any], bool]


def write_if(w: Published, node: Node) -> str:
    """Return code for the value beside the first condition that holds."""
    args = node.args
    parts = [(w.test(args[at]), w.write(args[at + 1])) for at in range(0, len(args) - 1, 2)]
    return write_choice(parts, w.write(args[-1]) if len(args) % 2 else "None")


def write_and(w: Published, node: Node) -> str:
    """Return code for the first value that is not true, else the last."""
    return _write_until(w, node, " and ", lambda code: f"not {w.source.call(is_true, code)}")


def write_or(w: Published, node: Node) -> str:
    """Return code for the first value that is true, else the last."""
    return _write_until(w, node, " or ", lambda code: w.source.call(is_true, code))


def write_coalesce(w: Published, node: Node) -> str:
    """Return code for the first value that is not null."""
    return write_first(w.write_all(node.args) or ["None"], w.source, lambda code: f"{code} is not None")


def write_not(w: Published, node: Node) -> str:
    """Return code that tells whether the first argument is not true."""
    return f"(not {write_truth(w, node)})"


def write_truth(w: Published, node: Node) -> str:
    """Return code that tells whether the first argument is true."""
    if len(node.args) == 1 and (node.listed or is_literal(node.args[0]) or gives_truth(node.args[0])):
        return w.test(node.args[0])
    return w.source.call(is_true, w.source.call(take_first, w.write_values(node)))


def compare(function: Test, sign: str, kinds: frozenset[type] = frozenset()) -> Template:
    """Return the template of a comparison, quick for whole numbers and beside a literal of these kinds."""

    def write(w: Published, node: Node) -> str:
        if len(node.args) < 2:
            return refuse(w, node)
        if len(node.args) > 2:
            return write_row(w.write_all(node.args), w.source, lambda a, b: w.source.call(function, a, b))
        second = node.args[1]
        if second.kind == LITERAL and type(second.value) in kinds:
            return _write_quick(w, node, sign, function)
        return write_comparison(w, Plain(w), node.args, sign, lambda: _write_call(w, node, function))

    return write


def write_in(w: Published, node: Node) -> str:
    """Return code that tells whether an item is in a list or a text in a text."""
    if len(node.args) != 2 or node.args[1].kind != LIST or not is_literal(node.args[1]):
        return apply_paid(comparing.is_in)(w, node)
    item, items = w.write(node.args[0]), node.args[1].args
    values = [read_literal(one.value) for one in items]
    if not all(is_text(one) for one in items):
        return w.source.call(comparing.is_among, item, w.source.bind(values))
    name = w.source.fresh()
    return f"(type({name} := {item}) is str and {name} in {w.source.bind(frozenset(values))})"


def _write_until(w: Published, node: Node, joined: str, stops: Callable[[str], str]) -> str:
    codes = w.write_all(node.args) or ["False"]
    return f"({joined.join(codes)})" if gives_truth(node) else write_first(codes, w.source, stops)


def _write_call(w: Published, node: Node, function: Test) -> str:
    return w.source.call(function, *w.write_all(node.args))


def _write_quick(w: Published, node: Node, sign: str, function: Test) -> str:
    name, (first, second) = w.source.fresh(), w.write_all(node.args)
    slow, kind = w.source.call(function, name, second), type(node.args[1].value).__name__
    return f"({name} {sign} {second} if type({name} := {first}) is {kind} else {slow})"
