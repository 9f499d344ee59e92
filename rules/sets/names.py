"""The names a tree reads, without compiling it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_BODIES = frozenset({"map", "filter", "all", "some", "none", "count", "sum"})
_NAMED = frozenset({"var", "missing"})


def find_names(tree: Any) -> frozenset[str]:
    """Return the names read from outside every iteration, as written (dotted paths whole)."""
    return frozenset(_find(tree, 0))


def _find(tree: Any, depth: int) -> Iterator[str]:
    if isinstance(tree, list):
        for part in tree:
            yield from _find(part, depth)
    if not isinstance(tree, Mapping) or len(tree) != 1:
        return
    operator, written = next(iter(tree.items()))
    arguments = written if isinstance(written, list) else [written]
    if operator in _NAMED and depth == 0:
        yield from (
            name for name in arguments[: None if operator == "missing" else 1] if isinstance(name, str)
        )
    elif operator == "val":
        yield from _find_val(arguments, depth)
    elif operator in _BODIES:
        yield from _find(arguments[:1], depth)
        yield from _find(arguments[1:], depth + 1)
    else:
        yield from _find(arguments, depth)


def _find_val(path: list[Any], depth: int) -> Iterator[str]:
    """``val`` names its path key by key; a leading ``[n]`` climbs two scopes for each iteration."""
    climbs = path[0][0] if path and isinstance(path[0], list) and path[0] else 0
    keys = [key for key in path if isinstance(key, str)]
    if keys and isinstance(climbs, int) and abs(climbs) == 2 * depth:
        yield ".".join(keys)
