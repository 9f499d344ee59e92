"""Texts of published JsonLogic, by code point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..limits import Budget, fail, join_texts, pay_text
from .coercion import is_number, to_number, write_text


def join(values: Sequence[Any], budget: Budget) -> str:
    """Return all values as one text."""
    return join_texts([write_text(value, budget) for value in values], budget)


def cut(values: Sequence[Any], budget: Budget) -> str:
    """Return a part of a text: from a start, of a length; negative ones count from the end."""
    text, start, length = (*values, None, None, None)[:3]
    whole = write_text(text, budget)
    first, count = _read_whole(start) or 0, _read_whole(length)
    return cut_text(pay_text(budget, whole), first, count)


def cut_text(text: str, start: int, length: int | None) -> str:
    """Return a part of a text by code points; a negative length leaves that many off the end."""
    first = max(0, len(text) + start) if start < 0 else start
    if length is None:
        return text[first:]
    return text[first : max(first, len(text) + length if length < 0 else first + length)]


def _read_whole(value: Any) -> int | None:
    if value is None:
        return None
    return int(to_number(value)) if is_number(value) else fail("Invalid Arguments")
