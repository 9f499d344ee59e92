"""Answers in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lizheng.forms.summary import column_title, describe_answers, differences, read_path, show_value
from lizheng.forms.text import read_label

PHOTO = {"sha256": "a" * 64, "name": "一.jpg", "type": "image/jpeg", "size": 3}
SCHEMA = {
    "type": "object",
    "properties": {
        "danger": {"type": "boolean", "title": "有危险吗"},
        "class": {"title": "类别", "oneOf": [{"const": "fire", "title": {"zh-CN": "消防", "en": "Fire"}}]},
        "at": {"type": "string", "format": "date-time", "title": "时间"},
        "day": {"type": "string", "format": "date", "title": "日期"},
        "yuan": {"type": "number", "title": "金额"},
        "place": {"type": "object", "x-widget": "place", "title": "地点", "properties": {"words": {}}},
        "photos": {"type": "array", "title": "照片", "items": {"type": "object", "x-widget": "photo"}},
        "tags": {"type": "array", "title": "标签", "items": {"type": "string"}},
        "people": {
            "type": "array",
            "title": "人员",
            "items": {"type": "object", "properties": {"name": {"type": "string", "title": "姓名"}}},
        },
        "note": {"type": ["string", "null"], "title": "备注"},
    },
}
ANSWERS = {
    "danger": False,
    "class": "fire",
    "at": "2026-02-26T06:20:00Z",
    "day": "2026-02-06",
    "yuan": Decimal("0.10"),
    "place": {"words": "三岔口", "lat": Decimal("30.1"), "lng": Decimal("120.2"), "accuracy": 12},
    "photos": [PHOTO, PHOTO],
    "tags": ["甲", "乙"],
    "people": [{"name": "测试甲"}],
    "note": None,
}


@pytest.fixture
def form(form_of):
    return form_of(SCHEMA)


def test_every_answer_reads_in_words(form):
    (section,) = describe_answers(form, ANSWERS)
    assert [(item.title, item.value_text) for item in section.items] == [
        ("有危险吗", "否"),
        ("类别", "消防"),
        ("时间", "2026年2月26日 14:20"),
        ("日期", "2026年2月6日"),
        ("金额", "0.10"),
        ("地点", "三岔口；30.1, 120.2；误差约 12 米"),
        ("照片", "2 个文件"),
        ("标签", "甲；乙"),
        ("人员", ""),
        ("第 1 项", ""),
        ("姓名", "测试甲"),
        ("备注", "没有"),
    ]


def test_levels_pointers_and_kinds_tell_where_an_answer_stands(form):
    (section,) = describe_answers(form, ANSWERS)
    found = [(item.pointer, item.kind, item.level) for item in section.items[-4:]]
    assert found == [
        ("/people", "head", 0),
        ("/people/0", "head", 1),
        ("/people/0/name", "text", 2),
        ("/note", "text", 0),
    ]


def test_what_was_not_answered_says_so(form):
    (section,) = describe_answers(form, {})
    assert {(item.value_text, item.kind) for item in section.items} == {("没有填", "absent")}


def test_sections_are_numbered_as_on_the_page(form_of):
    ui = {"ui:sections": [{"title": "", "fields": ["danger"]}, {"title": "其余", "fields": ["at"]}]}
    sections = describe_answers(form_of(SCHEMA, ui), {})
    assert [section.title for section in sections] == ["", "一、其余", ""]


def test_only_what_changed_is_a_difference(form):
    after = ANSWERS | {"yuan": Decimal("0.2"), "people": [{"name": "测试乙"}, {"name": "测试丙"}]}
    found = [(one.pointer, one.title, one.before, one.after) for one in differences(form, ANSWERS, after)]
    assert found == [
        ("/yuan", "金额", "0.10", "0.2"),
        ("/people/0/name", "人员，第 1 项，姓名", "测试甲", "测试乙"),
        ("/people/1/name", "人员，第 2 项，姓名", "", "测试丙"),
    ]


@pytest.mark.parametrize(
    ("path", "title", "text"),
    [
        ("class", "类别", "消防"),
        ("people[].name", "姓名", "测试甲"),
        ("people", "人员", "测试甲"),
        ("place", "地点", "三岔口；30.1, 120.2；误差约 12 米"),
        ("place.words", "words", "三岔口"),
        ("nowhere", "nowhere", ""),
        ("photos", "照片", "2 个文件"),
        ("tags", "标签", "甲；乙"),
    ],
)
def test_a_column_has_a_title_and_words(form, path, title, text):
    assert (column_title(form, path), show_value(form, path, ANSWERS)) == (title, text)


def test_english_has_english_words(form):
    assert (show_value(form, "class", ANSWERS, "en"), show_value(form, "danger", ANSWERS, "en")) == (
        "Fire",
        "No",
    )


def test_a_path_reads_through_rows_and_stops_at_nothing():
    answers = {"a": [{"b": 1}, {"b": 2}], "c": {"d": 3}}
    assert [read_path(answers, path) for path in ("a[].b", "c.d", "c.x.y", "a[]")] == [
        [1, 2],
        3,
        None,
        [{"b": 1}, {"b": 2}],
    ]


CASED = {
    "type": "object",
    "oneOf": [
        {
            "type": "object",
            "title": "会",
            "properties": {"k": {"const": "m"}, "held": {"title": "几次"}},
            "required": ["k"],
        },
        {
            "type": "object",
            "title": "示",
            "properties": {"k": {"const": "p"}, "days": {"title": "天数"}},
            "required": ["k"],
        },
    ],
}


def test_a_form_of_several_cases_reads_as_the_case_that_was_filled(form_of):
    sections = describe_answers(form_of(CASED), {"k": "p", "days": 7})
    lines = [(item.pointer, item.title, item.value_text) for item in sections[0].items]
    assert lines == [("", "", ""), ("/k", "k", "p"), ("/days", "天数", "7")]


def test_what_changed_inside_a_case_is_found(form_of):
    found = differences(form_of(CASED), {"k": "p", "days": 7}, {"k": "p", "days": 9})
    assert [(one.pointer, one.before, one.after) for one in found] == [("/days", "7", "9")]


def test_free_entries_follow_under_their_own_names(form_of):
    schema = {"type": "object", "properties": {"a": {}}, "additionalProperties": {"type": "integer"}}
    sections = describe_answers(form_of(schema), {"甲户": 3})
    assert [(item.title, item.value_text) for section in sections for item in section.items] == [
        ("a", "没有填"),
        ("甲户", "3"),
    ]


TREE = {
    "type": "object",
    "properties": {"top": {"$ref": "#/$defs/t"}},
    "$defs": {
        "t": {
            "type": "object",
            "title": "组",
            "properties": {"n": {"type": "string", "title": "名"}, "below": {"$ref": "#/$defs/t"}},
        }
    },
}


def test_a_part_within_its_own_kind_is_described_where_it_was_opened(form_of):
    (section,) = describe_answers(form_of(TREE), {"top": {"n": "甲", "below": {"n": "乙"}}})
    assert [(item.pointer, item.value_text) for item in section.items if item.kind == "text"] == [
        ("/top/n", "甲"),
        ("/top/below/n", "乙"),
    ]


@pytest.mark.parametrize(
    ("schema", "path", "answers", "text"),
    [
        (TREE, "top.below.n", {"top": {"below": {"n": "乙"}}}, "乙"),
        (CASED, "days", {"k": "p", "days": 7}, "7"),
        ({"properties": {"a": {"type": "string"}}}, "b", {"b": 12}, "12"),
        (SCHEMA, "place", {"place": {"words": "桥头"}}, "桥头"),
        (SCHEMA, "place", {"place": {"lat": 30, "lng": 120}}, "30, 120"),
    ],
)
def test_a_column_looks_into_cases_and_repeated_parts(form_of, schema, path, answers, text):
    assert show_value(form_of(schema), path, answers) == text


def test_rows_beyond_those_a_list_allows_are_left_out(form_of):
    schema = {"properties": {"a": {"prefixItems": [{"type": "string", "title": "甲"}], "items": False}}}
    (section,) = describe_answers(form_of(schema), {"a": ["1", "2"]})
    assert [item.pointer for item in section.items] == ["/a", "/a/0"]


def test_answers_that_are_no_list_or_object_stand_as_one_heading(form_of):
    schema = {"properties": {"a": {"items": {"properties": {"b": {}}}, "type": "array"}}}
    (section,) = describe_answers(form_of(schema), {"a": "x"})
    assert [(item.pointer, item.kind) for item in section.items] == [("/a", "head")]


@pytest.mark.parametrize(
    ("schema", "answer", "words"),
    [
        ({"type": "string", "format": "date"}, "unclear", "unclear"),
        ({"type": "string", "format": "date-time"}, "soon", "soon"),
        ({"type": "string", "format": "time"}, "14:20:05", "14:20"),
        ({"type": "string", "format": "time"}, "noon", "noon"),
        ({"type": "boolean"}, True, "Yes"),
        ({"enum": [1, True]}, True, "Yes"),
        ({"type": "array", "uniqueItems": True, "items": {"enum": ["a", "b"]}}, ["a", "b"], "a; b"),
        ({"x-widget": "file", "type": "object"}, {"sha256": "ab" * 32}, "abababababab"),
    ],
)
def test_each_kind_of_answer_reads_in_words(form_of, schema, answer, words):
    assert show_value(form_of({"properties": {"a": schema}}), "a", {"a": answer}, "en") == words


def test_english_sections_are_numbered_in_figures(form_of):
    ui = {"ui:sections": [{"title": {"zh-CN": "其余", "en": "Rest"}, "fields": ["at"]}]}
    assert describe_answers(form_of(SCHEMA, ui), {}, "en")[0].title == "1. Rest"


def test_a_label_that_says_nothing_is_empty():
    assert (read_label(None), read_label({}), read_label({"fr": "Nom"})) == ("", "", "Nom")
