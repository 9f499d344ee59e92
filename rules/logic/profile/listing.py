"""Checks of lists: iterations with their bodies, and lists joined."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ...types import Kind, Type
from ..nodes import Node
from .checking import Check, Checked, Checker
from .computing import give_same
from .kinds import BOOLEAN, NUMBER, SCALARS, WHOLE

MOST_NESTED = 2


def check_iteration(body: tuple[Kind, ...], gives: Type | None, needs_body: bool = True) -> Check:
    """Return the check of a list and a body of these kinds; ``gives`` None: what the list is."""

    def check(checker: Checker, node: Node) -> Checked:
        items, run = _check_parts(checker, node, body, needs_body)
        args = (items,) if run is None else (items, run)
        return Checked(node, items.type if gives is None else gives, args)

    return check


def check_map(checker: Checker, node: Node) -> Checked:
    """Return a list of what the body gives, which is no list itself."""
    items, run = _check_parts(checker, node, (*SCALARS, "row"), True)
    of = run.type if run is not None else None
    return Checked(node, Type("list", of=of), (items,) if run is None else (items, run))


def check_sum(checker: Checker, node: Node) -> Checked:
    """Return the sum of what the body gives, or of a list of numbers."""
    items, run = _check_parts(checker, node, ("number",), False)
    of = items.type.of if items.type is not None else None
    if run is None and of is not None and of.kind != "number":
        checker.refuse(items.node, "type_wanted", got=of.kind, allowed="number")
    added = of if run is None else run.type
    counted = give_same([added]) if added is not None and added.kind == "number" else NUMBER
    return Checked(node, counted, (items,) if run is None else (items, run))


def check_merge(checker: Checker, node: Node) -> Checked:
    """Return one list of the items of lists of one type."""
    args = [checker.want(one, "list") for one in checker.check_args(node, 1)]
    inner = [Checked(one.node, one.type.of) for one in args if one.type is not None]
    _, of = checker.join([one for one in inner if one.type is not None])
    return Checked(node, Type("list", of=of), tuple(args))


def _check_parts(
    checker: Checker, node: Node, body: tuple[Kind, ...], needs_body: bool
) -> tuple[Checked, Checked | None]:
    if not (2 if needs_body else 1) <= len(node.args) <= 2:
        allowed = "2" if needs_body else "1–2"
        checker.refuse(node, "argument_count", name=node.op, got=len(node.args), allowed=allowed)
    if not node.args:
        return Checked(node, None), None
    items = checker.want(checker.check(node.args[0]), "list")
    if len(node.args) < 2:
        return items, None
    if len(checker.scopes) > MOST_NESTED:
        return items, checker.refuse(node, "iterations_nested", limit=MOST_NESTED)
    with checker.enter(items.type.of if items.type is not None else None):
        return items, checker.want(checker.check(node.args[1]), *body)


COUNT = replace(WHOLE, low=Fraction(0))
TRUTH: tuple[Kind, ...] = ("boolean",)
TESTED = check_iteration(TRUTH, BOOLEAN)
