"""What rules make of questions shows on the page that the server draws."""

from __future__ import annotations

import pytest
from lizheng.forms.page import FieldMark, build_page, render_fields

MODES = {"enum": ["甲", "乙", "丙"], "title": "方式"}
SECTIONS = [{"title": "一", "fields": ["a"]}, {"title": "二", "fields": ["b"]}]


@pytest.fixture
def draw(form_of, browse):
    def draw(schema, mark, *, state=None, ui=None):
        form = form_of({"type": "object", "properties": {"a": schema, "b": {"type": "string"}}}, ui)
        html = render_fields(build_page(form), state, (), {"/a": mark} if mark else {})
        return browse(html), html

    return draw


def hidden_names(page):
    return [given.get("data-name") for _, given in page.tags if "hidden" in given and "data-name" in given]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string"},
        MODES,
        {"type": "object", "title": "地点", "properties": {"words": {"type": "string"}}},
        {"type": "array", "title": "名单", "items": {"type": "string"}},
    ],
)
def test_a_hidden_question_stays_in_the_page_unseen(draw, schema):
    page, _ = draw(schema, FieldMark(hidden=True))
    assert hidden_names(page) == ["/a"]


def test_what_was_typed_into_a_hidden_question_is_still_sent(draw):
    page, _ = draw({"type": "string"}, FieldMark(hidden=True), state={"a": "在"})
    assert ("/a", "在") in page.pairs


def test_a_part_of_the_form_without_questions_loses_its_heading(draw):
    _, html = draw({"type": "string"}, FieldMark(hidden=True), ui={"ui:sections": SECTIONS})
    assert html.count('<section class="f-section" hidden><h2>一、一</h2>') == html.count(" hidden><h2>") == 1


def test_a_required_question_is_not_called_optional(draw):
    _, html = draw({"type": "string", "title": "甲"}, FieldMark(required=True))
    assert 'f-opt" hidden>选填' in html


def test_a_note_says_under_the_label_why_it_is_asked(draw):
    _, html = draw({"type": "string", "title": "甲"}, FieldMark(note="选了<并>，所以问"))
    assert '</label><p class="f-note">选了&lt;并&gt;，所以问</p>' in html


@pytest.mark.parametrize(
    "schema",
    [{"type": "string", "maxLength": 500}, {"type": "integer"}, {"type": "string", "format": "date"}],
)
def test_a_locked_answer_is_shown_and_not_typed(draw, schema):
    page, _ = draw(schema, FieldMark(locked=True))
    assert [("readonly" in given) for _, given in page.tags if given.get("name") == "/a"] == [True]


@pytest.mark.parametrize("ui", [{}, {"ui:widget": "select"}])
def test_a_locked_choice_can_only_stay_as_it_is(draw, ui):
    page, _ = draw(MODES, FieldMark(locked=True), state={"a": "乙"}, ui={"a": ui})
    free = [given["value"] for _, given in page.tags if "value" in given and "disabled" not in given]
    assert [value for value in free if value in MODES["enum"]] == ["乙"]


@pytest.mark.parametrize("ui", [{}, {"ui:widget": "select"}])
def test_only_what_may_be_chosen_now_is_offered(draw, ui):
    page, _ = draw(MODES, FieldMark(only=("甲", "乙")), ui={"a": ui})
    gone = [given["value"] for _, given in page.tags if "disabled" in given]
    assert gone == ["丙"]


def test_a_choice_that_may_no_longer_stand_stays_visible_until_it_is_changed(draw):
    page, _ = draw(MODES, FieldMark(only=("甲",)), state={"a": "丙"})
    assert ("/a", "丙") in page.pairs


def test_yes_is_not_taken_for_the_number_one(draw):
    page, _ = draw({"enum": [1, True]}, FieldMark(only=(True,)))
    assert [given["value"] for _, given in page.tags if "disabled" in given] == ["1"]


def test_a_searchable_list_suggests_only_what_may_be_chosen(draw):
    page, _ = draw({"enum": [f"选项{n}" for n in range(20)]}, FieldMark(only=("选项3",)))
    free = [given["value"] for tag, given in page.tags if tag == "option" and "disabled" not in given]
    assert free == ["选项3"]


def test_a_page_without_marks_is_drawn_as_ever(draw):
    assert draw(MODES, None)[1] == draw(MODES, FieldMark())[1]
