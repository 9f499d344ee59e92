"""The writer of the typed profile, and what its templates share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from ...types import Type
from ..writing import Writer
from . import reading, running
from .checking import Checked

Template = Callable[["Profile", Checked], str]

_TRUTHS = frozenset(
    {
        *("and", "or", "!", "!!", "==", "!=", "===", "!==", "<", "<=", ">", ">="),
        *("in", "fits", "empty", "all", "some", "none"),
    }
)


class Profile(Writer[Checked]):
    """Writes a checked tree; ``scopes`` are the data of each level, from the inside out, with their index."""

    def __init__(self, template: Callable[[Checked], Template], traced: bool) -> None:
        super().__init__(template, traced)
        self.scopes: list[tuple[str, str]] = [("d", "")]
        self._uses_calendar = False

    @property
    def calendar(self) -> str:
        """The name of the calendar that working days are asked of."""
        self._uses_calendar = True
        return "c"

    def test(self, node: Checked) -> str:
        """Return code that is True where a condition holds, else False."""
        if node.op in _TRUTHS:
            return self.write(node)
        return f"({self.write_raw(node)} is True)"

    def write_raw(self, node: Checked) -> str:
        """Return code for a node that is only compared; a plain name is not read as its type for that."""
        return self.read_raw(node) if is_name(node) and not self.traced else self.write(node)

    def read_raw(self, node: Checked) -> str:
        """Return code for what a name finds in the data."""
        inside, says = divmod(node.scope, 2)
        item, index = self.scopes[inside]
        if says:
            return index if node.keys else self.source.call(_mark, index)
        code = item
        for at, key in enumerate(node.keys):
            name = self.source.bind(key)
            code = f"g({name})" if code == "d" else self._read_member(code, name, at == 0)
        return code

    def read(self, node: Checked) -> str:
        """Return code for what a name finds, as a value of its type."""
        is_item = not node.keys and node.scope % 2 == 0
        if is_item and is_kind(node, "number"):
            return self.source.call(reading.read_item, self.read_raw(node))
        return self._read(node.type, self.read_raw(node))

    @contextmanager
    def enter(self, item: str, index: str) -> Iterator[None]:
        """Write what follows inside the rows of a list."""
        self.scopes.insert(0, (item, index))
        yield
        del self.scopes[0]

    def open(self) -> tuple[str, ...]:
        """Return the lines before all others: the way to look up a name, the calendar, the budget."""
        lines = [f"g = d.get if type(d) is dict else {self.source.call(reading.read_names, 'd')}"]
        if self._uses_calendar:
            lines.append(f"c = {self.source.bind(running.WEEKDAYS)} if calendar is None else calendar")
        return (*lines, *self.open_budget())

    def _read(self, type: Type | None, raw: str) -> str:
        name, kind = self.source.fresh(), type.kind if type is not None else None
        if kind in _QUICK:
            quick, python = _QUICK[kind].format(name), _PYTHON[kind]
            slow = self.source.call(reading.READERS[kind], name)
            return f"({name} if type({name} := {raw}) is {python}{quick} else {slow})"
        if kind == "list" and type is not None and type.of is not None and type.of.kind == "number":
            return self.source.call(reading.read_numbers, raw)
        return raw if kind is None else self.source.call(reading.READERS[kind], raw)

    def _read_member(self, row: str, name: str, is_item: bool) -> str:
        if is_item:
            return f"({row}.get({name}) if type({row}) is dict else None)"
        return self.source.call(reading.read_member, row, name)


class Exact:
    """Names and numbers as short cuts take them (see ``wholes.Arithmetic``): fractions are exact."""

    bits = 900
    operators = frozenset("+-*/")

    def __init__(self, writer: Profile) -> None:
        self._writer = writer

    def read_name(self, node: Checked) -> str | None:
        """Return the code that reads a plain name of a number."""
        return self._writer.read_raw(node) if is_name(node) and is_kind(node, "number") else None

    def read_number(self, node: Checked) -> Fraction | None:
        """Return a number as written."""
        return Fraction(node.value) if node.is_literal and is_kind(node, "number") else None


def is_name(node: Checked) -> bool:
    """Tell whether a node is a plain name, without a default."""
    return node.op in ("var", "val") and not node.args


def is_kind(node: Checked, kind: str) -> bool:
    """Tell whether a node is of a kind."""
    return node.type is not None and node.type.kind == kind


def find_item(node: Checked) -> Type | None:
    """Return the type of a list's items, if it is known."""
    return node.type.of if node.type is not None else None


def read_item(type: Type | None) -> Callable[[Any], Any]:
    """Return the function that reads an item of a list as something that can be compared."""
    if type is None:
        return lambda item: item
    return (
        reading.read_item
        if type.kind == "number"
        else reading.MOMENTS.get(type.kind, reading.READERS[type.kind])
    )


def apply(function: Callable[..., Any]) -> Template:
    """Return the template of an operator that is a function of its arguments."""
    return lambda w, node: w.source.call(function, *w.write_all(node.args))


def _mark(index: int) -> dict[str, int]:
    return {"index": index}


_PYTHON = {"boolean": "bool", "number": "int", "text": "str"}
_QUICK = {"boolean": "", "number": f" and {-reading.LONGEST} < {{0}} < {reading.LONGEST}", "text": " and {0}"}
