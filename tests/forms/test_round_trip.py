"""Schema -> page -> what a browser posts -> answers: gives back the answers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lizheng.forms.answers import read_posted
from lizheng.forms.page import build_page, render_fields

ONE_LINE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
TEXT = st.lists(ONE_LINE, min_size=1, max_size=3).map("\n".join)
KEYS = st.text(st.sampled_from("甲乙ab/~ %0-"), min_size=1, max_size=4).filter(str.strip)
NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
MOMENTS = st.datetimes().map(lambda moment: moment.isoformat() + "+02:00")
SCALARS = st.one_of(TEXT, NUMBERS, st.integers(-999, 999), st.booleans(), st.none())

Pair = tuple[dict[str, Any], st.SearchStrategy[Any]]


def choices(values: list[Any]) -> Pair:
    return {"enum": values}, st.sampled_from(values)


def several(values: list[str]) -> Pair:
    schema = {"type": "array", "uniqueItems": True, "items": {"enum": values}}
    picked = st.sets(st.sampled_from(range(len(values))), min_size=1)
    return schema, picked.map(lambda chosen: [values[index] for index in sorted(chosen)])


LEAVES: st.SearchStrategy[Pair] = st.one_of(
    st.just(({"type": "string"}, TEXT)),
    st.just(({"type": "string", "maxLength": 300}, TEXT)),
    st.just(({"type": "integer"}, st.integers(-(10**18), 10**18))),
    st.just(({"type": "number"}, NUMBERS)),
    st.just(({"type": "boolean"}, st.booleans())),
    st.just(({"type": ["string", "null"]}, st.one_of(TEXT, st.none()))),
    st.just(({"type": "string", "format": "date"}, st.dates().map(str))),
    st.just(({"type": "string", "format": "date-time"}, MOMENTS)),
    st.just(({"type": "string", "format": "time"}, st.times().map(lambda t: t.isoformat("minutes")))),
    st.lists(SCALARS, min_size=1, max_size=15, unique_by=repr).map(choices),
    st.lists(ONE_LINE, min_size=1, max_size=15, unique=True).map(several),
    st.just(({}, SCALARS)),
    st.just(({"type": ["string", "integer"]}, st.one_of(ONE_LINE, st.integers()))),
)


def group(members: dict[str, tuple[Pair, bool]]) -> Pair:
    schema = {
        "type": "object",
        "properties": {key: pair[0] for key, (pair, _) in members.items()},
        "required": [key for key, (_, required) in members.items() if required],
    }
    required = {key: pair[1] for key, (pair, needed) in members.items() if needed}
    optional = {key: pair[1] for key, (pair, needed) in members.items() if not needed}
    return schema, st.fixed_dictionaries(required, optional=optional).filter(bool)


def rows(item: Pair) -> Pair:
    return {"type": "array", "items": item[0]}, st.lists(item[1], min_size=1, max_size=3)


def branches(pairs: list[Pair]) -> Pair:
    """Branches told apart by a constant, as an author would write them."""
    options, answers = [], []
    for index, (schema, values) in enumerate(pairs):
        kind = f"kind{index}"
        members = {"kind": {"const": kind}, "inner": schema}
        options.append({"type": "object", "properties": members, "required": ["kind", "inner"]})
        answers.append(st.fixed_dictionaries({"kind": st.just(kind), "inner": values}))
    return {"oneOf": options}, st.one_of(answers)


def unlike(item: Pair) -> Pair:
    """Branches of branches, told apart by type alone."""
    numbers = {"oneOf": [{"type": "integer"}, {"type": "boolean"}]}
    schema = {"anyOf": [numbers, {"type": "array", "items": item[0]}, {"$ref": "#/properties/tree"}]}
    return schema, st.one_of(st.integers(), st.booleans(), st.lists(item[1], min_size=1, max_size=2))


def mapping(value: Pair) -> Pair:
    keys = st.text(st.sampled_from("xyz乙/~"), min_size=1, max_size=3)
    schema = {"type": "object", "additionalProperties": value[0]}
    return schema, st.dictionaries(keys, value[1], min_size=1, max_size=3)


def nest(inner: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    return st.one_of(
        st.dictionaries(KEYS, st.tuples(inner, st.booleans()), min_size=1, max_size=4).map(group),
        inner.map(rows),
        st.lists(inner, min_size=2, max_size=3).map(branches),
        inner.map(mapping),
        inner.map(unlike),
    )


PAIRS = st.recursive(LEAVES, nest, max_leaves=8)
FORMS = st.dictionaries(KEYS, st.tuples(PAIRS, st.booleans()), min_size=1, max_size=4).map(group)
SLOW = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(st.data())
def test_answers_come_back_from_the_page_as_they_went_in(form_of, browse, data):
    schema, values = data.draw(FORMS)
    answers = data.draw(values)
    form = form_of(schema)
    posted = read_posted(form, browse(render_fields(build_page(form), answers)).pairs)
    assert (posted.answers, posted.problems) == (answers, ())


@SLOW
@given(st.data())
def test_a_posted_page_is_shown_again_exactly(form_of, browse, data):
    schema, _ = data.draw(FORMS)
    form = form_of(schema)
    names = [name for name, _ in browse(render_fields(build_page(form), None)).pairs] or ["/甲"]
    pairs = data.draw(
        st.lists(st.tuples(st.sampled_from(names), st.one_of(ONE_LINE, st.just("1"))), max_size=8)
    )
    first = render_fields(build_page(form), read_posted(form, pairs).state)
    again = render_fields(build_page(form), read_posted(form, browse(first).pairs).state)
    assert again == first


@SLOW
@given(st.lists(st.tuples(st.text("/~0123456789abkvn甲", max_size=12), st.text(max_size=5))))
def test_no_control_name_can_break_the_reader(form_of, pairs):
    form = form_of({"type": "object", "properties": {"a": {"type": "array"}}, "additionalProperties": True})
    assert isinstance(read_posted(form, pairs).answers, dict)


def test_a_decimal_keeps_its_digits(form_of, browse):
    form = form_of({"type": "object", "properties": {"yuan": {"type": "number"}}})
    page = render_fields(build_page(form), {"yuan": Decimal("0.10")})
    assert str(read_posted(form, browse(page).pairs).answers["yuan"]) == "0.10"
