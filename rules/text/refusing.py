"""What is wrong with a condition, as the one finding a person needs."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from ..findings import Finding, RuleRefused
from .words import say_expected

_LOOKED_AT = 60


def refuse(code: str, column: int, **facts: object) -> RuleRefused:
    """Return the error of one place: ``column`` counts characters from 0, ``place`` as people do, from 1."""
    return RuleRefused(Finding(code, facts={"column": column, "place": column + 1, **facts}))


def refuse_reading(
    column: int, got: str, terminals: set[str], near: Iterable[str] = (), **facts: object
) -> RuleRefused:
    """Return the error of a place where one of the grammar's ``terminals`` has to stand."""
    expected, expected_en = say_expected(terminals, "zh-CN"), say_expected(terminals, "en")
    alike = tuple(near)
    said = {"got": got, "expected": expected, "expected_en": expected_en, "near": alike}
    return refuse("condition_unreadable", column, **said, **({"reason": "near"} if alike else {}), **facts)


def refuse_name(column: int, got: str, near: tuple[str, ...]) -> RuleRefused:
    """Return the error of a name nobody knows; ``near`` are known ones that look like it."""
    return refuse("name_unknown", column, got=got, near=near, **({"reason": "near"} if near else {}))


def refuse_tree(code: str, pointer: str, got: object, **facts: object) -> RuleRefused:
    """Return the error of a place in a tree that cannot be written as text."""
    reason = {} if code == "tree_unwritable" else {"reason": "tree"}
    return RuleRefused(Finding(code, pointer, {"got": got, **reason, **facts}))


def find_near(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return at most three known words that look like this one, the most alike first."""
    return tuple(difflib.get_close_matches(word[:_LOOKED_AT], sorted(set(known) - {word}), 3, 0.5))
