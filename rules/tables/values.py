"""A decision table that has been read: its columns, its rows as regions, and its hit policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from ..types import Type
from .points import Exact
from .regions import Region

Hit = Literal["U", "F", "A", "P", "C", "C+", "C#", "C<", "C>", "R", "O"]
HITS: Mapping[str, Hit] = {
    "unique": "U",
    "first": "F",
    "any": "A",
    "priority": "P",
    "collect": "C",
    "sum": "C+",
    "count": "C#",
    "min": "C<",
    "max": "C>",
    "rule_order": "R",
    "output_order": "O",
}
LISTING: frozenset[Hit] = frozenset({"C", "R", "O"})
ORDERED_BY_OPTIONS: frozenset[Hit] = frozenset({"P", "O"})


@dataclass(frozen=True)
class Formula:
    """An output that is worked out: condition text without its ``=``, and the tree it compiles to."""

    text: str
    tree: object = field(default=None, compare=False)


Output = str | bool | Exact | Formula | None


@dataclass(frozen=True)
class Column:
    """An input or output: its name (or condition text), its type and, for inputs, its tree."""

    name: str
    type: Type
    tree: object = field(default=None, compare=False)

    @property
    def title(self) -> str:
        """Return the words people know the column by."""
        return self.type.title or self.name


@dataclass(frozen=True)
class Row:
    """A cell for each input and a value for each output; ``None`` is absent."""

    cells: tuple[Region, ...]
    outputs: tuple[Output, ...]


@dataclass(frozen=True)
class Table:
    """A decision table as docs/rules-spec.md section 5 says.

    default  the outputs where no row hits
    bands    a first-hit table over the sum of a scoring table; its output comes after the sum
    """

    name: str
    hit: Hit
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    rows: tuple[Row, ...]
    default: tuple[Output, ...] | None = None
    bands: Table | None = None

    @property
    def output_types(self) -> Mapping[str, Type]:
        """Return what each output holds for the rules that read it, in the order of a decision's outputs."""
        own = {column.name: _type_outcome(column.type, self.hit) for column in self.outputs}
        return {**own, **(self.bands.output_types if self.bands else {})}

    @property
    def ranked(self) -> tuple[int, ...]:
        """Return which outputs have options, whose order says what goes first under ``P`` and ``O``."""
        return tuple(n for n, column in enumerate(self.outputs) if column.type.options)

    @property
    def has_formulas(self) -> bool:
        """Tell whether an output is worked out when the row hits."""
        written = [output for row in self.rows for output in row.outputs]
        return any(isinstance(output, Formula) for output in [*written, *(self.default or ())])


def _type_outcome(type: Type, hit: Hit) -> Type:
    if hit in LISTING:
        return Type("list", of=type, title=type.title)
    if hit == "C#":
        return Type("number", low=Fraction(0), integer=True, title=type.title)
    if hit == "C+":
        return replace(type, options=(), low=None, high=None)
    return type
