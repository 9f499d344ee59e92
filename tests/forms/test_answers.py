"""What a person types, and the answer that is read from it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lizheng.forms.answers import read_posted
from lizheng.forms.definition import CodeItem, CodeList
from lizheng.forms.problems import Problem

PHOTO = '{"sha256":"%s","name":"a.jpg","type":"image/jpeg","size":3}' % ("a" * 64)


@pytest.fixture
def read(form_of):
    def read(schema, *texts, ui=None, required=(), codes=None):
        whole = {"type": "object", "properties": {"a": schema}, "required": list(required)}
        form = form_of(whole, {"a": ui or {}}, codes)
        return read_posted(form, [pair if isinstance(pair, tuple) else ("/a", pair) for pair in texts])

    return read


@pytest.mark.parametrize(
    ("schema", "typed", "answer"),
    [
        ({"type": "integer"}, "１２", 12),
        ({"type": "integer"}, " 1 234 ", 1234),
        ({"type": "integer"}, "-7", -7),
        ({"type": "integer"}, "12.0", 12),
        ({"type": "number"}, "0.10", Decimal("0.10")),
        ({"type": "number"}, "1,234,567.5", Decimal("1234567.5")),
        ({"type": "number"}, "3。5", Decimal("3.5")),
        ({"type": "number"}, "1e3", Decimal("1E+3")),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "否", False),
        ({"type": "string", "format": "date"}, "２０２６年2月6日", "2026-02-06"),
        ({"type": "string", "format": "date"}, "2026/2/6", "2026-02-06"),
        ({"type": "string", "format": "date"}, "20260206", "2026-02-06"),
        ({"type": "string", "format": "time"}, "14：20", "14:20"),
        ({"type": "string", "format": "time"}, "9时05分", "09:05"),
        ({"type": "string", "format": "date-time"}, "2026-02-26T14:20", "2026-02-26T14:20:00+08:00"),
        ({"type": "string", "format": "date-time"}, "2026年2月26日 14:20", "2026-02-26T14:20:00+08:00"),
        ({"type": "string", "format": "date-time"}, "2026-02-26T06:20:00Z", "2026-02-26T06:20:00+00:00"),
        ({"type": "string", "format": "mobile"}, "139 0000-0000", "13900000000"),
        ({"type": "string"}, "  甲　乙１２ ", "甲　乙１２"),
        ({"type": "string"}, "一\r\n二", "一\n二"),
        ({"enum": [1, None, True, "1"]}, '"1"', "1"),
        ({"enum": [1, None, True, "1"]}, "null", None),
        ({"oneOf": [{"const": 3, "title": "三"}]}, "三", 3),
        ({"type": ["string", "null"]}, "甲", "甲"),
    ],
)
def test_a_typed_text_becomes_its_answer(read, schema, typed, answer):
    posted = read(schema, typed)
    assert (posted.answers, posted.problems) == ({"a": answer}, ())


@pytest.mark.parametrize(
    ("schema", "typed", "code"),
    [
        ({"type": "integer"}, "abc", "type_integer"),
        ({"type": "integer"}, "1.5", "type_integer"),
        ({"type": "integer"}, "1,2", "type_integer"),
        ({"type": "number"}, "1.2.3", "type_number"),
        ({"type": "number"}, "NaN", "type_number"),
        ({"type": "number"}, "1e9999", "type_number"),
        ({"type": "boolean"}, "也许", "type_boolean"),
        ({"type": "string", "format": "date"}, "2026-02-30", "format_date"),
        ({"type": "string", "format": "time"}, "25:00", "format_time"),
        ({"type": "string", "format": "time"}, "中午", "format_time"),
        ({"type": "string", "format": "date-time"}, "昨天", "format_date_time"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept_as_typed(read, schema, typed, code):
    posted = read(schema, typed)
    assert [(p.code, p.pointer) for p in posted.problems] == [(code, "/a")]
    assert (posted.state, posted.answers) == ({"a": {"~raw": typed}}, {"a": typed})


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string"},
        {"type": "integer"},
        {"enum": ["甲"]},
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "properties": {"b": {"type": "string"}}},
        {"type": "object", "properties": {"kind": {"const": 1}}, "required": ["kind"]},
        {"type": ["string", "null"]},
        {},
    ],
)
def test_empty_means_absent(read, schema):
    pairs = [("/a", "　"), ("/a/0", ""), ("/a/~n", "1"), ("/a/b", " "), ("/a/kind", "1"), ("/a/~branch", "0")]
    assert read(schema, *pairs).answers == {}


def test_a_required_group_is_there_so_that_its_fields_are_asked_for(read):
    schema = {"type": "object", "properties": {"b": {"type": "string"}}}
    assert read(schema, required=["a"]).answers == {"a": {}}


def test_a_required_list_that_may_be_empty_is_empty(read):
    assert read({"type": "array", "items": {"type": "string"}}, required=["a"]).answers == {"a": []}


def test_an_explicit_none_is_null(read):
    assert read({"type": ["string", "null"]}, ("/a/~null", "1")).answers == {"a": None}


def test_rows_are_read_in_order_and_empty_ones_dropped(read):
    pairs = [("/a/7", "丙"), ("/a/0", "甲"), ("/a/3", " ")]
    posted = read({"type": "array", "items": {"type": "string"}}, *pairs)
    assert (posted.answers, posted.state) == ({"a": ["甲", "丙"]}, {"a": ["甲", {"~raw": ""}, "丙"]})


def test_a_huge_row_number_makes_no_rows(read):
    pairs = [("/a/999999999", "甲"), ("/a/~n", "999999999")]
    assert read({"type": "array", "items": {"type": "string"}}, *pairs).answers == {}


def test_at_most_500_rows_are_read(read):
    pairs = [(f"/a/{index}", "甲") for index in range(900)]
    assert len(read({"type": "array", "items": {"type": "string"}}, *pairs).answers["a"]) == 500


def test_a_tuple_keeps_its_places(read):
    schema = {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False}
    pairs = [("/a/~n", "2"), ("/a/0", "甲"), ("/a/1", "2"), ("/a/2", "x")]
    assert read(schema, *pairs).answers == {"a": ["甲", 2]}


def test_free_keys_are_read_by_the_pattern_they_match(read):
    schema = {
        "type": "object",
        "patternProperties": {"^n": {"type": "integer"}},
        "additionalProperties": {"type": "string"},
    }
    pairs = [("/a/~k0", "n/1"), ("/a/~v0", "5"), ("/a/~k1", "乙"), ("/a/~v1", "5")]
    assert read(schema, *pairs).answers == {"a": {"n/1": 5, "乙": "5"}}


@pytest.mark.parametrize(
    ("pairs", "problem"),
    [
        ([("/a/~k0", ""), ("/a/~v0", "x")], Problem("key_missing", "/a/~k0")),
        ([("/a/~k0", "b"), ("/a/~v0", "x")], Problem("key_repeated", "/a/~k0", {"key": "b"})),
    ],
)
def test_a_free_entry_without_a_name_of_its_own_is_named(read, pairs, problem):
    schema = {"type": "object", "properties": {"b": {}}, "additionalProperties": {"type": "string"}}
    assert read(schema, *pairs).problems == (problem,)


def test_the_chosen_branch_decides_how_a_text_is_read(read):
    schema = {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    assert read(schema, ("/a/~branch", "1"), ("/a", "7")).answers == {"a": 7}


def test_choosing_a_branch_that_is_only_a_constant_answers_it(read):
    kinds = [{"type": "object", "properties": {"kind": {"const": k}}, "required": ["kind"]} for k in "xy"]
    assert read({"oneOf": kinds}, ("/a/~branch", "1"), ("/a/kind", "y")).answers == {"a": {"kind": "y"}}


def test_an_uploaded_file_replaces_the_kept_one(read):
    kept = PHOTO.replace("a.jpg", "old.jpg")
    assert read({"type": "object"}, kept, PHOTO, ui={"ui:widget": "photo"}).answers["a"]["name"] == "a.jpg"


def test_several_uploaded_files_become_rows(read):
    schema = {"type": "array", "items": {"type": "object"}}
    pairs = [("/a/0", PHOTO), ("/a/~add", PHOTO), ("/a/~add", PHOTO)]
    assert len(read(schema, *pairs, ui={"ui:widget": "photo"}).answers["a"]) == 3


@pytest.mark.parametrize("text", ["a.jpg", "[]", '{"sha256":"../x"}', '{"sha256":1}'])
def test_a_file_that_is_no_upload_is_refused(read, text):
    posted = read({"type": "object"}, text, ui={"ui:widget": "photo"})
    assert [problem.code for problem in posted.problems] == ["type_file"]


def test_a_code_may_be_typed_by_label_or_value(read):
    items = tuple(CodeItem(str(n), f"村{n}", None if n < 20 else "1") for n in range(30))
    codes = {"x.y": CodeList("x.y", 1, "村", items)}
    schema = {"x-codes": "x.y", "enum": [item.value for item in items]}
    read_one = [read(schema, text, codes=codes).answers["a"] for text in ("村3", "３", "村1/村25", "无此村")]
    assert read_one == ["3", "3", "25", "无此村"]


def test_names_the_form_does_not_have_are_ignored(read):
    assert (
        read({"type": "string"}, ("do", "save"), ("@unit", "x"), ("/zz", "1"), ("/a/b/c", "1")).answers == {}
    )


def test_an_untouched_moment_keeps_its_exact_text(read):
    stored = "2026-11-23T04:21:07.989Z"
    pairs = ["2026-11-23T12:21:07", ("/a/~was", stored)]
    assert read({"type": "string", "format": "date-time"}, *pairs).answers == {"a": stored}


def test_the_first_places_of_a_list_may_be_answered_without_the_later_ones(read):
    schema = {"type": "array", "prefixItems": [{"type": "string"}, {"type": "string"}]}
    posted = read(schema, ("/a/~n", "2"), ("/a/0", "甲"), ("/a/1", ""))
    assert posted.answers == {"a": ["甲"]}


def test_a_text_sent_as_a_file_is_not_taken_for_one(read):
    assert read({"type": "array", "items": {"type": "string"}}, ("/a/~add", PHOTO)).answers == {}


def test_a_question_that_can_only_stay_empty_takes_nothing_typed(read):
    assert read({"type": "null"}, "甲").answers == {"a": None}


def test_a_row_that_was_never_shown_is_not_read(read):
    schema = {"type": "array", "prefixItems": [{"type": "string"}], "items": False}
    assert read(schema, ("/a/0", "甲"), ("/a/1", "乙")).answers == {"a": ["甲"]}
