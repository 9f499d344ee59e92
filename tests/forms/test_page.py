"""What a form's page shows, and how it stays usable without JavaScript."""

from __future__ import annotations

import pytest
from lizheng.forms.definition import CodeItem, CodeList
from lizheng.forms.page import build_page, control_id, render_fields
from lizheng.forms.problems import Problem

LONG = [f"选项{index}" for index in range(20)]


@pytest.fixture
def show(form_of, browse):
    def show(schema, state=None, *, ui=None, problems=(), codes=None, language="zh-CN"):
        html = render_fields(build_page(form_of(schema, ui, codes), language), state, problems)
        return browse(html), html

    return show


def one(schema, **more):
    return {"type": "object", "properties": {"a": schema}, **more}


def named(page, name):
    return [(tag, given) for tag, given in page.tags if given.get("name") == name]


@pytest.mark.parametrize(
    ("schema", "ui", "tag", "kind"),
    [
        ({"type": "string"}, {}, "input", "text"),
        ({"type": "string", "maxLength": 101}, {}, "textarea", None),
        ({"type": "string"}, {"ui:widget": "textarea"}, "textarea", None),
        ({"type": "integer"}, {}, "input", "text"),
        ({"type": "string", "format": "date"}, {}, "input", "date"),
        ({"type": "string", "format": "time"}, {}, "input", "time"),
        ({"type": "string", "format": "date-time"}, {}, "input", "datetime-local"),
        ({"type": "boolean"}, {}, "input", "radio"),
        ({"enum": ["甲", "乙"]}, {}, "input", "radio"),
        ({"oneOf": [{"const": 1, "title": "甲"}, {"const": 2, "title": "乙"}]}, {}, "input", "radio"),
        ({"enum": ["甲", "乙"]}, {"ui:widget": "select"}, "select", None),
        ({"type": "array", "uniqueItems": True, "items": {"enum": ["甲"]}}, {}, "input", "checkbox"),
        ({"type": "object", "x-widget": "photo"}, {}, "input", "file"),
        ({"const": "固定"}, {}, "input", "checkbox"),
        ({"type": ["string", "null"]}, {}, "input", "text"),
    ],
)
def test_each_kind_of_answer_has_its_control(show, schema, ui, tag, kind):
    page, _ = show(one(schema), ui={"a": ui})
    assert (named(page, "/a")[0][0], named(page, "/a")[0][1].get("type")) == (tag, kind)


def test_more_than_twelve_choices_become_a_searchable_list(show):
    page, html = show(one({"enum": LONG}))
    assert (named(page, "/a")[0][1]["list"], html.count("<option")) == ("f/a~list", 20)


def test_a_code_list_shows_labels_grouped_by_their_parent(show):
    items = (CodeItem("1", "青岭镇"), CodeItem("11", "上岙村", "1"))
    codes = {"x.y": CodeList("x.y", 1, "地", items)}
    _, html = show(one({"enum": ["1", "11"], "x-codes": "x.y"}), codes=codes)
    assert '<p class="f-choice-head">青岭镇</p>' in html


def test_only_the_optional_is_marked(show):
    schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}
    _, html = show({**schema, "required": ["a"]})
    assert html.count("选填") == 1


def test_no_asterisk_placeholder_or_inline_code_stands_in_a_page(show):
    ui = {"a": {"ui:placeholder": "请输入"}}
    page, html = show(one({"type": "string"}), ui=ui)
    attributes = {key for _, given in page.tags for key in given}
    assert ("*" in html, attributes & {"placeholder", "style", "onclick", "onchange"}) == (False, set())


def test_author_and_people_text_is_escaped(show):
    schema = one({"title": "<b>\0n", "description": "<i>", "enum": ["<u>", '"'], "type": "string"})
    _, html = show(schema, {"a": "<script>"}, ui={})
    assert [tag for tag in ("<b>", "<i>", "<u>", "<script>", "\0") if tag in html] == []


def test_a_problem_stands_above_its_control_and_is_spoken_with_it(show):
    problems = [Problem("required", "/a")]
    page, html = show(one({"type": "string", "title": "姓名"}), {}, problems=problems)
    given = named(page, "/a")[0][1]
    assert (given["aria-invalid"], given["aria-describedby"]) == ("true", "f/a~error")
    assert html.index("请填写“姓名”") < html.index("<input")


def test_the_error_summary_finds_every_control_by_its_pointer(show):
    row = {"type": "object", "properties": {"b c": {"enum": ["甲"]}}}
    page, _ = show(one({"type": "array", "items": row}), {"a": [{"b c": "甲"}]})
    assert [given["id"] for _, given in page.tags if given.get("id") == control_id("/a/0/b c")] == [
        "f/a/0/b_c"
    ]


