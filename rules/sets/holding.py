"""Can a condition hold, must it, does it make another hold? Proved as far as its comparisons with values go.

A condition becomes a list of cases; a case says for each name which values it may have. What is no comparison
of a name with values counts as something of its own that may hold or not, so nothing false is ever proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from ..analysis.axes import build_axis
from ..tables.points import Exact, is_line, read_point
from ..tables.regions import Choice, Region, Span, Value, accept_absent, invert, unite
from ..types import Type, Types
from .trees import find_operator, list_arguments
from .values import name_tree

MOST_CASES = 256


@dataclass(frozen=True)
class Case:
    """One way for a condition to hold: what each name may be, and what else must hold or must not."""

    names: Mapping[str, Region] = field(default_factory=dict)
    others: Mapping[str, bool] = field(default_factory=dict)


class TooManyCases(Exception):
    """A condition with so many cases that nothing is proved of it."""


def can_hold(tree: Any, types: Types) -> bool:
    """Tell whether some answers may make the condition hold; true also where that cannot be told."""
    return can_differ(tree, True, types)


def must_hold(tree: Any, types: Types) -> bool:
    """Tell whether the condition is proved to hold whatever the answers are."""
    return not can_differ(True, tree, types)


def can_differ(tree: Any, other: Any, types: Types) -> bool:
    """Tell whether the first may hold while the other does not (or, for ``True``, while nothing is asked)."""
    try:
        without = [Case()] if other is True else _list_cases(other, False, types)
        return any(_merge(one, more, types) for one, more in product(_list_cases(tree, True, types), without))
    except TooManyCases:
        return True


def can_both_hold(tree: Any, other: Any, types: Types) -> bool:
    """Tell whether some answers may make both hold."""
    return can_hold({"and": [tree, other]}, types)


def _list_cases(tree: Any, holds: bool, types: Types) -> list[Case]:
    operator = find_operator(tree)
    if isinstance(tree, bool):
        return [Case()] if tree is holds else []
    arguments = list_arguments(tree) if operator else []
    if operator in ("!", "!!") and len(arguments) == 1:
        return _list_cases(arguments[0], holds is (operator == "!!"), types)
    if operator in ("and", "or") and arguments:
        each = [_list_cases(one, holds, types) for one in arguments]
        return _combine(each, types) if (operator == "and") is holds else _gather(each)
    atom = _read_atom(operator, arguments, types)
    if atom is None:
        return [Case(others={name_tree(tree): holds})]
    name, region = atom
    return [Case({name: region if holds else _turn(region)})]


def _gather(each: Iterable[list[Case]]) -> list[Case]:
    return _limit([case for cases in each for case in cases])


def _combine(each: Iterable[list[Case]], types: Types) -> list[Case]:
    found = [Case()]
    for cases in each:
        merged = (_merge(one, other, types) for one, other in product(found, cases))
        found = _limit([case for case in merged if case])
    return found


def _limit(cases: list[Case]) -> list[Case]:
    if len(cases) > MOST_CASES:
        raise TooManyCases
    return cases


def _merge(one: Case, other: Case, types: Types) -> Case | None:
    """Return the case in which both hold, ``None`` where no answers make one."""
    if any(other.others.get(key, holds) is not holds for key, holds in one.others.items()):
        return None
    names = dict(one.names)
    for name, region in other.names.items():
        names[name] = _meet(names[name], region) if name in names else region
    if all(_may_be(region, _find_type(name, types)) for name, region in names.items()):
        return Case(names, {**one.others, **other.others})
    return None


def _read_atom(operator: str, arguments: list[Any], types: Types) -> tuple[str, Region] | None:
    """Return the name and the values that make it hold, ``None`` for what is no such comparison."""
    if operator == "var":
        operator, arguments = "==", [{"var": arguments}, True]
    left, *right = arguments or [None]
    if len(right) == 1 and _find_named(left, types) is None:
        operator, left, right = _MIRROR.get(operator, ""), right[0], [left]
    name = _find_named(left, types)
    if name is None or operator not in _REGIONS:
        return None
    region = _REGIONS[operator](_find_type(name, types), right)
    return (name, region) if region else None


def _find_named(tree: Any, types: Types) -> str | None:
    """Return the name that the tree is and nothing more, if one value stands under it."""
    arguments = list_arguments(tree) if find_operator(tree) == "var" else []
    name = arguments[0] if len(arguments) == 1 and isinstance(arguments[0], str) else ""
    return name if _find_type(name, types).kind not in ("list", "row") else None


def _find_type(name: str, types: Types) -> Type:
    """Return the type at a dotted path, that of a row where there is none."""
    found = Type("row", fields=types)
    for key in [name] if name in types else name.split("."):
        found = found.fields.get(key, _NOTHING)
    return found


def _at(type: Type, values: list[Any]) -> Region | None:
    read = [_read_value(type, one) for one in values]
    return unite([_accept(one) for one in read if one is not None]) if read and None not in read else None


def _accept(value: Exact | Value) -> Region:
    if isinstance(value, str | bool):
        return Region(Choice(frozenset({value})))
    return Region((Span(value, True, value, True),))


def _read_value(type: Type, written: Any) -> Exact | Value | None:
    if is_line(type.kind):
        return read_point(written, type.kind)
    return written if isinstance(written, bool if type.kind == "boolean" else str) else None


def _between(build: Callable[[Exact], Span]) -> Callable[[Type, list[Any]], Region | None]:
    def read(type: Type, values: list[Any]) -> Region | None:
        point = read_point(values[0], type.kind) if is_line(type.kind) and len(values) == 1 else None
        return None if point is None else Region((build(point),))

    return read


def _unlike(type: Type, values: list[Any]) -> Region | None:
    region = _at(type, values) if len(values) == 1 else None
    return _turn(region) if region else None


def _like(type: Type, values: list[Any]) -> Region | None:
    return _at(type, values) if len(values) == 1 else None


def _among(type: Type, values: list[Any]) -> Region | None:
    listed = values[0] if len(values) == 1 else None
    return _at(type, listed) if isinstance(listed, list) else None


def _empty(type: Type, values: list[Any]) -> Region | None:
    return None if values else accept_absent(type.kind)


def _turn(region: Region) -> Region:
    """Return everything that the region does not accept, what is not filled in included."""
    return Region(invert(region).filled, absent=not region.absent)


def _meet(one: Region, other: Region) -> Region:
    return _turn(unite([_turn(one), _turn(other)]))


def _may_be(region: Region, type: Type) -> bool:
    """Tell whether a value the type allows, or none, lies in the region; any may be absent for a while."""
    axis = build_axis(replace(type, required=False), [region])
    return axis.find_mask(region) != 0


_NOTHING = Type("row")
_REGIONS: Mapping[str, Callable[[Type, list[Any]], Region | None]] = {
    ">": _between(lambda point: Span(point, False, None, False)),
    ">=": _between(lambda point: Span(point, True, None, False)),
    "<": _between(lambda point: Span(None, False, point, False)),
    "<=": _between(lambda point: Span(None, False, point, True)),
    "==": _like,
    "===": _like,
    "!=": _unlike,
    "!==": _unlike,
    "in": _among,
    "fits": _among,
    "empty": _empty,
}
_MIRROR = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "===": "===", "!=": "!=", "!==": "!=="}
