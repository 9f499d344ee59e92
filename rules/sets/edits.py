"""Single edits of a condition's tree, each a mistake that somebody might make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from ..dates import add_days, is_date
from ..types import Types
from .trees import Path, find_operator, list_arguments, replace_at, walk_tree


class Edit(NamedTuple):
    """One edit: its kind, the place in the tree, the part that stood there, and the part that now does."""

    kind: str
    path: Path
    was: Any
    now: Any


def edit_tree(tree: Any, types: Types) -> Iterator[tuple[Edit, Any]]:
    """Yield every edit with the whole tree after it; some change nothing or are refused by the types."""
    for path, part in walk_tree(tree):
        operator = find_operator(part)
        edits = _edit_operator(operator, part, types) if operator else _edit_literal(part)
        for kind, now in edits:
            yield Edit(kind, path, part, now), replace_at(tree, path, now)


def _edit_operator(operator: str, part: Any, types: Types) -> Iterator[tuple[str, Any]]:
    arguments = list_arguments(part)
    for kind, others in _SWAPS.get(operator, ()):
        yield from ((kind, {other: arguments}) for other in others)
    if operator in _NEGATED:
        yield "negation", {"!": [part]}
    if operator == "!":
        yield "negation", arguments[0]
    if operator in ("and", "or") and len(arguments) > 1:
        yield from (("part_dropped", {operator: rest}) for rest in _drop_each(arguments))
    if operator in ("if", "?:"):
        yield "negation", {operator: [{"!": arguments[:1]}, *arguments[1:]]}
    if operator == "==" and len(arguments) == 2:
        yield from (("choice", {operator: one}) for one in _choose_others(arguments, types))
    if operator in ("in", "fits") and isinstance(arguments[-1], list):
        rests = _drop_each(arguments[-1]) if len(arguments[-1]) > 1 else ()
        yield from (("choice_dropped", {operator: [*arguments[:-1], rest]}) for rest in rests)


def _edit_literal(part: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(part, int | float | Decimal) and not isinstance(part, bool):
        exact = Decimal(repr(part)) if isinstance(part, float) else part
        yield from (("threshold", exact + step) for step in (1, -1))
    elif isinstance(part, bool):
        yield "negation", not part
    elif is_date(part):
        yield from (("threshold", moved) for step in (1, -1) if (moved := add_days(part, step)))


def _drop_each(items: Sequence[Any]) -> Iterator[list[Any]]:
    return ([*items[:place], *items[place + 1 :]] for place in range(len(items)))


def _choose_others(arguments: Sequence[Any], types: Types) -> Iterator[list[Any]]:
    """Yield the comparison with each other option of the field in place of the one that is written."""
    for field, place in ((0, 1), (1, 0)):
        named = arguments[field]
        name = list_arguments(named)[0] if find_operator(named) == "var" else None
        type = types.get(name) if isinstance(name, str) else None
        if type and isinstance(arguments[place], str):
            for option in type.options:
                if option != arguments[place]:
                    yield [option if at == place else one for at, one in enumerate(arguments)]


_NEGATED = frozenset({"in", "fits", "empty", "all", "some", "none", "is_workday"})
_SWAPS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    ">": (("comparison", (">=", "<")),),
    ">=": (("comparison", (">", "<=")),),
    "<": (("comparison", ("<=", ">")),),
    "<=": (("comparison", ("<", ">=")),),
    "==": (("comparison", ("!=",)),),
    "!=": (("comparison", ("==",)),),
    "===": (("comparison", ("!=",)),),
    "!==": (("comparison", ("==",)),),
    "and": (("connective", ("or",)),),
    "or": (("connective", ("and",)),),
    "+": (("arithmetic", ("-",)),),
    "-": (("arithmetic", ("+",)),),
    "*": (("arithmetic", ("/",)),),
    "/": (("arithmetic", ("*",)),),
    "min": (("arithmetic", ("max",)),),
    "max": (("arithmetic", ("min",)),),
    "floor": (("arithmetic", ("ceil",)),),
    "ceil": (("arithmetic", ("floor",)),),
    "all": (("quantity", ("some",)),),
    "some": (("quantity", ("all", "none")),),
    "workdays": (("days", ("days",)),),
    "days": (("days", ("workdays",)),),
    "add_workdays": (("days", ("add_days",)),),
    "add_days": (("days", ("add_workdays",)),),
}
