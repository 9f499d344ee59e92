"""Options by the words people choose them by: a clerk never needs to know the value behind."""

from __future__ import annotations

import pytest
from lizheng.rules.schema_types import read_types, read_types_document, write_types
from lizheng.rules.tables import read_cell, say_cell
from lizheng.rules.text import build_names, read_condition

TYPES = read_types(
    {
        "type": "object",
        "properties": {
            "fault": {
                "title": {"zh-CN": "哪种毛病", "en": "Fault"},
                "oneOf": [{"const": "dark", "title": "不亮"}, {"const": "pole", "title": "灯杆歪倒"}],
            },
            "lamps": {"type": ["integer", "null"], "title": "坏了几盏", "minimum": 1, "x-unit": "盏"},
            "photo": {"type": ["string", "integer"]},
            "day": {"$ref": "#/$defs/day"},
            "who": {
                "allOf": [{"$ref": "#/$defs/named"}, {"properties": {"age": {"type": "integer"}}}],
                "required": ["age"],
            },
        },
        "required": ["fault"],
        "$defs": {
            "day": {"type": "string", "format": "date"},
            "named": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
        },
    }
)


@pytest.mark.parametrize("said", ["哪种毛病 = 灯杆歪倒", "哪种毛病 = “灯杆歪倒”", "fault = pole"])
def test_an_option_is_named_by_its_words_or_its_value(said):
    assert read_condition(said, build_names(TYPES)) == {"==": [{"var": "fault"}, "pole"]}


def test_a_cell_names_options_by_their_words_and_says_them_so():
    assert say_cell(read_cell("不亮,灯杆歪倒", TYPES["fault"]), TYPES["fault"]) == "不亮、灯杆歪倒"


def test_a_schema_says_types_bounds_units_and_what_is_required():
    lamps = TYPES["lamps"]
    assert (lamps.kind, lamps.low, lamps.unit, lamps.required) == ("number", 1, "盏", False)
    assert TYPES["fault"].required


def test_references_and_joined_schemas_are_followed():
    who = TYPES["who"].fields
    assert (TYPES["day"].kind, who["name"].kind, who["age"].required) == ("date", "text", True)


def test_what_no_type_can_hold_is_left_out():
    assert "photo" not in TYPES


def test_types_written_for_the_browser_are_read_back():
    assert write_types(read_types_document(write_types(TYPES))) == write_types(TYPES)
