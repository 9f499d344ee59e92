"""Which characters a piece of a parsed pattern can consume, and whether two pieces can want the same one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Ranges = tuple[tuple[int, int], ...]

TOP = 0x10FFFF


def overlap(one: Ranges, other: Ranges) -> bool:
    """Tell whether some character lies in both."""
    return any(low <= top and bottom <= high for low, high in one for bottom, top in other)


def charset(item: tuple[Any, Any]) -> Ranges:
    """Return every character that may stand anywhere in what the item consumes."""
    operation, argument = str(item[0]), item[1]
    if operation == "LITERAL":
        return ((argument, argument),)
    if operation == "AT":
        return ()
    if operation == "IN":
        return _members(argument)
    if operation == "NOT_LITERAL":
        return _complement(((argument, argument),))
    if operation == "ANY":
        return _complement(((10, 10),))
    return charset_of([inner for body in bodies(item) for inner in body])


def charset_of(items: Iterable[tuple[Any, Any]]) -> Ranges:
    """Return every character that may stand anywhere in what the items consume."""
    return tuple({pair for item in items for pair in charset(item)})


def first_charset(items: Sequence[tuple[Any, Any]]) -> Ranges:
    """Return every character with which what the items consume may begin."""
    pairs: set[tuple[int, int]] = set()
    for item in items:
        inner = bodies(item)
        starts = [first_charset(body) for body in inner] if inner else [charset(item)]
        pairs.update(pair for start in starts for pair in start)
        if least([item]) > 0:
            break
    return tuple(pairs)


def least(items: Iterable[tuple[Any, Any]]) -> int:
    """Return how many characters the items consume at least."""
    return sum(_least_of(item) for item in items)


def bodies(item: tuple[Any, Any]) -> list[list[tuple[Any, Any]]]:
    """Return the sequences inside an item: of a group, a repetition, or each alternative."""
    operation, argument = str(item[0]), item[1]
    if operation == "SUBPATTERN":
        return [list(argument[3])]
    if operation == "BRANCH":
        return [list(body) for body in argument[1]]
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        return [list(argument[2])]
    return []


def _least_of(item: tuple[Any, Any]) -> int:
    operation = str(item[0])
    if operation == "AT":
        return 0
    inner = [least(body) for body in bodies(item)]
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        return item[1][0] * inner[0]
    return min(inner) if inner else 1


def _members(members: list[tuple[Any, Any]]) -> Ranges:
    pairs = []
    for operation, argument in members:
        if str(operation) == "NEGATE":
            return _complement(_members(members[1:]))
        pairs.append(argument if str(operation) == "RANGE" else (argument, argument))
    return tuple(pairs)


def _complement(ranges: Ranges) -> Ranges:
    result, start = [], 0
    for low, high in sorted(ranges):
        if low > start:
            result.append((start, low - 1))
        start = max(start, high + 1)
    return (*result, (start, TOP)) if start <= TOP else tuple(result)
