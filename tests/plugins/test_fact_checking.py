"""What a set may ask of other records is judged before it is published: forms, fields, reach and people."""

from __future__ import annotations

import pytest
from lizheng.core.discovery.rule_checking import check_document, check_rules
from lizheng.core.registry.values import PublishedForm, Registry, Switches
from lizheng.core.testing import load_folder, write_form, write_plugin

VISIT = {
    "depth": {"type": "integer", "minimum": 0},
    "code": {"type": "string", "title": "井号", "maxLength": 20},
    "codes": {"type": "array", "items": {"type": "string", "maxLength": 20}, "maxItems": 9},
    "checker": {"type": "string", "maxLength": 20},
    "at": {"type": "string", "format": "date-time", "maxLength": 35},
    "note": {"type": "string", "maxLength": 20},
}
LIST = {"columns": ["depth", "code", "codes", "checker", "at"], "search": [], "filters": [], "sort": "code"}
BESIDE = {"list": LIST, "privacy": {"checker": "personal"}}
LEAST = {"least": {"schema": {"type": "integer"}, "default": 2}}
COUNT = {"form": "wells.visit"}


def write_visit(form, subject="matter"):
    return {**write_form(form, VISIT), **BESIDE, "subject": subject}


def read(folder, forms, facts, **members):
    """Return a plugin with these forms and a set that reads every fact."""
    document = {
        "rule_set": "wells.water",
        "form": "wells.visit",
        "effective_from": "2026-01-01",
        "basis": "本县饮水安全工作方案",
        "facts": facts,
        "compute": {f"c_{name}": {"var": name} for name in facts},
        "examples": [{"given": {}, "expect": {"values": {f"c_{name}": None for name in facts}}}],
    } | members
    write_plugin(folder / "wells", manifest={"parameters": LEAST}, forms=forms, rules={"water": document})
    return load_folder(folder / "wells")


def find(folder, kind="count", *, type="", subject="matter", about="matter", **ask):
    """Return (code, pointer) of everything said of a set with one fact."""
    forms = {
        "visit": write_visit("wells.visit", subject),
        "other": write_visit("wells.other", about),
    }
    fact = {kind: {"form": "wells.other", **ask}, **({"type": type} if type else {})}
    found = check_rules(read(folder, forms, {"f": fact}))
    return [(one.problem.code.removeprefix("rule_"), one.problem.pointer, one.problem.level) for one in found]


@pytest.mark.parametrize(
    "ask",
    [
        {},
        {"scope": "county", "period": "month"},
        {"if": '井号 = "一号" 且 depth >= 3'},
        {"match": {"code": "code", "depth": "least"}},
        {"match": {"code": "codes"}},
        {"period": {"days": "least"}},
        {"period": {"days": 14}},
    ],
)
def test_what_a_list_can_answer_is_accepted(tmp_path, ask):
    assert find(tmp_path, **ask) == []


@pytest.mark.parametrize(
    ("ask", "code", "place"),
    [
        ({"match": {"note": "note"}}, "fact_field", "/match/note"),
        ({"match": {"codes": "code"}}, "fact_field", "/match/codes"),
        ({"match": {"at": "at"}}, "fact_field", "/match/at"),
        ({"match": {"checker": "code"}}, "fact_personal", "/match/checker"),
        ({"match": {"code": "checker"}}, "fact_personal", "/match/code"),
        ({"match": {"code": "nothing"}}, "name_unknown", "/match/code"),
        ({"match": {"code": "depth"}}, "type_wanted", "/match/code"),
        ({"match": {"code": 3}}, "fact_member", "/match"),
        ({"if": 'note = "x"'}, "fact_field", "/if"),
        ({"if": "checker 已填"}, "fact_personal", "/if"),
        ({"if": "depth + 1 > 3"}, "fact_condition", "/if"),
        ({"if": "nothing > 3"}, "name_unknown", "/if"),
        ({"if": {"var": "depth"}}, "type_wanted", "/if"),
        ({"if": 'depth > "x"'}, "type_wanted", "/if"),
        ({"period": {"days": "code"}}, "type_wanted", "/period/days"),
        ({"period": {"days": 0}}, "fact_member", "/period"),
        ({"period": "fortnight"}, "fact_member", "/period"),
        ({"by": "code"}, "member_unknown", "/by"),
    ],
)
def test_what_no_list_can_answer_is_refused_where_it_stands(tmp_path, ask, code, place):
    assert find(tmp_path, **ask)[0] == (code, f"/facts/f/count{place}", "error")


