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


CASES = [
    {"type": "object", "title": "会", "properties": {"k": {"const": "m"}}, "required": ["k"]},
    {
        "type": "object",
        "title": "示",
        "properties": {"k": {"const": "p"}, "n": {"type": "integer"}},
        "required": ["k"],
    },
]


def test_a_form_of_several_cases_asks_which_one_first(show):
    page, _ = show({"type": "object", "oneOf": CASES}, {"k": "p", "n": 3})
    assert page.pairs == [("/~branch", "1"), ("/k", "p"), ("/n", "3")]


def test_a_case_that_is_read_only_cannot_be_changed(show):
    page, html = show(one({"oneOf": CASES, "readOnly": True}), {"a": {"k": "p"}})
    assert (page.buttons, html.count(" disabled>")) == ([], 1)


def test_a_part_not_opened_that_is_read_only_stays_closed(show):
    tree = {"type": "object", "properties": {"inner": {"$ref": "#/$defs/tree"}}, "readOnly": True}
    page, _ = show(one({"$ref": "#/$defs/tree"}, **{"$defs": {"tree": tree}}))
    assert page.buttons == []


def test_rows_beyond_those_a_list_allows_are_not_shown(show):
    page, _ = show(one({"prefixItems": [{"type": "string"}], "items": False}), {"a": ["1", "2"]})
    assert page.pairs == [("/a/~n", "2"), ("/a/0", "1")]


def test_a_row_moves_up_and_down_but_not_past_the_ends(show):
    page, _ = show(one({"type": "array", "items": {"type": "string"}}), {"a": ["1", "2", "3"]})
    moves = [button for button in page.buttons if not button.startswith(("remove", "add"))]
    assert moves == ["down:/a/0", "up:/a/1", "down:/a/1", "up:/a/2"]


PHOTOS = {"type": "array", "title": "照片", "items": {"type": "object", "x-widget": "photo"}, "maxItems": 2}


def test_photos_are_tiles_and_one_control_takes_more(show):
    photo = {"sha256": "a" * 64, "name": "一.jpg", "type": "image/jpeg", "size": 3}
    page, html = show(one(PHOTOS), {"a": [photo, {"~raw": ""}]})
    full, _ = show(one(PHOTOS), {"a": [photo]})
    assert (html.count('class="f-tile"'), page.buttons, named(page, "/a/~add")) == (1, ["remove:/a/0"], [])
    assert named(full, "/a/~add")[0][1]["accept"] == "image/*"


def test_photos_that_are_read_only_are_rows_without_buttons(show):
    photo = {"sha256": "a" * 64, "name": "一.jpg", "type": "image/jpeg", "size": 3}
    page, _ = show(one({**PHOTOS, "readOnly": True}), {"a": [photo]})
    assert page.buttons == []


def test_files_of_any_kind_may_be_added(show):
    files = {"type": "array", "items": {"type": "object", "x-widget": "file"}}
    page, _ = show(one(files))
    assert "accept" not in named(page, "/a/~add")[0][1]


def test_free_entries_that_are_read_only_have_no_button_to_add(show):
    page, _ = show(one({"additionalProperties": {"type": "string"}, "readOnly": True}), {"a": {"x": "1"}})
    assert [button for button in page.buttons if button.startswith("add")] == []


def test_a_warning_is_spoken_as_one(show):
    _, html = show(
        one({"title": "号码"}), {"a": "1"}, problems=[Problem("id_number_15", "/a", level="warning")]
    )
    assert ('class="f-warn"' in html, "请留意" in html) == (True, True)


def test_an_answer_no_longer_offered_stays_in_a_select_too(show):
    page, _ = show(one({"enum": ["甲", "乙"]}), {"a": "丙"}, ui={"a": {"ui:widget": "select"}})
    assert page.pairs == [("/a", "丙")]


