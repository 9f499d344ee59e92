"""Checks of conditions: choices, comparisons and membership, and those whose answer is known beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from ...numbers import write_number
from ...types import Kind, Type
from ..nodes import LIST, Node
from .checking import Check, Checked, Checker
from .kinds import BOOLEAN, SCALARS, judge_equal, judge_order

ORDERED: tuple[Kind, ...] = ("number", "date", "time", "datetime")


def check_logical(least: int, most: int | None) -> Check:
    """Return the check of an operator on conditions."""

    def check(checker: Checker, node: Node) -> Checked:
        args = [checker.want(one, "boolean") for one in checker.check_args(node, least, most)]
        return Checked(node, BOOLEAN, tuple(args))

    return check


def check_if(checker: Checker, node: Node) -> Checked:
    """Return a choice with the type that all its values have."""
    args = list(checker.check_args(node, 1))
    conditions = range(0, len(args) - 1, 2)
    for at in conditions:
        args[at] = checker.want(args[at], "boolean")
    places = [at for at in range(len(args)) if at not in conditions]
    values, type = checker.join([args[at] for at in places])
    for at, value in zip(places, values, strict=True):
        args[at] = value
    return Checked(node, type, tuple(args))


def check_coalesce(checker: Checker, node: Node) -> Checked:
    """Return the first value that is not absent, all of one type."""
    args, type = checker.join(checker.check_args(node, 1))
    return Checked(node, type, args)


def check_empty(checker: Checker, node: Node) -> Checked:
    """Return the question whether a value is absent, whatever its type."""
    return Checked(node, BOOLEAN, checker.check_args(node, 1, 1))


def check_equal(holds: bool) -> Check:
    """Return the check of ``==``, or of ``!=`` where ``holds`` is false."""

    def check(checker: Checker, node: Node) -> Checked:
        args = _check_sides(checker, node, 2, SCALARS)
        for first, second in _pair(args):
            equal = judge_equal(first, second)
            _note_known(checker, node, None if equal is None else equal is holds, first, second)
        return Checked(node, BOOLEAN, args)

    return check


def check_order(checker: Checker, node: Node) -> Checked:
    """Return a comparison of two or three values that have an order."""
    args = _check_sides(checker, node, 3, ORDERED)
    judged = [(judge_order(node.op, first, second), first, second) for first, second in _pair(args)]
    for known, first, second in judged:
        # Of three sides it holds always only if both pairs do; one pair that never does is enough.
        always = all(one for one, _, _ in judged)
        _note_known(checker, node, known if always or known is False else None, first, second)
    return Checked(node, BOOLEAN, args)


def check_in(checker: Checker, node: Node) -> Checked:
    """Return the question whether a list has an item, or a text a part."""
    item, where = _read_two(checker, node)
    if where.type is not None and where.type.kind == "text":
        return Checked(node, BOOLEAN, (checker.want(item, "text"), where))
    item, where = checker.want(_refuse_absent(checker, item), *SCALARS), checker.want(where, "list", "text")
    if where.node.kind == LIST:
        return _check_in_written(checker, node, item, where)
    of = where.type.of if where.type is not None else None
    if item.type is not None and of is not None:
        item = checker.want(item, of.kind)
        checker.check_units([Checked(where.node, of), item])
        _note_never(checker, item, of)
    return Checked(node, BOOLEAN, (item, where))


def check_fits(checker: Checker, node: Node) -> Checked:
    """Return the question whether a choice is one of some options as written."""
    item, where = _read_two(checker, node)
    if where.node.kind != LIST:
        return checker.refuse(where.node, "literal_wanted", name=node.op)
    item = checker.want(item, "text")
    if item.type is not None and not item.type.options:
        return checker.refuse(item.node, "options_wanted")
    return _check_in_written(checker, node, item, where)


def _read_two(checker: Checker, node: Node) -> tuple[Checked, Checked]:
    args = checker.check_args(node, 2, 2)
    nothing = Checked(node, None)
    item, where = (*args, nothing, nothing)[:2]
    return item, where


def _check_in_written(checker: Checker, node: Node, item: Checked, where: Checked) -> Checked:
    (item, *items), _ = checker.join([item, *(_refuse_absent(checker, one) for one in where.args)])
    for one in items:
        if one.is_literal and item.type is not None:
            _note_never(checker, one, item.type)
    options, written = item.type.options if item.type else (), {one.value for one in items}
    if options and set(options) <= written:
        checker.refuse(node, "always_true", allowed=tuple(_say(one) for one in options))
    items_type = Type("list", of=item.type)
    return Checked(node, BOOLEAN, (item, Checked(where.node, items_type, tuple(items))))


def _check_sides(checker: Checker, node: Node, most: int, kinds: Sequence[Kind]) -> tuple[Checked, ...]:
    args = [_refuse_absent(checker, one) for one in checker.check_args(node, 2, most)]
    fitted, _ = checker.join(args)
    return tuple(checker.demand(one, *kinds) for one in fitted)


def _refuse_absent(checker: Checker, checked: Checked) -> Checked:
    if checked.is_absent and not checker.has_finding(checked.node):
        checker.refuse(checked.node, "null_compared", example={"empty": [{"var": "..."}]})
    return checked


def _pair(args: Sequence[Checked]) -> list[tuple[Type, Type]]:
    pairs = pairwise(one.type for one in args)
    return [(first, second) for first, second in pairs if first is not None and second is not None]


def _note_never(checker: Checker, literal: Checked, type: Type) -> None:
    if (
        literal.type is not None
        and literal.type.kind == type.kind
        and judge_equal(literal.type, type) is False
    ):
        checker.refuse(literal.node, "never_true", **_say_allowed(literal.type, type))


def _note_known(checker: Checker, node: Node, known: bool | None, first: Type, second: Type) -> None:
    if known is not None:
        checker.refuse(node, "always_true" if known else "never_true", **_say_allowed(first, second))


def _say_allowed(first: Type, second: Type) -> dict[str, object]:
    wider = max(first, second, key=lambda one: (len(one.options), one.low != one.high))
    if wider.options:
        return {"allowed": tuple(_say(one) for one in wider.options)}
    return {"reason": "bounds", "low": _say(wider.low), "high": _say(wider.high)}


def _say(value: object) -> object:
    """Return an option or a bound as a finding tells it."""
    if value is None:
        return "…"
    return write_number(value) if isinstance(value, Fraction) else value
