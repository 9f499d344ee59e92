"""What each form of the condition text means."""

from __future__ import annotations

import json

import pytest

from .village_names import read

FOR, HERE, PHONE = {"var": "for"}, {"var": "here"}, {"var": "phone"}
LINES, TAGS = {"var": "lines"}, {"var": "tags"}
LEVEL, DATE, CARRIED, VILLAGE = (
    {"var": "level"},
    {"var": "date"},
    {"var": "carried"},
    {"var": "address.village"},
)
SERIOUS = {"==": [LEVEL, "重大"]}
FORMS = [
    ("未整改天数 > 3 且 隐患等级 = “重大”", {"and": [{">": [{"var": "days_open"}, 3]}, SERIOUS]}),
    ("days_open > 3 and level = 重大", {"and": [{">": [{"var": "days_open"}, 3]}, SERIOUS]}),
    ("是 或 赞成 > 1 且 到会 > 2", {"or": [True, {"and": [{">": [FOR, 1]}, {">": [HERE, 2]}]}]}),
    ("非 赞成 = 3", {"!": [{"==": [FOR, 3]}]}),
    ("not carried", {"!": [CARRIED]}),
    ("(是否通过 且 是) 且 否", {"and": [{"and": [CARRIED, True]}, False]}),
    ("1 < 赞成 < 5", {"<": [1, FOR, 5]}),
    ("5 >= 赞成 >= 1", {">=": [5, FOR, 1]}),
    ("赞成 在 1 到 5 之间", {"<=": [1, FOR, 5]}),
    ("for between 1 and 5 and carried", {"and": [{"<=": [1, FOR, 5]}, CARRIED]}),
    ("赞成 过半 到会", {">": [FOR, {"/": [HERE, 2]}]}),
    ("for over half of here", {">": [FOR, {"/": [HERE, 2]}]}),
    ("到会户数 至少 2/3 的 总户数", {">=": [{"var": "present"}, {"*": [{"/": [2, 3]}, {"var": "base"}]}]}),
    ("present at least 2/3 of base", {">=": [{"var": "present"}, {"*": [{"/": [2, 3]}, {"var": "base"}]}]}),
    ("赞成 不足 80% 的 到会", {"<": [FOR, {"*": [0.8, HERE]}]}),
    ("电话 未填", {"empty": [PHONE]}),
    ("电话 已填", {"!": [{"empty": [PHONE]}]}),
    ("方式 属于 转, 并", {"in": [{"var": "mode"}, ["转", "并"]]}),
    ("方式 属于 (转，并) 或 否", {"or": [{"in": [{"var": "mode"}, ["转", "并"]]}, False]}),
    ("方式 属于 转", {"in": [{"var": "mode"}, ["转"]]}),
    ("方式 不属于 “转”、“并”", {"!": [{"in": [{"var": "mode"}, ["转", "并"]]}]}),
    ("电话 属于 标签", {"in": [PHONE, TAGS]}),
    ("标签 包含 火", {"in": ["火", TAGS]}),
    ("电话 不包含 “138”", {"!": [{"in": ["138", PHONE]}]}),
    ("赞成 = 5万", {"==": [FOR, 50000]}),
    ("赞成 = 1.5万", {"==": [FOR, 15000]}),
    ("赞成 = 2亿", {"==": [FOR, 200000000]}),
    ("赞成 = 12.5%", {"==": [FOR, 0.125]}),
    ("赞成 = 007.50", {"==": [FOR, 7.5]}),
    ("赞成 = 1 + 2 + 3 - 4 + 5", {"==": [FOR, {"+": [{"-": [{"+": [1, 2, 3]}, 4]}, 5]}]}),
    ("赞成 = 1 + (2 + 3) × 4 ÷ 5", {"==": [FOR, {"+": [1, {"/": [{"*": [{"+": [2, 3]}, 4]}, 5]}]}]}),
    ("赞成 余 3 = 0", {"==": [{"%": [FOR, 3]}, 0]}),
    ("10 % 3 = 1", {"==": [{"%": [10, 3]}, 1]}),
    ("-赞成 = -3", {"==": [{"-": [FOR]}, -3]}),
    ("--3 = -(3)", {"==": [{"-": [-3]}, {"-": [3]}]}),
    ("赞成 ?? 到会 ?? 0 > 1 + 2", {">": [{"??": [FOR, HERE, 0]}, {"+": [1, 2]}]}),
    ("如果(是, 重大, 一般) = 隐患等级", {"==": [{"if": [True, "重大", "一般"]}, LEVEL]}),
    ("level = if(是, 重大, 否, 一般)", {"==": [LEVEL, {"if": [True, "重大", False, "一般"]}]}),
    ("隐患等级 = 首个有值(方式, 重大)", {"==": [LEVEL, {"??": [{"var": "mode"}, "重大"]}]}),
    ("日期 早于 2026-02-28", {"<": [{"var": "date"}, "2026-02-28"]}),
    ("日期晚于2026年2月8日", {">": [{"var": "date"}, "2026-02-08"]}),
    ("date = 2026-2-8", {"==": [{"var": "date"}, "2026-02-08"]}),
    ("开门时间 < 8:30", {"<": [{"var": "opened"}, "08:30"]}),
    ("开会时间 > 2026-02-28 8:30", {">": [{"var": "held_at"}, "2026-02-28T08:30:00+08:00"]}),
    ("held_at > 2026-02-28T08:30:00Z", {">": [{"var": "held_at"}, "2026-02-28T08:30:00Z"]}),
    ("今天() > 日期", {">": [{"today": []}, {"var": "date"}]}),
    ("现在 > 开会时间", {">": [{"now": []}, {"var": "held_at"}]}),
    ("是否党员 = 是", {"==": [{"var": "member"}, "是"]}),
    ("是否通过 = 是", {"==": [CARRIED, True]}),
    ("缺少(电话, 地址.村, 间数)", {"missing": ["phone", "address.village", "address.rooms"]}),
    ("村 = “东村” 或 address.village 未填", {"or": [{"==": [VILLAGE, "东村"]}, {"empty": [VILLAGE]}]}),
    ("fits(方式, (转, 并))", {"fits": [{"var": "mode"}, ["转", "并"]]}),
    ("列表(1, 赞成) 包含 3", {"in": [3, [1, FOR]]}),
    ("ｄａｙｓ＿ｏｐｅｎ　＞＝　３", {">=": [{"var": "days_open"}, 3]}),
    ("电话 = “（１）”", {"==": [PHONE, "（１）"]}),
    ('电话 = "说""好""" 或 电话 = “a"b”', {"or": [{"==": [PHONE, '说"好"']}, {"==": [PHONE, 'a"b']}]}),
    ("「金额（元）」 > [金额(元)]", {">": [{"var": "cash"}, {"var": "cash"}]}),
]  # fmt: skip

