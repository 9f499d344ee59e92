"""The text of a definition read as plain JSON values, within limits that hold before anything recurses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import simplejson

from .problems import DefinitionError, Problem
from .subschemas import point

SIZE = 256 * 1024
DEPTH = 32

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def parse_source(source: Mapping[str, Any] | str | bytes, place: str = "") -> Any:
    """Return a definition as fresh plain JSON values, numbers as ``int`` or ``Decimal``.

    Raises ``DefinitionError`` for text that is no JSON, repeats a key, or passes 256 kB or 32 levels.
    """
    problem = _check_text(source) if isinstance(source, str | bytes) else check_depth(source)
    if problem:
        raise DefinitionError((problem,), place)
    if not isinstance(source, str | bytes):
        return as_json(source)
    try:
        return simplejson.loads(source, use_decimal=True, object_pairs_hook=_refuse_repeats)
    except _Repeated as repeated:
        raise DefinitionError((Problem("duplicate_key", facts={"got": repeated.args[0]}),), place) from None
    except ValueError as error:
        facts = {"line": getattr(error, "lineno", 1), "column": getattr(error, "colno", 1)}
        raise DefinitionError((Problem("not_json", facts=facts),), place) from None


def check_depth(value: object) -> Problem | None:
    """Return a problem when values nest deeper than 32 levels or weigh more than 256 kB, else ``None``."""
    waiting: list[tuple[tuple[str, ...], object]] = [((), value)]
    weight = 0
    while waiting and weight <= SIZE:
        tokens, part = waiting.pop()
        if len(tokens) > DEPTH:
            return Problem("too_deep", point(tokens[:DEPTH]), {"limit": DEPTH})
        entries = _entries(part)
        weight += 2
        for key, inner in entries:
            weight += len(key) + (len(inner) if isinstance(inner, str) else 4)
            if isinstance(inner, dict | list | tuple | Mapping):
                waiting.append(((*tokens, key), inner))
    return Problem("too_large", facts={"limit": SIZE // 1024}) if weight > SIZE else None


def as_json(value: Any) -> Any:
    """Return a fresh copy as plain JSON values: floats become ``Decimal`` by their shortest digits."""
    if isinstance(value, str | int):
        return value
    if isinstance(value, dict | Mapping):
        return {str(key): as_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(inner) for inner in value]
    return Decimal(repr(value)) if isinstance(value, float) else value


def _entries(part: object) -> Iterable[tuple[str, object]]:
    if isinstance(part, Mapping):
        return ((str(key), inner) for key, inner in part.items())
    return (("0", inner) for inner in part) if isinstance(part, list | tuple) else ()


class _Repeated(Exception):
    pass


def _check_text(source: str | bytes) -> Problem | None:
    raw = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    if len(raw) > SIZE:
        return Problem("too_large", facts={"limit": SIZE // 1024})
    depth = deepest = 0
    for mark in re.findall(r"[\[{}\]]", _STRINGS.sub("", raw.decode("utf-8", "replace"))):
        depth += 1 if mark in "[{" else -1
        deepest = max(deepest, depth)
    return Problem("too_deep", facts={"limit": DEPTH, "got": deepest}) if deepest > DEPTH + 1 else None


def _refuse_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        raise _Repeated(next(key for key, _ in pairs if key in seen or seen.add(key)))
    return found
