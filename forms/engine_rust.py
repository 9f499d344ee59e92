"""jsonschema-rs as the engine: one compiled call for good answers, structured errors for the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jsonschema_rs

from .faults import Fault, bare_schema
from .subschemas import find_part

_TooMany = jsonschema_rs.ValidationErrorKind.OneOfMultipleValid


class RustEngine:
    """A schema compiled by jsonschema-rs: nothing is ever fetched, patterns run in linear time."""

    def __init__(self, schema: Mapping[str, Any], formats: Mapping[str, Callable[[str], bool]]) -> None:
        self._schema = bare_schema(schema)
        self._validator = jsonschema_rs.Draft202012Validator(
            self._schema,
            formats=dict(formats),
            validate_formats=True,
            retriever=_refuse,
            pattern_options=jsonschema_rs.RegexOptions(),
        )
        self.is_valid = self._validator.is_valid

    def find_faults(self, answers: Any) -> list[Fault]:
        """Return everything that is wrong."""
        return [self._read(error) for error in self._validator.iter_errors(answers)]

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
        if keyword == "required":
            value = kind.property
        if keyword == "propertyNames":
            value = kind.error.instance
        context = () if isinstance(kind, _TooMany) else getattr(kind, "context", ())
        branches = tuple(tuple(self._read(inner) for inner in branch) for branch in context)
        holder = holder if isinstance(holder, Mapping) else {}
        return Fault(keyword, tuple(error.instance_path), value, holder, error.instance, branches)


def _refuse(uri: str) -> Any:
    raise LookupError("definitions are complete in themselves")
