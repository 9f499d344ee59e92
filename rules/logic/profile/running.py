"""What rules of the profile do when they run, beyond arithmetic and dates: compare, look through, build."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from typing import Any

from ...calendar import Calendar
from ...numbers import Number, add, write_plainly
from ..compat.texts import cut_text
from ..limits import Budget, check_items, join_texts, pay, pay_items, pay_text

Body = Callable[[Any, int], Any]
Read = Callable[[Any], Any]
Key = Callable[[Any], Any]

WEEKDAYS = Calendar()


def is_same(first: Any, second: Any) -> bool:
    """Tell whether two values that are there are equal."""
    return first is not None and first == second


def is_less(first: Any, second: Any) -> bool:
    """Tell whether the first value comes before the second; absent ones have no order."""
    return first is not None and second is not None and first < second


def is_at_most(first: Any, second: Any) -> bool:
    """Tell whether the first value does not come after the second; absent ones have no order."""
    return first is not None and second is not None and first <= second


def is_greater(first: Any, second: Any) -> bool:
    """Tell whether the first value comes after the second; absent ones have no order."""
    return first is not None and second is not None and first > second


def is_at_least(first: Any, second: Any) -> bool:
    """Tell whether the first value does not come before the second; absent ones have no order."""
    return first is not None and second is not None and first >= second


def prefer(value: Any, default: Any) -> Any:
    """Return a value, or the default where it is absent."""
    return default if value is None else value


def list_missing(names: Sequence[str], missing: Sequence[bool]) -> list[str]:
    """Return those of the names that are missing."""
    return list(compress(names, missing))


def has_item(item: Any, items: list[Any] | None, read: Read, budget: Budget) -> bool:
    """Tell whether a list has an item, its items read as values of their type."""
    if item is None or items is None:
        return False
    return any(read(one) == item for one in pay_items(budget, items))


def has_part(part: str | None, text: str | None, budget: Budget) -> bool:
    """Tell whether a text contains another."""
    return part is not None and text is not None and part in pay_text(budget, text)


def find_least(values: Sequence[Any], key: Key) -> Any:
    """Return the least value that is there, of equals the first."""
    return min((one for one in values if one is not None), key=key, default=None)


def find_largest(values: Sequence[Any], key: Key) -> Any:
    """Return the largest value that is there, of equals the first."""
    return max((one for one in values if one is not None), key=key, default=None)


def fold(step: Callable[[Number, Number], Number], values: Sequence[Number]) -> Number:
    """Return the values joined from the left, absent where one is."""
    if None in values:
        return None
    first, *others = values
    for other in others:
        first = step(first, other)
    return first


def join(values: Sequence[Any], budget: Budget) -> str | None:
    """Return all values as one text; absent ones write nothing."""
    return join_texts([_write(one) for one in values if one is not None], budget) or None


def count_points(text: str | None, budget: Budget) -> int | None:
    """Return the number of code points."""
    return None if text is None else len(pay_text(budget, text))


def cut(values: Sequence[Any], budget: Budget) -> str | None:
    """Return the part of a text from a start, of a length; absent where they are not whole."""
    if None in values or any(one.denominator != 1 for one in values[1:]):
        return None
    text, start, *length = values
    return cut_text(pay_text(budget, text), int(start), int(length[0]) if length else None) or None


def count_filled(items: list[Any] | None, read: Read, budget: Budget) -> int:
    """Return the number of items that are not absent."""
    return sum(read(one) is not None for one in pay_items(budget, items or []))


def add_filled(items: list[Any] | None, read: Read, budget: Budget) -> Number:
    """Return the sum of the numbers in a list."""
    return _add_all(read(one) for one in pay_items(budget, items or []))


def count_holding(items: list[Any] | None, body: Body, budget: Budget, cost: int) -> int:
    """Return the number of items for which the body holds."""
    return sum(value is True for _, value in _run(items, body, budget, cost))


def add_up(items: list[Any] | None, body: Body, budget: Budget, cost: int) -> Number:
    """Return the sum of what the body gives."""
    return _add_all(value for _, value in _run(items, body, budget, cost))


def map_items(items: list[Any] | None, body: Body, budget: Budget, cost: int) -> list[Any]:
    """Return what the body gives for each item."""
    return [value for _, value in _run(items, body, budget, cost)]


def filter_items(items: list[Any] | None, body: Body, budget: Budget, cost: int) -> list[Any]:
    """Return the items for which the body holds, as they are."""
    return [item for item, value in _run(items, body, budget, cost) if value is True]


def is_all(items: list[Any] | None, body: Body, budget: Budget, cost: int) -> bool:
    """Tell whether there are items and the body holds for each."""
    return bool(items) and all(value is True for _, value in _run(items, body, budget, cost))


def is_some(items: list[Any] | None, body: Body, budget: Budget, cost: int) -> bool:
    """Tell whether the body holds for an item."""
    return any(value is True for _, value in _run(items, body, budget, cost))


def is_none(items: list[Any] | None, body: Body, budget: Budget, cost: int) -> bool:
    """Tell whether the body holds for no item."""
    return not is_some(items, body, budget, cost)


def merge(lists: Sequence[list[Any] | None], budget: Budget) -> list[Any]:
    """Return the items of all lists."""
    merged: list[Any] = []
    for one in lists:
        merged += one or []
        check_items(merged)
    pay(budget, len(merged))
    return merged


def _run(items: list[Any] | None, body: Body, budget: Budget, cost: int) -> Iterator[tuple[Any, Any]]:
    for index, item in enumerate(check_items(items or [])):
        pay(budget, cost)
        yield item, body(item, index)


def _add_all(values: Iterator[Number]) -> Number:
    total: Number = 0
    for value in values:
        total = total if value is None else add(total, value)
    return total


def _write(value: Any) -> str:
    return value if type(value) is str else write_plainly(value)
