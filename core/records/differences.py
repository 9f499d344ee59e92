"""What changed between two answers, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...forms.subschemas import escape


@dataclass(frozen=True)
class Difference:
    """One field that differs. ``None`` on a side means that it is absent there."""

    pointer: str
    before: Any
    after: Any


def find_differences(before: Any, after: Any) -> tuple[Difference, ...]:
    """Return every differing field as a JSON pointer with both values, in the order of ``after``."""
    return tuple(_compare("", before, after))


def _compare(pointer: str, before: Any, after: Any) -> Iterator[Difference]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*after, *before]):
            yield from _compare(f"{pointer}/{escape(key)}", before.get(key), after.get(key))
    elif isinstance(before, list) and isinstance(after, list):
        for place in range(max(len(before), len(after))):
            yield from _compare(f"{pointer}/{place}", _at(before, place), _at(after, place))
    # True equals 1 in Python, but not in an answer.
    elif before != after or isinstance(before, bool) is not isinstance(after, bool):
        yield Difference(pointer, before, after)


def _at(items: list[Any], place: int) -> Any:
    return items[place] if place < len(items) else None
