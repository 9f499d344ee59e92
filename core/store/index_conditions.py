"""A condition over one record's own fields, as SQL over its form's index table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from .index_columns import LONGEST, IndexColumn

SHAPES = "<field> = < <= > >= <value>, 属于 in, 未填 empty, 且 and, 或 or, 非 not"
_COMPARED = {"==": "=", "===": "=", "!=": "=", "!==": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_MIRRORED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
Parts = Sequence[Any]


class NotAskable(ValueError):
    """A part of a condition that an index table cannot answer."""

    def __init__(self, part: Any) -> None:
        self.part = part
        super().__init__(f"an index table cannot be asked for {part!r}")


@dataclass
class _Writer:
    columns: Mapping[str, IndexColumn]
    values: dict[str, Any] = field(default_factory=dict)

    def hole(self, value: Any) -> str:
        name = f"if{len(self.values)}"
        self.values[name] = value
        return f":{name}"


def write_sql(tree: Any, columns: Mapping[str, IndexColumn]) -> tuple[str, Mapping[str, Any]]:
    """Return the condition and its values by name; every part holds or does not, absent answers too.

    The tree has passed the check of types, and ``columns`` hold text, numbers, truth values and dates alone,
    so that a column's order is that of the rule language (docs/rules-spec.md, section 3). Raises
    ``NotAskable`` for a part that is more than a field beside a literal.
    """
    writer = _Writer(columns)
    return _write(writer, tree), writer.values


def _write(writer: _Writer, tree: Any) -> str:
    if isinstance(tree, bool):
        return "1 = 1" if tree else "1 = 0"
    if not isinstance(tree, Mapping) or len(tree) != 1:
        raise NotAskable(tree)
    operator, written = next(iter(tree.items()))
    if operator == "var":
        return f"({_column(writer, tree).column} IS NOT NULL AND {_column(writer, tree).column} = 1)"
    parts = written if isinstance(written, list) else [written]
    if operator not in _OPERATORS:
        raise NotAskable(tree)
    return _OPERATORS[operator](writer, operator, parts)


def _join(writer: _Writer, operator: str, parts: Parts) -> str:
    return f"({f' {operator.upper()} '.join(_write(writer, part) for part in parts)})"


def _turn(writer: _Writer, operator: str, parts: Parts) -> str:
    whole = _write(writer, parts[0])
    return whole if operator == "!!" else f"NOT {whole}"


def _ask_absent(writer: _Writer, operator: str, parts: Parts) -> str:
    column = _column(writer, parts[0])
    empty = f" OR {column.column} = ''" if column.kind in ("text", "time") else ""
    return f"({column.column} IS NULL{empty})"


def _compare(writer: _Writer, operator: str, parts: Parts) -> str:
    sign = _COMPARED[operator]
    pairs = [_pair(writer, sign, *two) for two in pairwise(parts)]
    whole = f"({' AND '.join(pairs)})"
    return f"NOT {whole}" if operator.startswith("!") else whole


def _pair(writer: _Writer, sign: str, left: Any, right: Any) -> str:
    if not isinstance(left, Mapping):
        left, right, sign = right, left, _MIRRORED[sign]
    name = _column(writer, left).column
    return f"{name} IS NOT NULL AND {name} {sign} {writer.hole(_literal(right))}"


def _ask_among(writer: _Writer, operator: str, parts: Parts) -> str:
    name = _column(writer, parts[0]).column
    if not isinstance(parts[1], list) or not parts[1]:
        raise NotAskable(parts[1])
    holes = ", ".join(writer.hole(_literal(one)) for one in parts[1])
    return f"({name} IS NOT NULL AND {name} IN ({holes}))"


def _column(writer: _Writer, part: Any) -> IndexColumn:
    written = part.get("var") if isinstance(part, Mapping) and len(part) == 1 else None
    name = written[0] if isinstance(written, list) and len(written) == 1 else written
    if not isinstance(name, str) or name not in writer.columns:
        raise NotAskable(part)
    return writer.columns[name]


def _literal(value: Any) -> Any:
    """Return the value as the index keeps it; numbers there are doubles, exact to their 15 digits."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    # A longer text is cut in the index, so a literal of that length could equal another.
    if isinstance(value, int | float) or (isinstance(value, str) and 0 < len(value) < LONGEST):
        return value
    raise NotAskable(value)


_OPERATORS: Mapping[str, Callable[[_Writer, str, Parts], str]] = {
    **{"and": _join, "or": _join, "!": _turn, "!!": _turn, "empty": _ask_absent, "in": _ask_among},
    **dict.fromkeys(_COMPARED, _compare),
}
