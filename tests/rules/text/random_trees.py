"""Random well-typed trees on the village's fields, in the one form that condition text reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st
from lizheng.rules.types import Type, Types

from .village_names import TYPES

Trees = st.SearchStrategy[object]

WHOLE = st.integers(-(10**15) + 1, 10**15 - 1)


def _scale(digits: int, places: int) -> int | float:
    value = float(f"{digits}e-{places}")
    return int(value) if value.is_integer() else value


NUMBERS = st.one_of(st.integers(0, 100), WHOLE, st.builds(_scale, WHOLE, st.integers(0, 20)))
DATES = st.dates().map(lambda day: day.isoformat())
MOMENTS = st.datetimes().map(lambda one: f"{one.replace(microsecond=0).isoformat()}+08:00")
ODD = st.sampled_from(
    ["2026-02-28", "8:30", "“好”", '说"好"', "是", "且 ", "重大", "2026-2-28", "”", "a]b」c"]
)
TEXTS = st.one_of(ODD, st.text(max_size=8))


@dataclass(frozen=True)
class Reach:
    """The types in reach, the innermost row last; ``item`` is the type of the innermost item itself."""

    frames: tuple[Types, ...]
    items: tuple[Type, ...] = ()

    def enter(self, item: Type) -> Reach:
        """Return what is in reach inside the body of an iteration."""
        return Reach((*self.frames, item.fields), (*self.items, item))

    def pick(self, kind: str, of: str = "") -> list[object]:
        """Return the names of one kind as trees."""
        found: list[object] = []
        for climb in range(len(self.frames)):
            for path in _paths(self.frames[-1 - climb], kind, of):
                found.append({"val": [[2 * climb], *path.split(".")]} if climb else {"var": path})
        for climb, item in enumerate(reversed(self.items)):
            if item.kind == kind:
                found.append({"val": [[2 * climb]]} if climb else {"var": ""})
        return found


def _paths(types: Types, kind: str, of: str) -> list[str]:
    own = [key for key, one in types.items() if one.kind == kind and (one.of.kind if one.of else "") == of]
    inner = [f"{key}.{path}" for key, one in types.items() for path in _paths(one.fields, kind, of)]
    return own + inner


ROOT = Reach((TYPES,))


def booleans(reach: Reach = ROOT, depth: int = 3) -> Trees:
    """Return conditions."""
    leaves = st.one_of(st.booleans(), *_names(reach, "boolean"))
    if not depth:
        return leaves
    one, less = booleans(reach, depth - 1), depth - 1
    number, text, date = numbers(reach, less), texts(reach, less), dates(reach, less)
    return st.one_of(
        leaves,
        _act(["and", "or"], one, one),
        _act(["and", "or"], one, one, one),
        _act(["!"], one),
        _act(["==", "!=", "<", "<=", ">", ">="], number, number),
        _act(["<", "<=", ">", ">="], number, number, number),
        _act(["==", "!=", "<", "<="], date, date),
        _act(["==", "in"], text, text),
        _act(
            [">", ">=", "<"], number, _act(["*"], _act(["/"], st.integers(1, 9), st.integers(1, 9)), number)
        ),
        _act([">"], number, _act(["/"], number, st.just(2))),
        _act(["in"], number, st.lists(NUMBERS, max_size=3)),
        _act(["in", "fits"], text, st.lists(TEXTS, max_size=3)),
        _act(["in"], text, _lists(reach, "text", less)),
        _act(["empty"], st.one_of(number, text, date, one)),
        _act(["is_workday"], date),
        _choices(one, one),
        _iterations(["all", "some", "none"], reach, depth, booleans),
    )


def numbers(reach: Reach, depth: int) -> Trees:
    """Return numbers."""
    leaves = st.one_of(NUMBERS, *_names(reach, "number"))
    if not depth:
        return leaves
    one, less = numbers(reach, depth - 1), depth - 1
    text, date = texts(reach, less), dates(reach, less)
    return st.one_of(
        leaves,
        _act(["+", "*", "min", "max", "??"], one, one),
        _act(["+", "*", "min", "max", "??"], one, one, one),
        _act(["-", "/", "%"], one, one),
        _act(["-", "floor", "ceil", "abs", "round", "min"], one),
        _act(["round"], one, st.integers(0, 6)),
        _act(["length"], text),
        _act(["year", "month", "day", "weekday"], date),
        _act(["days", "workdays", "age"], date, date),
        _act(["hours"], moments(reach, less), moments(reach, less)),
        _act(["count"], _lists(reach, "row", less)),
        _choices(booleans(reach, less), one),
        _iterations(["count"], reach, depth, booleans),
        _iterations(["sum"], reach, depth, numbers),
    )


def texts(reach: Reach, depth: int) -> Trees:
    """Return texts."""
    leaves = st.one_of(TEXTS, *_names(reach, "text"))
    if not depth:
        return leaves
    one, number = texts(reach, depth - 1), numbers(reach, depth - 1)
    return st.one_of(
        leaves, _act(["cat"], one, number), _act(["substr"], one, number, number), _act(["??"], one, one)
    )


def dates(reach: Reach, depth: int) -> Trees:
    """Return dates."""
    leaves = st.one_of(DATES, st.just({"today": []}), *_names(reach, "date"))
    if not depth:
        return leaves
    one, number = dates(reach, depth - 1), numbers(reach, depth - 1)
    return st.one_of(
        leaves,
        _act(["add_days", "add_months", "add_workdays"], one, number),
        _act(["month_end", "last_workday"], one),
        _act(["date"], moments(reach, depth - 1)),
    )


def moments(reach: Reach, depth: int) -> Trees:
    """Return datetimes."""
    leaves = st.one_of(MOMENTS, st.just({"now": []}), *_names(reach, "datetime"))
    return st.one_of(leaves, _act(["add_hours"], moments(reach, depth - 1), NUMBERS)) if depth else leaves


def _lists(reach: Reach, of: str, depth: int) -> Trees:
    leaves = st.one_of(*_names(reach, "list", of)) if reach.pick("list", of) else st.just([])
    return st.one_of(leaves, _act(["merge"], leaves, leaves)) if depth else leaves


def _iterations(ops: list[str], reach: Reach, depth: int, body: Callable[[Reach, int], Trees]) -> Trees:
    """Return iterations over a list, perhaps filtered, their bodies reading its rows and what is outside."""
    if len(reach.frames) > 2:
        return st.nothing()
    found: list[Trees] = []
    for at, types in enumerate(reversed(reach.frames)):
        for key, kind in types.items():
            if kind.of:
                inner = reach.enter(kind.of)
                listed = st.just({"val": [[2 * at], key]} if at else {"var": key})
                kept = _act(["filter"], listed, body_of_filter(inner))
                found.append(_act(ops, st.one_of(listed, kept), body(inner, depth - 2 if depth > 2 else 0)))
    return st.one_of(*found)


def body_of_filter(reach: Reach) -> Trees:
    """Return small conditions on a row."""
    return booleans(reach, 0)


def _names(reach: Reach, kind: str, of: str = "") -> list[Trees]:
    found = reach.pick(kind, of)
    return [st.sampled_from(found)] if found else []


def _choices(condition: Trees, value: Trees) -> Trees:
    return st.one_of(_act(["if"], condition, value, value), _act(["if"], condition, value, condition, value))


def _act(ops: list[str], *args: Trees) -> Trees:
    return st.tuples(st.sampled_from(ops), st.tuples(*args)).map(lambda one: {one[0]: list(one[1])})
