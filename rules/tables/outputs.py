"""The columns a table fills: their types, declared or learnt from the cells, and the values in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from ..findings import Finding, RuleRefused
from ..types import Kind, Type, Types
from .cells import find_option, read_boolean
from .gathering import Gathering
from .inputs import ReadInput, check_kind, find_name
from .points import Exact, read_point
from .values import Column, Formula, Output

MEMBERS: Mapping[str, type] = {
    "output": str,
    "title": str,
    "kind": str,
    "unit": str,
    "integer": bool,
    "options": list,
}


class Written(NamedTuple):
    """An output cell as it stands in the document, and what a finding about it should know."""

    pointer: str
    value: object
    facts: Mapping[str, object] = {}


class _Read(NamedTuple):
    value: Any
    kind: Kind | None


def read_output(
    written: object,
    pointer: str,
    cells: Sequence[Written],
    types: Types,
    read_input: ReadInput | None,
    gathering: Gathering,
) -> tuple[Column, list[Output]] | None:
    """Return the column and the value of each cell; ``None`` where ``gathering`` has what is to be mended.

    ``written`` is a name whose type is known, a new name, or an object with ``output`` and what else is known
    of it. A kind that nobody says is that of the cells.
    """
    before = len(gathering.findings)
    tried = [gathering.read(one.pointer, _read_plain, one.value, read_input, **one.facts) for one in cells]
    read = [one for one in tried if one]
    column = gathering.read(pointer, _build_column, written, read, types)
    if column is None or len(read) < len(cells):
        return None
    values = [
        gathering.read(cell.pointer, _fit, one.value, one.kind, column.type, **cell.facts)
        for cell, one in zip(cells, read, strict=True)
    ]
    return (column, values) if len(gathering.findings) == before else None


def name_output(written: object) -> object:
    """Return the name that an output was given in the document."""
    return written.get("output") if isinstance(written, Mapping) else written


def _read_plain(written: object, read_input: ReadInput | None = None) -> _Read:
    if isinstance(written, str) and written.startswith("="):
        if read_input is None:
            raise RuleRefused(Finding("formula_unwanted", "", {"got": written}))
        tree, found = read_input(written[1:])
        return _Read(Formula(written[1:], tree), found.kind)
    if type(written) not in _JSON_KINDS:
        facts = {"got": written, "allowed": ("重大", "3", "true", "null")}
        raise RuleRefused(Finding("output_unreadable", "", facts))
    return _Read(written, None if written == "" else _JSON_KINDS[type(written)])


def _build_column(written: object, read: Sequence[_Read], types: Types) -> Column:
    known = find_name(written, types)
    if known is not None:
        check_kind(known, types[known].kind)
        return Column(known, types[known])
    declared: Mapping[str, Any] = written if isinstance(written, Mapping) else {"output": written}
    right = all(isinstance(value, MEMBERS.get(name, ())) for name, value in declared.items())
    if not right or not declared.get("output"):
        raise RuleRefused(Finding("output_shape", "", {"got": written, "allowed": tuple(MEMBERS)}))
    return Column(declared["output"], _build_type(declared["output"], declared, read))


def _build_type(name: str, declared: Mapping[str, Any], read: Sequence[_Read]) -> Type:
    options = [_read_plain(one) for one in declared.get("options", ())]
    kinds = {declared["kind"]} if "kind" in declared else {one.kind for one in (*options, *read) if one.kind}
    if len(kinds) > 1:
        raise RuleRefused(Finding("output_mixed", "", {"name": name, "got": tuple(sorted(kinds))}))
    kind: Any = min(kinds, default="text")
    check_kind(name, kind)
    told = {member: declared[member] for member in ("integer", "unit", "title") if member in declared}
    type = Type(kind, **told)
    return replace(type, options=tuple(_fit(one.value, one.kind, type) for one in options))


def _fit(value: Any, kind: Kind | None, type: Type) -> Output:
    """Return the value as one of the type; raises ``RuleRefused`` where the type does not allow it."""
    if kind is None:
        return None
    fitting = value if isinstance(value, Formula) and kind == type.kind else _FITTERS[type.kind](value, type)
    if fitting is None:
        facts = {"got": value, "kind": type.kind, "allowed": type.options or _EXAMPLES[type.kind]}
        raise RuleRefused(Finding("output_unreadable", "", facts))
    return fitting


def _fit_text(value: Any, type: Type) -> str | None:
    if not isinstance(value, str):
        return None
    return find_option(value, type) if type.options else value


def _fit_boolean(value: Any, type: Type) -> bool | None:
    return value if isinstance(value, bool) else read_boolean(str(value))


def _fit_number(value: Any, type: Type) -> Exact | None:
    point = read_point(value, "number")
    if point is None or (type.options and point not in type.options) or (type.integer and point % 1):
        return None
    within = (type.low is None or type.low <= point) and (type.high is None or point <= type.high)
    return point if within else None


def _fit_moment(value: Any, type: Type) -> str | None:
    return None if read_point(value, type.kind) is None else value


_JSON_KINDS: Mapping[Any, Kind | None] = {
    type(None): None,
    bool: "boolean",
    int: "number",
    float: "number",
    Decimal: "number",
    str: "text",
}
_FITTERS: Mapping[str, Callable[[Any, Type], Output]] = {
    "text": _fit_text,
    "boolean": _fit_boolean,
    "number": _fit_number,
    "date": _fit_moment,
    "time": _fit_moment,
    "datetime": _fit_moment,
}
_EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "text": ("重大",),
    "boolean": ("是", "否"),
    "number": ("3",),
    "date": ("2026-01-01",),
    "time": ("08:30",),
    "datetime": ("2026-01-01T08:30:00+08:00",),
}
