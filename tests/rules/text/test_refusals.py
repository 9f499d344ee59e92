"""What is wrong with a text: where, what stands there and what may stand there."""

from __future__ import annotations

from functools import reduce

import pytest
from lizheng.rules.findings import Finding
from lizheng.rules.text import SAYINGS

from .village_names import refuse, refuse_tree, show

NESTED: object = reduce(lambda tree, _: {"!": [tree]}, range(40), True)
REFUSED = [
    ("", "condition_unreadable", 0, ""),
    ("未整改天数 >", "condition_unreadable", 6, ""),
    ("未整改天数＞", "condition_unreadable", 5, ""),
    ("(赞成 > 3", "condition_unreadable", 6, ""),
    ("赞成 > 3)", "condition_unreadable", 6, ")"),
    ("赞成 > 3 4", "condition_unreadable", 7, "4"),
    ("赞成 # 3", "condition_unreadable", 3, "#"),
    ("赞成 大与 3", "condition_unreadable", 3, "大与"),
    ("赞成 > 且 3", "condition_unreadable", 5, "且"),
    ("赞成 > 3 且或 到会 > 2", "condition_unreadable", 8, "或"),
    ("1 < 赞成 <= 5", "condition_unreadable", 7, "<="),
    ("2026-02-30 < 日期", "condition_unreadable", 0, "2026-02-30"),
    ("开门时间 > 25:00", "condition_unreadable", 7, "25:00"),
    ("赞成 > 3倍 的 到会", "condition_unreadable", 6, "倍"),
    ("赞成 > 到会 的 3", "condition_unreadable", 8, "的"),
    ("赞成 > (2/3) 的 到会", "condition_unreadable", 11, "的"),
    ("年龄(出生日期)", "condition_unreadable", 7, ")"),
    ("字数() > 1", "condition_unreadable", 3, ")"),
    ("字数(电话, 3) > 1", "condition_unreadable", 5, ","),
    ("今天(3) = 日期", "condition_unreadable", 0, "今天"),
    ("条数(清查明细, 方式 属于 转, 并)", "condition_unreadable", 16, ","),
    ("缺少(“电话”)", "condition_unreadable", 3, "电话"),
    ("缺少(3 + 4)", "condition_unreadable", 3, ""),
    ("条数(清查明细, 缺少(外层.电话) 包含 类别)", "condition_unreadable", 15, "电话"),
    ("本项 = 3", "condition_unreadable", 0, "本项"),
    ("金额（元） > 3", "condition_unreadable", 2, "（"),
    ("未整改天书 > 3", "name_unknown", 0, "未整改天书"),
    ("赞成 > 3 且 未整改天书且是否通过", "name_unknown", 9, "未整改天书"),
    ("到会户书大于3", "name_unknown", 0, "到会户书"),
    ("[未整改] > 3", "name_unknown", 0, "未整改"),
    ("隐患等级 = 转", "name_unknown", 7, "转"),
    ("赞成 = 转", "name_unknown", 5, "转"),
    ("有争议", "name_unknown", 0, "有争议"),
    ("外层.赞成 > 3", "name_unknown", 3, "赞成"),
    ("赞成 > 1x", "name_unknown", 5, "1x"),
    ("同名 > 3", "name_ambiguous", 0, "同名"),
    ("过半 > 3", "name_ambiguous", 0, "过半"),
    ("赞成 > 1234567890123456", "number_too_long", 5, "1234567890123456"),
    ("电话 = “139", "text_unclosed", 5, "“"),
    ('电话 = "1""', "text_unclosed", 5, '"'),
    ("「赞成 > 3", "text_unclosed", 0, "「"),
    ("［赞成 > 3", "text_unclosed", 0, "［"),
    ("赞成" * 1001, "too_long", 2000, 2002),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "column", "got"), REFUSED)
def test_a_text_is_refused_at_the_character(text: str, code: str, column: int, got: object) -> None:
    assert show(refuse(text)) == (code, column, got)


@pytest.mark.parametrize(
    "text", ["非" * 40 + "是", "-" * 41 + "赞成 > 3", "1" + "-1" * 40, "筛选(" * 40 + "标签"]
)
def test_what_nests_deeper_than_40_is_refused(text: str) -> None:
    finding = refuse(text if "筛选" not in text else text + ", 是)" * 40)
    assert (finding.code, finding.facts["limit"]) == ("too_deep", 40)


def test_a_list_of_one_counts_as_a_level() -> None:
    assert refuse("非" * 38 + "(赞成 属于 3)").code == "too_deep"


def test_what_may_stand_there_is_said_in_words_people_write() -> None:
    expected = ("一个字段", "数字", "“文字”", "日期", "函数，如 条数(…)", "今天", "是", "-")
    assert refuse("赞成 > ").facts["expected"] == expected


def test_what_may_stand_there_is_said_in_english_too() -> None:
    expected = ("and", "or", "=", ">=", ">", "over half of", "in", "is empty")
    assert refuse("赞成 # 3").facts["expected_en"] == expected


def test_a_missing_argument_is_called_for_at_the_bracket() -> None:
    assert refuse("年龄(出生日期)").facts["expected"] == (",",)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("未整改天书 > 3", ("未整改天数",)),
        ("赞成 大与 3", ("大于",)),
        ("隐患等级 = 特大", ("重大", "较大")),
        ("[days_opened] > 3", ("days_open", "opened")),
        ("金额（元） > 3", ("「金额(元)」",)),
        ("是否道会 > 3", ("是否通过", "是否党员")),
        ("赞成 # 3", ()),
    ],
)
def test_a_name_or_word_that_looks_alike_is_offered(text: str, near: tuple[str, ...]) -> None:
    assert refuse(text).facts["near"] == near


def test_a_name_of_a_row_is_sent_into_the_brackets_of_its_list() -> None:
    finding = refuse("赞成 > 3 且 有争议")
    assert (finding.facts["reason"], finding.facts["list"]) == ("row", "清查明细")


def test_a_condition_cut_short_names_the_word_it_ends_with() -> None:
    facts = refuse("未整改天数＞").facts
    assert (facts["reason"], facts["after"], facts["place"]) == ("end", "＞", 6)


TREES: list[object] = [{"var": "x"}, {"reduce": []}, 12345678901234567, NESTED]
FINDINGS = (
    [refuse(text) for text, *_ in REFUSED]
    + [refuse("非" * 41 + "是")]
    + [refuse_tree(tree) for tree in TREES]
)


def say(finding: Finding, language: int) -> str:
    """Return the sentence of a finding; formatting fails where a fact is missing."""
    reason = finding.facts.get("reason")
    said = SAYINGS[f"{finding.code}.{reason}" if reason else finding.code][language]
    return said.format(**finding.facts)


@pytest.mark.parametrize("language", [0, 1])
@pytest.mark.parametrize("finding", FINDINGS, ids=lambda one: f"{one.code} {one.facts.get('got')}"[:30])
def test_every_refusal_has_its_sentence(finding: Finding, language: int) -> None:
    assert "{" not in say(finding, language)


def test_the_sentence_points_at_the_character() -> None:
    assert say(refuse("未整改天数 ＞"), 0).startswith("第 7 个字“＞”后面还缺一样，可以写：")


def test_no_sentence_is_left_over() -> None:
    said = {f"{one.code}.{one.facts['reason']}" if one.facts.get("reason") else one.code for one in FINDINGS}
    assert said == set(SAYINGS)
