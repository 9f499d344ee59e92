"""Sentences of rules and 为什么 tell answers in the words in which a clerk reads them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest
from lizheng.core.records.facts import OtherRecords
from lizheng.core.records.judging import Judgement, judge
from lizheng.core.records.telling import tell_value
from lizheng.core.registry.values import PublishedForm, Registry, Switches
from lizheng.core.web.reasons import tell_judgement
from lizheng.forms.reading import read_form
from lizheng.forms.text import Language

from ..forms.station import NOW
from .told_form import ANSWERS, FORM, FORM_ID, RULES, SAID, TOWNSHIP

PUBLISHED = PublishedForm(read_form(FORM), version=1)
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


def judge_answers(answers: Any) -> Judgement:
    registry = Registry({}, (), {FORM_ID: (PUBLISHED,)}, Switches(), {})
    registry = replace(registry, township_rules=((TOWNSHIP, RULES),))
    others = cast(OtherRecords, None)  # no set here has facts
    return judge(PUBLISHED, answers, registry=registry, unit=f"{TOWNSHIP}201", moment=NOW, others=others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_tells_what_the_page_shows(language: Language) -> None:
    told = tell_judgement(judge_answers(ANSWERS), PUBLISHED.definition, language)
    assert [one.say for one in told.warnings] == SAID[language]


def test_why_tells_several_answers_and_the_remedy_in_the_same_words() -> None:
    told = tell_judgement(judge_answers(ANSWERS), PUBLISHED.definition, "zh-CN")
    used = [(one.title, one.text) for reason in told.warnings for one in reason.used]
    assert (used, told.warnings[0].remedy) == ([("类别", "甲"), ("办法", "上门、电话")], "问清行业3。")


@pytest.mark.parametrize(
    ("name", "value", "chinese", "english"),
    [
        ("kind", "z", "z", "z"),
        ("ways", [], "未填", "not filled in"),
        ("note", "2026-02-28", "2026-02-28", "2026-02-28"),
        ("at", "下午", "下午", "下午"),
        ("who", {"sex": "m"}, "男", "Man"),
        ("limit", ["2026-02-28", "一半"], "2026年2月28日、一半", "2026-02-28, 一半"),
        ("limit", {"a": 1, "b": False}, "1、否", "1、no"),
        ("limit", False, "否", "no"),
    ],
)
def test_what_is_no_choice_and_no_field_is_told_as_well_as_can_be(
    name: str, value: Any, chinese: str, english: str
) -> None:
    told = [tell_value(PUBLISHED.definition, name, value, language) for language in LANGUAGES]
    assert told == [chinese, english]
