"""The choices a schema offers: enum, const alternatives and code lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..canonical import write_json
from ..definition import CodeList
from ..text import Label, read_label
from .merging import Schema, flatten
from .nodes import Choice

SEARCH_ABOVE = 12
_WORDS: Mapping[Any, Label] = {
    True: {"zh-CN": "是", "en": "Yes"},
    False: {"zh-CN": "否", "en": "No"},
    None: {"zh-CN": "没有", "en": "None"},
}


def read_choices(
    schema: Schema, root: Schema, codes: Mapping[str, CodeList], names: Sequence[Any] = ()
) -> tuple[Choice, ...]:
    """Return the choices of a schema, empty when it offers none.

    Codes keep the order and labels of their list; ``names`` are ``ui:enumNames``.
    """
    values = schema.get("enum")
    if schema.get("x-codes") in codes:
        return _from_codes(codes[schema["x-codes"]], values)
    if isinstance(values, Sequence) and values:
        named = [names[i] if i < len(names) else None for i in range(len(values))]
        return _number(zip(values, named, ("" for _ in values), strict=True))
    for keyword in ("oneOf", "anyOf"):
        found = _from_alternatives(schema.get(keyword) or (), root)
        if found:
            return found
    return ()


def value_label(value: Any) -> Label:
    """Return how a value without a label reads."""
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    return value if isinstance(value, str) else write_json(value)


def make_choice(value: Any, label: Any = None, parent: str = "", *, plain: bool = True) -> Choice:
    """Return one choice; a plain text value is its own token, any other value posts as JSON."""
    token = value if plain and isinstance(value, str) else write_json(value)
    return Choice(value, label if label not in (None, "") else value_label(value), token, parent)


def _from_codes(codes: CodeList, values: Any) -> tuple[Choice, ...]:
    allowed = set(values) if values else {item.value for item in codes.items}
    labels = {item.value: read_label(item.label) for item in codes.items}
    rows = ((i.value, i.label, labels.get(i.parent or "", "")) for i in codes.items if i.value in allowed)
    return _number(rows)


def _from_alternatives(alternatives: Iterable[Any], root: Schema) -> tuple[Choice, ...]:
    rows = []
    for alternative in alternatives:
        flat = flatten(alternative, root)
        values = [flat["const"]] if "const" in flat else flat.get("enum") or []
        if len(values) != 1 or "properties" in flat:
            return ()
        rows.append((values[0], flat.get("title") or flat.get("description"), ""))
    return _number(rows)


def _number(rows: Iterable[tuple[Any, Any, str]]) -> tuple[Choice, ...]:
    listed = list(rows)
    plain = all(isinstance(value, str) and value for value, _, _ in listed)
    return tuple(make_choice(value, label, parent, plain=plain) for value, label, parent in listed)
