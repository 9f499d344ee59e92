"""Examples beside a set: what they expect, what differs, and what they have not seen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from lizheng.rules.calendar import Calendar
from lizheng.rules.sets.coverage import Coverage, find_gaps, measure_coverage
from lizheng.rules.sets.examples import ExampleResult, is_same, run_examples

from .quorum import GRADE, NOW, SET, find, read, rule

GIVEN = {"households": 30, "present": 20, "kind": "村民会议"}


def run(*examples: Any, **members: Any) -> tuple[ExampleResult, ...]:
    return run_examples(read(examples=list(examples), **members), now=NOW, calendar=Calendar())


def expect(**expected: Any) -> list[tuple[str, str]]:
    """Return code and pointer of what is wrong with one example of a meeting with its quorum."""
    [result] = run({"given": GIVEN, "expect": expected})
    return [(one.code, one.pointer) for one in result.findings]


def test_examples_that_come_out_as_expected_pass() -> None:
    assert [result.passed for result in run(*SET["examples"])] == [True, True]


def test_the_order_of_expected_rules_does_not_matter() -> None:
    rules = [rule("present > 1", name="A"), rule("present > 2", name="B")]
    [result] = run({"given": GIVEN, "expect": {"effects": ["B", "A"]}}, rules=rules)
    assert result.findings == ()


def test_another_rule_in_force_is_told() -> None:
    assert expect(effects=["R1"]) == [("example_effects", "/examples/0/expect/effects")]


def test_another_value_is_told_by_its_name() -> None:
    assert expect(values={"quorum_met": False}) == [("example_value", "/examples/0/expect/values/quorum_met")]


def test_another_hidden_field_is_told() -> None:
    assert expect(hidden=[]) == [("example_hidden", "/examples/0/expect/hidden")]


def test_what_is_not_expected_is_not_compared() -> None:
    assert expect(values={"quorum_met": True}) == []


@pytest.mark.parametrize(
    ("example", "pointer"),
    [
        ("text", ""),
        ({"given": GIVEN}, "/expect"),
        ({"given": GIVEN, "expect": {}}, "/expect"),
        ({"given": GIVEN, "expect": {"gates": []}}, "/expect"),
        ({"given": GIVEN, "expect": {"effects": "R1"}}, "/expect"),
        ({"given": GIVEN, "expect": {"hidden": [1]}}, "/expect"),
        ({"given": GIVEN, "expect": {"values": []}}, "/expect"),
        ({"given": [], "expect": {"effects": []}}, "/given"),
        ({"given": GIVEN, "at": "tomorrow", "expect": {"effects": []}}, "/at"),
        ({"given": GIVEN, "on": "reading", "expect": {"effects": []}}, "/on"),
    ],
)
def test_a_malformed_example_is_refused_at_its_place(example: Any, pointer: str) -> None:
    [result] = run(example)
    assert [(one.code, one.pointer) for one in result.findings] == [
        ("example_shape", f"/examples/0{pointer}")
    ]


def test_a_member_that_no_example_has_is_refused() -> None:
    [result] = run({"given": GIVEN, "expect": {"effects": []}, "is/it": 1})
    assert [(one.code, one.pointer) for one in result.findings] == [("member_unknown", "/examples/0/is~1it")]


@pytest.mark.parametrize(
    ("given", "expected", "place"),
    [
        ({"presnt": 3}, {"effects": []}, "/given"),
        ({}, {"effects": ["R9"]}, "/expect/effects"),
        ({}, {"values": {"present": 3}}, "/expect/values"),
        ({}, {"hidden": ["kind"]}, "/expect/hidden"),
    ],
)
def test_a_misspelt_name_is_refused(given: Any, expected: Any, place: str) -> None:
    [result] = run({"given": given, "expect": expected})
    assert [(one.code, one.pointer) for one in result.findings] == [
        ("example_name_unknown", f"/examples/0{place}")
    ]


def test_an_example_without_a_moment_has_the_callers() -> None:
    told = {"year": {"year": [{"today": []}]}}
    [result] = run({"given": {}, "expect": {"values": {"year": 2026}}}, compute=told, rules=[])
    assert result.findings == ()


@pytest.mark.parametrize("at", ["2031-01-01", "2030-12-31T17:00:00Z"])
def test_an_example_has_its_own_moment_in_county_time(at: str) -> None:
    told = {"year": {"year": [{"today": []}]}}
    [result] = run({"given": {}, "at": at, "expect": {"values": {"year": 2031}}}, compute=told, rules=[])
    assert result.findings == ()


def test_an_example_may_be_of_another_event() -> None:
    rules = [rule("present > 1", on="transition")]
    outcomes = run(
        {"given": GIVEN, "expect": {"effects": []}},
        {"given": GIVEN, "on": "transition", "expect": {"effects": ["R1"]}},
        rules=rules,
    )
    assert [result.passed for result in outcomes] == [True, True]


def test_values_given_to_all_examples_yield_to_their_own() -> None:
    rule_set = read(examples=[{"given": {"households": 30}, "expect": {"values": {"quorum_met": True}}}])
    options = {"now": NOW, "calendar": Calendar(), "given": {"present": 20, "households": 900}}
    assert [one.passed for one in run_examples(rule_set, **options)] == [True]


def test_what_stays_undecided_never_passes() -> None:
    table = {**GRADE, "hit": "unique", "rows": [[">1", "大"], [">2", "中"]]}
    example = {"given": GIVEN, "expect": {"values": {"size": None}}}
    [result] = run(example, tables=[table], rules=[])
    assert [(one.code, one.facts["got"]) for one in result.findings] == [
        ("example_undecided", {"grade": "table_conflict"})
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (True, 1, False),
        (1, Decimal("1.0"), True),
        (0.1, Decimal("0.1"), True),
        ("1", 1, False),
        ([1, [2]], (1, (2,)), True),
        ([1], [1, 2], False),
        ({"a": 1}, {"a": Decimal(1)}, True),
        ({"a": 1}, {"b": 1}, False),
        (None, False, False),
    ],
)
def test_values_are_the_same_as_json_values_are(one: Any, other: Any, same: bool) -> None:
    assert is_same(one, other) is same


def cover(*examples: Any, **members: Any) -> Coverage:
    rule_set = read(examples=list(examples), **members)
    return measure_coverage(rule_set, run_examples(rule_set, now=NOW, calendar=Calendar()))


def test_rules_are_seen_to_hold_and_not_to_hold() -> None:
    seen = cover(SET["examples"][0])
    assert (seen.held, seen.not_held) == ({"R2"}, {"R1"})


def test_rows_are_seen_to_hit_and_the_default_to_stand_in() -> None:
    table = {**GRADE, "rows": GRADE["rows"][:2], "default": {"size": "小"}}
    examples = [{"given": {"present": n}, "expect": {"effects": []}} for n in (200, 1)]
    assert cover(*examples, tables=[table], rules=[]).rows == {"grade": {0, -1}}


def test_each_part_of_a_condition_is_seen_in_its_outcomes() -> None:
    rules = [rule("present > 1 且 households > 50")]
    seen = cover({"given": GIVEN, "expect": {"effects": []}}, rules=rules, compute={})
    assert seen.outcomes == {("R1", ""): {False}, ("R1", "/and/0"): {True}, ("R1", "/and/1"): {False}}


def test_a_malformed_example_sees_nothing() -> None:
    assert cover("text").held == frozenset()


def gaps(*examples: Any, **members: Any) -> list[tuple[str, str]]:
    rule_set = read(examples=list(examples), **members)
    results = run_examples(rule_set, now=NOW, calendar=Calendar())
    found = find_gaps(rule_set, measure_coverage(rule_set, results))
    return [(one.code, one.pointer) for one in found]


def test_examples_that_see_everything_leave_no_gap() -> None:
    assert gaps(*SET["examples"]) == []


def test_a_set_without_examples_is_told_so_once() -> None:
    assert gaps() == [("examples_missing", "/examples")]


def test_a_rule_that_no_example_lets_hold_and_one_that_always_does_are_told() -> None:
    rules = [rule("present < 1"), rule("present > 1", name="B")]
    assert gaps({"given": GIVEN, "expect": {"effects": ["B"]}}, compute={}, rules=rules) == [
        ("example_rule_never_holds", "/rules/0"),
        ("example_rule_always_holds", "/rules/1"),
    ]


def test_rows_and_defaults_that_no_example_hits_are_told() -> None:
    table = {**GRADE, "rows": GRADE["rows"][:2], "default": {"size": "小"}}
    example = {"given": {"present": 200}, "expect": {"effects": []}}
    assert gaps(example, tables=[table], rules=[], compute={}) == [
        ("example_row_never_hit", "/tables/0/rows/1"),
        ("example_default_never_used", "/tables/0/default"),
    ]


def test_a_table_whose_rows_are_all_hit_leaves_no_gap() -> None:
    examples = [{"given": {"present": n}, "expect": {"effects": []}} for n in (200, 20, 2)]
    assert gaps(*examples, tables=[GRADE], rules=[], compute={}) == []


def test_a_part_of_one_outcome_is_told_in_words() -> None:
    rules = [rule("present > 1 且 households > 50")]
    examples = [{"given": {"present": 2, "households": n}, "expect": {"effects": []}} for n in (9, 90)]
    rule_set = read(examples=examples, rules=rules, compute={})
    results = run_examples(rule_set, now=NOW, calendar=Calendar())
    [gap] = find_gaps(rule_set, measure_coverage(rule_set, results))
    assert (gap.pointer, gap.facts) == ("/rules/0/if", {"part": "到会户数 > 1", "outcome": False})


def test_the_body_of_an_iteration_is_no_part_of_its_own() -> None:
    assert find("example_part_one_sided", compute={"n": {"count": [[1, 2], {">": [{"var": ""}, 1]}]}}) == []
