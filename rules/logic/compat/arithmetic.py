"""Arithmetic of published JsonLogic: IEEE doubles, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from math import fmod
from typing import Any

from ..limits import fail
from .coercion import is_number, settle, to_double, to_number

Values = Sequence[Any]
Number = int | float
Step = Callable[[Number, Number], Number]


def add(values: Values) -> Number:
    """Return the sum, of nothing 0."""
    return reduce(lambda total, value: settle(total + to_number(value)), values, 0)


def multiply(values: Values) -> Number:
    """Return the product, of nothing 1."""
    return reduce(lambda total, value: settle(total * to_number(value)), values, 1)


def subtract(values: Values) -> Number:
    """Return the first less the others; alone its negative."""
    return _fold(values, lambda a, b: a - b, lambda a: 0 - a)


def divide(values: Values) -> Number:
    """Return the first divided by the others; alone its reciprocal."""
    return _fold(values, _divide, lambda a: _divide(1, a))


def take_remainder(values: Values) -> Number:
    """Return what division leaves, with the sign of the dividend."""
    return _fold(values, lambda a, b: fmod(a, b) if b else fail("NaN"))


def find_largest(values: Values) -> Number:
    """Return the largest; all must be numbers."""
    return to_number(max(_check_numbers(values), key=to_double))


def find_smallest(values: Values) -> Number:
    """Return the smallest; all must be numbers."""
    return to_number(min(_check_numbers(values), key=to_double))


def _fold(values: Values, join: Step, alone: Callable[[Number], Number] | None = None) -> Number:
    if len(values) < (1 if alone else 2):
        fail("Invalid Arguments")
    first, *others = [to_number(value) for value in values]
    if alone and not others:
        return settle(alone(first))
    return reduce(lambda total, number: settle(join(total, number)), others, first)


def _divide(a: Number, b: Number) -> Number:
    return a / b if b else fail("NaN")


def _check_numbers(values: Values) -> Values:
    if not values or not all(is_number(value) for value in values):
        fail("Invalid Arguments")
    return values
