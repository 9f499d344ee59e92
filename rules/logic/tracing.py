"""What an evaluation went through: the value of every operator, in the order in which they ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, overload

from .nodes import Node
from .source import Source
from .writing import NOT_EVALUATED, Kept

Step = list[Any]

_GROUP = 16
_PLAIN = frozenset({bool, str, type(None)})


@dataclass(frozen=True)
class Steps:
    """What every trace of one rule has in common.

    kept   the nodes, in the order in which they end
    write  gives the value of a node as it leaves the rule
    """

    kept: Sequence[Kept]
    write: Callable[[Kept, Any], Any]


class Trace(Sequence[Step]):
    """The steps ``[pointer, value]`` of one evaluation, written out when they are first looked at.

    An evaluation only keeps its values, so that explaining costs little where nobody asks in the end.
    """

    __slots__ = ("_groups", "_rule", "_written")

    def __init__(self, rule: Steps, *groups: Sequence[Any]) -> None:
        self._rule = rule
        self._groups = groups
        self._written: list[Step] | None = None

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> list[Step]: ...
    def __getitem__(self, index: int | slice) -> Step | list[Step]:
        """Return one step, or some."""
        return self._list_steps()[index]

    def __len__(self) -> int:
        """Return the number of operators that were evaluated."""
        return len(self._list_steps())

    def __iter__(self) -> Iterator[Step]:
        """Go through the steps in their order."""
        return iter(self._list_steps())

    def _list_steps(self) -> list[Step]:
        if self._written is None:
            write, values = self._rule.write, chain.from_iterable(self._groups)
            found = zip(self._rule.kept, values, strict=True)
            self._written = [
                [one.pointer, value if type(value) in _PLAIN else write(one, value)]
                for one, value in found
                if value is not NOT_EVALUATED
            ]
        return self._written


def sort_kept(kept: Iterable[Kept], tree: Node) -> tuple[Kept, ...]:
    """Return the kept nodes in the order in which they end: each after its arguments, from the left."""
    order = {pointer: index for index, pointer in enumerate(_list_pointers(tree))}
    return tuple(sorted(kept, key=lambda one: order[one.pointer]))


def open_trace(source: Source, kept: Sequence[Kept]) -> tuple[str, ...]:
    """Return the line that marks every node as not evaluated."""
    return (f"{' = '.join([*(one.name for one in kept), source.bind(NOT_EVALUATED)])}",) if kept else ()


def write_trace(source: Source, steps: Steps) -> str:
    """Return code for the trace of what was evaluated."""
    names = [one.name for one in steps.kept]
    # Python makes several small tuples sooner than a large one.
    groups = [names[at : at + _GROUP] for at in range(0, len(names), _GROUP)]
    values = [f"({', '.join(group)},)" for group in groups]
    return source.call(Trace, source.bind(steps), *values)


def _list_pointers(node: Node) -> Iterator[str]:
    for one in node.args:
        yield from _list_pointers(one)
    yield node.pointer
