"""The answers read from a page's state are those that a browser would post from the page drawn of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lizheng.forms.answers import read_posted
from lizheng.forms.page import build_page, render_fields
from lizheng.forms.state_answers import read_state

from .test_round_trip import FORMS, ONE_LINE, SLOW


@SLOW
@given(st.data())
def test_any_state_gives_what_its_page_would_post(form_of, browse, data):
    schema, _ = data.draw(FORMS)
    form = form_of(schema)
    names = [name for name, _ in browse(render_fields(build_page(form), None)).pairs] or ["/甲"]
    texts = st.one_of(ONE_LINE, st.sampled_from(["1", "true", " "]))
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(names), texts), max_size=8))
    state = read_posted(form, pairs).state
    page = render_fields(build_page(form), state)
    assert read_state(form, state) == read_posted(form, browse(page).pairs).answers


@pytest.mark.parametrize(
    "schema",
    [
        {"a": {"type": "integer", "default": 3}},
        {"a": {"type": "array", "items": {"type": "string"}}},
        {"a": {"const": "固定"}},
        {"a": {"type": "object", "properties": {"b": {"type": "string", "default": "甲"}}}},
    ],
)
@pytest.mark.parametrize("required", [[], ["a"]])
def test_a_fresh_page_gives_its_defaults(form_of, browse, schema, required):
    form = form_of({"type": "object", "properties": schema, "required": required})
    page = render_fields(build_page(form), None)
    assert read_state(form) == read_posted(form, browse(page).pairs).answers


KINDS = [
    {"properties": {"kind": {"const": "one"}, "a": {"type": "string"}}, "required": ["kind"]},
    {"properties": {"kind": {"const": "two"}}, "required": ["kind"]},
]
KINDS = [{"type": "object", **kind} for kind in KINDS]
TREE = {"type": "object", "properties": {"name": {"type": "string"}, "in": {"$ref": "#/properties/a"}}}


@pytest.mark.parametrize(
    ("schema", "pairs"),
    [
        ({"type": "object", "additionalProperties": {"type": "string"}}, [("~k0", " 甲 "), ("~v0", "1")]),
        ({"type": "object", "additionalProperties": {"type": "string"}}, [("~k0", ""), ("~v0", "1")]),
        (
            {"type": "array", "prefixItems": [{"type": "string"}] * 2, "items": False},
            [("1", "乙"), ("2", "x")],
        ),
        ({"type": "array", "prefixItems": [{"type": "string"}] * 2}, [("0", "甲")]),
        ({"type": "array", "prefixItems": [{"type": "string"}] * 2}, [("~n", "2"), ("0", "甲")]),
        ({"type": "array", "items": {"type": "string"}}, [("0", "甲"), ("1", " ")]),
        ({"oneOf": KINDS}, [("~branch", "1")]),
        ({"oneOf": KINDS}, [("~branch", "0"), ("a", "甲")]),
        ({"oneOf": [KINDS[1], KINDS[0]]}, []),
        (TREE, [("in/in/~open", "1"), ("in/in/name", "乙")]),
        ({"type": ["null"]}, []),
        ({"type": "integer"}, [("", "abc ")]),
    ],
)
@pytest.mark.parametrize("required", [[], ["a"]])
def test_every_kind_of_state_gives_what_its_page_would_post(form_of, browse, schema, pairs, required):
    form = form_of({"type": "object", "properties": {"a": schema}, "required": required})
    sent = [(f"/a/{name}".rstrip("/"), text) for name, text in pairs]
    state = read_posted(form, sent).state
    page = render_fields(build_page(form), state)
    assert read_state(form, state) == read_posted(form, browse(page).pairs).answers


def test_rows_that_the_form_does_not_have_are_not_sent(form_of, browse):
    pair = {"type": "array", "prefixItems": [{"type": "string"}] * 2, "items": False}
    form, state = form_of({"type": "object", "properties": {"a": pair}}), {"a": ["甲", "乙", "丙"]}
    page = render_fields(build_page(form), state)
    assert read_state(form, state) == read_posted(form, browse(page).pairs).answers