def test_no_id_stands_twice_on_a_page(show):
    branch = {"anyOf": [{"oneOf": [{"type": "string"}, {"type": "integer"}]}, {"type": "array"}]}
    schema = {"type": "object", "properties": {"a": branch, "b": {"type": "array", "items": branch}}}
    page, _ = show(schema, {"a": 1, "b": ["x", 2, {"~raw": ""}, {"~raw": ""}]})
    ids = [given["id"] for _, given in page.tags if "id" in given]
    assert sorted(ids) == sorted(set(ids))


def test_problems_of_rows_stay_with_them_when_an_empty_row_stands_before(show):
    schema = one({"type": "array", "items": {"type": "integer"}})
    page, _ = show(schema, {"a": [{"~raw": ""}, {"~raw": "x"}]}, problems=[Problem("type_integer", "/a/0")])
    bad = [given["name"] for _, given in page.tags if "aria-invalid" in given]
    assert bad == ["/a/1"]


def test_order_and_sections_are_the_authors(show):
    schema = {"type": "object", "properties": {key: {"type": "string"} for key in "abcd"}}
    ui = {"ui:order": ["d", "*", "a"], "ui:sections": [{"title": "先", "fields": ["c"]}]}
    page, html = show(schema, ui=ui)
    assert [name for name, _ in page.pairs] == ["/c", "/d", "/b", "/a"]
    assert "<h2>一、先</h2>" in html


def test_defaults_stand_on_a_fresh_page_only(show):
    schema = one({"type": "string", "default": "甲"})
    fresh, emptied = show(schema)[0], show(schema, {})[0]
    assert (fresh.pairs, emptied.pairs) == ([("/a", "甲")], [("/a", "")])


def test_every_field_that_a_condition_can_bring_is_there(show):
    schema = one(
        {"type": "string"},
        **{
            "if": {"properties": {"a": {"const": "x"}}},
            "then": {"properties": {"b": {"type": "string"}}, "required": ["b"]},
            "else": {"properties": {"c": {"type": "string"}}},
            "dependentSchemas": {"a": {"properties": {"d": {"type": "string"}}}},
            "allOf": [{"properties": {"e": {"type": "string"}}}],
        },
    )
    names = [name for name, _ in show(schema)[0].pairs]
    assert sorted(names) == ["/a", "/b", "/c", "/d", "/e"]


def test_recursion_waits_to_be_opened(show):
    tree = {"type": "object", "properties": {"name": {"type": "string"}, "inner": {"$ref": "#/$defs/tree"}}}
    schema = one({"$ref": "#/$defs/tree"}, **{"$defs": {"tree": tree}})
    page, _ = show(schema, {"a": {"inner": {"name": "x"}}})
    assert (dict(page.pairs)["/a/inner/name"], "add:/a/inner/inner" in page.buttons) == ("x", True)


def test_what_is_read_only_is_shown_and_sent_back(show):
    page, html = show(one({"type": "string", "enum": ["x"], "readOnly": True}), {"a": "x"})
    assert (page.pairs, 'type="radio"' in html) == ([("/a", "x")], False)


def test_an_answer_that_is_no_longer_offered_stays_visible(show):
    page, html = show(one({"enum": ["甲", "乙"]}), {"a": "丙"})
    assert (page.pairs, "不在选项里" in html) == ([("/a", "丙")], True)


def test_a_kept_picture_shows_and_can_be_removed(show):
    photo = {"sha256": "a" * 64, "name": "一.jpg", "type": "image/jpeg", "size": 3}
    page, html = show(one({"type": "object"}), {"a": photo}, ui={"a": {"ui:widget": "photo"}})
    assert (f'src="/attachments/{"a" * 64}"' in html, page.buttons) == (True, ["remove:/a"])


def test_english_pages_have_english_words(show):
    title = {"zh-CN": "姓名", "en": "Name"}
    _, html = show(one({"type": "string", "title": title}), language="en")
    assert ("Name" in html, "optional" in html, "姓名" in html) == (True, True, False)


def test_a_fresh_page_is_one_kept_text(form_of):
    form = form_of(one({"type": "string"}))
    assert render_fields(build_page(form)) is render_fields(build_page(form))


def test_a_hidden_field_is_hidden_and_a_unit_is_shown(show):
    _, html = show(one({"type": "number", "x-unit": "米", "title": "宽"}))
    page, _ = show(one({"type": "string"}), {"a": "x"}, ui={"a": {"ui:widget": "hidden"}})
    assert ("米" in html, page.pairs) == (True, [("/a", "x")])
