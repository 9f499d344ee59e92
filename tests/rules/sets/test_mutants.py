"""Single edits of a set, and whether its examples notice them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from lizheng.rules.calendar import Calendar
from lizheng.rules.sets import RuleSet, read_rule_set
from lizheng.rules.sets.edits import edit_tree
from lizheng.rules.sets.mutants import MutantReport, find_mutants, run_mutants, tell_survivors
from lizheng.rules.sets.places import write_tree
from lizheng.rules.text import build_names
from lizheng.rules.types import Type

from .quorum import FIELDS, GRADE, NOW, SET, change, read, rule

PRESENT, KIND = {"var": ["present"]}, {"var": "kind"}


def edits(tree: Any) -> list[tuple[str, Any]]:
    return [(edit.kind, after) for edit, after in edit_tree(tree, FIELDS)]


@pytest.mark.parametrize(
    ("tree", "kind", "expected"),
    [
        ({">=": [PRESENT, KIND]}, "comparison", [{">": [PRESENT, KIND]}, {"<=": [PRESENT, KIND]}]),
        ({">": [PRESENT, 3]}, "threshold", [{">": [PRESENT, 4]}, {">": [PRESENT, 2]}]),
        ({"+": [0.5, PRESENT]}, "arithmetic", [{"-": [0.5, PRESENT]}]),
        ({"and": [{"var": "a"}, {"var": "b"}]}, "connective", [{"or": [{"var": "a"}, {"var": "b"}]}]),
        (
            {"or": [{"var": "a"}, {"var": "b"}]},
            "part_dropped",
            [{"or": [{"var": "b"}]}, {"or": [{"var": "a"}]}],
        ),
        ({"and": [{"var": "a"}]}, "part_dropped", []),
        ({"!": {"var": "a"}}, "negation", [{"var": "a"}]),
        ({"empty": [PRESENT]}, "negation", [{"!": [{"empty": [PRESENT]}]}]),
        ({"if": [{"var": "a"}, 1, 2]}, "negation", [{"if": [{"!": [{"var": "a"}]}, 1, 2]}]),
        ({"==": [KIND, "村民会议"]}, "choice", [{"==": [KIND, "小组会议"]}]),
        ({"==": ["村民会议", KIND]}, "choice", [{"==": ["小组会议", KIND]}]),
        ({"==": [{"var": "note"}, "x"]}, "choice", []),
        ({"in": [KIND, ["a", "b"]]}, "choice_dropped", [{"in": [KIND, ["b"]]}, {"in": [KIND, ["a"]]}]),
        ({"in": [KIND, ["a"]]}, "choice_dropped", []),
        ({"==": [{"var": "a"}, True]}, "negation", [{"==": [{"var": "a"}, False]}]),
        (
            {"<": [{"var": "held_on"}, "2026-02-28"]},
            "threshold",
            [{"<": [{"var": "held_on"}, "2026-03-01"]}, {"<": [{"var": "held_on"}, "2026-02-27"]}],
        ),
        ({"var": ["present", 3]}, "threshold", []),
    ],
)
def test_a_tree_is_edited_in_one_place_at_a_time(tree: Any, kind: str, expected: list[Any]) -> None:
    assert [after for one, after in edits(tree) if one == kind] == expected


def test_edits_reach_into_lists_and_bodies() -> None:
    tree = {"count": [{"var": "lines"}, {">": [{"var": "n"}, 1]}]}
    assert {"count": [{"var": "lines"}, {">": [{"var": "n"}, 2]}]} in [after for _, after in edits(tree)]


def run(**members: Any) -> MutantReport:
    return run_mutants(read(**members), now=NOW, calendar=Calendar())


def survivors(**members: Any) -> list[tuple[str, str, str]]:
    return [(one.edit, one.was, one.now) for one in run(**members).survived]


def test_examples_on_both_sides_of_each_threshold_notice_every_edit() -> None:
    close = {"given": {"households": 30, "present": 21}, "expect": {"values": {"quorum_met": True}}}
    report = run(examples=[*SET["examples"], close])
    assert (report.survived, report.rate) == ((), 1.0)


def test_an_example_far_from_the_threshold_notices_little() -> None:
    rules = [rule("present > 10")]
    examples = [{"given": {"present": n}, "expect": {"effects": ["R1"] * (n > 10)}} for n in (1, 100)]
    assert survivors(rules=rules, examples=examples, compute={}) == [
        ("comparison", "到会户数 > 10", "到会户数 >= 10"),
        ("threshold", "10", "11"),
        ("threshold", "10", "9"),
    ]


def test_an_edit_that_would_be_refused_counts_on_neither_side() -> None:
    report = run(rules=[rule("households > 1")], compute={}, examples=SET["examples"][:1])
    assert report.refused > 0


def test_a_rule_that_no_example_names_may_be_dropped_unseen() -> None:
    told = survivors(rules=[rule("quorum_met")], examples=[{"given": {}, "expect": {"effects": []}}])
    assert ("rule_dropped", "R1", "") in told


def test_an_effect_among_others_is_dropped_where_an_example_could_see_it() -> None:
    rules = [rule("quorum_met", {"hide": "note"}, {"hide": "absent_why"}, {"warn": "x"})]
    edits_made = [one for one in find_mutants(read(rules=rules, examples=[])) if one.edit == "effect_dropped"]
    assert [(one.pointer, one.was) for one in edits_made] == [
        ("/rules/0/then", "hide note"),
        ("/rules/0/then", "hide absent_why"),
    ]


def test_a_formula_of_an_effect_is_edited() -> None:
    rules = [rule("households > 3", {"set": "present", "to": "households + 1"})]
    edits_made = [
        one.edit for one in find_mutants(read(rules=rules, examples=[])) if one.pointer == "/rules/0/then"
    ]
    assert set(edits_made) == {"arithmetic", "threshold"}


def thresholds(rule_set: RuleSet) -> list[tuple[str, str, str]]:
    made = [one for one in find_mutants(rule_set) if one.edit in ("threshold", "comparison")]
    return [(one.pointer, one.was, one.now) for one in made if one.rule_set]


def test_the_inputs_and_the_formulas_of_a_table_are_edited() -> None:
    table = {**GRADE, "inputs": ["present + 1"], "rows": [["-", "=households + 2"]]}
    assert thresholds(read(tables=[table], rules=[], compute={}, examples=[])) == [
        ("/tables/0/inputs/0", "1", "2"),
        ("/tables/0/inputs/0", "1", "0"),
        ("/tables/0/rows", "2", "3"),
        ("/tables/0/rows", "2", "1"),
    ]


def test_a_part_that_has_no_words_alone_is_told_by_the_whole() -> None:
    row = Type("row", title="明细", fields={"n": Type("number")})
    fields = {**FIELDS, "lines": Type("list", of=row, title="明细")}
    told = change(rules=[rule("条数(明细, n > 1) > 0")], compute={}, examples=[])
    assert ("/rules/0/if", "条数(明细, n > 1) > 0", "条数(明细, n >= 1) > 0") in thresholds(
        read_rule_set(told, fields)
    )


def test_what_has_no_words_is_told_as_it_is() -> None:
    assert write_tree({"unheard": []}, build_names({})) == "{'unheard': []}"


def table_edits(**table: Any) -> list[tuple[str, str, str, str]]:
    rule_set = read(tables=[{**GRADE, **table}], rules=[], compute={}, examples=[])
    found = [one for one in find_mutants(rule_set) if one.pointer.startswith("/tables/0/")]
    return [(one.edit, one.pointer.removeprefix("/tables/0"), one.was, one.now) for one in found]


def test_a_table_is_edited_cell_by_cell_and_row_by_row() -> None:
    assert table_edits(rows=[["[10..20)", "大"], ["-", "小"]]) == [
        ("row_dropped", "/rows/0", "grade 1", ""),
        ("cell", "/rows/0/0", "[10..20)", "-"),
        ("cell", "/rows/0/0", "[10..20)", "(10..20)"),
        ("cell", "/rows/0/0", "[10..20)", "[11..20)"),
        ("cell", "/rows/0/0", "[10..20)", "[9..20)"),
        ("cell", "/rows/0/0", "[10..20)", "[10..20]"),
        ("cell", "/rows/0/0", "[10..20)", "[10..21)"),
        ("cell", "/rows/0/0", "[10..20)", "[10..19)"),
        ("output", "/rows/0/1", "大", "小"),
        ("row_dropped", "/rows/1", "grade 2", ""),
        ("rows_swapped", "/rows/1", "grade 2", "grade 2"),
        ("output", "/rows/1/1", "小", "大"),
    ]


def test_the_end_of_a_half_line_is_edited() -> None:
    told = [one[3] for one in table_edits(rows=[["<10", "大"]]) if one[0] == "cell"]
    assert told == ["-", "<=10", "<11", "<9"]


def test_choices_booleans_numbers_and_defaults_of_a_table_are_edited() -> None:
    told = table_edits(
        inputs=["kind"],
        outputs=["sure", "n"],
        rows=[["not(村民会议,小组会议)", True, 2]],
        default={"sure": None, "n": 1},
    )
    assert [one[1:] for one in told if one[0] in ("cell", "output")] == [
        ("/rows/0/0", "not(村民会议,小组会议)", "-"),
        ("/rows/0/0", "not(村民会议,小组会议)", "not(村民会议)"),
        ("/rows/0/0", "not(村民会议,小组会议)", "not(小组会议)"),
        ("/rows/0/1", "True", "False"),
        ("/rows/0/2", "2", "3"),
        ("/rows/0/2", "2", "1"),
        ("/default/n", "1", "2"),
        ("/default/n", "1", "0"),
    ]


def test_the_bands_of_a_scoring_table_are_edited() -> None:
    bands = {"output": "size", "cells": [[">=80", "高"], ["-", "低"]]}
    told = table_edits(hit="C+", outputs=["points"], rows=[["-", 5]], bands=bands)
    assert ("output", "/bands/cells/0/1", "高", "低") in told


def test_an_edit_of_a_table_that_changes_no_answer_is_passed_over() -> None:
    table = {**GRADE, "rows": [["[0..9]", "小"], ["-", "大"]]}
    told = survivors(tables=[table], rules=[], compute={}, examples=[])
    assert [one for one in told if one[2] in ("<=9", "(0..9]", "[-1..9]", "[0..10)")] == [
        ("cell", "[0..9]", "(0..9]")
    ]


def test_edits_of_a_table_too_intricate_to_compare_may_change_an_answer() -> None:
    chance, names = Random(1), [f"c{place}" for place in range(20)]
    rows = []
    for number in range(210):
        cells = ["-"] * 20
        for place in chance.sample(range(20), 3):
            cells[place] = ",".join(chance.sample("甲乙丙丁", 2))
        rows.append([*cells, number])
    types = {name: Type("text", options=tuple("甲乙丙丁"), required=True) for name in names}
    table = {"table": "t", "hit": "F", "inputs": names, "outputs": ["o"], "rows": rows[::-1]}
    rule_set = read_rule_set(change(tables=[table], rules=[], compute={}, examples=[]), types)
    assert len(run_mutants(rule_set, now=NOW, calendar=Calendar(), most=1).survived) == 1


def test_survivors_are_told_by_what_was_and_what_is() -> None:
    told = tell_survivors(run(rules=[rule("quorum_met")], tables=[GRADE], examples=[]))
    assert {one.code for one in told} == {"mutant_survived", "mutant_dropped", "mutant_swapped"}


def test_a_set_with_nothing_to_edit_is_fully_proved() -> None:
    assert run(rules=[], compute={}, examples=[]).rate == 1.0
