"""Where words run together and a name could be cut in more than one way."""

from __future__ import annotations

import pytest
from lizheng.rules.text import build_names, read_condition
from lizheng.rules.types import Type

NUMBER, BOOLEAN = Type("number"), Type("boolean")
BOTH = build_names(
    {
        "农户": BOOLEAN,
        "非农户": BOOLEAN,
        "赞成": NUMBER,
        "赞成过半": BOOLEAN,
        "到会": NUMBER,
        "3组": NUMBER,
        "会": NUMBER,
        "GPS位置": NUMBER,
    }
)
FEW = build_names({"农户": BOOLEAN, "赞成": NUMBER, "到会": NUMBER})
HALF = {">": [{"var": "赞成"}, {"/": [{"var": "到会"}, 2]}]}


def test_a_longer_name_gives_way_where_the_rest_would_make_no_sense() -> None:
    assert read_condition("赞成过半到会", BOTH) == HALF


def test_the_longest_name_is_taken_where_it_makes_sense() -> None:
    assert read_condition("赞成过半且非农户", BOTH) == {"and": [{"var": "赞成过半"}, {"var": "非农户"}]}


def test_an_operator_is_cut_off_where_no_name_holds_it() -> None:
    assert read_condition("非农户且赞成过半到会", FEW) == {"and": [{"!": [{"var": "农户"}]}, HALF]}


def test_a_space_always_cuts() -> None:
    assert read_condition("非 农户", BOTH) == {"!": [{"var": "农户"}]}


def test_a_name_may_begin_with_a_digit() -> None:
    assert read_condition("3组>3", BOTH) == {">": [{"var": "3组"}, 3]}


def test_a_name_may_mix_letters_and_chinese() -> None:
    assert read_condition("GPS位置=3", BOTH) == {"==": [{"var": "GPS位置"}, 3]}


@pytest.mark.parametrize(("text", "high"), [("会在3到到会之间", "到会"), ("会在3到会之间", "会")])
def test_an_operator_inside_a_name_is_found_by_what_follows(text: str, high: str) -> None:
    assert read_condition(text, BOTH) == {"<=": [3, {"var": "会"}, {"var": high}]}


@pytest.mark.parametrize(
    "text", ["赞成 > 3 AND 农户", "赞成 MORE THAN 3 and 农户", "赞成 more \t than 3 且 农户"]
)
def test_english_words_are_read_in_any_case_with_any_space(text: str) -> None:
    assert read_condition(text, FEW) == {"and": [{">": [{"var": "赞成"}, 3]}, {"var": "农户"}]}


def test_a_function_is_a_name_where_no_bracket_follows() -> None:
    names = build_names({"date": Type("date"), "日期": NUMBER})
    assert read_condition("date(现在) = date 且 日期>3", names) == {
        "and": [{"==": [{"date": [{"now": []}]}, {"var": "date"}]}, {">": [{"var": "日期"}, 3]}]
    }
