"""A counter-example is a value that people would write: whole, round, real, one of the options."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lizheng.rules.analysis import Box, example
from lizheng.rules.analysis.examples import pick
from lizheng.rules.tables import Choice, Column, Region, Span, read_cell
from lizheng.rules.tables.regions import accepts
from lizheng.rules.types import Type

NUMBER = Type("number")
PEOPLE = Type("number", integer=True, low=Fraction(0), high=Fraction(120))
LEVEL = Type("text", options=("重大", "较大"))


@pytest.mark.parametrize(
    ("type", "cell", "value"),
    [
        (NUMBER, "-", 1),
        (NUMBER, ">=7", 7),
        (NUMBER, ">7", 8),
        (NUMBER, "<7", 6),
        (NUMBER, "<=7", 7),
        (NUMBER, "[0.5..7]", 1),
        (NUMBER, "(0.5..1)", 0.6),
        (NUMBER, "(0.5..0.6)", 0.51),
        (NUMBER, "0.125", 0.125),
        (NUMBER, "not(1)", 0),
        (NUMBER, "未填", None),
        (NUMBER, ">3,未填", 4),
        (Type("number", low=Fraction(1, 2)), "-", 1),
        (PEOPLE, "-", 1),
        (PEOPLE, "<7", 6),
        (Type("number", low=Fraction(100)), "-", 100),
        (PEOPLE, ">=150,[3..4)", 3),
        (PEOPLE, "(3..4),>119", 120),
        (PEOPLE, "(3..4)", None),
        (PEOPLE, ">150", None),
        (Type("number", options=(2, Fraction(5, 2))), "2.5", 2.5),
        (Type("date"), "-", "2026-01-01"),
        (Type("date"), ">2026-02-28", "2026-03-01"),
        (Type("date"), "<2026-03-01", "2026-02-28"),
        (Type("time"), "-", "08:30"),
        (Type("time"), ">=23:45", "23:45"),
        (Type("time"), ">08:31", "09:00"),
        (Type("time"), "(08:31..08:33)", "08:32"),
        (Type("time"), "(08:31..08:32)", "08:31:01"),
        (Type("datetime"), "-", "2026-01-01T08:30:00+08:00"),
        (Type("datetime"), ">2026-01-01T08:31:00+08:00", "2026-01-01T09:00:00+08:00"),
        (Type("boolean"), "-", True),
        (Type("boolean"), "否", False),
        (LEVEL, "-", "重大"),
        (LEVEL, "not(重大)", "较大"),
        (LEVEL, "未填", None),
        (Type("text"), "-", "其他"),
        (Type("text"), "not(其他,其他1)", "其他2"),
        (Type("text"), "乙,甲", "乙"),
    ],
)
def test_an_example_is(type: Type, cell: str, value: Any) -> None:
    assert pick(read_cell(cell, type), type) == value


def test_a_box_has_one_value_for_each_column() -> None:
    columns = (Column("level", LEVEL), Column("people", PEOPLE))
    regions = (read_cell("较大", LEVEL), read_cell("[10..19]", PEOPLE))
    assert example(Box(regions), columns) == ("较大", 10)


@given(
    st.lists(st.decimals(-1000, 1000, places=4), min_size=2, max_size=2, unique=True),
    st.booleans(),
    st.booleans(),
)
def test_an_example_lies_in_its_interval(ends: list[Any], low_in: bool, high_in: bool) -> None:
    low, high = sorted(map(Fraction, ends))
    region = Region((Span(low, low_in, high, high_in),))
    assert accepts(region, Fraction(str(pick(region, NUMBER))))


@given(st.frozensets(st.sampled_from(["其他", "其他1", "其他2", "甲"])))
def test_an_example_of_other_texts_is_none_of_them(named: frozenset[str]) -> None:
    assert pick(Region(Choice(named, others=True)), Type("text")) not in named
