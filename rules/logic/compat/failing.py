"""Errors of published JsonLogic: thrown, and tried again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...errors import LogicError
from ..limits import Budget
from .coercion import write_text

Thunk = Callable[[], Any]


def throw(values: Sequence[Any], budget: Budget) -> Any:
    """Stop with the first value as the type of the error; an object is kept for ``try`` to read."""
    thrown = values[0] if values else None
    if type(thrown) is dict:
        raise LogicError(write_text(thrown.get("type"), budget), thrown)
    raise LogicError(write_text(thrown, budget))


def attempt(first: Thunk, *others: Callable[[Any], Any]) -> Any:
    """Return the first that does not fail; each after the first reads the error before it."""
    try:
        return first()
    except LogicError as error:
        failed = error
    for other in others:
        try:
            return other(failed.value)
        except LogicError as error:
            failed = error
    raise failed
