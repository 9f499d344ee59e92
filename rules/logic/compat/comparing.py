"""Comparisons of published JsonLogic: with coercion, strict, and membership."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..limits import Budget, pay_items, pay_text
from .coercion import is_number, read_order, to_double, to_number


def is_equal(first: Any, second: Any) -> bool:
    """Tell whether ``==`` holds: texts and nulls as they are, all else as numbers."""
    if (first is None or type(first) is str) and (second is None or type(second) is str):
        return first == second
    return to_number(first) == to_number(second)


def is_unequal(first: Any, second: Any) -> bool:
    """Tell whether ``!=`` holds."""
    return not is_equal(first, second)


def is_same(first: Any, second: Any) -> bool:
    """Tell whether ``===`` holds: the same kind and value; lists and objects are the same as nothing."""
    if is_number(first) and is_number(second):
        return to_double(first) == to_double(second)
    return type(first) is type(second) and first == second and not isinstance(first, (list, dict))


def is_other(first: Any, second: Any) -> bool:
    """Tell whether ``!==`` holds."""
    return not is_same(first, second)


def is_less(first: Any, second: Any) -> bool:
    """Tell whether ``<`` holds."""
    one, other = read_order(first, second)
    return one < other


def is_at_most(first: Any, second: Any) -> bool:
    """Tell whether ``<=`` holds."""
    one, other = read_order(first, second)
    return one <= other


def is_greater(first: Any, second: Any) -> bool:
    """Tell whether ``>`` holds."""
    one, other = read_order(first, second)
    return one > other


def is_at_least(first: Any, second: Any) -> bool:
    """Tell whether ``>=`` holds."""
    one, other = read_order(first, second)
    return one >= other


def is_among(item: Any, items: Sequence[Any]) -> bool:
    """Tell whether one of the items is the same."""
    return any(is_same(one, item) for one in items)


def is_in(values: Sequence[Any], budget: Budget) -> bool:
    """Tell whether ``in`` holds: an item in a list, a text in a text."""
    item, where = (*values, None, None)[:2]
    if type(where) is list:
        return is_among(item, pay_items(budget, where))
    return type(where) is str and type(item) is str and item in pay_text(budget, where)
