"""jsonschema-rs as the engine: one compiled call for good answers, structured errors for the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import jsonschema_rs

from .faults import Fault, bare_schema
from .subschemas import find_part

# The library takes 0000-01-01 and -001-01-01 for dates; the first digit of a year tells them apart.
_YEAR = "^[1-9]"
_TooMany = jsonschema_rs.ValidationErrorKind.OneOfMultipleValid


class RustEngine:
    """A schema compiled by jsonschema-rs: nothing is ever fetched, patterns run in linear time."""

    def __init__(self, schema: Mapping[str, Any], formats: Mapping[str, Callable[[str], bool]]) -> None:
        self._schema = bare_schema(schema, _adapt)
        self._validator = jsonschema_rs.Draft202012Validator(
            self._schema,
            # Its own test of dates is exact but for those years, and ten times as fast as a call back.
            formats={name: test for name, test in formats.items() if name != "date"},
            validate_formats=True,
            retriever=_refuse,
            pattern_options=jsonschema_rs.RegexOptions(),
        )
        self.is_valid = self._validator.is_valid

    def find_faults(self, answers: Any) -> list[Fault]:
        """Return everything that is wrong."""
        return self._read_all(self._validator.iter_errors(answers))

    def _read_all(self, errors: Iterable[jsonschema_rs.ValidationError]) -> list[Fault]:
        faults = [self._read(error) for error in errors]
        # A text over its maxLength is wrong already; the other engine does not even match it.
        over = {(fault.path, id(fault.holder)) for fault in faults if fault.keyword == "maxLength"}
        dated = {fault.path for fault in faults if (fault.keyword, fault.value) == ("format", "date")}
        return [
            replace(one, keyword="format") if one.keyword == "year" else one
            for one in faults
            if not (one.keyword == "pattern" and (one.path, id(one.holder)) in over)
            and not (one.keyword == "year" and one.path in dated)
        ]

    def _read(self, error: jsonschema_rs.ValidationError) -> Fault:
        kind: Any = error.kind
        holder = find_part(self._schema, error.schema_path[:-1])
        value = find_part(self._schema, error.schema_path)
        keyword = kind.name
        if keyword in ("contains", "minContains", "maxContains"):
            keyword = str(error.schema_path[-1])
        if keyword == "falseSchema":
            keyword = (
                "additionalProperties" if error.schema_path[-1:] == ["additionalProperties"] else "false"
            )
        if keyword == "pattern" and value == _YEAR:
            keyword, value = "year", "date"
        if keyword == "required":
            value = kind.property
        if keyword == "propertyNames":
            value = kind.error.instance
        context = () if isinstance(kind, _TooMany) else getattr(kind, "context", ())
        branches = tuple(tuple(self._read_all(branch)) for branch in context)
        holder = holder if isinstance(holder, Mapping) else {}
        return Fault(keyword, tuple(error.instance_path), value, holder, error.instance, branches)


def _adapt(part: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    if part.get("format") == "date":
        also = {"pattern": _YEAR}
        part = dict(part) | ({"allOf": [*part.get("allOf", ()), also]} if "pattern" in part else also)
    return _split_contains(part) if {"contains", "maxContains"} <= part.keys() else part


def _split_contains(part: Mapping[str, Any]) -> Any:
    """Return the schema with too few and too many asked apart; the library reports both as too many."""
    counted = {"contains": part["contains"]}
    few = counted | {"minContains": part.get("minContains", 1)}
    many = counted | {"minContains": 0, "maxContains": part["maxContains"]}
    rest = {
        key: value for key, value in part.items() if key not in ("contains", "minContains", "maxContains")
    }
    return rest | {"allOf": [*part.get("allOf", ()), few, many]}


def _refuse(uri: str) -> Any:
    raise LookupError("definitions are complete in themselves")
