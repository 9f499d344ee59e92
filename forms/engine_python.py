"""jsonschema as the engine where no compiled wheel exists; it judges and explains like the compiled one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, TypeChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry

from .faults import Fault, Path, bare_schema
from .sameness import compile_pattern, extra_names, freeze, is_number


class PythonEngine:
    """A schema made ready for jsonschema: nothing is ever fetched, numbers are compared exactly."""

    def __init__(self, schema: Mapping[str, Any], formats: Mapping[str, Callable[[str], bool]]) -> None:
        checker = FormatChecker(formats=())
        for name, is_right in formats.items():
            checker.checkers[name] = (_only_text(is_right), ())
        self._validator = _dialect()(
            bare_schema(schema, _spell_false), registry=Registry(), format_checker=checker
        )

    def is_valid(self, answers: Any, /) -> bool:
        """Tell whether nothing is wrong."""
        return next(self._validator.iter_errors(answers), None) is None

    def find_faults(self, answers: Any) -> list[Fault]:
        """Return everything that is wrong."""
        return [_read(error, ()) for error in self._validator.iter_errors(answers)]


@lru_cache(maxsize=1)
def _dialect() -> Any:
    tests: Any = {name: _typed(test) for name, test in TYPES.items()}
    types = TypeChecker(tests)
    return extend(Draft202012Validator, validators=KEYWORDS, type_checker=types)


def _read(error: ValidationError, above: Path) -> Fault:
    path = above + tuple(error.relative_path)
    keyword: Any = error.validator
    branches: dict[int, list[Fault]] = {}
    if keyword in ("anyOf", "oneOf"):
        for inner in error.context or ():
            branches.setdefault(int(inner.schema_path[0]), []).append(_read(inner, path))
    holder: Any = error.schema if isinstance(error.schema, Mapping) else {}
    ordered = tuple(tuple(branches[index]) for index in sorted(branches))
    return Fault(keyword, path, error.validator_value, holder, error.instance, ordered)


def _spell_false(part: Any) -> Any:
    """Return ``{"not": {}}`` for ``false``, whose errors the library reports without their place."""
    return {"not": {}} if part is False else part


def _only_text(is_right: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or is_right(value)


def _typed(test: Callable[[Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda _checker, value: test(value)


def _is_integer(value: Any) -> bool:
    return is_number(value) and value == value // 1


def _multiple_of(validator: Any, step: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if is_number(value) and Decimal(str(value)) % Decimal(str(step)):
        yield ValidationError("multipleOf")


def _enum(validator: Any, choices: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if freeze(value) not in {freeze(choice) for choice in choices}:
        yield ValidationError("enum")


def _const(validator: Any, wanted: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if freeze(value) != freeze(wanted):
        yield ValidationError("const")


def _unique_items(validator: Any, wanted: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if wanted and isinstance(value, list) and len({freeze(item) for item in value}) < len(value):
        yield ValidationError("uniqueItems")


def _pattern(validator: Any, pattern: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    # A text over its maxLength is wrong already; matching it could take long.
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        return
    if isinstance(value, str) and not compile_pattern(pattern).search(value):
        yield ValidationError("pattern")


def _pattern_properties(validator: Any, patterns: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    for pattern, inner in patterns.items() if isinstance(value, Mapping) else ():
        for key in value:
            if compile_pattern(pattern).search(key):
                yield from validator.descend(value[key], inner, path=key, schema_path=pattern)


def _additional(validator: Any, inner: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    extras = extra_names(schema, value) if isinstance(value, Mapping) else []
    if inner is False and extras:
        yield ValidationError("additionalProperties")
    for key in extras if isinstance(inner, Mapping) else ():
        yield from validator.descend(value[key], inner, path=key)


def _property_names(validator: Any, inner: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    for key in value if isinstance(value, Mapping) else ():
        if not validator.evolve(schema=inner).is_valid(key):
            yield ValidationError(
                "propertyNames", validator="propertyNames", validator_value=key, schema=schema
            )


def _required(validator: Any, names: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    for name in names if isinstance(value, Mapping) else ():
        if name not in value:
            yield ValidationError("required", validator="required", validator_value=name)


def _dependent_required(validator: Any, wanted: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    for key, names in wanted.items() if isinstance(value, Mapping) else ():
        if key in value:
            yield from _required(validator, names, value, schema)


def _items(validator: Any, inner: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    start = len(schema.get("prefixItems", ()))
    for index, item in enumerate(value[start:], start) if isinstance(value, list) else ():
        yield from validator.descend(item, inner, path=index)


def _contains(validator: Any, inner: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if not isinstance(value, list):
        return
    fitting = sum(validator.evolve(schema=inner).is_valid(item) for item in value)
    if fitting < schema.get("minContains", 1):
        yield ValidationError("contains", validator="contains")
    elif fitting > schema.get("maxContains", fitting):
        yield ValidationError("contains", validator="maxContains")


TYPES: Mapping[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, Mapping),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": is_number,
    "integer": _is_integer,
}

KEYWORDS: Mapping[str, Any] = {
    "multipleOf": _multiple_of,
    "enum": _enum,
    "const": _const,
    "uniqueItems": _unique_items,
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional,
    "propertyNames": _property_names,
    "required": _required,
    "dependentRequired": _dependent_required,
    "items": _items,
    "contains": _contains,
}
