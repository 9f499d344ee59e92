"""The shape of a stored tree: operator and arguments, names, and how deep it goes."""

from __future__ import annotations


def split_tree(tree: object) -> tuple[str, list[object]] | None:
    """Return operator and arguments; None for a literal or a list."""
    if not isinstance(tree, dict) or len(tree) != 1:
        return None
    [(op, args)] = tree.items()
    return op, args if isinstance(args, list) else [args]


def split_name(op: str, args: list[object]) -> tuple[int, str] | None:
    """Return how many rows a ``var`` or ``val`` climbs and the path it reads; None if it is no plain name."""
    if op == "var":
        path = args[0] if args else ""
        return (0, path) if isinstance(path, str) and len(args) < 2 else None
    climbs = bool(args) and isinstance(args[0], list)
    rows, keys = (_count_rows(args[0]), args[1:]) if climbs else (0, args)
    if rows is None or not all(isinstance(one, str) and one and "." not in one for one in keys):
        return None
    return rows, ".".join(map(str, keys))


def is_deeper(tree: object, limit: int) -> bool:
    """Return whether operators, lists and values nest deeper than ``limit``."""
    level = [tree]
    for _ in range(limit):
        level = [child for one in level for child in _find_children(one)]
        if not level:
            return False
    return True


def _find_children(tree: object) -> list[object]:
    if isinstance(tree, list):
        return tree
    op, args = split_tree(tree) or ("", [])
    # A name is a leaf, with its climb and its keys.
    return [] if op == "val" or (op == "var" and len(args) < 2) else args


def _count_rows(climb: object) -> int | None:
    # Each row is two steps: the list it stands in is one of them.
    step = climb[0] if isinstance(climb, list) and len(climb) == 1 else None
    return step // 2 if isinstance(step, int) and step > 1 and step % 2 == 0 else None