ROWS = [
    ("条数(清查明细, 有争议 = 是)", {"count": [LINES, {"==": [{"var": "disputed"}, True]}]}),
    ("合计(清查明细, 账面数 * 赞成)", {"sum": [LINES, {"*": [{"var": "book"}, {"val": [[2], "for"]}]}]}),
    ("每条(清查明细, 清查日期 > 日期)", {"all": [LINES, {">": [{"var": "date"}, {"val": [[2], "date"]}]}]}),
    ("some(lines, date > outer.date)", {"some": [LINES, {">": [{"var": "date"}, {"val": [[2], "date"]}]}]}),
    ("none(lines, kind = 资产)", {"none": [LINES, {"==": [{"var": "kind"}, "资产"]}]}),
    ("条数(标签, 本项 = 火)", {"count": [TAGS, {"==": [{"var": ""}, "火"]}]}),
    (
        "条数(清查明细, 村 已填)",
        {"count": [LINES, {"!": [{"empty": [{"val": [[2], "address", "village"]}]}]}]},
    ),
    (
        "合计(清查明细, 合计(份额表, 账面数 * 外层.账面数 + 赞成))",
        {
            "sum": [
                LINES,
                {
                    "sum": [
                        {"var": "parts"},
                        {"+": [{"*": [{"var": "book"}, {"val": [[2], "book"]}]}, {"val": [[4], "for"]}]},
                    ]
                },
            ]
        },
    ),
    (
        "条数(标签, 条数(金额, 外层.本项 = 火) > 0)",
        {"count": [TAGS, {">": [{"count": [{"val": [[2], "amounts"]}, {"==": [{"val": [[2]]}, "火"]}]}, 0]}]},
    ),
    (
        "合计(筛选(清查明细, 有争议), 账面数)",
        {"sum": [{"filter": [LINES, {"var": "disputed"}]}, {"var": "book"}]},
    ),
    (
        "条数(取(清查明细, 类别), 本项 = 资产)",
        {"count": [{"map": [LINES, {"var": "kind"}]}, {"==": [{"var": ""}, "资产"]}]},
    ),
    (
        "条数(如果(是否通过, 清查明细), 有争议)",
        {"count": [{"if": [CARRIED, LINES]}, {"var": "disputed"}]},
    ),
    ("条数(合并(标签, 标签), 本项 = 火)", {"count": [{"merge": [TAGS, TAGS]}, {"==": [{"var": ""}, "火"]}]}),
    ("条数(取(金额, 1), 是否通过)", {"count": [{"map": [{"var": "amounts"}, 1]}, {"val": [[2], "carried"]}]}),
]


@pytest.mark.parametrize(("text", "tree"), FORMS)
def test_a_form_means_its_tree(text: str, tree: object) -> None:
    assert json.dumps(read(text)) == json.dumps(tree)


@pytest.mark.parametrize(("text", "tree"), ROWS)
def test_in_a_body_names_of_the_row_come_first_and_others_are_climbed_to(text: str, tree: object) -> None:
    assert json.dumps(read(text)) == json.dumps(tree)


@pytest.mark.parametrize(
    ("close", "spaced"),
    [
        ("赞成过半到会", "赞成 过半 到会"),
        ("到会户数至少2/3的总户数", "到会户数 至少 2/3 的 总户数"),
        ("未整改天数未填或非是否通过", "未整改天数 未填 或 非 是否通过"),
        ("赞成在到会到总户数之间", "赞成 在 到会 到 总户数 之间"),
        ("方式不属于转、并且电话已填", "方式 不属于 转、并 且 电话 已填"),
        ("方式属于转且是否通过", "方式 属于 转 且 是否通过"),
        ("赞成=5万且到会>3", "赞成 = 5万 且 到会 > 3"),
        ("是否党员=是且是工作日(日期)", "是否党员 = 是 且 是工作日(日期)"),
        ("for>=3 and here<4", "for >= 3 and here < 4"),
    ],
)
def test_spaces_between_chinese_words_change_nothing(close: str, spaced: str) -> None:
    assert read(close) == read(spaced)
