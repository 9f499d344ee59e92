from __future__ import annotations

from typing import Any

import pytest
from lizheng.forms.check import check_answers
from lizheng.forms.importing import translate_foreign
from lizheng.forms.lint import lint_form
from lizheng.forms.reading import read_form
from lizheng.forms.subschemas import field_names

TRANSLATED = [
    ({"definitions": {"a": {}}, "$ref": "#/definitions/a"}, {"$defs": {"a": {}}, "$ref": "#/$defs/a"}),
    ({"items": [{}, True], "additionalItems": False}, {"prefixItems": [{}, True], "items": False}),
    (
        {"dependencies": {"a": ["b"], "c": {}}},
        {"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {}}},
    ),
    ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
    ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
    ({"pattern": "^\\d{5}$"}, {"pattern": "^[0-9]{5}$", "maxLength": 20_000}),
    ({"pattern": "^[\\w-]$"}, {"pattern": "^[A-Za-z0-9_-]$", "maxLength": 20_000}),
    ({"type": "array"}, {"type": "array", "maxItems": 500}),
    ({"maxItems": 9_999}, {"maxItems": 500}),
    ({"enum": ["a", "a", 1, True]}, {"enum": ["a", 1, True]}),
    ({"title": ""}, {}),
    ({"type": "string", "pattern": None}, {"type": "string", "maxLength": 20_000}),
]


@pytest.mark.parametrize(("foreign", "ours"), TRANSLATED)
def test_an_older_spelling_is_translated(foreign: Any, ours: Any) -> None:
    translated = translate_foreign({"type": "object", "properties": {"x": foreign}})
    assert (translated.schema["properties"]["x"], translated.warnings) == (ours, [])


LEFT_OUT = [
    ({"contentEncoding": "base64"}, "/contentEncoding"),
    ({"format": "colour"}, "/format"),
    ({"pattern": "(a+)+$"}, "/pattern"),
    ({"$ref": "http://127.0.0.1:1/x"}, "/$ref"),
    ({"properties": {"__proto__": {}}}, "/properties/__proto__"),
    ({"type": "any"}, "/type"),
    ({"minLength": "3"}, "/minLength"),
]


@pytest.mark.parametrize(("foreign", "pointer"), LEFT_OUT)
def test_what_cannot_be_kept_is_left_out_and_named(foreign: Any, pointer: str) -> None:
    warnings = translate_foreign({"type": "object", "properties": {"x": foreign}}).warnings
    assert [(w.code, w.pointer, w.level) for w in warnings] == [
        ("import_left_out", "/schema/properties/x" + pointer, "warning")
    ]


def test_any_other_root_becomes_the_field_value() -> None:
    schema = translate_foreign({"type": "array", "items": {"$ref": "#"}, "definitions": {"a": {}}}).schema
    value = {"type": "array", "items": {"$ref": "#/properties/value"}, "maxItems": 500}
    assert schema == {"type": "object", "properties": {"value": value}, "$defs": {"a": {}}}


def test_an_imported_form_is_an_internal_matter_and_stays_open() -> None:
    form = read_form(
        {"form": "import.x", "schema": {"properties": {"a": {"type": "string"}}}}, profile="import"
    )
    assert (form.subject, form.kind, form.title) == ("matter", "internal", "import.x")
    assert check_answers(form, {"a": "1", "more": 2}) == ()


def test_the_schema_of_schemas_can_be_imported() -> None:
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": ["object", "boolean"],
        "definitions": {"list": {"type": "array", "minItems": 1, "items": {"$ref": "#"}}},
        "properties": {"not": {"$ref": "#"}, "allOf": {"$ref": "#/definitions/list"}},
    }
    form = read_form({"form": "import.x", "schema": schema}, profile="import")
    found = check_answers(form, {"value": {"not": {"allOf": []}}})
    assert [(p.code, p.pointer) for p in found] == [("min_items", "/value/not/allOf")]


def test_a_translated_schema_passes_the_linter() -> None:
    schema = translate_foreign(
        {"type": "object", "properties": {"x": {"pattern": "\\s*", "id": "#a"}}}
    ).schema
    form = {"form": "import.x", "title": "x", "subject": "matter", "kind": "internal", "schema": schema}
    assert lint_form(form) == ()


ROOTS = [
    ({"properties": {"a": {}}}, {"a"}),
    (
        {"$ref": "#/definitions/one", "definitions": {"one": {"type": "object", "properties": {"a": {}}}}},
        {"a"},
    ),
    ({"$ref": "#/definitions/one", "definitions": {"one": {"type": "string"}}}, {"value"}),
    ({"$ref": "#/definitions/none"}, {"value"}),
    ({"$ref": "#/oneOf/7", "oneOf": [{}]}, {"value"}),
]


@pytest.mark.parametrize(("foreign", "names"), ROOTS)
def test_a_root_that_is_no_object_becomes_the_field_value(foreign: Any, names: set[str]) -> None:
    schema = translate_foreign(foreign).schema
    assert (schema["type"], set(field_names(schema, schema))) == ("object", names)
