"""Everything said of a set before it judges: what stops it, and what deserves a look."""

from __future__ import annotations

from typing import Any

import pytest
from lizheng.rules.calendar import Calendar
from lizheng.rules.sayings import say_finding
from lizheng.rules.sets.checking import check_rule_set
from lizheng.rules.types import Type

from .quorum import FIELDS, GRADE, SET, change, check, find, rule

SCHEMA = {"type": "object", "properties": {"present": {"type": "integer", "minimum": 0}}}


def test_a_proved_set_has_no_findings() -> None:
    close = {"given": {"households": 30, "present": 21}, "expect": {"values": {"quorum_met": True}}}
    assert check(examples=[*SET["examples"], close]) == ()


def test_what_reading_refuses_is_all_that_is_said() -> None:
    assert [(one.code, one.pointer) for one in check(rules=[rule("presnt > 1")], examples=[])] == [
        ("name_unknown", "/rules/0/if")
    ]


def test_the_fields_may_be_a_json_schema() -> None:
    told = change(rules=[rule("present > 1")], compute={}, examples=[])
    assert [one.code for one in check_rule_set(told, SCHEMA)] == ["examples_missing"]


def test_errors_come_before_warnings() -> None:
    wrong = {"given": {"present": 3}, "expect": {"effects": ["R1"]}}
    levels = [one.level for one in check(rules=[rule("present > 5")], examples=[wrong])]
    assert levels == sorted(levels)


def test_an_example_that_comes_out_differently_is_an_error() -> None:
    [example] = [
        one for one in check(examples=[{"given": {}, "expect": {"effects": []}}]) if one.level == "error"
    ]
    assert (example.code, example.pointer) == ("example_effects", "/examples/0/expect/effects")


def test_examples_have_the_values_and_the_calendar_that_are_given() -> None:
    told = change(
        compute={"late": "加工作日(召开日期, days)", "note": '"x"'},
        rules=[rule("late > 召开日期")],
        examples=[
            {
                "given": {"held_on": "2026-02-13"},
                "expect": {"effects": ["R1"], "values": {"late": "2026-02-20"}},
            }
        ],
    )
    parameters = {"days": Type("number", integer=True)}
    found = check_rule_set(told, FIELDS, parameters=parameters, given={"days": 5}, calendar=Calendar())
    assert [one.code for one in found] == ["example_rule_always_holds"]


def test_a_fact_that_nothing_reads_is_told() -> None:
    fact = {"count": {"form": "village.meeting"}}
    assert find("fact_unused", facts={"open": fact, "held": fact}, rules=[rule("held > 1")]) == [
        "/facts/open"
    ]


@pytest.mark.parametrize(
    "members",
    [
        {"rules": [rule("extra > 1")]},
        {"rules": [rule("present > 1", {"warn": "还差 {extra} 户"})]},
        {"rules": [rule("present > 1", remedy="再请 {extra} 户")]},
        {"examples": [{"given": {}, "expect": {"values": {"extra": None}}}]},
    ],
)
def test_a_value_is_used_by_a_rule_a_sentence_or_an_example(members: Any) -> None:
    assert (
        find("value_unused", **{"rules": [], "examples": [], "compute": {"extra": "present + 1"}, **members})
        == []
    )


def test_a_value_that_nothing_uses_is_told() -> None:
    assert find("value_unused", compute={"extra": "present + 1"}, rules=[], examples=[]) == ["/compute/extra"]


def test_a_value_that_is_a_field_of_the_form_is_its_answer() -> None:
    assert find("value_unused", compute={"present": "households - 1"}, rules=[], examples=[]) == []


@pytest.mark.parametrize(
    "condition",
    [
        "present > 5 且 present < 3",
        "present > 5 且 present 未填",
        "present > 3 且 present < 4",
        'kind = "村民会议" 且 kind != "村民会议"',
        'kind 属于 小组会议 且 非 (kind = "小组会议")',
        {
            "and": [
                {"<": [1, {"var": "present"}, 3]},
                {"==": [{"var": "present"}, 2]},
                {"empty": [{"var": "present"}]},
            ]
        },
        {"and": [{">": [{"var": "held_on"}, "2026-01-01"]}, {"<": [{"var": "held_on"}, "2025-01-01"]}]},
        {
            "and": [
                {"==": [{"length": [{"var": "note"}]}, 1]},
                {"!": [{"==": [{"length": [{"var": "note"}]}, 1]}]},
            ]
        },
    ],
)
def test_a_condition_that_no_answers_satisfy_is_told(condition: Any) -> None:
    assert find("rule_never_holds", rules=[rule(condition)], examples=[]) == ["/rules/0/if"]


@pytest.mark.parametrize(
    "condition",
    [
        "present > 5 或 present < 8 或 present 未填",
        "present 未填 或 present 已填",
        '非 (kind = "村民会议" 且 kind = "小组会议")',
        {"or": [{"!=": [{"var": "kind"}, "村民会议"]}, {"==": ["村民会议", {"var": "kind"}]}]},
        {"!!": [{"or": [{"empty": [{"var": "note"}]}, {"!": [{"empty": [{"var": "note"}]}]}]}]},
    ],
)
def test_a_condition_that_all_answers_satisfy_is_told(condition: Any) -> None:
    assert find("rule_always_holds", rules=[rule(condition)], examples=[]) == ["/rules/0/if"]


