"""Templates of what reads names: ``var val exists missing missing_some``."""

from __future__ import annotations

from fractions import Fraction

from ..limits import NAME
from ..nodes import LIST, LITERAL, Node, read_level
from . import lookups
from .coercion import is_number, write_key
from .published import Published, is_text


def write_var(w: Published, node: Node) -> str:
    """Return code that looks up a dotted name, with a default where nothing is found."""
    if not node.args:
        return w.scopes[0]
    keys = lookups.split_name(node.args[0].value) if _is_key(node.args[0]) else None
    w.note_name(0, keys or ())
    if keys is None or len(node.args) > 1:
        return w.source.call(lookups.find_name, w.scopes[0], w.write_values(node))
    return _write_path(w, 0, keys)


def write_val(w: Published, node: Node) -> str:
    """Return code that goes down a path, from as far out as it says."""
    found = _read_path(node)
    if found is None:
        return w.source.call(lookups.get_path, w.write_scopes(), w.write_values(node))
    w.note_name(*found)
    return _write_path(w, *found)


def write_exists(w: Published, node: Node) -> str:
    """Return code that tells whether there is something at the end of a path."""
    found = _read_path(node)
    if found is not None:
        w.note_name(*found)
    return w.source.call(lookups.has_path, w.write_scopes(), w.write_values(node))


def write_missing(w: Published, node: Node) -> str:
    """Return code for the names that are not filled in."""
    _note_names(w, node)
    return w.source.call(lookups.list_missing, w.scopes[0], w.write_values(node), w.budget)


def write_missing_some(w: Published, node: Node) -> str:
    """Return code for the names that are not filled in, unless enough are."""
    for one in node.args[1:2]:
        _note_names(w, one)
    return w.source.call(lookups.list_missing_some, w.scopes[0], w.write_values(node), w.budget)


class Plain:
    """Names and numbers as short cuts take them (see ``wholes.Arithmetic``): doubles are exact up to 2^53."""

    bits = 53
    operators = frozenset("+-*")

    def __init__(self, writer: Published) -> None:
        self._writer = writer

    def read_name(self, node: Node) -> str | None:
        """Return the code that reads a plain ``var`` or ``val``."""
        if node.op == "val":
            found = _read_path(node)
        elif node.op == "var" and len(node.args) == 1 and _is_key(node.args[0]):
            found = 0, lookups.split_name(node.args[0].value)
        else:
            return None
        return _write_path(self._writer, *found) if found else None

    def read_number(self, node: Node) -> Fraction | None:
        """Return a literal that is a whole number."""
        return Fraction(node.value) if node.kind == LITERAL and type(node.value) is int else None


def _note_names(w: Published, node: Node) -> None:
    first = node.args[:1]
    names = first[0].args if first and first[0].kind == LIST else node.args
    for one in names:
        if is_text(one):
            w.note_name(0, one.value.split("."))


def _is_key(node: Node) -> bool:
    value = node.value
    if node.kind != LITERAL:
        return False
    return value is None or is_number(value) or (isinstance(value, str) and len(value) <= NAME)


def _read_path(node: Node) -> tuple[int, list[str]] | None:
    """Return how far out a path begins and its keys, if they are as written."""
    first = node.args[0] if node.listed and node.args else None
    climbs = first is not None and first.kind == LIST
    keys = node.args[1:] if climbs else node.args
    level = read_level([one.value for one in first.args]) if first is not None and climbs else 0
    if level is None or not all(_is_key(one) for one in keys):
        return None
    return level, [write_key(one.value) for one in keys if one.value is not None]


def _write_path(w: Published, scope: int, keys: list[str]) -> str:
    code = w.scopes[scope] if scope < len(w.scopes) else "None"
    for key in keys:
        name = w.source.bind(key)
        code = f"g({name})" if code == "d" else w.source.call(lookups.get, code, name)
    return code
