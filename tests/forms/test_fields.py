"""Which questions a schema asks."""

from __future__ import annotations

from typing import Any

import pytest
from lizheng.forms.fields import Branches, Group, Leaf, Nest, Node, Rows, build_fields

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}


def outline(node: Node) -> Any:
    """Return the questions in short: a leaf's kind, an object's members, a list's entry, each branch."""
    if isinstance(node, Leaf):
        return node.kind + ("?" if node.nullable else "")
    if isinstance(node, Group):
        return {key: outline(member) for key, member in node.members.items()}
    if isinstance(node, Rows):
        return [outline(node.item())] if node.item else [outline(first) for first in node.first]
    if isinstance(node, Branches):
        return "anything" if len(node.nodes) == 6 else tuple(outline(make()) for make in node.nodes)
    assert isinstance(node, Nest)
    return "nest"


JOINED = {
    "a part that says yes to everything": ({"allOf": [True, {"properties": {"a": TEXT}}]}, {"a": "text"}),
    "a field named twice, once without a word": (
        {"properties": {"a": True}, "allOf": [{"properties": {"a": TEXT}}]},
        {"a": "text"},
    ),
    "a field named twice, the second time with its title": (
        {"properties": {"a": TEXT}, "allOf": [{"properties": {"a": {"title": "甲"}}}]},
        {"a": "text"},
    ),
    "a field named twice, the second time without a word": (
        {"properties": {"a": True}, "allOf": [{"properties": {"a": WHOLE}}, {"properties": {"a": True}}]},
        {"a": "integer"},
    ),
    "a condition that brings the choices": (
        {"properties": {"a": {**TEXT, "if": {"minLength": 1}, "then": {"oneOf": [{"const": "x"}]}}}},
        {"a": "choice"},
    ),
    "a condition that says what an open field is": (
        {"properties": {"a": True}, "then": {"properties": {"a": WHOLE}}},
        {"a": "integer"},
    ),
    "a condition that says what a field with a title is": (
        {"properties": {"a": {"title": "甲"}}, "then": {"properties": {"a": WHOLE}}},
        {"a": "integer"},
    ),
    "a condition that only says a field may be anything": (
        {"properties": {"a": {"title": "甲"}}, "then": {"properties": {"a": True}}},
        {"a": "anything"},
    ),
    "a condition that adds to a known object": (
        {
            "properties": {"a": {"properties": {"b": TEXT}}},
            "then": {"properties": {"a": {"properties": {"c": WHOLE}}}},
        },
        {"a": {"b": "text", "c": "integer"}},
    ),
    "a condition that would narrow a known field": (
        {"properties": {"a": TEXT}, "then": {"properties": {"a": {"const": "x"}}}},
        {"a": "text"},
    ),
    "a reference that leads nowhere": ({"properties": {"a": {**TEXT, "$ref": "#/$defs/no"}}}, {"a": "text"}),
    "an object or nothing": (
        {"properties": {"a": {"type": ["object", "null"], "properties": {"b": TEXT}}}},
        {"a": ("null", {"b": "text"})},
    ),
    "a text or nothing, written as two cases": (
        {"properties": {"a": {"anyOf": [TEXT, {"type": "null"}]}}},
        {"a": "text?"},
    ),
    "two cases or nothing": (
        {
            "properties": {
                "a": {
                    "type": ["object", "null"],
                    "oneOf": [
                        {**o, "type": "object"}
                        for o in ({"properties": {"b": TEXT}}, {"properties": {"b": WHOLE}})
                    ],
                }
            }
        },
        {"a": ({"b": "text"}, {"b": "integer"}, "null")},
    ),
    "fields of which some are asked together stay one list": (
        {"properties": {"a": TEXT}, "oneOf": [{"properties": {"b": TEXT}}, {"properties": {"c": WHOLE}}]},
        {"a": "text", "b": "text", "c": "integer"},
    ),
    "a case that is no object": (
        {"properties": {"x": {"properties": {"a": TEXT}, "anyOf": [TEXT, {"properties": {"b": TEXT}}]}}},
        {"x": ("text", {"a": "text", "b": "text"})},
    ),
}


@pytest.mark.parametrize("name", JOINED)
def test_what_a_schema_says_in_several_places_is_asked_once(form_of, name: str) -> None:
    schema, questions = JOINED[name]
    assert outline(build_fields(form_of(schema))) == questions


def test_a_recursive_part_is_asked_once_and_then_waits(form_of) -> None:
    tree = {"properties": {"name": TEXT, "below": {"type": "array", "items": {"$ref": "#/$defs/tree"}}}}
    form = form_of({"properties": {"a": {"$ref": "#/$defs/tree"}}, "$defs": {"tree": tree}})
    assert outline(build_fields(form)) == {"a": {"name": "text", "below": ["nest"]}}


def test_the_places_of_a_list_may_ask_for_different_things(form_of) -> None:
    schema = {"properties": {"a": {"prefixItems": [TEXT, WHOLE], "items": False}}}
    assert outline(build_fields(form_of(schema))) == {"a": ["text", "integer"]}
