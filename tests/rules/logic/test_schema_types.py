from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from lizheng.rules.schema_types import read_types, read_types_document, write_types
from lizheng.rules.types import Type


def read_one(schema: Any, **defs: Any) -> Type | None:
    return read_types({"type": "object", "properties": {"one": schema}, "$defs": defs}).get("one")


def number(**more: Any) -> Type:
    return Type("number", **more)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, Type("text")),
        ({"type": ["string", "null"]}, Type("text")),
        ({"type": "string", "format": "date"}, Type("date")),
        ({"type": "string", "format": "time"}, Type("time")),
        ({"type": "string", "format": "date-time"}, Type("datetime")),
        ({"type": "string", "format": "email"}, Type("text")),
        ({"type": "boolean"}, Type("boolean")),
        ({"type": "number"}, number()),
        (
            {"type": "integer", "minimum": 1, "maximum": 9},
            number(integer=True, low=Fraction(1), high=Fraction(9)),
        ),
        ({"type": "integer", "exclusiveMinimum": 0}, number(integer=True, low=Fraction(1))),
        ({"type": "integer", "exclusiveMaximum": 9.5}, number(integer=True, high=Fraction(9))),
        ({"type": "number", "exclusiveMinimum": 0.1}, number(low=Fraction(1, 10))),
        ({"type": "number", "minimum": 0, "exclusiveMinimum": 2}, number(low=Fraction(2))),
        ({"type": "number", "x-unit": "元"}, number(unit="元")),
        ({"enum": ["转", "并"]}, Type("text", options=("转", "并"))),
        ({"enum": [1, 2.5, None]}, number(options=(Fraction(1), Fraction(5, 2)))),
        ({"const": True}, Type("boolean", options=(True,))),
        ({"type": "string", "title": {"zh-CN": "方式", "en": "Way"}}, Type("text", title="方式")),
        ({"type": "string", "title": {"en": "Way"}}, Type("text", title="Way")),
        ({"type": "string", "title": "方式"}, Type("text", title="方式")),
        ({"type": "array", "items": {"type": "number"}}, Type("list", of=number())),
        ({"type": "object"}, Type("row")),
        ({"type": "array"}, None),
        ({"type": ["string", "number"]}, None),
        ({}, None),
        (True, None),
        ({"$ref": "#/$defs/way"}, Type("text", options=("转",), title="方式")),
        ({"$ref": "#/$defs/way", "title": "其他"}, Type("text", options=("转",), title="其他")),
        ({"$ref": "#/$defs/nowhere"}, None),
        ({"$ref": "https://example.org/way"}, None),
        (
            {"allOf": [{"type": "integer", "minimum": 1, "maximum": 9}, {"minimum": 3, "maximum": 7}]},
            number(integer=True, low=Fraction(3), high=Fraction(7)),
        ),
    ],
)
def test_a_property_has_the_type_its_schema_says(schema: Any, expected: Type | None) -> None:
    assert read_one(schema, way={"type": "string", "const": "转", "title": "方式"}) == expected


def test_choices_by_title_are_options_with_labels() -> None:
    found = read_one({"oneOf": [{"const": "a", "title": {"zh-CN": "甲"}}, {"const": "b", "title": "b"}]})
    assert found and (found.options, dict(found.labels)) == (("a", "b"), {"a": "甲"})


def test_objects_and_rows_are_read_with_their_members() -> None:
    place = {"type": "object", "properties": {"group": {"type": "integer"}}, "required": ["group"]}
    types = read_types({"properties": {"place": place, "rows": {"type": "array", "items": place}}})
    row = {"group": number(integer=True, required=True)}
    assert (types["place"].fields, types["rows"].of and types["rows"].of.fields) == (row, row)


def test_members_of_all_parts_are_joined() -> None:
    first = {"properties": {"a": {"type": "integer", "minimum": 1}}, "required": ["a"]}
    second = {"properties": {"a": {"maximum": 5}, "b": {"type": "string"}}, "required": ["b"]}
    types = read_types({"allOf": [first], **second})
    assert types == {
        "a": number(integer=True, low=Fraction(1), high=Fraction(5), required=True),
        "b": Type("text", required=True),
    }


def count(type: Type | None) -> int:
    return 0 if type is None else 1 + sum(map(count, type.fields.values())) + count(type.of)


@pytest.mark.parametrize("branches", [1, 3, 8])
def test_a_schema_that_refers_to_itself_is_read_some_levels_deep(branches: int) -> None:
    node = {"type": "object", "properties": {str(at): {"$ref": "#/$defs/node"} for at in range(branches)}}
    assert count(read_one({"$ref": "#/$defs/node"}, node=node)) == 1 + branches


def test_a_schema_that_doubles_at_every_level_is_read_in_part() -> None:
    level = {
        f"n{at}": {"type": "object", "properties": {str(n): {"$ref": f"#/$defs/n{at + 1}"} for n in range(9)}}
        for at in range(8)
    }
    assert count(read_one({"$ref": "#/$defs/n0"}, **level)) < 20_000


def test_references_in_a_circle_lead_nowhere() -> None:
    assert (
        read_one({"$ref": "#/$defs/a"}, a={"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}]}) is None
    )


def test_types_are_written_as_the_specification_shows() -> None:
    row = Type("row", fields={"book": number()})
    types = {
        "hh": number(integer=True, low=Fraction(1), unit="户"),
        "mode": Type("text", options=("转", "并"), required=True),
        "half": number(options=(Fraction(1, 2),), high=Fraction(5, 2)),
        "lines": Type("list", of=row),
    }
    assert write_types(types) == {
        "hh": {"type": "number", "integer": True, "low": 1, "unit": "户"},
        "mode": {"type": "text", "options": ["转", "并"], "required": True},
        "half": {"type": "number", "options": [0.5], "high": 2.5},
        "lines": {"type": "list", "of": {"type": "row", "fields": {"book": {"type": "number"}}}},
    }


def test_what_was_written_is_read_again() -> None:
    schema = {
        "properties": {
            "n": {"type": "integer", "minimum": 0, "x-unit": "人"},
            "g": {"enum": [1, 2.5]},
            "rows": {"type": "array", "items": {"type": "object", "properties": {"t": {"type": "string"}}}},
        },
        "required": ["n"],
    }
    types = read_types(schema)
    assert read_types_document(write_types(types)) == types
