from __future__ import annotations

import gc
import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from lizheng.forms.lint import lint_form
from lizheng.forms.lint.patterns import judge_pattern
from lizheng.forms.messages import say


def make(schema: dict[str, Any], /, **members: Any) -> dict[str, Any]:
    base = {"form": "demo.note", "title": "记事", "subject": "matter", "kind": "business"}
    return base | {"schema": {"type": "object"} | schema} | members


def found(source: Any) -> list[tuple[str, str]]:
    """Return codes and pointers, after making sure that every sentence is whole."""
    problems = lint_form(source)
    assert not [one for one in problems if re.search(r"\{[a-z]+\}", say(one) + say(one, "en"))]
    return [(problem.code, problem.pointer) for problem in problems]


def of_field(field: Any, **members: Any) -> list[tuple[str, str]]:
    return found(make({"properties": {"x": field}}, **members))


X = "/schema/properties/x"

REFUSED_FIELDS = [
    ({"colour": 1}, "unknown_keyword", X + "/colour"),
    ({"dependencies": {}}, "unknown_keyword", X + "/dependencies"),
    ({"$id": "http://example.cn/"}, "unknown_keyword", X + "/$id"),
    ({"$dynamicRef": "#x"}, "unknown_keyword", X + "/$dynamicRef"),
    ({"unevaluatedProperties": False}, "unknown_keyword", X + "/unevaluatedProperties"),
    ({"type": "text"}, "bad_keyword_value", X + "/type"),
    ({"type": ["string", "string"]}, "bad_keyword_value", X + "/type"),
    ({"minLength": -1}, "bad_keyword_value", X + "/minLength"),
    ({"minLength": True}, "bad_keyword_value", X + "/minLength"),
    ({"maxLength": 10**6}, "limit_too_high", X + "/maxLength"),
    ({"maxItems": 501}, "limit_too_high", X + "/maxItems"),
    ({"minItems": 3, "maxItems": 2}, "limits_crossed", X + "/minItems"),
    ({"multipleOf": 0}, "bad_keyword_value", X + "/multipleOf"),
    ({"minimum": "0"}, "bad_keyword_value", X + "/minimum"),
    ({"enum": []}, "bad_keyword_value", X + "/enum"),
    ({"enum": [1, 1]}, "choice_repeated", X + "/enum"),
    ({"required": "a"}, "bad_keyword_value", X + "/required"),
    ({"required": ["a"]}, "required_unknown_field", X + "/required/0"),
    ({"dependentRequired": ["a"]}, "bad_keyword_value", X + "/dependentRequired"),
    ({"anyOf": []}, "bad_keyword_value", X + "/anyOf"),
    ({"anyOf": [1]}, "bad_keyword_value", X + "/anyOf/0"),
    ({"not": 1}, "bad_keyword_value", X + "/not"),
    ({"properties": []}, "bad_keyword_value", X + "/properties"),
    ({"format": "colour"}, "unknown_format", X + "/format"),
    ({"format": {}}, "unknown_format", X + "/format"),
    ({"title": 1}, "bad_label", X + "/title"),
    ({"title": {"en": "only"}}, "bad_label", X + "/title"),
    ({"uniqueItems": "yes"}, "bad_keyword_value", X + "/uniqueItems"),
    ({"examples": 1}, "bad_keyword_value", X + "/examples"),
    ({"$schema": "http://json-schema.org/draft-07/schema#"}, "bad_keyword_value", X + "/$schema"),
    ({"pattern": "^a$"}, "pattern_needs_max_length", X + "/pattern"),
    ({"pattern": "(a+)+$", "maxLength": 9}, "pattern_not_linear", X + "/pattern"),
    ({"patternProperties": {"(a+)+$": {}}}, "pattern_not_linear", X + "/patternProperties/(a+)+$"),
    ({"$ref": "http://127.0.0.1:1/x"}, "remote_reference", X + "/$ref"),
    ({"$ref": "file:///etc/hostname"}, "remote_reference", X + "/$ref"),
    ({"$ref": "#/$defs/none"}, "unknown_reference", X + "/$ref"),
    ({"$ref": "lizheng:none/1"}, "unknown_fragment", X + "/$ref"),
    ({"properties": {"__proto__": {}}}, "reserved_key", X + "/properties/__proto__"),
    ({"properties": {"": {}}}, "bad_key", X + "/properties/"),
    ({"properties": {"a\n": {}}}, "bad_key", X + "/properties/a\n"),
    ({"properties": {"长" * 65: {}}}, "bad_key", X + "/properties/" + "长" * 65),
    ({"x-codes": {}}, "bad_keyword_value", X + "/x-codes"),
]


