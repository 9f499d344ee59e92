"""A form's fields for the typed profile, answers to it, and how its rules are asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from typing import Any

from lizheng.rules.logic import LogicError, check_logic, compile_logic
from lizheng.rules.types import Type

PEOPLE = Type("number", integer=True, low=Fraction(0), high=Fraction(500), unit="人")
PLOT = Type("row", fields={"area": Type("number"), "name": Type("text")})
HOUSE = Type(
    "row",
    fields={
        "head": Type("text"),
        "size": Type("number", integer=True),
        "moved": Type("date"),
        "agrees": Type("boolean"),
        "plots": Type("list", of=PLOT),
    },
)
TYPES: Mapping[str, Type] = {
    "present": PEOPLE,
    "base": PEOPLE,
    "votes": PEOPLE,
    "cost": Type("number", unit="元"),
    "amount": Type("number"),
    "share": Type("number", high=Fraction(1, 2)),
    "grade": Type("number", options=(Fraction(1), Fraction(5, 2))),
    "mode": Type("text", options=("转", "并", "联")),
    "other": Type("text", options=("拆",)),
    "note": Type("text"),
    "agreed": Type("boolean"),
    "held": Type("date"),
    "due": Type("date"),
    "opens": Type("time"),
    "closes": Type("time"),
    "received": Type("datetime"),
    "answered": Type("datetime"),
    "houses": Type("list", of=HOUSE),
    "tags": Type("list", of=Type("text", options=("低保", "残疾"))),
    "scores": Type("list", of=Type("number")),
    "days": Type("list", of=Type("date")),
    "moments": Type("list", of=Type("datetime")),
    "lists": Type("list", of=Type("list", of=Type("number"))),
    "place": Type("row", fields={"village": Type("text"), "group": Type("number")}),
}
NOW = "2026-11-24T18:30:00+08:00"


def ask(tree: Any, _calendar: Any = None, **answers: Any) -> Any:
    """Return the answer of a rule of the profile, or the type of its error."""
    try:
        return compile_logic(tree, typed=TYPES)(answers, now=NOW, calendar=_calendar)
    except LogicError as error:
        return f"error: {error.type}"


def find(tree: Any) -> list[tuple[str, str]]:
    """Return code and pointer of each finding."""
    return [(one.code, one.pointer) for one in check_logic(tree, TYPES)[1]]


def var(name: str) -> dict[str, str]:
    """Return a name."""
    return {"var": name}


def nest(depth: int, tree: Any = 1, wrap: Callable[[Any], Any] = lambda inner: [inner]) -> Any:
    """Return a tree wrapped so many times, in lists unless told otherwise."""
    return reduce(lambda inner, _: wrap(inner), range(depth), tree)
