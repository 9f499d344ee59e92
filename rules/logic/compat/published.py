"""The writer of published JsonLogic, and what its templates share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..limits import fail
from ..nodes import LITERAL, Node, is_literal
from ..writing import Writer, write_list
from . import lists, lookups
from .coercion import SAFE, is_true, to_double

COMPARISONS = frozenset({"==", "!=", "===", "!==", "<", "<=", ">", ">="})

Template = Callable[["Published", Node], str]

_TRUTHS = COMPARISONS | {"!", "!!", "in", "exists", "all", "some", "none"}


class Published(Writer[Node]):
    """Writes a tree in compatibility mode.

    scopes  the data of each level from the inside out, and between them what a level says of itself
    names   the dotted names of the data that the tree reads, as far as they are written in it
    """

    def __init__(self, template: Callable[[Node], Template], traced: bool) -> None:
        super().__init__(template, traced)
        self.scopes: list[str] = ["d"]
        self.names: set[str] = set()

    def fail(self, type: str) -> str:
        """Return code that stops."""
        return self.source.call(fail, self.source.bind(type))

    def test(self, node: Node) -> str:
        """Return code that is as true as the node's value."""
        code = self.write(node)
        return code if gives_truth(node) else self.source.call(is_true, code)

    def write_values(self, node: Node) -> str:
        """Return code for all arguments of an operator, written or found."""
        if node.listed:
            return write_list(self.write_all(node.args), "()")
        if is_literal(node.args[0]) or gives_truth(node.args[0]):
            return f"({self.write(node.args[0])},)"
        return self.source.call(lists.spread, self.write(node.args[0]), self.budget)

    def write_scopes(self) -> str:
        """Return code for all there is to climb to."""
        return write_list(self.scopes, "()")

    def note_name(self, scope: int, keys: Sequence[str]) -> None:
        """Remember a name that is read from the data themselves."""
        if keys and self.scopes[scope : scope + 1] == ["d"]:
            self.names.add(".".join(keys))

    @contextmanager
    def enter(self, *scopes: str) -> Iterator[None]:
        """Write what follows inside a further level."""
        self.scopes[:0] = scopes
        yield
        del self.scopes[: len(scopes)]

    def open(self) -> tuple[str, ...]:
        """Return the lines before all others: the way to look up a name in the data, and the budget."""
        reader = self.source.call(lookups.read_data, "d")
        return (f"g = d.get if type(d) is dict else {reader}", *self.open_budget())


def gives_truth(node: Node) -> bool:
    """Tell whether a node gives a boolean, if anything."""
    return node.op in _TRUTHS or (node.op in ("and", "or") and all(gives_truth(one) for one in node.args))


def read_literal(value: Any) -> Any:
    """Return a literal as a rule reads it: beyond 2^53 as a double."""
    beyond = type(value) is int and not -SAFE <= value <= SAFE
    return to_double(value) if beyond else value


def refuse(w: Published, node: Node) -> str:
    """Return code for an operator whose arguments are not what it takes."""
    return w.fail("Invalid Arguments")


def apply(function: Callable[..., Any]) -> Template:
    """Return the template of an operator that is a function of the values of its arguments."""
    return lambda w, node: w.source.call(function, w.write_values(node))


def apply_paid(function: Callable[..., Any]) -> Template:
    """Return the template of an operator that is a function of the values of its arguments and the budget."""
    return lambda w, node: w.source.call(function, w.write_values(node), w.budget)


def take_first(values: Sequence[Any]) -> Any:
    """Return the first value, null where there is none."""
    return values[0] if values else None


def is_text(node: Node) -> bool:
    """Tell whether a node is a text as written."""
    return node.kind == LITERAL and isinstance(node.value, str)
