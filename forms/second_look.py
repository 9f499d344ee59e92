"""What is unusual in answers though not wrong: it is shown and never stops anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from functools import lru_cache
from typing import Any

from .definition import FormDefinition
from .faults import Path
from .field_order import schemas_at
from .identity import Facts, is_digits
from .keyed import Keyed
from .problems import Problem
from .regions import is_known_region
from .subschemas import in_place, point, walk_schema

# Residence permits of Hong Kong, Macao and Taiwan begin with these.
PERMITS = frozenset({"810000", "820000", "830000"})


def find_warnings(
    form: FormDefinition, answers: Mapping[str, Any], counties: Set[str]
) -> tuple[Problem, ...]:
    """Return the warnings in the order of the answers."""
    if not _has_any(Keyed(form.hash, form.schema)):
        return ()
    found = _walk(form.schema, form.schema, answers, (), counties)
    return tuple(Problem(code, point(path), facts, "warning") for path, code, facts in found)


@lru_cache(maxsize=512)
def _has_any(schema: Keyed) -> bool:
    return any(
        isinstance(part, Mapping) and part.get("format") in WARNINGS for _, part in walk_schema(schema.value)
    )


def _walk(
    root: Any, schema: Any, value: Any, path: Path, counties: Set[str]
) -> Iterator[tuple[Path, str, Facts]]:
    if isinstance(value, str):
        names = {str(part.get("format")) for part in in_place(root, schema)}
        for name in sorted(names & WARNINGS.keys()):
            yield from ((path, code, {}) for code in WARNINGS[name](value, counties))
        return
    entries = (
        value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    )
    for token, inner in entries:
        for part in schemas_at(root, schema, token):
            yield from _walk(root, part, inner, (*path, token), counties)


def _warn_id_number(text: str, counties: Set[str]) -> Iterator[str]:
    if len(text) == 15 and is_digits(text):
        yield "id_number_15"
    if text[:6] not in PERMITS and not is_known_region(text, counties):
        yield "region_unknown"


def _warn_division(text: str, counties: Set[str]) -> Iterator[str]:
    if not is_known_region(text, counties):
        yield "region_unknown"


WARNINGS: Mapping[str, Callable[[str, Set[str]], Iterator[str]]] = {
    "id-number": _warn_id_number,
    "division-code": _warn_division,
    "grid-code": _warn_division,
}
