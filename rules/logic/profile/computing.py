"""Checks of numbers, texts and dates: what each operator takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ...types import Kind, Type
from ..nodes import Node
from .checking import Check, Checked, Checker
from .kinds import (
    BOOLEAN,
    DATE,
    DATETIME,
    NUMBER,
    TEXT,
    WHOLE,
    add_bounds,
    negate_bounds,
)

Give = Callable[[Sequence[Type]], Type]
Kinds = tuple[Kind, ...]


@dataclass(frozen=True)
class Signature:
    """What an operator takes and gives.

    takes  the kinds of each argument; the last of them also those beyond
    least  fewest arguments, ``most`` the largest number; None for any
    gives  the type of the result, from those of the arguments
    """

    takes: tuple[Kinds, ...]
    least: int
    most: int | None
    gives: Give


def check_signature(signature: Signature) -> Check:
    """Return the check of an operator by its signature."""

    def check(checker: Checker, node: Node) -> Checked:
        takes, last = signature.takes, len(signature.takes) - 1
        args = checker.check_args(node, signature.least, signature.most)
        fitted = tuple(checker.want(one, *takes[min(at, last)]) for at, one in enumerate(args))
        types = [one.type or NUMBER for one in fitted]
        return Checked(node, signature.gives(types) if types else signature.gives([NUMBER]), fitted)

    return check


def check_sum(checker: Checker, node: Node) -> Checked:
    """Return a sum or difference of numbers of one unit."""
    args = tuple(checker.want(one, "number") for one in checker.check_args(node, 1))
    checker.check_units(args)
    types = [one.type or NUMBER for one in args]
    return Checked(node, (_give_difference if node.op == "-" else _give_sum)(types), args)


def check_extreme(checker: Checker, node: Node) -> Checked:
    """Return the least or the largest of numbers or dates."""
    fitted, type = checker.join(checker.check_args(node, 1))
    return Checked(node, type, tuple(checker.demand(one, *ORDERED) for one in fitted))


def check_clock(type: Type) -> Check:
    """Return the check of an operator that asks for now."""

    def check(checker: Checker, node: Node) -> Checked:
        checker.check_args(node, 0, 0)
        checker.reads_clock = True
        return Checked(node, type)

    return check


def give_same(types: Sequence[Type]) -> Type:
    """Return the type of the first argument, without its bounds."""
    return replace(types[0], options=(), low=None, high=None, required=False)


def give_whole(types: Sequence[Type]) -> Type:
    """Return the type of the first argument as a whole number, without its bounds."""
    return replace(give_same(types), integer=True)


def give(type: Type) -> Give:
    """Return a function that gives this type always."""
    return lambda types: type


def _give_sum(types: Sequence[Type]) -> Type:
    low, high = add_bounds(types)
    return Type(
        "number", low=low, high=high, integer=all(one.integer for one in types), unit=_find_unit(types)
    )


def _give_difference(types: Sequence[Type]) -> Type:
    first, *others = (
        types if len(types) > 1 else (Type("number", low=_ZERO, high=_ZERO, integer=True), *types)
    )
    return _give_sum([first, *(negate_bounds(one) for one in others)])


def _find_unit(types: Sequence[Type]) -> str:
    return next((one.unit for one in types if one.unit), "")


def _give_product(types: Sequence[Type]) -> Type:
    return Type("number", integer=all(one.integer for one in types))


def _give_absolute(types: Sequence[Type]) -> Type:
    return replace(give_same(types), low=_ZERO)


def _between(low: int, high: int | None = None) -> Type:
    return replace(WHOLE, low=Fraction(low), high=None if high is None else Fraction(high))


ORDERED: Kinds = ("number", "date", "datetime")
_ZERO = Fraction(0)
_NUMBER: Kinds = ("number",)
_TEXT: Kinds = ("text",)
_DATE: Kinds = ("date",)
_DATETIME: Kinds = ("datetime",)
_WRITTEN: Kinds = ("text", "number", "date", "time", "datetime")

SIGNATURES: Mapping[str, Signature] = {
    "*": Signature((_NUMBER,), 1, None, _give_product),
    "/": Signature((_NUMBER,), 1, None, give(NUMBER)),
    "%": Signature((_NUMBER,), 2, 2, give_same),
    "round": Signature((_NUMBER, _NUMBER), 1, 2, give_same),
    "floor": Signature((_NUMBER,), 1, 1, give_whole),
    "ceil": Signature((_NUMBER,), 1, 1, give_whole),
    "abs": Signature((_NUMBER,), 1, 1, _give_absolute),
    "cat": Signature((_WRITTEN,), 1, None, give(TEXT)),
    "length": Signature((_TEXT,), 1, 1, give(_between(1))),
    "substr": Signature((_TEXT, _NUMBER), 2, 3, give(TEXT)),
    "date": Signature((_DATETIME,), 1, 1, give(DATE)),
    "year": Signature((_DATE,), 1, 1, give(_between(1, 9999))),
    "month": Signature((_DATE,), 1, 1, give(_between(1, 12))),
    "day": Signature((_DATE,), 1, 1, give(_between(1, 31))),
    "weekday": Signature((_DATE,), 1, 1, give(_between(1, 7))),
    "days": Signature((_DATE,), 2, 2, give(WHOLE)),
    "add_days": Signature((_DATE, _NUMBER), 2, 2, give(DATE)),
    "add_months": Signature((_DATE, _NUMBER), 2, 2, give(DATE)),
    "month_end": Signature((_DATE,), 1, 1, give(DATE)),
    "age": Signature((_DATE,), 2, 2, give(_between(0, 9998))),
    "workdays": Signature((_DATE,), 2, 2, give(WHOLE)),
    "add_workdays": Signature((_DATE, _NUMBER), 2, 2, give(DATE)),
    "is_workday": Signature((_DATE,), 1, 1, give(BOOLEAN)),
    "last_workday": Signature((_DATE,), 1, 1, give(DATE)),
    "hours": Signature((_DATETIME,), 2, 2, give(NUMBER)),
    "add_hours": Signature((_DATETIME, _NUMBER), 2, 2, give(DATETIME)),
}
