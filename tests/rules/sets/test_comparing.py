"""Two versions of a set: what reads differently, and what is answered differently."""

from __future__ import annotations

from typing import Any

from lizheng.rules.calendar import Calendar
from lizheng.rules.sets.comparing import Comparison, compare_rule_sets

from .quorum import GRADE, NOW, SET, read, rule


def compare(old: dict[str, Any], new: dict[str, Any]) -> Comparison:
    return compare_rule_sets(read(**old), read(**new), now=NOW, calendar=Calendar())


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str, Any]]:
    return [(one.what, one.name, one.members) for one in compare(old, new).changes]


def test_a_set_differs_in_nothing_from_itself() -> None:
    assert compare({}, {}) == Comparison((), ())


def test_a_condition_spelt_otherwise_is_the_same() -> None:
    old, new = (rule(text) for text in ("present > 3 且 households > 9", "到会户数>3 and 总户数>9"))
    assert changes({"rules": [old]}, {"rules": [new]}) == []


def test_rules_and_values_differ_by_text() -> None:
    old = {"rules": [rule("present > 3")], "examples": []}
    new = {"rules": [rule("present > 4", title="新")], "compute": {}, "examples": []}
    assert changes(old, new) == [
        ("rule", "R1", {"title": (None, "新"), "if": ("到会户数 > 3", "到会户数 > 4")}),
        ("value", "quorum_met", {"formula": ("到会户数 至少 2/3 的 总户数", None)}),
    ]


def test_a_member_of_the_set_differs() -> None:
    assert changes({}, {"effective_to": "2027-12-31"}) == [
        ("set", "effective_to", {"effective_to": (None, "2027-12-31")})
    ]


def test_a_table_differs_in_regions() -> None:
    table = {**GRADE, "rows": [[">=100", "大"], [">=20", "中"], ["-", "小"]]}
    [change] = compare({"tables": [GRADE]}, {"tables": [table]}).changes
    assert (change.what, change.name, len(change.regions)) == ("table", "grade", 1)


def test_a_table_spelt_otherwise_is_the_same() -> None:
    table = {**GRADE, "rows": [["[100..999999999999999]", "大"], ["[10..99]", "中"], ["", "小"], ["3", "中"]]}
    other = {**table, "rows": [["[100..999999999999999]", "大"], ["[10..100)", "中"], ["-", "小"]]}
    assert changes({"tables": [table]}, {"tables": [other]}) == []


def test_a_malformed_example_is_not_answered() -> None:
    assert compare({"examples": [1]}, {"examples": [{"given": {}}], "compute": {}, "rules": []}).answers == ()


def test_a_table_may_come_and_go() -> None:
    assert changes({"tables": [GRADE]}, {}) == [("table", "grade", {"table": (True, False)})]


def test_examples_of_both_sets_are_answered_under_both() -> None:
    [shared] = SET["examples"][1:]
    mine = {"given": {"households": 30, "present": 5}, "expect": {"effects": []}}
    new = {"compute": {"quorum_met": "present >= 1"}, "examples": [shared, mine]}
    answers = compare({"examples": [shared]}, new).answers
    assert [(one.of, one.place, one.effects, one.values, one.hidden) for one in answers] == [
        ("both", 0, {"R1": (True, False)}, {"quorum_met": (False, True)}, {}),
        ("new", 1, {"R1": (True, False)}, {"quorum_met": (False, True)}, {}),
    ]


def test_a_field_hidden_under_one_alone_is_told() -> None:
    [answer] = compare({"examples": SET["examples"][:1]}, {"rules": SET["rules"][:1], "examples": []}).answers
    assert (answer.effects, answer.hidden) == ({"R2": (True, False)}, {"note": (True, False)})
