"""The limits of the language and what an operator pays before it looks (docs/rules-spec.md, 1)."""

from __future__ import annotations

from collections.abc import Sequence, Sized
from typing import NoReturn, TypeVar

from ..errors import LogicError

DEPTH = 64
NODES = 5_000
STEPS = 100_000
TEXT = 65_536
ITEMS = 10_000
NAME = 1_000
ANSWER = 100_000
POINTS_A_STEP = 64

Budget = list[int]
Items = TypeVar("Items", bound=Sized)


def fail(type: str) -> NoReturn:
    """Stop with an error of this type."""
    raise LogicError(type)


def pay(budget: Budget, steps: int) -> None:
    """Take steps off what the evaluation may still spend (``budget[0]``); ``Too Much Work`` below 0."""
    budget[0] -= steps
    if budget[0] < 0:
        fail("Too Much Work")


def pay_text(budget: Budget, text: str) -> str:
    """Return a text that is built or about to be looked through, paid for."""
    pay(budget, len(text) // POINTS_A_STEP)
    return text


def pay_items(budget: Budget, items: Items) -> Items:
    """Return a list that is about to be gone through, paid for by the item."""
    pay(budget, len(check_items(items)))
    return items


def check_items(items: Items) -> Items:
    """Return the list, if it is not too long."""
    if len(items) > ITEMS:
        fail("Too Large")
    return items


def join_texts(texts: Sequence[str], budget: Budget, between: str = "") -> str:
    """Return the texts as one, paid for, unless it is too long."""
    if sum(map(len, texts)) + len(between) * (len(texts) - 1) > TEXT:
        fail("Too Large")
    return pay_text(budget, between.join(texts))
