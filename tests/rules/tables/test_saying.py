"""Cells in words: exact by the law's own words for 以上, 超过, 以下 and 不满."""

from __future__ import annotations

import pytest
from lizheng.rules.tables import read_cell, say_cell
from lizheng.rules.types import Type

DAYS, PLAIN = Type("number", unit="天"), Type("number")
LEVEL = Type("text", options=("重大", "较大", "一般"))


@pytest.mark.parametrize(
    ("type", "cell", "chinese", "english"),
    [
        (DAYS, "-", "任意", "any"),
        (DAYS, "未填", "未填", "not filled in"),
        (DAYS, "已填", "已填", "filled in"),
        (DAYS, "not(已填)", "没有可填的值", "nothing"),
        (DAYS, ">=7", "7 天及以上", "7 天 or more"),
        (DAYS, ">7", "超过 7 天", "more than 7 天"),
        (DAYS, "<=7", "7 天及以下", "7 天 or less"),
        (DAYS, "<7", "不满 7 天", "less than 7 天"),
        (DAYS, "<-7", "不满 -7 天", "less than -7 天"),
        (DAYS, "[1..5]", "1 到 5 天", "1 to 5 天"),
        (DAYS, "[1..5)", "1 到 5 天（不含 5）", "1 to 5 天 (without 5)"),
        (DAYS, "(1..5)", "1 到 5 天（不含 1 和 5）", "1 to 5 天 (without 1 and 5)"),
        (DAYS, "1,2.5", "1、2.5 天", "1, 2.5 天"),
        (DAYS, "not(1,5)", "不是 1、5 天", "not 1, 5 天"),
        (DAYS, "<1,3,>=10", "3 天或不满 1 天或 10 天及以上", "3 天 or less than 1 天 or 10 天 or more"),
        (DAYS, ">=7,未填", "7 天及以上或未填", "7 天 or more or not filled in"),
        (PLAIN, ">=7", "7 及以上", "7 or more"),
        (PLAIN, "3", "3", "3"),
        (LEVEL, "重大", "重大", "重大"),
        (LEVEL, "一般,重大", "重大、一般", "重大, 一般"),
        (LEVEL, "not(重大)", "不是重大", "not 重大"),
        (LEVEL, "未填", "未填", "not filled in"),
        (LEVEL, "not(重大),未填", "不是重大或未填", "not 重大 or not filled in"),
        (Type("boolean"), "是", "是", "yes"),
        (Type("boolean"), "否,未填", "否或未填", "no or not filled in"),
        (Type("date"), ">=2026-01-01", "2026年1月1日及以后", "2026-01-01 or later"),
        (Type("date"), ">2026-01-01", "晚于 2026年1月1日", "after 2026-01-01"),
        (Type("date"), "<2026-01-01", "早于 2026年1月1日", "before 2026-01-01"),
        (Type("date"), "<=2026-01-01", "2026年1月1日及以前", "2026-01-01 or earlier"),
        (Type("time"), "[08:30..17:00:30]", "08:30 到 17:00:30", "08:30 to 17:00:30"),
        (Type("datetime"), ">=2026-01-01T00:30Z", "2026年1月1日 08:30 及以后", "2026-01-01 08:30 or later"),
    ],
)
def test_a_cell_is_said(type: Type, cell: str, chinese: str, english: str) -> None:
    region = read_cell(cell, type)
    assert (say_cell(region, type), say_cell(region, type, "en")) == (chinese, english)