@pytest.mark.parametrize(
    "condition",
    [
        "present > 5 且 households < 3",
        "present > 5 或 present < 3",
        "present 未填 或 households 已填",
        'note = "甲" 或 note != "乙" 且 kind 未填',
        {
            "or": [
                {"and": [{">": [{"var": "present"}, n]}, {"<": [{"var": "households"}, n + 9]}]}
                for n in range(300)
            ]
        },
        {"==": [{"var": "present"}, {"var": "households"}]},
        {"in": ["会", {"var": "note"}]},
    ],
)
def test_nothing_is_claimed_of_a_condition_that_may_hold_or_not(condition: Any) -> None:
    told = {one.code for one in check(rules=[rule(condition)], examples=[])}
    assert told & {"rule_never_holds", "rule_always_holds"} == set()


def test_requiring_what_is_hidden_whenever_it_is_required_is_told() -> None:
    rules = [
        rule("present > 10", {"require": "absent_why"}, name="A"),
        rule("present > 5", {"hide": "absent_why"}, name="B"),
    ]
    assert find("require_and_hide", rules=rules, examples=[]) == ["/rules/0"]


def test_requiring_what_is_hidden_on_other_days_is_in_order() -> None:
    rules = [
        rule("present > 5", {"require": "absent_why"}, name="A"),
        rule("present > 10", {"hide": "absent_why"}, name="B"),
    ]
    assert find("require_and_hide", rules=rules, examples=[]) == []


def test_rules_of_different_events_do_not_clash() -> None:
    rules = [
        rule("present > 10", {"require": "note"}, name="A", on="submit"),
        rule("present > 5", {"hide": "note"}, name="B", on="change"),
    ]
    assert find("require_and_hide", rules=rules, examples=[]) == []


def test_showing_what_is_hidden_by_the_same_condition_is_told() -> None:
    assert find(
        "show_and_hide", rules=[rule("present > 1", {"show": "note"}, {"hide": "note"})], examples=[]
    ) == ["/rules/0"]


def test_two_rules_that_may_set_one_field_differently_are_told() -> None:
    rules = [
        rule("households > 10", {"set": "present", "to": "1"}, name="A"),
        rule("households > 5", {"set": "present", "to": "2"}, name="B"),
        rule("households < 5", {"set": "present", "to": "3"}, name="C"),
    ]
    assert find("set_and_set", rules=rules, examples=[]) == ["/rules/0"]


def test_a_rule_without_basis_is_told_unless_the_set_has_one() -> None:
    told = [find("basis_missing", basis=basis) for basis in ([], "村规民约")]
    assert told == [["/rules/0", "/rules/1"], []]


def test_an_example_without_a_moment_is_told_where_the_clock_is_read() -> None:
    rules = [rule({"<": [{"var": "held_on"}, {"today": []}]})]
    examples = [
        {"given": {"held_on": "2020-01-01"}, "at": "2026-01-01", "expect": {"effects": ["R1"]}},
        {"given": {"held_on": "2030-01-01"}, "expect": {"effects": []}},
    ]
    assert find("example_without_at", rules=rules, examples=examples) == ["/examples/1"]


def test_a_table_is_analysed_at_its_place() -> None:
    assert find("table_gap", tables=[{**GRADE, "rows": GRADE["rows"][:2]}], examples=[]) == ["/tables/0/rows"]


LAMPS = {
    "type": "object",
    "properties": {
        "fault": {
            "title": "哪种毛病",
            "oneOf": [{"const": "dark", "title": "不亮"}, {"const": "pole", "title": "灯杆歪倒"}],
        },
        "lamps": {"type": "integer", "title": "坏了几盏", "minimum": 1, "maximum": 200},
    },
    "required": ["fault", "lamps"],
}


def say_table(hit: str, *rows: list[object]) -> list[str]:
    table = {
        "table": "urgency",
        "hit": hit,
        "inputs": ["哪种毛病", "坏了几盏"],
        "outputs": ["days"],
        "rows": rows,
    }
    document = {"rule_set": "t339924101.lamps", "form": "t339924101.light", "effective_from": "2026-01-01"}
    found = check_rule_set({**document, "tables": [table]}, LAMPS)
    return [say_finding(one, "zh-CN") for one in found if one.level == "error"]


def test_a_gap_is_refused_with_a_case_that_has_no_result():
    assert say_table("first", ["不亮", ">=5", 2], ["灯杆歪倒", "-", 1]) == [
        "有情况没有结果：哪种毛病为不亮，坏了几盏 4 及以下。请补一行或写默认结果。"
    ]


def test_an_overlap_is_refused_with_a_case_that_has_two_results():
    (said,) = say_table("unique", ["不亮", ">=5", 2], ["不亮", "<7", 5], ["灯杆歪倒", "-", 1])
    assert said == "第 1、2 行同时命中而结果不同：哪种毛病为不亮，坏了几盏 5 到 6。请改成只有一个结果。"


def test_a_dead_row_is_refused_with_the_rows_that_cover_it():
    (said,) = say_table("first", ["灯杆歪倒", "-", 1], ["不亮", "-", 5], ["灯杆歪倒", "<3", 1])
    assert said.startswith(
        "这一行永远用不到，别的行已经管了（涉及第 3、1 行）：哪种毛病为灯杆歪倒，坏了几盏 2"
    )
