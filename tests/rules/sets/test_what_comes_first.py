"""Whatever the order in the document: values before what reads them, sentences after everything."""

from __future__ import annotations

from typing import Any

from lizheng.rules.calendar import Calendar
from lizheng.rules.sets import Outcome, evaluate

from .quorum import GRADE, NOW, read, rule


def judge(answers: dict[str, Any], **members: Any) -> Outcome:
    return evaluate(read(compute={}, **members), answers, now=NOW, calendar=Calendar())


def test_a_sentence_never_tells_the_answer_of_a_field_that_a_later_rule_hides() -> None:
    told = rule("present > 1", {"warn": "说明：{note}"}, name="A", remedy="见{note}")
    rules = [told, rule("present > 1", {"hide": "note"}, name="B")]
    effect = judge({"present": 2, "note": "某某家的事"}, rules=rules).effects[0]
    assert (effect.say, effect.remedy) == ("说明：未填", "见未填")


def test_a_sentence_tells_what_a_later_rule_sets() -> None:
    rules = [
        rule("present > 1", {"warn": "{households} 户"}, name="A"),
        rule("present > 1", {"set": "households", "to": "9"}, name="B"),
    ]
    assert judge({"present": 2, "households": 5}, rules=rules).effects[0].say == "9 户"


def test_a_table_waits_for_what_its_formulas_read() -> None:
    first = {
        **GRADE,
        "table": "a",
        "outputs": ["one"],
        "rows": [[">5", "=two + 1"]],
        "default": {"one": "=two"},
    }
    second = {**GRADE, "table": "b", "outputs": ["two"], "rows": [["-", 5]]}
    outcomes = [judge({"present": n}, tables=[first, second], rules=[]).values for n in (6, 1)]
    assert outcomes == [{"two": 5, "one": 6}, {"two": 5, "one": 5}]
