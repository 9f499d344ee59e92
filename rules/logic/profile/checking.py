"""The type check: every node gets its type, and every place that could need a coercion gets a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from ...dates import is_date, read_instant, read_time
from ...findings import Finding
from ...numbers import DIGITS, count_digits, read_number
from ...types import Kind, Type, Types
from ..nodes import LIST, LITERAL, SEVERAL, Node
from .kinds import DATE, DATETIME, SCALARS, TIME, build_literal, join_types

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Checked:
    """A node with what the check found out.

    type   None for what is absent as written, and where a finding says what is wrong
    value  a literal as rules read it: numbers exact, an empty text absent
    scope  for a name: how many levels out it lies (one for a row, one for what a row says of itself)
    keys   for a name: the path from there
    """

    node: Node
    type: Type | None
    args: tuple[Checked, ...] = ()
    value: Any = None
    scope: int = 0
    keys: tuple[str, ...] = ()

    @property
    def op(self) -> str:
        """The operator's name; empty for a literal or a list."""
        return self.node.op

    @property
    def pointer(self) -> str:
        """JSON Pointer into the tree."""
        return self.node.pointer

    @property
    def is_literal(self) -> bool:
        """Whether it stands as written."""
        return self.node.kind == LITERAL

    @property
    def is_absent(self) -> bool:
        """Whether it is absent as written."""
        return self.is_literal and self.value is None


Check = Callable[["Checker", Node], Checked]


class Checker:
    """Checks one tree.

    findings     what is wrong, in the order of the tree
    names        the dotted names that are read from the data
    reads_clock  ``now`` or ``today`` is asked for
    scopes       the types of the levels, from the inside out
    """

    def __init__(self, types: Types, table: Mapping[str, Check], refused: frozenset[str]) -> None:
        self.findings: list[Finding] = []
        self.names: set[str] = set()
        self.reads_clock = False
        self.scopes: list[Type | None] = [Type("row", fields=types)]
        self._table, self._refused = table, refused

    def check(self, node: Node) -> Checked:
        """Return the node with its type."""
        if node.kind == LITERAL:
            return self._check_literal(node)
        if node.kind == LIST:
            return self._check_list(node)
        if node.kind == SEVERAL:
            return self.refuse(node, "tree_shape")
        check = self._table.get(node.op)
        if check is not None:
            return check(self, node)
        if node.op in self._refused:
            return self.refuse(node, "operator_refused", got=node.op)
        known = get_close_matches(node.op, self._table, MOST_NAMED, 0.5) or sorted(self._table)
        return self.refuse(node, "operator_unknown", got=node.op, allowed=tuple(known))

    def refuse(self, node: Node, code: str, **facts: Any) -> Checked:
        """Return the node without a type, and note why."""
        self.findings.append(Finding(code, node.pointer, facts))
        return Checked(node, None)

    def has_finding(self, node: Node) -> bool:
        """Return whether something is wrong with the node itself."""
        return any(one.pointer == node.pointer for one in self.findings)

    def check_args(self, node: Node, least: int, most: int | None = None) -> tuple[Checked, ...]:
        """Return the arguments with their types; a finding where there are too few or too many."""
        args = tuple(self.check(one) for one in node.args)
        if len(args) < least or (most is not None and len(args) > most):
            allowed = str(least) if least == most else f"{least}–{'…' if most is None else most}"
            self.refuse(node, "argument_count", name=node.op, got=len(args), allowed=allowed)
        return args

    def want(self, checked: Checked, *kinds: Kind) -> Checked:
        """Return a node as one of the kinds, a text as written also as the date it says."""
        if checked.type is None or checked.type.kind in kinds:
            return checked
        fitted = next((one for kind in kinds if (one := _fit(checked, kind)) is not None), None)
        return fitted if fitted is not None else self.demand(checked, *kinds)

    def demand(self, checked: Checked, *kinds: Kind) -> Checked:
        """Return a node that must be of one of the kinds without being read otherwise."""
        if checked.type is None or checked.type.kind in kinds:
            return checked
        got, allowed = checked.type.kind, kinds[0] if len(kinds) == 1 else kinds
        self.refuse(checked.node, "type_wanted", got=got, allowed=allowed)
        return replace(checked, type=None)

    def join(self, args: Sequence[Checked]) -> tuple[tuple[Checked, ...], Type | None]:
        """Return nodes that must have one type, and that type."""
        kind = _find_kind(args)
        if kind is None:
            return tuple(args), None
        fitted = tuple(self.want(one, kind) for one in args)
        self.check_units(fitted)
        known = [one.type for one in fitted if one.type is not None]
        whole = len(known) == sum(not one.is_absent for one in fitted)
        return fitted, join_types(known) if known and whole else None

    def check_units(self, args: Sequence[Checked]) -> None:
        """Note where numbers of different units meet."""
        counted = [one for one in args if one.type is not None and one.type.unit]
        for one in counted[1:]:
            first, other = counted[0].type, one.type
            if first and other and other.unit != first.unit:
                self.refuse(one.node, "unit_differs", got=other.unit, allowed=first.unit)

    def find_close(self, name: str, names: Sequence[str]) -> tuple[str, ...]:
        """Return names that exist, those most like this one first."""
        close = get_close_matches(name, names, MOST_NAMED, 0.3)
        return tuple(dict.fromkeys([*close, *names]))[:MOST_NAMED]

    @contextmanager
    def enter(self, item: Type | None) -> Iterator[None]:
        """Check what follows inside the rows of a list."""
        self.scopes.insert(0, item)
        yield
        del self.scopes[0]

    def _check_literal(self, node: Node) -> Checked:
        value = node.value
        if value is None or value == "":
            return Checked(node, None)
        if isinstance(value, dict):
            return self.refuse(node, "tree_shape")
        if not isinstance(value, (bool, str)):
            return self._check_number(node)
        return Checked(node, build_literal(value), value=value)

    def _check_number(self, node: Node) -> Checked:
        value = read_number(node.value)
        if value is None or count_digits(node.value) > DIGITS:
            return self.refuse(node, "number_too_long", reason="tree", got=str(node.value), limit=DIGITS)
        return Checked(node, build_literal(value), value=value)

    def _check_list(self, node: Node) -> Checked:
        items, of = self.join([self.want(self.check(one), *SCALARS, "row") for one in node.args])
        return Checked(node, Type("list", of=of), items)


