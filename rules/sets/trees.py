"""Places inside a condition's tree: walked, pointed at, and replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Path = tuple[str | int, ...]

BODIES = frozenset({"map", "filter", "all", "some", "none", "count", "sum"})
_NAMING = frozenset({"var", "val", "missing"})


def walk_tree(tree: Any, *, bodies: bool = True, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every operator, list and literal with its path, the outer before the inner.

    What names a field is not entered, nor are the bodies of iterations without ``bodies``.
    """
    yield path, tree
    if isinstance(tree, list):
        yield from _walk_parts(tree, bodies, path)
    operator = find_operator(tree)
    if not operator or operator in _NAMING:
        return
    written = read_written(tree)
    # The list that holds an operator's arguments is no part of its own.
    if not isinstance(written, list):
        yield from walk_tree(written, bodies=bodies, path=(*path, operator))
        return
    entered = written if bodies or operator not in BODIES else written[:1]
    yield from _walk_parts(entered, bodies, (*path, operator))


def find_operator(tree: Any) -> str:
    """Return the operator of a tree, empty for a literal and a list."""
    return next(iter(tree)) if isinstance(tree, Mapping) and len(tree) == 1 else ""


def read_written(tree: Any) -> Any:
    """Return the arguments of an operator as they are written."""
    return next(iter(tree.values()))


def list_arguments(tree: Any) -> list[Any]:
    """Return the arguments of an operator as a list, also where one stands alone."""
    written = read_written(tree)
    return written if isinstance(written, list) else [written]


def replace_at(tree: Any, path: Path, part: Any) -> Any:
    """Return a copy of the tree with another part at the path."""
    if not path:
        return part
    step, *rest = path
    inner = replace_at(tree[step], tuple(rest), part)
    if isinstance(tree, list):
        place = int(step)
        return [*tree[:place], inner, *tree[place + 1 :]]
    return {**tree, step: inner}


def write_pointer(path: Sequence[str | int]) -> str:
    """Return the JSON Pointer (RFC 6901) of a path."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def find_part(tree: Any, pointer: str) -> Any:
    """Return what stands at a JSON Pointer into the tree."""
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        tree = tree[int(key)] if isinstance(tree, list) else tree[key]
    return tree


def _walk_parts(parts: list[Any], bodies: bool, path: Path) -> Iterator[tuple[Path, Any]]:
    for place, part in enumerate(parts):
        yield from walk_tree(part, bodies=bodies, path=(*path, place))
