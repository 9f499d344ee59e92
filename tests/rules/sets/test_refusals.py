"""What reading a set refuses, each at its place; and what an evaluation says when a limit is reached."""

from __future__ import annotations

from typing import Any

import pytest
from lizheng.rules.calendar import Calendar
from lizheng.rules.findings import RuleRefused
from lizheng.rules.sets import evaluate, read_rule_set
from lizheng.rules.types import Type

from .quorum import FIELDS, NOW, SET

LIST = {**FIELDS, "lines": Type("list", of=Type("number"))}
COUNT = {"form": "a.b"}


def refuse(subject: str = "matter", **members: Any) -> list[tuple[str, str]]:
    with pytest.raises(RuleRefused) as refused:
        read_rule_set({**SET, **members}, LIST, parameters={"share": Type("number")}, subject=subject)
    return [(one.code, one.pointer) for one in refused.value.findings]


def rule(*then: Any, **members: Any) -> list[dict[str, Any]]:
    return [{"rule": "R1", "if": "到会户数 > 1", "then": list(then), **members}]


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"compute": {"note": "到会户数 + 1"}}, ("type_wanted", "/compute/note")),
        ({"compute": {"met": "到会户数 至少"}}, ("condition_unreadable", "/compute/met")),
        ({"compute": {"share": "到会户数"}}, ("name_twice", "/compute/share")),
        ({"dated_by": "note"}, ("dated_by_no_date", "/dated_by")),
        ({"effective_from": "2026-13-01"}, ("member_shape", "/effective_from")),
        ({"effective_from": "2026-1-1"}, ("member_shape", "/effective_from")),
        ({"tables": [{"table": "t"}]}, ("table_shape", "/tables/0")),
        ({"facts": {"f": 3}}, ("fact_shape", "/facts/f")),
        ({"facts": {"f": {"count": {**COUNT, "by": 1}}}}, ("member_unknown", "/facts/f/count/by")),
        ({"facts": {"f": {"count": {**COUNT, "scope": "world"}}}}, ("fact_member", "/facts/f/count/scope")),
        ({"rules": rule({"warn": ""})}, ("sentence_missing", "/rules/0/then/0/warn")),
        ({"rules": rule({"warn": "看", "field": "x"})}, ("field_unknown", "/rules/0/then/0/field")),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_place(members: Any, found: Any) -> None:
    assert found in refuse(**members)


def test_a_table_whose_formula_cannot_be_read_is_refused() -> None:
    table = {
        "table": "t",
        "hit": "first",
        "inputs": ["到会户数"],
        "outputs": ["x"],
        "rows": [["-", "=到会户"]],
    }
    assert any(pointer.startswith("/tables/0") for _, pointer in refuse(tables=[table]))


def test_a_table_whose_input_cannot_be_read_is_refused() -> None:
    table = {"table": "t", "hit": "first", "inputs": ["到会户 +"], "outputs": ["x"], "rows": [["-", 1]]}
    assert ("name_unknown", "/tables/0/inputs/0") in refuse(tables=[table])


def test_a_table_whose_input_reads_but_cannot_be_worked_out_is_refused() -> None:
    table = {"table": "t", "hit": "first", "inputs": ["note + 1"], "outputs": ["x"], "rows": [["-", 1]]}
    assert any(pointer.startswith("/tables/0/inputs/0") for _, pointer in refuse(tables=[table]))


def test_people_are_not_counted() -> None:
    assert ("effect_on_people", "/facts/f") in refuse("person", facts={"f": {"count": COUNT}})


def test_a_limit_of_the_language_leaves_the_rule_undecided_and_nothing_else() -> None:
    heavy = "条数(lines, 条数(外层.lines, 本项 > 0) > 0) > 0"
    rules = [{"rule": "R9", "if": heavy, "then": [{"warn": "多"}]}, *SET["rules"]]
    read = read_rule_set({**SET, "rules": rules}, LIST)
    facts = {"lines": list(range(2_000)), "households": 3, "present": 1}
    outcome = evaluate(read, facts, now=NOW, calendar=Calendar())
    assert outcome.undecided == {"R9": "Too Much Work"}
    assert [one.rule for one in outcome.effects] == ["R1"]
