"""Which columns a form's index table has, and what an answer puts into them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from ...forms.canonical import write_json
from ...forms.definition import FormDefinition
from .schema_kinds import Kind, find_kind

FIXED: Mapping[str, Kind] = {
    **{"received_at": "time", "unit": "unit", "state": "text"},
    **{"created_by": "text", "number": "text", "township": "text"},
}
LONGEST = 200  # characters of one text: PostgreSQL's index rows end at 2,704 bytes
LONGEST_JOINED = 2000
WORDS = "words"  # the column that the search box reads


@dataclass(frozen=True)
class IndexColumn:
    """One column of a form's index table.

    path    field path such as ``place.words``, ``people.count`` (how many) or ``people[].name`` (joined)
    kind    text | integer | number | boolean | time | list | count | search
    column  its SQL name; all ``search`` paths share the column ``words``
    """

    path: str
    kind: Kind
    column: str


def index_columns(form: FormDefinition) -> tuple[IndexColumn, ...]:
    """Return a column for each path of the form's list, filters, groups and sort, then its search paths.

    A path that the schema does not know but every record has (``received_at``, ``unit`` ...) needs none.
    """
    view = form.list
    paths = dict.fromkeys((*view.columns, *view.filters, *view.group, view.sort.removeprefix("-")))
    kinds: dict[str, Kind | None] = {path: find_kind(form.schema, path) for path in paths}
    typed = [
        IndexColumn(path, kind or "text", _column_name(path, kind or "text"))
        for path, kind in kinds.items()
        if kind is not None or path not in FIXED
    ]
    return (*typed, *(IndexColumn(path, "search", WORDS) for path in view.search))


def read_values(columns: Sequence[IndexColumn], answers: Mapping[str, Any], number: str) -> dict[str, Any]:
    """Return SQL values by column name; an absent answer, or one of another type, is ``None``."""
    row = {
        column.column: CONVERSIONS[column.kind](list(find_values(answers, column.path)))
        for column in columns
        if column.kind != "search"
    }
    searched = [number]
    for column in columns:
        if column.kind == "search":
            searched += _texts(list(find_values(answers, column.path)))
    row[WORDS] = fold_words("\n".join(searched))[:LONGEST_JOINED]
    return row


def fold_words(text: str) -> str:
    """Return text as the search compares it: full-width and case folded."""
    return _clean(unicodedata.normalize("NFKC", text).casefold())


def find_values(answers: Any, path: str) -> Iterator[Any]:
    """Yield what stands at the path, once for each row of every ``[]``; nothing when it is absent."""
    if path == "":
        yield answers
        return
    if isinstance(answers, Mapping) and path in answers and not path.endswith("[]"):
        yield answers[path]  # the usual case, as the walk below would find it
        return
    if path == "count" and isinstance(answers, list):
        yield len(answers)
    if not isinstance(answers, Mapping):
        return
    for key, rest in splits(path):
        name = key.removesuffix("[]")
        if name in answers:
            inside = answers[name]
            rows = inside if key.endswith("[]") and isinstance(inside, list) else [inside]
            for row in rows:
                yield from find_values(row, rest)
            return


def splits(path: str) -> Iterator[tuple[str, str]]:
    """Yield (first key, rest) with the longest key first: a key may itself hold a dot."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        yield ".".join(parts[:length]), ".".join(parts[length:])


def _texts(values: Sequence[Any]) -> list[str]:
    """Return every scalar inside the values as text, in order."""
    texts: list[str] = []
    for value in values:
        if isinstance(value, Mapping):
            texts += _texts(list(value.values()))
        elif isinstance(value, list):
            texts += _texts(value)
        elif value is not None:
            texts.append(_clean(value if isinstance(value, str) else write_json(value)))
    return texts


def _clean(text: str) -> str:
    """Drop what a database cannot hold: NUL (PostgreSQL) and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _to_text(values: Sequence[Any]) -> str | None:
    texts = _texts(values)
    return "、".join(texts)[:LONGEST] if texts else None


def _to_list(values: Sequence[Any]) -> str | None:
    texts = _texts(values)
    return "\n" + "\n".join(texts)[:LONGEST_JOINED] + "\n" if texts else None


def _to_integer(values: Sequence[Any]) -> int | None:
    value = values[0] if values else None
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    bounded = max(-(2**63), min(2**63 - 1, value))  # first: 1E+999999 must not be written out
    return int(bounded) if bounded == int(bounded) else None


def _to_number(values: Sequence[Any]) -> float | None:
    value = values[0] if values else None
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def _to_boolean(values: Sequence[Any]) -> int | None:
    return int(values[0]) if values and isinstance(values[0], bool) else None


CONVERSIONS: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    **{"text": _to_text, "time": _to_text, "list": _to_list},
    **{"integer": _to_integer, "count": _to_integer, "number": _to_number, "boolean": _to_boolean},
}


def _column_name(path: str, kind: Kind) -> str:
    """Return a name no two (path, kind) share, readable where the path is plain ASCII."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in path.lower())
    return f"c_{plain[:24]}_{sha256(f'{kind} {path}'.encode()).hexdigest()[:8]}"
