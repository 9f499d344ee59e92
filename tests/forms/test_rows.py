"""Row buttons change what they name and nothing else."""

from __future__ import annotations

import pytest
from lizheng.forms.rows import apply_row_button

ROW = {"type": "object", "properties": {"b": {"type": "string"}}}
SCHEMA = {
    "type": "object",
    "properties": {
        "rows": {"type": "array", "items": ROW, "maxItems": 3},
        "words": {"type": "array", "items": {"type": "string", "default": "甲"}},
        "free": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        "tree": {"$ref": "#/$defs/tree"},
        "pair": {"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "string"}},
        "some": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
        "photo": {"type": "object", "x-widget": "photo"},
        "kind": {
            "oneOf": [{"required": ["k"], "properties": {"k": {"const": const}}} for const in ("x", "y")]
        },
    },
    "$defs": {
        "tree": {
            "type": "object",
            "properties": {
                "up": {"$ref": "#/$defs/tree"},
                "n": {"type": "string"},
                "or": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/tree"}]},
            },
        }
    },
}
EMPTY = {"~raw": ""}


@pytest.mark.parametrize(
    ("state", "do", "after"),
    [
        ({}, "add:/rows", {"rows": [EMPTY]}),
        (None, "add:/words", {"words": ["甲"]}),
        ({"rows": [EMPTY] * 3}, "add:/rows", {"rows": [EMPTY] * 3}),
        ({"rows": [{"b": "1"}, {"b": "2"}]}, "remove:/rows/0", {"rows": [{"b": "2"}]}),
        ({"rows": [{"b": "1"}, {"b": "2"}]}, "up:/rows/1", {"rows": [{"b": "2"}, {"b": "1"}]}),
        ({"rows": [{"b": "1"}, {"b": "2"}]}, "down:/rows/0", {"rows": [{"b": "2"}, {"b": "1"}]}),
        ({"rows": [{"b": "1"}]}, "down:/rows/0", {"rows": [{"b": "1"}]}),
        ({"pair": ["a", "b"]}, "up:/pair/1", {"pair": ["a", "b"]}),
        ({}, "add:/free", {"free": {"~rows": [["", EMPTY]]}}),
        ({"free": {"x": ["1"]}}, "add:/free/~v0", {"free": {"~rows": [["x", ["1", EMPTY]]]}}),
        ({"free": {"x": [], "y": []}}, "remove:/free/~v0", {"free": {"~rows": [["y", []]]}}),
        ({"tree": {"n": "1"}}, "add:/tree/up", {"tree": {"n": "1", "up": EMPTY}}),
        ({"tree": {"n": "1", "up": {"n": "2"}}}, "remove:/tree/up", {"tree": {"n": "1"}}),
        (
            {"some": {"~branch": 1, "~value": ["x"]}},
            "add:/some",
            {"some": {"~branch": 1, "~value": ["x", EMPTY]}},
        ),
        ({"rows": []}, "branch:/some", {"rows": []}),
        (
            {"tree": {"or": {"~branch": 1}}},
            "add:/tree/or/~b",
            {"tree": {"or": {"~branch": 1, "~value": EMPTY}}},
        ),
        (
            {"tree": {"or": {"~branch": 1, "~value": {"n": "1"}}}},
            "remove:/tree/or/~b",
            {"tree": {"or": {"~branch": 1}}},
        ),
        ({"rows": []}, "add:/kind", {"rows": []}),
        ({"free": {"x": ["1"]}}, "remove:/free/~v0/0", {"free": {"~rows": [["x", []]]}}),
        ({"photo": {"sha256": "a"}}, "remove:/photo", {}),
        ({"rows": [{"b": "1"}]}, "remove:/rows/0/b", {"rows": [{}]}),
        ({"words": ["甲"]}, "remove:/words/0", {"words": []}),
    ],
)
def test_a_button_does_what_it_says(form_of, state, do, after):
    assert apply_row_button(form_of(SCHEMA), state, do) == after


@pytest.mark.parametrize(
    "do",
    [
        "",
        "add:",
        "add",
        "up:/rows/9",
        "remove:/rows/x",
        "down:/nowhere/0",
        "add:/rows/¹",
        "explode:/rows",
        "up:/",
        "remove:/rows/0/b/c",
        "add:/rows/9",
        "add:/photo",
        "up:/photo/0",
    ],
)
def test_a_button_that_means_nothing_changes_nothing(form_of, do):
    state = {"rows": [{"b": "1"}]}
    assert apply_row_button(form_of(SCHEMA), state, do) == state
