"""What a field may be called, and what it is called in what is written."""

from __future__ import annotations

import pytest
from lizheng.rules.findings import RuleRefused
from lizheng.rules.text import Names, build_names, read_condition, write_condition
from lizheng.rules.types import Type


def name(*, english: bool = False, path: str = "a", **titles: str) -> str:
    """Return what the field ``path`` is called among fields of these titles."""
    names = build_names({key: Type("boolean", title=title) for key, title in titles.items()})
    return write_condition({"var": path}, names, language="en" if english else "zh-CN")


def find_alternatives(text: str, names: Names) -> tuple[str, object]:
    """Return the code of a refusal and what it offers instead."""
    with pytest.raises(RuleRefused) as caught:
        read_condition(text, names)
    [finding] = caught.value.findings
    return finding.code, finding.facts["near"]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("通过", "通过"),
        ("", "a"),
        (" ", "a"),
        ("是否 通过", "「是否 通过」"),
        ("金额（元）", "「金额（元）」"),
        ("怪」名", "「怪」」名」"),
        ("过半", "「过半」"),
        ("是", "「是」"),
        ("今天", "「今天」"),
        ("日期", "日期"),
        ("2026", "「2026」"),
        ("外层.甲", "「外层.甲」"),
        ("ＡＢ", "ＡＢ"),
        ("And", "「And」"),
    ],
)
def test_a_title_stands_bare_or_in_brackets(title: str, written: str) -> None:
    assert name(a=title) == written


@pytest.mark.parametrize(
    ("key", "written"),
    [("a", "a"), ("and", "[and]"), ("a]b", "[a]]b]"), ("today", "[today]"), ("ａ］", "[a]]]")],
)
def test_a_key_stands_bare_or_in_brackets(key: str, written: str) -> None:
    assert name(english=True, path=key, **{key: "通过"}) == written


def test_a_title_two_fields_have_is_not_written() -> None:
    assert name(a="通过", b="通过") == "a"


def test_a_title_that_is_the_key_of_another_is_not_written() -> None:
    assert name(a="b", b="通过") == "a"


def test_a_title_two_fields_have_is_refused_with_their_keys() -> None:
    names = build_names({"a": Type("number", title="通过"), "b": Type("number", title="通过")})
    assert find_alternatives("通过 > 3", names) == ("name_ambiguous", ("a", "b"))


def test_a_title_that_is_an_operator_is_refused_with_its_bracket_and_key() -> None:
    names = build_names({"a": Type("number", title="过半")})
    assert find_alternatives("过半 > 3", names) == ("name_ambiguous", ("「过半」", "a"))


def test_a_key_that_is_an_operator_is_refused_with_its_bracket() -> None:
    assert find_alternatives("or > 3", build_names({"or": Type("number")})) == ("name_ambiguous", ("「or」",))


def test_a_member_of_a_row_is_known_by_title_and_by_dotted_titles() -> None:
    row = Type("row", title="地址", fields={"village": Type("text", title="村")})
    names = build_names({"address": row, "x": Type("text", title="村")})
    texts = ("地址.村 未填", "address.village 未填", "「地址.村」 未填")
    assert [read_condition(text, names) for text in texts] == [{"empty": [{"var": "address.village"}]}] * 3


def test_a_member_whose_title_others_have_is_written_with_its_dotted_title() -> None:
    row = Type("row", title="地址", fields={"village": Type("text", title="村")})
    names = build_names({"address": row, "x": Type("text", title="村")})
    assert write_condition({"empty": [{"var": "address.village"}]}, names) == "地址.村 未填"


def test_an_option_that_is_also_a_name_is_the_name() -> None:
    names = build_names({"level": Type("text", options=("重大",)), "b": Type("text", title="重大")})
    assert read_condition("level = 重大", names) == {"==": [{"var": "level"}, {"var": "b"}]}


def test_keys_that_fold_to_one_spelling_cannot_be_written() -> None:
    names = build_names({"a": Type("boolean"), "ａ": Type("boolean")})
    with pytest.raises(RuleRefused, match="tree_unwritable"):
        write_condition({"var": "a"}, names)