@pytest.mark.parametrize(
    ("ask", "code", "place"),
    [
        ({"field": "note", "type": "text"}, None, ""),
        ({"field": "checker", "type": "text"}, "fact_personal", "/look_up/field"),
        ({"field": "nothing", "type": "text"}, "fact_field", "/look_up/field"),
        ({"field": "depth", "type": "text"}, "type_wanted", "/type"),
    ],
)
def test_a_look_up_has_the_type_of_its_field_and_tells_nothing_personal(tmp_path, ask, code, place):
    found = find(tmp_path, "look_up", match={"code": "code"}, **ask)
    assert found == ([(code, f"/facts/f{place}", "error")] if code else [])


@pytest.mark.parametrize(("field", "code"), [("note", "fact_field"), ("code", "type_wanted")])
def test_a_sum_adds_numbers_of_the_list(tmp_path, field, code):
    assert find(tmp_path, "sum", field=field) == [(code, "/facts/f/sum/field", "error")]


@pytest.mark.parametrize("subject", ["person", "household"])
def test_nobody_counts_the_records_of_one_person_or_household(tmp_path, subject):
    found = find(tmp_path, about=subject, match={"code": "code"})
    assert found == [("effect_on_people", "/facts/f/count/match", "error")]


@pytest.mark.parametrize("subject", ["person", "household"])
def test_a_count_never_judges_a_person_or_household(tmp_path, subject):
    assert find(tmp_path, subject=subject)[0] == ("effect_on_people", "/facts/f", "error")


def test_people_may_be_counted_for_a_place_as_a_whole(tmp_path):
    assert find(tmp_path, about="household", scope="village") == []


def test_a_form_that_is_not_there_deserves_a_look_and_stops_nothing(tmp_path):
    found = find(tmp_path, form="lakes.visit", match={"code": "code"})
    assert found == [("fact_form_unknown", "/facts/f/count/form", "warning")]


def check_own(folder, fact):
    """Return the codes said of a township's own set with the fact, beside another township's form."""
    forms = {"visit": write_visit("wells.visit")}
    plugin = read(folder, forms, {})
    published = PublishedForm(plugin.forms[0], 1, "wells")
    foreign = PublishedForm(load_foreign(folder), 1, None, "339924102")
    county = Registry(
        {"wells": plugin}, (), {one.form: (one,) for one in (published, foreign)}, Switches(), {}
    )
    document = {**plugin.rules["rules/water.json"], "rule_set": "t339924101.own", "facts": {"f": fact}}
    document = {**document, "compute": {"c": {"var": "f"}}, "examples": []}
    return [one.code for one in check_document(county, document)]


def load_foreign(folder):
    forms = {"secret": write_visit("lakes.secret")}
    form = load_folder(write_plugin(folder / "lakes", forms=forms)).forms[0]
    return type(form)(**{**vars(form), "form": "t339924102.secret"})


def test_a_township_may_not_look_across_the_county(tmp_path):
    assert "fact_scope" in check_own(tmp_path, {"count": {**COUNT, "scope": "county"}})


def test_another_townships_form_is_as_unknown_as_one_that_nobody_has(tmp_path):
    told = [
        check_own(tmp_path / name, {"count": {"form": f"t339924102.{name}"}}) for name in ("secret", "none")
    ]
    assert ("fact_form_unknown" in told[0], told[0]) == (True, told[1])