@pytest.mark.parametrize(("field", "code", "pointer"), REFUSED_FIELDS)
def test_a_field_outside_the_subset_is_refused_at_its_pointer(field: Any, code: str, pointer: str) -> None:
    assert of_field(field) == [(code, pointer)]


REFUSED_MEMBERS = [
    ({"form": "Note"}, "bad_form_id", "/form"),
    ({"form": "t33.note"}, None, ""),
    ({"subject": "people"}, "bad_member", "/subject"),
    ({"kind": ["business"]}, "bad_member", "/kind"),
    ({"prefix": "fx"}, "bad_member", "/prefix"),
    ({"valid_until": "2026-02-30"}, "bad_member", "/valid_until"),
    ({"list": {"colums": []}}, "unknown_member", "/list/colums"),
    ({"list": {"columns": "x"}}, "bad_member", "/list/columns"),
    ({"list": {"columns": ["y"]}}, "unknown_path", "/list/columns/0"),
    ({"list": {"sort": "-y"}}, "unknown_path", "/list/sort"),
    ({"list": {"sort": "-received_at", "columns": ["number", "x"]}}, None, ""),
    ({"privacy": {"x": "sensitive"}}, "sensitive_needs_encryption", "/privacy/x"),
    ({"privacy": {"x": "secret"}}, "bad_member", "/privacy/x"),
    ({"privacy": {"y": "personal"}}, "unknown_path", "/privacy/y"),
    ({"elements": {"y": "person.phone"}}, "unknown_path", "/elements/y"),
    ({"ui": {"ui:order": ["y"]}}, "unknown_path", "/ui/ui:order/0"),
    ({"ui": {"ui:order": 3}}, "bad_member", "/ui/ui:order"),
    ({"ui": {"y": {}}}, "unknown_path", "/ui/y"),
    ({"ui": {"x": {"ui:help": "写清"}, "ui:order": ["*"]}}, None, ""),
    ({"marks": {"number": "1"}}, "unknown_member", "/marks/number"),
    ({"basis": 3}, "bad_member", "/basis"),
    ({"links": []}, "not_an_object", "/links"),
    ({"rules": []}, "unknown_member", "/rules"),
    ({"schema": []}, "not_an_object", "/schema"),
    ({"schema": {"type": "array"}}, "bad_member", "/schema/type"),
    ({"list": []}, "not_an_object", "/list"),
    ({"list": {"sort": ["number"]}}, "bad_member", "/list/sort"),
    ({"marks": []}, "not_an_object", "/marks"),
    ({"elements": []}, "not_an_object", "/elements"),
    ({"ui": []}, "not_an_object", "/ui"),
    ({"ui": {"x": "textarea"}}, "not_an_object", "/ui/x"),
    ({"ui": {"x": {"ui:title": "宗教信仰"}}}, "conduct_religion", "/ui/x/ui:title"),
    ({"ui": {"x": {"ui:enumNames": ["信教情况"]}}}, "conduct_religion", "/ui/x/ui:enumNames"),
]


@pytest.mark.parametrize(("members", "code", "pointer"), REFUSED_MEMBERS)
def test_members_are_judged_at_their_pointer(members: Any, code: str | None, pointer: str) -> None:
    whole = make({"properties": {"x": {"type": "string"}}}) | members
    assert found(whole) == ([(code, pointer)] if code else [])


@pytest.mark.parametrize(
    ("source", "code", "pointer"),
    [
        ("{", "not_json", ""),
        (make({"properties": {f"f{i}": {"pattern": f"^{i}$", "maxLength": 9} for i in range(400)}}),
         "too_many_patterns", "/schema"),
        (make({"properties": {f"f{i}": {} for i in range(6_000)}}), "expands_too_far", "/schema"),
        ({"form": {"a" * n: {} for n in range(300)}, "schema": [[[[[]]]]] * 60_000}, "too_large", ""),
        (json.loads('{"a":' * 40 + "1" + "}" * 40), "too_deep", "/a" * 32),
    ],
)  # fmt: skip
def test_what_is_no_text_of_json_or_too_much_is_refused_before_it_is_read(
    source: Any, code: str, pointer: str
) -> None:
    assert found(source) == [(code, pointer)]


def test_the_look_of_free_entries_may_be_chosen() -> None:
    ui = {"x": {"additionalProperties": {"ui:widget": "textarea"}}}
    assert of_field({"additionalProperties": {"type": "string"}}, ui=ui) == []


def test_a_statistical_form_needs_its_four_marks() -> None:
    marks = {"form_no": "清统1表", "issuer": "清溪县统计局", "approval_no": "清统〔2026〕1号"}
    whole = of_field({}, kind="survey", marks=marks, valid_until="2027-12-31")
    bare = of_field({}, kind="survey")
    pointers = ["/marks/form_no", "/marks/issuer", "/marks/approval_no", "/valid_until"]
    assert (whole, bare) == ([], [("survey_needs_marks", pointer) for pointer in pointers])


