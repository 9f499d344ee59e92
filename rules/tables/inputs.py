"""The columns a table reads: names with their types, or condition text that another room compiles."""

from __future__ import annotations

from collections.abc import Callable

from ..findings import Finding, RuleRefused
from ..types import Type, Types
from .values import Column

ReadInput = Callable[[object], tuple[object, Type]]
SIMPLE_KINDS = ("boolean", "number", "text", "date", "time", "datetime")


def read_input_column(written: object, types: Types, read_input: ReadInput | None) -> Column:
    """Return the input column; raises ``RuleRefused`` where no name and no condition is meant."""
    name = find_name(written, types)
    if name is not None:
        column = Column(name, types[name], {"var": name})
    elif read_input is None:
        raise RuleRefused(Finding("name_unknown", "", {"got": written, "allowed": tuple(types)}))
    else:
        tree, type = read_input(written)
        column = Column(str(written), type, tree)
    check_kind(column.name, column.type.kind)
    return column


def find_name(written: object, types: Types) -> str | None:
    """Return the name that is written as its key, or as a title that no other name has."""
    if not isinstance(written, str) or not written:
        return None
    titled = [name for name, type in types.items() if type.title == written]
    return written if written in types else titled[0] if len(titled) == 1 else None


def check_kind(name: str, kind: str) -> None:
    """Raise ``RuleRefused`` for lists, rows and what is no kind: no cell can say anything of them."""
    if kind not in SIMPLE_KINDS:
        raise RuleRefused(Finding("column_kind", "", {"name": name, "got": kind, "allowed": SIMPLE_KINDS}))
