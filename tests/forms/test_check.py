from __future__ import annotations

import json
import re
import time
from datetime import date
from decimal import Decimal
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lizheng.forms.check import ENGINES, check_answers, preferred_engine, warn_answers
from lizheng.forms.definition import FormDefinition
from lizheng.forms.faults import bare_schema
from lizheng.forms.identity import id_check_digit
from lizheng.forms.messages import say
from lizheng.forms.reading import read_form

ID_NUMBER = "33992419850602996" + id_check_digit("33992419850602996")


def make(schema: dict[str, Any], **members: Any) -> FormDefinition:
    base = {"form": "demo.note", "title": "记事", "subject": "matter", "kind": "business"}
    return read_form(base | {"schema": {"type": "object"} | schema} | members)


def found(form: FormDefinition, answers: Any, **options: Any) -> list[tuple[str, str]]:
    """Return codes and pointers, after making sure that both engines say the same, in whole sentences."""
    rust, python = (check_answers(form, answers, engine=engine, **options) for engine in ENGINES)
    assert rust == python
    assert not [one for one in rust if re.search(r"\{[a-z]+\}", say(one) + say(one, "en"))]
    return [(problem.code, problem.pointer) for problem in rust]


KEYWORDS = [
    ({"type": "string"}, 1, "type_string"),
    ({"type": "integer"}, True, "type_integer"),
    ({"type": "integer"}, Decimal("1.5"), "type_integer"),
    ({"type": "integer"}, Decimal("1.0"), None),
    ({"type": "number"}, "1", "type_number"),
    ({"type": "number"}, False, "type_number"),
    ({"type": "boolean"}, 0, "type_boolean"),
    ({"type": "array"}, {}, "type_array"),
    ({"type": "object"}, [], "type_object"),
    ({"type": "null"}, 0, "type_null"),
    ({"type": ["integer", "null"]}, "x", "type_integer"),
    ({"type": ["integer", "null"]}, None, None),
    ({"type": ["integer", "string"]}, [], "type_any"),
    ({"enum": ["a", 1]}, True, "enum"),
    ({"enum": ["a", 1]}, Decimal("1.0"), None),
    ({"const": 1}, True, "const"),
    ({"const": Decimal("1.10")}, Decimal("1.1"), None),
    ({"minLength": 2}, "一", "min_length"),
    ({"maxLength": 2}, "一二三", "max_length"),
    ({"pattern": "^a$", "maxLength": 5}, "a\n", "pattern"),
    ({"pattern": "^[0-9]$", "maxLength": 5}, "１", "pattern"),
    ({"minimum": 1}, 0, "minimum"),
    ({"maximum": Decimal("99999999999999.01")}, Decimal("99999999999999.02"), "maximum"),
    ({"exclusiveMinimum": 1}, 1, "exclusive_minimum"),
    ({"exclusiveMaximum": 1}, 1, "exclusive_maximum"),
    ({"multipleOf": Decimal("0.01")}, Decimal("0.07"), None),
    ({"multipleOf": Decimal("0.01")}, Decimal("0.071"), "multiple_of"),
    ({"multipleOf": Decimal("0.01")}, Decimal("123456789012.35"), None),
    ({"minItems": 1}, [], "min_items"),
    ({"maxItems": 1}, [1, 2], "max_items"),
    ({"contains": {"const": 1}}, [2], "contains"),
    ({"contains": {"const": 1}, "minContains": 2}, [1], "contains"),
    ({"contains": {"const": 1}, "maxContains": 1}, [1, 1], "max_contains"),
    ({"contains": {"const": 1}, "maxContains": 1}, [1, 2], None),
    ({"pattern": "^a+$", "maxLength": 2}, "bbb", "max_length"),
    ({"minProperties": 1}, {}, "min_properties"),
    ({"maxProperties": 1}, {"a": 1, "b": 2}, "max_properties"),
    ({"not": {"const": 1}}, 1, "not_allowed"),
    (False, 1, "not_allowed_here"),
    ({"oneOf": [{"const": "a", "title": "甲"}, {"const": "b"}]}, "c", "enum"),
    ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, [], "type_any"),
    ({"oneOf": [{"minimum": 1}, {"minimum": 2}]}, 3, "one_of_many"),
    ({"anyOf": [{"maxLength": 2}, {"pattern": "^a+$", "maxLength": 3}]}, "bbbb", "no_branch"),
    ({"anyOf": [{"minLength": 1}, {"format": "date"}]}, "", "no_branch"),
    ({"format": "date"}, "2026-02-30", "format_date"),
    ({"format": "date"}, "-001-01-01", "format_date"),
    ({"format": "date"}, "0000-01-01", "format_date"),
    ({"format": "date", "pattern": "^2", "maxLength": 10}, "0000-01-01", "format_date"),
    ({"format": "date"}, "2026-W01-1", "format_date"),
    ({"format": "id-number"}, "1", "format_id_number"),
]