def test_paths_reach_into_groups_and_rows() -> None:
    schema = {
        "properties": {
            "rows": {
                "type": "array",
                "items": {"type": "object", "properties": {"code": {"type": "string"}}},
            },
            "place": {"$ref": "lizheng:place/1"},
        }
    }
    assert found(make(schema, list={"columns": ["rows[].code", "place.lat"]})) == []


DOUBLING = {f"d{i}": {"allOf": [{"$ref": f"#/$defs/d{i + 1}"}] * 2} for i in range(18)}

REFERENCES = [
    ({"$ref": "#"}, "reference_loop"),
    ({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}, "reference_loop"),
    ({"allOf": [{"not": {"$ref": "#"}}]}, "reference_loop"),
    (
        {"$defs": {"n": {"properties": {"l": {"anyOf": [{"$ref": "#/$defs/n"}, {"$ref": "#/$defs/n"}]}}}}},
        "recursion_multiplied",
    ),
    (
        {"$defs": {"n": {"items": {"$ref": "#/$defs/n"}, "contains": {"$ref": "#/$defs/n"}}}},
        "recursion_multiplied",
    ),
    (
        {
            "$defs": {f"d{i}": {"allOf": [{"$ref": f"#/$defs/d{i + 1}"}] * 2} for i in range(18)}
            | {"d18": {}},
            "properties": {"x": {"$ref": "#/$defs/d0"}},
        },
        "expands_too_far",
    ),
]


@pytest.mark.parametrize(("schema", "code"), REFERENCES)
def test_references_that_loop_or_swell_are_refused(schema: Any, code: str) -> None:
    assert [code for code, _ in found(make(schema))] == [code]


def test_a_tree_may_contain_itself() -> None:
    node = {"type": "object", "properties": {"below": {"type": "array", "items": {"$ref": "#/$defs/n"}}}}
    assert found(make({"$defs": {"n": node}, "properties": {"top": {"$ref": "#/$defs/n"}}})) == []


GOOD_PATTERNS = [
    "^[a-z]+(,[a-z]+)*$",
    "^[0-9]{3,4}-?[0-9]{7,8}$",
    "^[一-龥]{2,20}(·[一-龥]{1,20})?$",
    "^(ab|cd)+$",
    "^(?:[A-Z]{2}[0-9]*;)*$",
    "^[^,]*,[^,]*$",
    "^[0-9]+(\\.[0-9]{1,2})?$",
    "^(0|[1-9][0-9]*)$",
    "^GY-[0-9]{4}-[0-9]{3}$",
    "^\\$[0-9]+$",
    "^(^a)+b",
    "^(?:a|b$)+",
    "^[^a-zb-y]+;",
]

BAD_PATTERNS = [
    ("(a+)+$", "pattern_not_linear"),
    ("(a*)*", "pattern_not_linear"),
    ("(a|aa)*c", "pattern_not_linear"),
    ("^(a?){30}a{30}$", "pattern_not_linear"),
    ("a*a*a*b", "pattern_not_linear"),
    ("^.*.*=.*$", "pattern_not_linear"),
    ("((a{1,5}){1,5}){1,5}", "pattern_not_linear"),
    ("^(([a-z])+.)+[A-Z]([a-z])+$", "pattern_not_linear"),
    ("(x+x+)+y", "pattern_not_linear"),
    ("(,?[a-z]*)*$", "pattern_not_linear"),
    ("([0-9]+,?)+;", "pattern_not_linear"),
    ("(a?b?)*c", "pattern_not_linear"),
    ("[^a]*[^b]*[^c]*$", "pattern_not_linear"),
    ("(a(b|)+)*", "pattern_not_linear"),
    ("(?=a)b", "pattern_look_around"),
    ("(?<!a)b", "pattern_look_around"),
    ("(a)\\1", "pattern_back_reference"),
    ("\\d+", "pattern_class"),
    ("[\\w-]", "pattern_class"),
    ("^\\p{Han}+$", "pattern_class"),
    ("a{,3}", "bad_pattern"),
    ("[[:alpha:]]", "bad_pattern"),
    ("[a&&b]", "bad_pattern"),
    ("\\bfoo", "bad_pattern"),
    ("(?i)a", "bad_pattern"),
    ("a++", "bad_pattern"),
    ("a{2}+", "bad_pattern"),
    ("(?P<n>a)", "bad_pattern"),
    ("(", "bad_pattern"),
    ("a\\", "bad_pattern"),
    ("[z-a]", "bad_pattern"),
    ("a" * 301, "bad_pattern"),
    ("(a{1000}){1000}", "bad_pattern"),
]


