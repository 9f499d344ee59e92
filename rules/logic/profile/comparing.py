"""Templates of conditions: choices, comparisons and membership."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...types import Type
from ..nodes import LIST
from ..wholes import write_comparison
from ..writing import write_choice, write_first, write_list, write_row
from . import running
from .checking import Checked
from .reading import MOMENTS
from .writer import Exact, Profile, Template, find_item, is_kind, is_name, read_item

Test = Callable[[Any, Any], bool]


def write_if(w: Profile, node: Checked) -> str:
    """Return code for the value beside the first condition that holds."""
    args = node.args
    parts = [(w.test(args[at]), w.write(args[at + 1])) for at in range(0, len(args) - 1, 2)]
    return write_choice(parts, w.write(args[-1]) if len(args) % 2 else "None")


def write_coalesce(w: Profile, node: Checked) -> str:
    """Return code for the first value that is not absent."""
    return write_first(w.write_all(node.args), w.source, lambda code: f"{code} is not None")


def write_joined(word: str) -> Template:
    """Return the template of ``and`` or ``or``."""
    return lambda w, node: f"({f' {word} '.join(w.test(one) for one in node.args)})"


def write_not(w: Profile, node: Checked) -> str:
    """Return code that tells whether a condition does not hold."""
    return f"(not {w.test(node.args[0])})"


def write_truth(w: Profile, node: Checked) -> str:
    """Return code that tells whether a condition holds."""
    return w.test(node.args[0])


def write_empty(w: Profile, node: Checked) -> str:
    """Return code that tells whether a value is absent, or a list without items."""
    return _write_empty(w, node.args[0], w.write(node.args[0]))


def write_missing(w: Profile, node: Checked) -> str:
    """Return code for those names that are not filled in."""
    names = w.source.bind([one.node.value for one in node.args])
    missing = [_write_empty(w, one, w.read(one)) for one in node.args]
    return w.source.call(running.list_missing, names, write_list(missing))


def compare(function: Test, sign: str) -> Template:
    """Return the template of an order."""

    def write(w: Profile, node: Checked) -> str:
        if len(node.args) > 2:
            codes = [_write_key(w, one) for one in node.args]
            return write_row(codes, w.source, lambda a, b: w.source.call(function, a, b))
        return write_comparison(w, Exact(w), node.args, sign, lambda: _write_call(w, node, function))

    return write


def equate(sign: str) -> Template:
    """Return the template of ``==`` or ``!=``."""
    denied = "not " if sign == "!=" else ""

    def write_long(w: Profile, node: Checked) -> str:
        return f"({denied}{_write_call(w, node, running.is_same)})"

    def write(w: Profile, node: Checked) -> str:
        if is_kind(node.args[0], "number"):
            return write_comparison(w, Exact(w), node.args, sign, lambda: write_long(w, node))
        if _find_moment(node.args[0].type) or not any(one.is_literal for one in node.args):
            return write_long(w, node)
        # Only the same text or boolean equals one as written, whatever else the data hold.
        first, second = (w.write_raw(one) for one in node.args)
        return f"({first} {_IDENTITY[sign] if is_kind(node.args[0], 'boolean') else sign} {second})"

    return write


def write_in(w: Profile, node: Checked) -> str:
    """Return code that tells whether a list has an item, or a text a part."""
    item, where = node.args
    if is_kind(where, "text"):
        return w.source.call(running.has_part, w.write(item), w.write(where), w.budget)
    if where.node.kind == LIST and all(one.is_literal for one in where.args):
        return _write_in_written(w, item, where)
    read = w.source.bind(read_item(find_item(where)))
    return w.source.call(running.has_item, _write_key(w, item), w.write(where), read, w.budget)


def _write_in_written(w: Profile, item: Checked, where: Checked) -> str:
    key = _find_moment(item.type) or _same
    items = w.source.bind(frozenset(key(one.value) for one in where.args))
    if is_kind(item, "text") and is_name(item) and not w.traced:
        name = w.source.fresh()
        return f"(type({name} := {w.read_raw(item)}) is str and {name} in {items})"
    return f"({_write_key(w, item)} in {items})"


def _write_empty(w: Profile, node: Checked, code: str) -> str:
    return f"(not {code})" if is_kind(node, "list") else f"({code} is None)"


def _write_call(w: Profile, node: Checked, function: Test) -> str:
    return w.source.call(function, *(_write_key(w, one) for one in node.args))


def _write_key(w: Profile, node: Checked) -> str:
    """Return code for a value as it is compared: moments by their place in time."""
    key = _find_moment(node.type)
    return w.source.call(key, w.write(node)) if key else w.write(node)


def _find_moment(type: Type | None) -> Callable[[Any], Any] | None:
    return MOMENTS.get(type.kind) if type is not None else None


def _same(value: Any) -> Any:
    return value


_IDENTITY = {"==": "is", "!=": "is not"}
