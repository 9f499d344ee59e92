from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from lizheng.forms.canonical import content_hash, read_json, write_json
from lizheng.forms.check import check_answers
from lizheng.forms.fragments import shipped_library
from lizheng.forms.problems import DefinitionError
from lizheng.forms.reading import read_codes, read_form, restore_form


def make(properties: Any = None, **members: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties or {"what": {"type": "string"}}}
    return {
        "form": "demo.note",
        "title": "记事",
        "subject": "matter",
        "kind": "business",
        "schema": schema,
    } | members


def codes_refused(source: Any, **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(DefinitionError) as caught:
        read_form(source, **options)
    return [(problem.code, problem.pointer) for problem in caught.value.problems]


LEVELS = {
    "codes": "demo.level",
    "version": 2,
    "title": "等级",
    "items": [
        {"value": "1", "label": "一般"},
        {"value": "2", "label": {"zh-CN": "重大", "en": "grave"}, "parent": "1"},
    ],
}


def test_the_smallest_form_is_complete() -> None:
    form = read_form(make())
    assert (form.form, form.prefix, form.list.sort, form.hash) == (
        "demo.note",
        "T",
        "-received_at",
        content_hash(form.document),
    )


def test_text_of_json_reads_like_values() -> None:
    assert read_form(json.dumps(make())) == read_form(make())


def test_what_was_kept_gives_the_form_back() -> None:
    form = read_form(
        make(
            {
                "level": {"type": "string", "x-codes": "demo.level"},
                "sum": {"type": "number", "multipleOf": 0.01},
            },
            list={"columns": ["level"], "sort": "-sum"},
            marks={"form_no": "A1"},
            privacy={"sum": "personal"},
            basis="村规民约",
        ),
        codes={"demo.level": read_codes(LEVELS)},
    )
    assert restore_form(read_json(write_json(form.document))) == form


def test_a_code_list_becomes_the_choices_of_its_field() -> None:
    form = read_form(make({"level": {"x-codes": "demo.level"}}), codes={"demo.level": read_codes(LEVELS)})
    assert (form.schema["properties"]["level"]["enum"], form.codes["demo.level"].version) == (["1", "2"], 2)


def test_a_new_version_of_a_code_list_gives_another_hash() -> None:
    source = make({"level": {"x-codes": "demo.level"}})
    hashes = {
        read_form(source, codes={"demo.level": read_codes(LEVELS | {"version": v})}).hash for v in (1, 2)
    }
    assert len(hashes) == 2


def test_another_order_of_fields_gives_another_hash() -> None:
    a, b = {"type": "string"}, {"type": "integer"}
    assert read_form(make({"a": a, "b": b})).hash != read_form(make({"b": b, "a": a})).hash


def test_numbers_of_a_schema_are_exact() -> None:
    form = read_form(make({"n": {"type": "number", "multipleOf": 0.01}}))
    assert form.schema["properties"]["n"]["multipleOf"] == Decimal("0.01")


def test_a_fragment_and_the_fragments_in_it_are_copied() -> None:
    form = read_form(make({"signs": {"$ref": "lizheng:sign_list/1"}}))
    copied = ["sign_list-1", "sign-1", "person_name-1", "signature-1"]
    assert list(form.schema["$defs"]) == [f"lizheng:{name}" for name in copied]
    assert form.schema["properties"]["signs"] == {"$ref": "#/$defs/lizheng:sign_list-1"}


@pytest.mark.parametrize("name", sorted(shipped_library()))
def test_every_shipped_fragment_reads(name: str) -> None:
    assert (
        read_form(make({"x": {"$ref": f"lizheng:{name}"}})).schema["properties"]["x"]["$ref"].startswith("#/")
    )


def test_unsaid_limits_are_set_and_unknown_members_refused() -> None:
    schema = read_form(make({"a": {"type": "string"}, "b": {"type": "array"}})).schema
    limits = (schema["properties"]["a"]["maxLength"], schema["properties"]["b"]["maxItems"])
    assert (limits, schema["additionalProperties"]) == ((1000, 100), False)


def test_fields_named_only_in_branches_may_be_answered() -> None:
    source = make({"kind": {"type": "string"}})
    source["schema"]["then"] = {"properties": {"more": {"type": "string"}}}
    source["schema"]["if"] = {"properties": {"kind": {"const": "x"}}}
    form = read_form(source)
    found = check_answers(form, {"kind": "x", "more": "y", "evil": 1})
    assert [(p.code, p.pointer) for p in found] == [("unknown_field", "/evil")]


def test_a_definition_that_adds_to_another_is_left_open() -> None:
    source = make(
        {
            "a": {
                "allOf": [{"$ref": "#/$defs/base"}],
                "type": "object",
                "properties": {"y": {"type": "string"}},
            }
        }
    )
    source["schema"]["$defs"] = {"base": {"type": "object", "properties": {"x": {"type": "string"}}}}
    assert check_answers(read_form(source), {"a": {"x": "1", "y": "2"}}) == ()


def test_a_field_called_like_a_keyword_is_a_field() -> None:
    form = read_form(make({"if": {"type": "object", "properties": {"not": {"type": "integer"}}}}))
    assert [p.pointer for p in check_answers(form, {"if": {"not": "x", "z": 1}})] == ["/if/not", "/if/z"]


def test_every_problem_is_named_at_once() -> None:
    source = make() | {"kind": "game", "colour": "red"}
    del source["title"]
    assert codes_refused(source) == [
        ("missing_member", "/title"),
        ("unknown_member", "/colour"),
        ("bad_member", "/kind"),
    ]


def test_an_unknown_code_list_is_refused() -> None:
    refused = codes_refused(make({"level": {"x-codes": "demo.none"}}))
    assert refused == [("unknown_codes", "/schema/properties/level/x-codes")]


def test_a_code_list_may_not_ask_what_a_form_may_not() -> None:
    listed = read_codes(LEVELS | {"items": [{"value": "1", "label": "宗教信仰"}]})
    refused = codes_refused(make({"x": {"x-codes": "demo.level"}}), codes={"demo.level": listed})
    assert refused == [("conduct_religion", "/schema/properties/x/x-codes")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"form": ', "not_json"),
        ('{"form": 1, "form": 2}', "duplicate_key"),
        ("[" * 10_000, "too_deep"),
        ('"' + "x" * 300_000 + '"', "too_large"),
        ("[]", "not_an_object"),
        ('{"a": NaN}', "not_json"),
    ],
)
def test_text_that_is_no_definition_is_refused(text: str, code: str) -> None:
    assert codes_refused(text)[0][0] == code


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"codes": "Level"}, "bad_form_id", "/codes"),
        ({"version": 0}, "bad_member", "/version"),
        ({"items": []}, "bad_member", "/items"),
        ({"items": [{"value": "1", "label": "a"}] * 2}, "code_repeated", "/items/1/value"),
        ({"items": [{"value": "1", "label": "a", "parent": "9"}]}, "code_parent", "/items/0/parent"),
        ({"items": [{"value": "1", "label": "a", "parent": "1"}]}, "code_parent", "/items/0/parent"),
        ({"items": [{"value": 1, "label": "a"}]}, "bad_member", "/items/0/value"),
        ({"items": [{"value": "1"}]}, "missing_member", "/items/0/label"),
        ({"extra": 1}, "unknown_member", "/extra"),
        ({"items": ["1"]}, "not_an_object", "/items/0"),
    ],
)
def test_a_wrong_code_list_is_refused(change: dict[str, Any], code: str, pointer: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_codes(LEVELS | change, place="codes/level.json")
    assert [(p.code, p.pointer) for p in caught.value.problems] == [(code, pointer)]


def test_a_code_list_is_an_object() -> None:
    with pytest.raises(DefinitionError) as caught:
        read_codes("[]")
    assert [(p.code, p.pointer) for p in caught.value.problems] == [("not_an_object", "")]
