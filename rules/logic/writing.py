"""How both modes write a tree as Python: each node by a template, nested no deeper than Python reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from .limits import STEPS
from .source import Source

DEEPEST = 12
"""Nodes that nest within one function: some five brackets each, and Python reads no more than 200."""

NOT_EVALUATED = object()


class Written(Protocol):
    """What a template needs to know of any node."""

    @property
    def op(self) -> str:
        """The operator's name; empty for a literal or a list."""
        ...

    @property
    def pointer(self) -> str:
        """JSON Pointer into the tree."""
        ...


AnyNode = TypeVar("AnyNode", bound=Written)


@dataclass(frozen=True)
class Kept:
    """A node whose value goes into the trace.

    name   what the value is kept by
    scale  how many times the node's value is kept
    """

    pointer: str
    name: str
    node: Any
    scale: int = 1


class Writer(Generic[AnyNode]):
    """Writes one tree.

    source    what is being written
    traced    values are kept for a trace
    short     short cuts may be written
    template  gives the function that writes a node
    """

    def __init__(self, template: Callable[[AnyNode], Callable[[Any, AnyNode], str]], traced: bool) -> None:
        self.source = Source()
        self.short = True
        self._kept: dict[str, dict[int, Kept]] = {}
        self.traced = traced
        self._counts = False
        self._template = template
        self._level = 0

    def write(self, node: AnyNode) -> str:
        """Return the code of a node: an expression that stands for itself in any other."""
        if self._level == DEEPEST:
            return f"{self.enclose([], lambda: self.write(node))}()"
        self._level += 1
        code = self._template(node)(self, node)
        self._level -= 1
        return self.keep(node, code) if node.op else code

    def keep(self, node: AnyNode, code: str, scale: int = 1) -> str:
        """Return the code as one whose value goes into the trace, if there is one."""
        if not self.traced:
            return code
        # A short cut and the long way beside it keep what they find by one name, unless one scales it.
        scales = self._kept.setdefault(node.pointer, {})
        found = scales.setdefault(scale, Kept(node.pointer, self.source.fresh("t"), node, scale))
        return self.source.keep(code, found.name)

    @property
    def kept(self) -> list[Kept]:
        """The nodes to trace in the order in which they end."""
        return [one for scales in self._kept.values() for one in scales.values()]

    @property
    def budget(self) -> str:
        """The name of what the evaluation may still spend."""
        self._counts = True
        return "b"

    def open_budget(self) -> tuple[str, ...]:
        """Return the line that sets the budget of an evaluation, if anything is paid from it."""
        return (f"b = [{self.source.bind(STEPS)}]",) if self._counts else ()

    def write_all(self, nodes: Sequence[AnyNode]) -> list[str]:
        """Return the code of each node."""
        return [self.write(node) for node in nodes]

    def write_long(self, write: Callable[[], str]) -> str:
        """Return the code that ``write`` gives without short cuts."""
        short, self.short = self.short, False
        code = write()
        self.short = short
        return code

    def enclose(self, parameters: Sequence[str], write: Callable[[], str]) -> str:
        """Return the name of a local function whose code ``write`` gives."""
        level, self._level = self._level, 0
        name = self.source.enclose(parameters, write)
        self._level = level
        return name

    def enclose_body(self, parameters: Sequence[str], write: Callable[[], str]) -> str:
        """Return the name of the body of an iteration, which no trace enters."""
        traced, self.traced = self.traced, False
        name = self.enclose(parameters, write)
        self.traced = traced
        return name


def write_choice(parts: Sequence[tuple[str, str]], otherwise: str) -> str:
    """Return code for the value beside the first condition that holds; flat where there are many."""
    if len(parts) <= 3:
        head = "".join(f"{value} if {condition} else " for condition, value in parts)
        return f"({head}{otherwise})"
    tried = " or ".join(f"({condition}) and ({value},)" for condition, value in parts)
    return f"({tried} or ({otherwise},))[0]"


def write_first(codes: Sequence[str], source: Source, stops: Callable[[str], str]) -> str:
    """Return code for the first value that stops, by a test of ``name := value``, else the last."""
    if len(codes) == 1:
        return codes[0]
    name = source.fresh()
    tried = " or ".join(stops(f"({name} := {code})") for code in codes[:-1])
    return f"({name} if {tried} else {codes[-1]})"


def write_row(codes: Sequence[str], source: Source, holds: Callable[[str, str], str]) -> str:
    """Return code that tests each pair of neighbours from the left, until one does not hold."""
    names = [source.fresh() for _ in codes]
    kept = [f"({name} := {code})" for name, code in zip(names, codes, strict=True)]
    firsts = [kept[0], *names[1:-1]]
    tests = (holds(first, second) for first, second in zip(firsts, kept[1:], strict=True))
    return f"({' and '.join(tests)})"


def write_list(codes: Sequence[str], brackets: str = "[]") -> str:
    """Return code for a list of values; ``()`` for a tuple."""
    comma = "," if brackets == "()" and len(codes) == 1 else ""
    return f"{brackets[0]}{', '.join(codes)}{comma}{brackets[1]}"