@pytest.mark.parametrize("pattern", GOOD_PATTERNS)
def test_an_ordinary_pattern_passes_and_is_fast(pattern: str) -> None:
    started = time.perf_counter()
    bombs = ("a" * 20_000, "ab" * 10_000, "0," * 10_000, "," * 20_000, "一" * 20_000)
    tried = [re.match(pattern, bomb + "!") for bomb in bombs]
    assert judge_pattern(pattern) is None and len(tried) == 5 and time.perf_counter() - started < 1


@pytest.mark.parametrize(("pattern", "code"), BAD_PATTERNS)
def test_a_pattern_that_is_slow_or_ambiguous_is_refused(pattern: str, code: str) -> None:
    fault = judge_pattern(pattern)
    assert fault is not None and fault.code == code


CONDUCT = [
    ("person", "religion", "其他", "conduct_religion"),
    ("person", "x", "宗教信仰", "conduct_religion"),
    ("household", "x", "所属宗族", "conduct_clan"),
    ("person", "hiv_status", "其他", "conduct_hiv"),
    ("person", "x", "是否艾滋病感染者", "conduct_hiv"),
    ("matter", "x", "人脸识别结果", "conduct_face"),
    ("person", "score", "其他", "conduct_ranking"),
    ("household", "x", "积分排名", "conduct_ranking"),
    ("matter", "x", "在线时长（分钟）", "conduct_online_time"),
    ("matter", "x", "巡防轨迹", "conduct_tracking"),
    ("place", "x", "卧室视频", "conduct_interior"),
    ("matter", "x", "艾滋病防治宣传", None),
    ("matter", "x", "宗族纠纷", None),
    ("matter", "score", "场所安全评分", None),
    ("place", "x", "宗教活动场所名称", None),
    ("matter", "surface_recognition", "路面", None),
    ("person", "x", "不记录轨迹的告知", None),
    ("asset", "x", "室内消防栓", None),
]


@pytest.mark.parametrize(("subject", "key", "title", "code"), CONDUCT)
def test_what_must_not_be_asked_is_refused(subject: str, key: str, title: str, code: str | None) -> None:
    refused = found(make({"properties": {key: {"title": title}}}, subject=subject))
    assert [code for code, _ in refused] == ([code] if code else [])


def test_a_choice_is_a_question_too_but_help_is_not() -> None:
    help_text = {"description": "写行为和地点，不写籍贯、民族、宗教信仰"}
    refused = [
        of_field({"enum": ["刑满释放", "艾滋病"]}, subject="person"),
        of_field(help_text, subject="person"),
    ]
    assert refused == [[("conduct_hiv", X + "/enum")], []]


def test_each_conduct_refusal_names_its_clause() -> None:
    problems = lint_form(make({"properties": {"x": {"title": "宗教信仰"}}}))
    assert "个人信息保护法 第28条" in say(problems[0])


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for _ in range(depth):
        schema = {"properties": {"a": schema}}
    return schema


def fields(count: int, field: Callable[[int], Any]) -> dict[str, Any]:
    return {"properties": {f"f{i}": field(i) for i in range(count)}}


RING = {f"n{i}": {"properties": {"p": {"$ref": f"#/$defs/n{(i + 1) % 1600}"}}} for i in range(1_600)}
STAR = {"anyOf": [True] * 2_400} | fields(2_400, lambda i: {"$ref": "#/$defs/D"})

HEAVY = [
    make(REFERENCES[-1][0]),
    make(nested(10_000)),
    make(fields(3_500, lambda i: {"type": "string", "maxLength": 20, "title": "字段"})),
    make(fields(3_000, lambda i: {"pattern": f"^[a-z]+-{i}(,[0-9]+)*$", "maxLength": 9})),
    make({f"k{i}": 1 for i in range(9_000)}),
    make({"$defs": {f"n{i}": {"anyOf": [True] * 30} for i in range(1_400)}}),
    make({"$defs": RING}),
    make({"$defs": {"D": STAR}, "properties": {"x": {"$ref": "#/$defs/D"}}}),
    make(fields(1_000, lambda i: {"$ref": "lizheng:sign_list/1"})),
]


@pytest.mark.untraced
@pytest.mark.parametrize("index", range(len(HEAVY)))
def test_the_heaviest_packs_are_judged_within_the_bar(index: int) -> None:
    gc.collect()
    started = time.process_time()
    lint_form(HEAVY[index])
    assert time.process_time() - started < 0.2


@pytest.mark.untraced
def test_a_verdict_is_kept_for_the_same_definition() -> None:
    lint_form(HEAVY[2])
    started = time.process_time()
    assert lint_form(HEAVY[2]) == () and time.process_time() - started < 0.1
