"""The operators of published JsonLogic, each with its template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..nodes import LIST, LITERAL, SEVERAL, Node, is_literal
from ..wholes import write_arithmetic
from ..writing import write_list
from . import arithmetic, choosing, comparing, failing, lists, naming, repeating, texts
from .published import (
    COMPARISONS,
    Published,
    Template,
    apply,
    apply_paid,
    gives_truth,
    read_literal,
    refuse,
    take_first,
)

LAZY = COMPARISONS | {
    *("and", "or", "if", "?:", "??"),
    *("map", "filter", "reduce", "all", "some", "none"),
}
"""Operators that evaluate what they need, and so must have their arguments written in a list."""

_FOUND = frozenset({"var", "val", "preserve"})


def write_published(tree: Node, traced: bool) -> tuple[Published, str]:
    """Return the writer of a whole tree and the code of its answer."""
    writer = Published(_find_template, traced)
    code = writer.write(tree)
    bounded = tree.op in _FOUND or gives_truth(tree) or is_literal(tree)
    return writer, code if bounded else writer.source.call(lists.check_answer, code)


def _find_template(node: Node) -> Template:
    if node.kind in _KINDS:
        return _KINDS[node.kind]
    if node.op in LAZY and not node.listed:
        return refuse
    return _TEMPLATES.get(node.op, _write_unknown)


def _write_literal(w: Published, node: Node) -> str:
    return w.source.bind(read_literal(node.value))


def _write_items(w: Published, node: Node) -> str:
    return write_list(w.write_all(node.args))


def _write_unknown(w: Published, node: Node) -> str:
    return w.fail("Unknown Operator")


def _write_log(w: Published, node: Node) -> str:
    if not node.listed:
        return w.write(node.args[0])
    return w.source.call(take_first, w.write_values(node))


def _write_preserve(w: Published, node: Node) -> str:
    return w.source.bind(node.value)


def _compute(function: Callable[..., Any]) -> Template:
    long = apply(function)
    return lambda w, node: write_arithmetic(w, naming.Plain(w), node, lambda: long(w, node))


_EXACT = frozenset({str, bool})

_KINDS: Mapping[str, Template] = {LITERAL: _write_literal, LIST: _write_items, SEVERAL: _write_unknown}

_TEMPLATES: Mapping[str, Template] = {
    "var": naming.write_var,
    "val": naming.write_val,
    "exists": naming.write_exists,
    "missing": naming.write_missing,
    "missing_some": naming.write_missing_some,
    "if": choosing.write_if,
    "?:": choosing.write_if,
    "and": choosing.write_and,
    "or": choosing.write_or,
    "??": choosing.write_coalesce,
    "!": choosing.write_not,
    "!!": choosing.write_truth,
    "==": choosing.compare(comparing.is_equal, "==", _EXACT),
    "!=": choosing.compare(comparing.is_unequal, "!=", _EXACT),
    "===": choosing.compare(comparing.is_same, "==", _EXACT),
    "!==": choosing.compare(comparing.is_other, "!=", _EXACT),
    "<": choosing.compare(comparing.is_less, "<"),
    "<=": choosing.compare(comparing.is_at_most, "<="),
    ">": choosing.compare(comparing.is_greater, ">"),
    ">=": choosing.compare(comparing.is_at_least, ">="),
    "in": choosing.write_in,
    "+": _compute(arithmetic.add),
    "*": _compute(arithmetic.multiply),
    "-": _compute(arithmetic.subtract),
    "/": apply(arithmetic.divide),
    "%": apply(arithmetic.take_remainder),
    "max": apply(arithmetic.find_largest),
    "min": apply(arithmetic.find_smallest),
    "cat": apply_paid(texts.join),
    "substr": apply_paid(texts.cut),
    "merge": apply_paid(lists.merge),
    "map": repeating.iterate(lists.map_items),
    "filter": repeating.iterate(lists.filter_items),
    "all": repeating.iterate(lists.is_all),
    "some": repeating.iterate(lists.is_some),
    "none": repeating.iterate(lists.is_none),
    "reduce": repeating.write_reduce,
    "try": repeating.write_try,
    "throw": apply_paid(failing.throw),
    "log": _write_log,
    "preserve": _write_preserve,
}
