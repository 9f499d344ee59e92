"""What an engine found wrong, said in one way for both engines; and the schema as both engines want it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from .subschemas import ANNOTATIONS, MANY, NAMED, ONE

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One failed keyword.

    keyword   the keyword's name; ``false`` for a schema that allows nothing
    path      where in the answers
    value     the keyword's value; for ``required`` and ``propertyNames`` the name in question
    holder    the schema the keyword stands in
    instance  the value at ``path``
    branches  for ``anyOf`` and ``oneOf`` what each branch found wrong; empty when too many branches fit
    """

    keyword: str
    path: Path
    value: Any
    holder: Mapping[str, Any]
    instance: Any
    branches: tuple[tuple[Fault, ...], ...] = ()


class Engine(Protocol):
    """A schema made ready to judge answers."""

    def is_valid(self, answers: Any, /) -> bool:
        """Tell whether nothing is wrong."""
        ...

    def find_faults(self, answers: Any) -> list[Fault]:
        """Return everything that is wrong."""
        ...


def bare_schema(schema: Any, adapt: Callable[[Any], Any] = lambda part: part) -> Any:
    """Return the schema without what only people and programs read: labels, ``x-`` members, defaults.

    ``adapt`` rewrites each schema in it to suit an engine, innermost first.
    """
    if not isinstance(schema, Mapping):
        return adapt(schema)
    return adapt({key: _bare(key, value, adapt) for key, value in schema.items() if not _is_remark(key)})


def _is_remark(key: str) -> bool:
    return key in ANNOTATIONS or key == "$schema" or key.startswith("x-")


def _bare(keyword: str, value: Any, adapt: Callable[[Any], Any]) -> Any:
    if keyword == "$ref":
        # A reference is a URI (RFC 3986), so Chinese keys and spaces are written in percent signs.
        return quote(value, safe="#/~!$&'()*+,;=:@")
    if keyword in ONE:
        return value if keyword == "additionalProperties" and value is False else bare_schema(value, adapt)
    if keyword in MANY:
        return [bare_schema(part, adapt) for part in value]
    if keyword in NAMED:
        return {name: bare_schema(part, adapt) for name, part in value.items()}
    return value