def _find_kind(args: Sequence[Checked]) -> Kind | None:
    """Return the kind that all must have: that of the first which cannot be read as a date."""
    known = [one for one in args if one.type is not None]
    first = next((one for one in known if _fit_writing(one) is None), known[0] if known else None)
    return first.type.kind if first is not None and first.type is not None else None


def _fit(checked: Checked, kind: Kind) -> Checked | None:
    """Return texts as written as values of another kind, if they all are."""
    if kind not in _FITTING:
        return None
    fits, type = _FITTING[kind]
    places = _fit_writing(checked)
    if places is None:
        return None
    if checked.is_literal:
        return replace(checked, type=type) if checked.is_absent or fits(checked.value) else None
    args = [(_fit(one, kind) if at in places else one) for at, one in enumerate(checked.args)]
    fitted = tuple(one for one in args if one is not None)
    return replace(checked, type=type, args=fitted) if len(fitted) == len(args) else None


def _fit_writing(checked: Checked) -> Sequence[int] | None:
    """Return the places of a node's arguments that its value comes from, if it is a text as written."""
    if checked.is_literal:
        return () if checked.is_absent or isinstance(checked.value, str) else None
    places = _VALUES[checked.op](len(checked.args)) if checked.op in _VALUES else None
    if not places or any(_fit_writing(checked.args[at]) is None for at in places):
        return None
    return places


def _list_branches(count: int) -> Sequence[int]:
    return [at for at in range(count) if at % 2 or at == count - 1]


_VALUES: Mapping[str, Callable[[int], Sequence[int]]] = MappingProxyType(
    {"if": _list_branches, "?:": _list_branches, "??": range}
)
_FITTING: Mapping[Kind, tuple[Callable[[Any], bool], Type]] = MappingProxyType(
    {
        "date": (is_date, DATE),
        "time": (lambda text: read_time(text) is not None, TIME),
        "datetime": (lambda text: read_instant(text) is not None, DATETIME),
    }
)
