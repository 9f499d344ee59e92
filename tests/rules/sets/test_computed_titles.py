"""Computed values are known by their titles, and sentences tell what stands inside a group."""

from __future__ import annotations

import pytest
from lizheng.rules.findings import RuleRefused
from lizheng.rules.sets import evaluate, read_rule_set
from lizheng.rules.types import Type

from .quorum import NOW, SET, change, read, rule

LACKING = {"title": "还差户数", "formula": "进一(2/3 的 总户数) - 到会户数"}


def test_a_condition_may_call_a_computed_value_by_its_title() -> None:
    told = read(compute={"lacking": LACKING}, rules=[rule("还差户数 > 0")], examples=[])
    outcome = evaluate(told, {"households": 30, "present": 19}, now=NOW, calendar=None)
    assert [effect.rule for effect in outcome.effects] == ["R1"]


def test_a_formula_may_call_another_computed_value_by_its_title() -> None:
    twice = {"title": {"zh-CN": "两倍", "en": "Twice"}, "formula": "还差户数 * 2"}
    told = read(compute={"twice": twice, "lacking": LACKING}, rules=[], examples=[])
    outcome = evaluate(told, {"households": 30, "present": 19}, now=NOW, calendar=None)
    assert outcome.values == {"lacking": 1, "twice": 2}


@pytest.mark.parametrize("title", [5, "", {}, ["还差"]])
def test_a_title_that_is_none_is_refused_with_its_place(title: object) -> None:
    with pytest.raises(RuleRefused) as refused:
        read(compute={"lacking": {**LACKING, "title": title}}, rules=[], examples=[])
    assert [(one.code, one.pointer) for one in refused.value.findings] == [
        ("member_shape", "/compute/lacking/title")
    ]


def test_a_sentence_tells_what_stands_inside_a_group() -> None:
    village = Type("row", fields={"name": Type("text", title="村名")})
    told = change(compute={}, examples=[], rules=[rule("village.name 已填", {"warn": "请看 {village.name}"})])
    outcome = evaluate(
        read_rule_set(told, {"village": village}), {"village": {"name": "上岙村"}}, now=NOW, calendar=None
    )
    assert [effect.say for effect in outcome.effects] == ["请看 上岙村"]


def test_a_sentence_may_not_name_what_no_group_has() -> None:
    with pytest.raises(RuleRefused) as refused:
        read(rules=[*SET["rules"], rule("present > 1", {"warn": "请看 {present.name}"}, name="R3")])
    assert [(one.code, one.facts["got"]) for one in refused.value.findings] == [
        ("name_unknown", "present.name")
    ]
