"""The types of the typed profile, and how a form's JSON Schema says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

Kind = Literal["boolean", "number", "text", "date", "time", "datetime", "list", "row"]


@dataclass(frozen=True)
class Type:
    """What a name may hold.

    options   the only allowed values, in the form's order; empty where any value of the kind may stand
    labels    option -> the words people choose it by, where they differ
    low       least number allowed, ``high`` the largest; both included
    integer   only whole numbers
    unit      what the number counts: 元, 户, 人; empty for none
    required  never absent in a finished record
    title     the words people know it by
    of        the type of a list's items
    fields    the types of a row's members
    """

    kind: Kind
    options: tuple[str | bool | Fraction, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    integer: bool = False
    unit: str = ""
    required: bool = False
    title: str = ""
    of: Type | None = None
    fields: Mapping[str, Type] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def find_labelled(self, words: str) -> str | None:
        """Return the option people choose by these words, ``None`` unless just one option has them."""
        found = [value for value, label in self.labels.items() if label == words]
        return found[0] if len(found) == 1 else None


Types = Mapping[str, Type]