@pytest.mark.parametrize(("field", "answer", "code"), KEYWORDS)
def test_each_keyword_has_its_code_at_its_field(field: Any, answer: Any, code: str | None) -> None:
    assert found(make({"properties": {"x": field}}), {"x": answer}) == ([(code, "/x")] if code else [])


CHILDREN = [
    ({"properties": {"a": {}}, "required": ["a"]}, {}, [("required", "/x/a")]),
    ({"properties": {"a": {}}}, {"b": 1, "c": 2}, [("unknown_field", "/x/b"), ("unknown_field", "/x/c")]),
    ({"propertyNames": {"maxLength": 2}}, {"abc": 1}, [("unknown_field", "/x/abc")]),
    ({"patternProperties": {"^n_": {"type": "integer"}}}, {"n_a": "x"}, [("type_integer", "/x/n_a")]),
    ({"additionalProperties": {"type": "integer"}}, {"n": "x"}, [("type_integer", "/x/n")]),
    ({"properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b"]}}, {"a": 1}, [("required", "/x/b")]),
    ({"properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b"]}}, {"b": 1}, []),
    (
        {"properties": {"a": {}, "b": {}}, "dependentSchemas": {"a": {"required": ["b"]}}},
        {"a": 1},
        [("required", "/x/b")],
    ),
    ({"items": {"type": "integer"}}, [1, "x"], [("type_integer", "/x/1")]),
    ({"prefixItems": [{"type": "string"}], "items": False}, ["a", 1], [("not_allowed_here", "/x/1")]),
    ({"uniqueItems": True}, [{"a": 1}, 2, {"a": Decimal("1.0")}], [("unique_items", "/x/2")]),
    ({"properties": {"甲/乙~": {"type": "string"}}}, {"甲/乙~": 1}, [("type_string", "/x/甲~1乙~0")]),
]


@pytest.mark.parametrize(("field", "answer", "problems"), CHILDREN)
def test_the_pointer_leads_to_the_child_to_mend(field: Any, answer: Any, problems: Any) -> None:
    assert found(make({"properties": {"x": field}}), {"x": answer}) == problems


BRANCHED = {
    "properties": {
        "x": {
            "oneOf": [
                {
                    "properties": {"kind": {"const": "会议"}, "held": {"type": "integer"}},
                    "required": ["kind", "held"],
                },
                {
                    "properties": {"kind": {"const": "公示"}, "days": {"type": "integer"}},
                    "required": ["kind", "days"],
                },
            ]
        }
    }
}


def test_the_branch_that_was_meant_explains_itself() -> None:
    assert found(make(BRANCHED), {"x": {"kind": "公示", "days": "七"}}) == [("type_integer", "/x/days")]


def test_no_branch_is_guessed_when_none_stands_out() -> None:
    assert found(make(BRANCHED), {"x": {}}) == [("no_branch", "/x")]


