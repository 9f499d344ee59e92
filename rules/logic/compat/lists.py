"""Lists of published JsonLogic: iterations, and one list of many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..limits import ANSWER, DEPTH, Budget, check_items, fail, pay
from .coercion import is_true

Body = Callable[[Any, int], Any]


def read_items(items: Any) -> list[Any]:
    """Return a list to go through, null as an empty one."""
    return [] if items is None else _demand_items(items)


def map_items(items: Any, body: Body, budget: Budget, cost: int) -> list[Any]:
    """Return what the body gives for each item."""
    return [value for _, value in _run(read_items(items), body, budget, cost)]


def filter_items(items: Any, body: Body, budget: Budget, cost: int) -> list[Any]:
    """Return the items for which the body holds."""
    return [item for item, value in _run(read_items(items), body, budget, cost) if is_true(value)]


def is_all(items: Any, body: Body, budget: Budget, cost: int) -> bool:
    """Tell whether there are items and the body holds for each."""
    found = _demand_items(items)
    return len(found) > 0 and all(is_true(value) for _, value in _run(found, body, budget, cost))


def is_some(items: Any, body: Body, budget: Budget, cost: int) -> bool:
    """Tell whether the body holds for an item."""
    return any(is_true(value) for _, value in _run(_demand_items(items), body, budget, cost))


def is_none(items: Any, body: Body, budget: Budget, cost: int) -> bool:
    """Tell whether the body holds for no item."""
    return not is_some(items, body, budget, cost)


def fold_items(items: Sequence[Any], start: Any, body: Body, budget: Budget, cost: int) -> Any:
    """Return what is left when the body has taken in each item."""
    for index, item in enumerate(items):
        pay(budget, cost)
        start = body({"current": item, "accumulator": start}, index)
    return start


def merge(values: Sequence[Any], budget: Budget) -> list[Any]:
    """Return one list of the items of lists and of whatever is no list."""
    merged: list[Any] = []
    for value in values:
        merged += check_items(value) if type(value) is list else [value]
        check_items(merged)
    pay(budget, len(merged))
    return merged


def spread(value: Any, budget: Budget) -> list[Any]:
    """Return the arguments an operator finds in a value: the items of a list, or the value alone."""
    if type(value) is not list:
        return [value]
    pay(budget, len(value))
    return value


def check_answer(answer: Any) -> Any:
    """Return an answer that was made of lists, unless it is too large or too deep to be written."""
    level, left = [answer], ANSWER - 1
    for _ in range(DEPTH + 1):
        level = _open(level, left)
        left -= len(level)
        if not level:
            return answer
    return fail("Too Deep")


def _demand_items(items: Any) -> list[Any]:
    return check_items(items) if type(items) is list else fail("Invalid Arguments")


def _run(items: list[Any], body: Body, budget: Budget, cost: int) -> Iterator[tuple[Any, Any]]:
    for index, item in enumerate(items):
        pay(budget, cost)
        yield item, body(item, index)


def _open(level: list[Any], most: int) -> list[Any]:
    inner: list[Any] = []
    for value in level:
        if isinstance(value, (list, dict)):
            inner += value if isinstance(value, list) else value.values()
            if len(inner) > most:
                fail("Too Large")
    return inner
