"""Options in force bind an answer; what is readonly stays as it was in a correction."""

from __future__ import annotations

import pytest
from lizheng.core.records.values import Rejection
from lizheng.forms.messages import say

from .conftest import supervisor
from .judged import change, judge_by

CALLED = {"!": [{"empty": [{"var": "phone"}]}]}
TWO_OR_THREE = {
    "rule": "R1",
    "title": {"zh-CN": "来过电话", "en": "Called"},
    "if": CALLED,
    "then": [{"options": "count", "only": [2, 3]}],
    "basis": "巡查办法 第1条",
}
KEPT = {
    "rule": "R2",
    "title": "来电原话",
    "if": CALLED,
    "then": [{"readonly": "what"}],
    "basis": "巡查办法 第2条",
}
ANSWERS = {"what": "路灯不亮", "phone": "13800000000", "count": 2}


def judge(world, *rules, **members):
    judge_by(world, change(**{"compute": {}, **members}, rules=list(rules)))


def find_problems(act):
    with pytest.raises(Rejection) as caught:
        act()
    return [(one.code, one.pointer, say(one, title="此项"), say(one, "en")) for one in caught.value.problems]


def submit(world, **answers):
    return world.submit(answers=ANSWERS | answers).revision


def correct(world, **answers):
    return world.revise(1, 1, actor=supervisor(), answers=ANSWERS | answers)


def test_an_answer_outside_the_options_in_force_is_to_be_mended(world):
    judge(world, TWO_OR_THREE)
    chinese = "请在“此项”中改选：2、3。按规则：来过电话（巡查办法 第1条）"
    english = "Please choose for this field: 2, 3. The rule: Called (巡查办法 第1条)"
    assert find_problems(lambda: submit(world, count=1)) == [("rule_options", "/count", chinese, english)]


@pytest.mark.parametrize("answers", [{"count": 3}, {"count": None}, {"phone": "", "count": 1}])
def test_an_option_no_answer_and_a_rule_that_does_not_hold_are_accepted(world, answers):
    judge(world, TWO_OR_THREE)
    sent = {name: value for name, value in {**ANSWERS, **answers}.items() if value not in (None, "")}
    assert world.submit(answers=sent).revision == 1


def test_where_two_rules_name_options_those_of_both_count(world):
    judge(world, TWO_OR_THREE, TWO_OR_THREE | {"rule": "R3", "then": [{"options": "count", "only": [3, 4]}]})
    said = [one[2] for one in find_problems(lambda: submit(world, count=2))]
    assert said == ["请在“此项”中改选：3。按规则：来过电话、来过电话（巡查办法 第1条）"]


def test_rules_that_leave_no_option_refuse_nothing(world):
    judge(world, TWO_OR_THREE, TWO_OR_THREE | {"rule": "R3", "then": [{"options": "count", "only": [4]}]})
    assert submit(world, count=9) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"compute": {"count": {"formula": {"+": [5, 1]}}}},
        {"rules": [TWO_OR_THREE, KEPT | {"then": [{"readonly": "count"}]}]},
        {"rules": [TWO_OR_THREE, KEPT | {"then": [{"hide": "count"}]}]},
    ],
    ids=["computed", "readonly", "hidden"],
)
def test_what_nobody_can_mend_is_nobodys_mistake(world, more):
    judge_by(world, change(**{"compute": {}, "rules": [TWO_OR_THREE], **more}))
    assert submit(world, count=9) == 1


def test_options_are_those_of_the_day_of_the_record(world):
    judge(world, TWO_OR_THREE, effective_from="2026-03-01")
    assert submit(world, count=1) == 1


def test_what_was_typed_before_it_became_readonly_is_a_true_record(world):
    judge(world, KEPT)
    assert submit(world) == 1


def test_a_correction_leaves_what_is_readonly_as_it_was(world):
    judge(world, KEPT)
    submit(world)
    chinese = "请把“此项”改回：路灯不亮。此时不能改，按规则：来电原话（巡查办法 第2条）"
    english = (
        "Please put this field back: 路灯不亮. It cannot be changed now. The rule: 来电原话 (巡查办法 第2条)"
    )
    found = find_problems(lambda: correct(world, what="路灯全灭"))
    assert (found, correct(world, count=5).revision) == (
        [("rule_readonly", "/what", chinese, english)],
        2,
    )


@pytest.mark.parametrize(("then", "now"), [("", "13800000000"), ("13800000000", "")])
def test_what_is_readonly_only_before_or_only_after_may_be_changed(world, then, now):
    judge(world, KEPT)
    before, after = ({**ANSWERS, "phone": phone} for phone in (then, now))
    world.submit(answers={name: value for name, value in before.items() if value != ""})
    sent = {name: value for name, value in after.items() if value != ""} | {"what": "路灯全灭"}
    assert world.revise(1, 1, actor=supervisor(), answers=sent).revision == 2


def test_a_correction_that_comes_second_is_told_so_first(world):
    judge(world, KEPT)
    submit(world)
    correct(world, count=5)
    with pytest.raises(Rejection) as caught:
        correct(world, what="路灯全灭")
    assert caught.value.code == "stale"