def test_one_of_several_fields_may_be_asked_for() -> None:
    schema = {"properties": {"a": {}, "b": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}
    (problem,) = check_answers(make(schema), {})
    assert (problem.code, problem.facts["fields"]) == ("required_any", ["a", "b"])


def test_a_condition_explains_what_it_asks() -> None:
    schema = {
        "properties": {"grave": {"type": "boolean"}, "why": {"type": "string"}},
        "if": {"properties": {"grave": {"const": True}}, "required": ["grave"]},
        "then": {"required": ["why"]},
    }
    assert [found(make(schema), answers) for answers in ({"grave": True}, {"grave": False})] == [
        [("required", "/why")],
        [],
    ]


def test_problems_stand_in_the_order_of_the_page() -> None:
    schema = {"properties": {name: {"type": "integer"} for name in "abcd"}}
    form = make(schema, ui={"ui:order": ["d", "*", "a"]})
    assert [pointer for _, pointer in found(form, dict.fromkeys("abcd", "x"))] == ["/d", "/b", "/c", "/a"]


def test_one_place_has_one_problem() -> None:
    field = {"type": "string", "format": "mobile", "minLength": 11, "maxLength": 11, "pattern": "^1"}
    assert found(make({"properties": {"x": field}}), {"x": "2"}) == [("format_mobile", "/x")]


def test_definitions_with_chinese_keys_are_followed() -> None:
    schema = {"$defs": {"人 员": {"type": "string"}}, "properties": {"x": {"$ref": "#/$defs/人 员"}}}
    assert found(make(schema), {"x": 1}) == [("type_string", "/x")]


def test_a_birth_date_is_bounded_by_today() -> None:
    form = make({"properties": {"x": {"format": "id-number"}}})
    assert [found(form, {"x": ID_NUMBER}, today=date(year, 1, 1)) for year in (2026, 1980)] == [
        [],
        [("format_id_number", "/x")],
    ]


def test_a_problem_carries_no_personal_answer() -> None:
    form = make({"properties": {"x": {"format": "id-number", "type": "string"}}})
    (problem,) = check_answers(form, {"x": ID_NUMBER[:-1] + "?"})
    assert ID_NUMBER[:6] not in repr(problem)


def test_old_and_unusual_numbers_are_warned_about_and_pass() -> None:
    form = make(
        {
            "properties": {
                "people": {"type": "array", "items": {"properties": {"id": {"format": "id-number"}}}}
            }
        }
    )
    answers = {"people": [{"id": ID_NUMBER}, {"id": "339924850602996"}]}
    warned = [
        [(p.code, p.pointer, p.level) for p in warn_answers(form, answers, counties=c)]
        for c in (set(), {"1"})
    ]
    assert (check_answers(form, answers), warned[0]) == ((), [("id_number_15", "/people/1/id", "warning")])
    assert [code for code, _, _ in warned[1]] == ["region_unknown", "id_number_15", "region_unknown"]


def test_a_village_of_no_known_province_deserves_a_second_look() -> None:
    form = make({"properties": {"x": {"type": "string", "format": "division-code"}}})
    warned = [warn_answers(form, {"x": code}) for code in ("339924101201", "009924101201")]
    assert [[problem.code for problem in problems] for problems in warned] == [[], ["region_unknown"]]


def test_a_form_without_such_numbers_never_warns() -> None:
    assert warn_answers(make({"properties": {"x": {"type": "string"}}}), {"x": "009924101201"}) == ()


def test_nothing_is_fetched_for_a_reference_that_slipped_through() -> None:
    form = make({})
    remote = FormDefinition(**{**form.__dict__, "schema": {"$ref": "http://127.0.0.1:1/x"}, "hash": "remote"})
    with pytest.raises(jsonschema_rs.ValidationError, match="not present"):
        check_answers(remote, {}, engine="rust")
    with pytest.raises(Exception, match=r"127\.0\.0\.1"):
        check_answers(remote, {}, engine="python")


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.decimals(-5, 5, places=2),
    st.sampled_from(["", "a", "ab", "一", "2026-02-28", "x\n"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
LEAVES = st.sampled_from(
    [
        {"type": "string", "minLength": 1, "maxLength": 2},
        {"type": "string", "pattern": "^[a-z]+$", "maxLength": 9},
        {"type": "string", "format": "date"},
        {"type": "integer", "minimum": 0, "exclusiveMaximum": 3},
        {"type": "number", "multipleOf": Decimal("0.25")},
        {"type": ["boolean", "null"]},
        {"enum": ["a", 1, None]},
        {"const": False},
        {"not": {"type": "string"}},
        {"type": "array", "uniqueItems": True, "maxItems": 2},
        {},
    ]
)
SCHEMAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(
            lambda a, b: {"type": "object", "properties": {"a": a, "b": b}, "required": ["a"]}, inner, inner
        ),
        st.builds(lambda a: {"type": "array", "items": a, "minItems": 1}, inner),
        st.builds(lambda a, b: {"anyOf": [a, b]}, inner, inner),
        st.builds(lambda a, b: {"oneOf": [a, b]}, inner, inner),
        st.builds(lambda a, b, c: {"if": a, "then": b, "else": c}, inner, inner, inner),
        st.builds(lambda a, b: {"allOf": [a, b]}, inner, inner),
        st.builds(lambda a: {"contains": a, "maxContains": 1}, inner),
        st.builds(lambda a: {"patternProperties": {"^[ab]$": a}, "additionalProperties": False}, inner),
        st.builds(lambda a: {"propertyNames": {"enum": ["a"]}, "additionalProperties": a}, inner),
        st.builds(lambda a: {"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"b": a}}, inner),
    ),
    max_leaves=6,
)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(SCHEMAS, VALUES)
def test_both_engines_find_the_same_problems(field: Any, value: Any) -> None:
    form = make({"properties": {"x": field, "a": {}, "b": {}}})
    rust, python = (check_answers(form, {"x": value}, engine=engine) for engine in ENGINES)
    assert rust == python


@pytest.mark.nightly
@settings(max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(SCHEMAS, VALUES)
def test_both_engines_find_the_same_problems_for_long(field: Any, value: Any) -> None:
    form = make({"properties": {"x": field, "a": {}, "b": {}}})
    rust, python = (check_answers(form, {"x": value}, engine=engine) for engine in ENGINES)
    assert rust == python


def forty_fields() -> tuple[FormDefinition, dict[str, Any]]:
    """Return a form of 40 leaf fields as townships have them, and a record that fits."""
    kinds: list[tuple[dict[str, Any], Any]] = [
        ({"type": "string", "minLength": 1, "maxLength": 40}, "清溪县第一网格"),
        ({"type": "integer", "minimum": 0, "maximum": 9999}, 12),
        ({"type": "number", "minimum": 0, "multipleOf": 0.01}, Decimal("12.35")),
        ({"type": "string", "enum": ["甲", "乙", "丙"]}, "乙"),
        ({"type": "string", "format": "date"}, "2026-02-28"),
        ({"type": "string", "pattern": "^[0-9]{6}$", "maxLength": 6}, "339924"),
        ({"type": "boolean"}, True),
        ({"type": "string", "maxLength": 200}, "东侧围墙倒塌约三米，已拉警戒线"),
        ({"type": "string", "format": "mobile", "maxLength": 11}, "13800000000"),
        ({"type": "string", "enum": ["一般", "较大", "重大"]}, "一般"),
    ]
    fields = [kinds[index % len(kinds)] for index in range(40)]
    named = {f"f{index}": field for index, field in enumerate(fields)}
    schemas = {name: schema for name, (schema, _) in named.items()}
    answers = {name: answer for name, (_, answer) in named.items()}
    group, row = (list(schemas)[start : start + 7] for start in (26, 33))
    properties = {name: schemas[name] for name in list(schemas)[:26]} | {
        "group": {"type": "object", "properties": {n: schemas[n] for n in group}, "required": group},
        "rows": {
            "type": "array",
            "items": {"type": "object", "properties": {n: schemas[n] for n in row}, "required": row},
        },
    }
    record = {name: answers[name] for name in list(answers)[:26]} | {
        "group": {name: answers[name] for name in group},
        "rows": [{name: answers[name] for name in row}] * 3,
    }
    condition = {
        "if": {"properties": {"f6": {"const": True}}, "required": ["f6"]},
        "then": {"required": ["f7"]},
    }
    return make({"properties": properties, "required": ["f0", "f1", "group"]} | condition), record


CHECKER = Draft202012Validator.FORMAT_CHECKER


def seconds(call: Any, times: int) -> float:
    started = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - started) / times


@pytest.mark.untraced
@pytest.mark.skipif(preferred_engine() != "rust", reason="the bar is for the compiled engine")
def test_a_right_record_is_checked_twenty_times_faster_than_jsonschema() -> None:
    form, answers = forty_fields()
    schema = json.loads(json.dumps(bare_schema(form.schema), default=float))
    plain = Draft202012Validator(schema, format_checker=CHECKER)
    floats = json.loads(json.dumps(answers, default=float))
    assert check_answers(form, answers) == ()
    rounds = [
        (
            seconds(lambda: list(plain.iter_errors(floats)), 10),
            seconds(lambda: check_answers(form, answers), 200),
        )
        for _ in range(25)
    ]
    # The least of many short turns, taken by turns: what the machine does beside slows both alike.
    assert min(theirs for theirs, _ in rounds) / min(ours for _, ours in rounds) >= 20