@pytest.mark.parametrize(
    ("schema", "answer", "pairs"),
    [
        ({"type": "string", "format": "time"}, "14:20:05", [("/a", "14:20:05"), ("/a/~was", "14:20:05")]),
        ({"type": "string", "format": "time"}, "noon", [("/a", "noon"), ("/a/~was", "noon")]),
        (
            {"type": "string", "format": "date"},
            "2026-02-30",
            [("/a", "2026-02-30"), ("/a/~was", "2026-02-30")],
        ),
        ({"type": "string", "format": "date-time"}, "soon", [("/a", "soon"), ("/a/~was", "soon")]),
        ({"enum": [1, "1"]}, "1", [("/a", '"1"')]),
        ({"enum": [1, "1"]}, "2", [("/a", "2")]),
        (
            {"type": "array", "uniqueItems": True, "items": {"enum": ["x", "y"]}},
            ["x", "y"],
            [("/a", "x"), ("/a", "y")],
        ),
        ({"type": ["string", "null"]}, None, [("/a/~null", "1")]),
        ({"type": "string"}, {"~raw": "x"}, []),
    ],
)
def test_what_is_kept_is_sent_back_as_it_was(show, schema, answer, pairs):
    assert show(one({**schema, "readOnly": True}), {"a": answer})[0].pairs == pairs


@pytest.mark.parametrize(("day", "kind"), [("2026-02-28", "date"), ("2026-02-30", "text")])
def test_a_day_the_calendar_lacks_stays_to_be_mended(show, day, kind):
    page, _ = show(one({"type": "string", "format": "date"}), {"a": day})
    assert (named(page, "/a")[0][1]["type"], page.pairs[0]) == (kind, ("/a", day))


def test_a_code_of_a_unit_is_picked_from_the_pages_list(show):
    page, _ = show(one({"type": "string", "maxLength": 12, "x-widget": "division"}), {"a": "339924101201"})
    assert named(page, "/a")[0][1]["list"] == "units-division"


@pytest.mark.parametrize(
    ("longest", "tag"), [(100, "input"), (101, "textarea"), (1000, "input"), (20_000, "input")]
)
def test_a_limit_nobody_wrote_does_not_make_a_text_long(show, longest, tag):
    assert named(show(one({"type": "string", "maxLength": longest}))[0], "/a")[0][0] == tag


def test_a_yes_that_is_urgent_names_the_numbers_to_ring(show):
    ui = {"a": {"ui:options": {"urgentCalls": ["119", "999"]}}}
    _, html = show(one({"type": "boolean"}), ui=ui)
    assert ('href="tel:119"' in html, "tel:999" in html) == (True, False)


FIXED = [{"properties": {"k": {"const": const}}, "required": ["k"]} for const in ("x", "y")]


def test_of_cases_without_a_question_none_is_chosen_beforehand(show):
    page, html = show(one({"oneOf": FIXED}))
    assert (page.pairs, html.count('type="radio"')) == ([], 2)


@pytest.mark.parametrize(
    ("items", "state", "pairs"),
    [
        ({"oneOf": FIXED}, {"~branch": -1}, []),
        ({"type": "object", "properties": {"b": {"type": "string"}}}, "x", [("/a/0/b", "")]),
        ({"type": "array", "items": {"type": "string"}}, "x", [("/a/0/~n", "0")]),
    ],
)
def test_a_row_is_shown_whatever_stands_in_it(show, items, state, pairs):
    page, _ = show(one({"type": "array", "items": items}), {"a": [state]})
    assert page.pairs == [("/a/~n", "1"), *pairs]


def test_the_case_of_a_repeated_part_is_known_by_its_answers(show):
    again = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/tree"}]}
    tree = {"type": "object", "properties": {"n": {"type": "string"}, "or": again}}
    page, _ = show(one({"$ref": "#/$defs/tree"}, **{"$defs": {"tree": tree}}), {"a": {"or": {"n": "x"}}})
    assert ("/a/or/~branch", "1") in page.pairs
