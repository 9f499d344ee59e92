"""Cells: what their text accepts, how it is written back, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lizheng.rules.findings import RuleRefused
from lizheng.rules.tables import Choice, Region, read_cell, write_cell
from lizheng.rules.tables.points import read_point, write_point
from lizheng.rules.tables.regions import Span, accept_all, accepts, invert, join_cuts, unite
from lizheng.rules.types import Kind, Type

LEVEL = Type("text", options=("重大", "较大", "一般", "道路、桥梁", "未填", "a,b", "A（1）"))
NAME, NUMBER, DATE = Type("text"), Type("number"), Type("date")
TIME, DATETIME, YES_NO = Type("time"), Type("datetime"), Type("boolean")


def list_accepted(cell: object, type: Type, values: Sequence[Any]) -> list[Any]:
    region = read_cell(cell, type)
    return [one for one in values if accepts(region, one if type.kind == "text" else _point(one, type))]


def _point(value: Any, type: Type) -> Any:
    return value if value is None or isinstance(value, bool) else read_point(value, type.kind)


@pytest.mark.parametrize(
    ("cell", "accepted"),
    [
        ("-", [None, -1, 2.5, 3, 5]),
        ("", [None, -1, 2.5, 3, 5]),
        (None, [None, -1, 2.5, 3, 5]),
        ("未填", [None]),
        ("已填", [-1, 2.5, 3, 5]),
        ("3", [3]),
        (3, [3]),
        (2.5, [2.5]),
        ("-1", [-1]),
        ("3,5", [3, 5]),
        (">=3", [3, 5]),
        (">3", [5]),
        ("<3", [-1, 2.5]),
        ("<=3", [-1, 2.5, 3]),
        ("≥ 3", [3, 5]),
        ("[2.5..5]", [2.5, 3, 5]),
        ("[2.5..5)", [2.5, 3]),
        ("(2.5..5]", [3, 5]),
        ("(2.5..5)", [3]),
        ("]2.5..5[", [3]),
        ("<0,>=5,未填", [None, -1, 5]),
        ("not(3)", [-1, 2.5, 5]),
        ("非（３，５），未填", [None, -1, 2.5]),
        ("not([0..3])", [-1, 5]),
        ("not(已填)", []),
        ("【２．５．．５】", [2.5, 3, 5]),
    ],
)
def test_a_number_cell_accepts(cell: object, accepted: list[Any]) -> None:
    assert list_accepted(cell, NUMBER, [None, -1, 2.5, 3, 5]) == accepted


@pytest.mark.parametrize(
    ("cell", "accepted"),
    [
        ("重大", ["重大"]),
        ("重大,较大", ["重大", "较大"]),
        ("重大、较大", ["重大", "较大"]),
        ("not(重大,较大)", ["一般", "道路、桥梁", "未填", "a,b", "A（1）"]),
        ("非(重大),未填", [None, "较大", "一般", "道路、桥梁", "未填", "a,b", "A（1）"]),
        ("not(重大),重大", ["重大", "较大", "一般", "道路、桥梁", "未填", "a,b", "A（1）"]),
        ("not(重大,较大),not(较大,一般)", ["重大", "一般", "道路、桥梁", "未填", "a,b", "A（1）"]),
        ("道路、桥梁", ["道路、桥梁"]),
        ('"道路、桥梁",重大', ["重大", "道路、桥梁"]),
        ('"未填"', ["未填"]),
        ("A(1)", ["A（1）"]),
        ("A(1),重大", ["重大", "A（1）"]),
        ('""', [None]),
    ],
)
def test_a_cell_of_options_accepts(cell: str, accepted: list[Any]) -> None:
    assert list_accepted(cell, LEVEL, [None, *LEVEL.options]) == accepted


def test_free_text_is_taken_as_it_is_written() -> None:
    assert read_cell('张三（甲）, "a\\"b,c" ', NAME) == Region(Choice(frozenset(("张三（甲）", 'a"b,c'))))


@pytest.mark.parametrize(
    ("type", "cell", "accepted"),
    [
        (DATE, "[2026-02-28..2026-03-02)", ["2026-02-28", "2026-03-01"]),
        (DATE, ">2026-02-28", ["2026-03-01", "2026-03-02"]),
        (DATE, '"2026-03-01"', ["2026-03-01"]),
        (TIME, ">=08:30", ["08:30", "08:30:00.5", "17:00"]),
        (TIME, "08:30:00", ["08:30"]),
        (DATETIME, ">=2026-01-01T08:30+08:00", ["2026-01-01T00:30:00Z"]),
        (YES_NO, "是", [True]),
        (YES_NO, "否,未填", [None, False]),
        (YES_NO, True, [True]),
        (YES_NO, "false", [False]),
    ],
)
def test_cells_of_moments_and_yes_or_no_accept(type: Type, cell: object, accepted: list[Any]) -> None:
    values = {
        "date": ["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"],
        "time": ["08:29:59.9", "08:30", "08:30:00.5", "17:00"],
        "datetime": ["2026-01-01T08:29:59+08:00", "2026-01-01T00:30:00Z"],
        "boolean": [None, True, False],
    }
    assert list_accepted(cell, type, values[type.kind]) == accepted


@pytest.mark.parametrize(
    ("type", "cell", "part"),
    [
        (NUMBER, "many", "many"),
        (NUMBER, "3,", ""),
        (NUMBER, "3 4", "3 4"),
        (NUMBER, "1-5", "1-5"),
        (NUMBER, ">=", ""),
        (NUMBER, ">>3", ">"),
        (NUMBER, "[5..1]", "[5..1]"),
        (NUMBER, "[3..3)", "[3..3)"),
        (NUMBER, "[1,5]", "[1"),
        (NUMBER, "[1.5]", "[1.5]"),
        (NUMBER, "not(3", ""),
        (NUMBER, "not(3))", ")"),
        (NUMBER, "not(3,4 (5))", "4 (5)"),
        (NUMBER, ")", ")"),
        (NUMBER, "1234567890123456", "1234567890123456"),
        (NUMBER, '"3"', '"3"'),
        (NUMBER, True, "True"),
        (NUMBER, [3], "[3]"),
        (NUMBER, float("inf"), "inf"),
        (NUMBER, 10**400, "1" + "0" * 400),
        (NUMBER, '3"4', '"4'),
        (LEVEL, "特大", "特大"),
        (LEVEL, ">3", "3"),
        (LEVEL, "[1..3]", "[1..3]"),
        (LEVEL, 3, "3"),
        (DATE, "2026-02-29", "2026-02-29"),
        (DATE, 20260228, "20260228"),
        (TIME, "24:00", "24:00"),
        (DATETIME, "2026-01-01T08:30", "2026-01-01T08:30"),
        (YES_NO, "也许", "也许"),
        (NAME, "x" * 65_537, "x" * 20),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_part(type: Type, cell: object, part: str) -> None:
    with pytest.raises(RuleRefused) as refused:
        read_cell(cell, type)
    (finding,) = refused.value.findings
    assert (finding.code, finding.facts["got"], finding.facts["part"]) == ("cell_unreadable", cell, part)


def test_a_refusal_names_the_options_that_may_stand() -> None:
    with pytest.raises(RuleRefused) as refused:
        read_cell("特大", Type("text", options=("重大", "较大")))
    assert refused.value.findings[0].facts["allowed"] == ("重大", "较大")


def test_a_refusal_shows_what_may_stand_in_a_number_cell() -> None:
    with pytest.raises(RuleRefused) as refused:
        read_cell("many", NUMBER)
    assert refused.value.findings[0].facts["allowed"] == (
        "-",
        "3",
        "1,2,5",
        ">=3",
        "[1..5)",
        "not(3)",
        "未填",
    )


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("", "-"),
        ("已填", "已填"),
        ("未填", "未填"),
        ("not(已填)", "not(已填)"),
        ("≥３", ">=3"),
        ("<=0.50", "<=0.5"),
        ("<3, >5,未填", "<3,>5,未填"),
        ("<3,3,>3", "已填"),
        ("[1..2],(2..3)", "[1..3)"),
        ("5,1,2", "1,2,5"),
        ("not(3,5)", "not(3,5)"),
        ("(1..2],4", "(1..2],4"),
    ],
)
def test_a_number_cell_is_written(cell: str, written: str) -> None:
    assert write_cell(read_cell(cell, NUMBER), NUMBER) == written


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("一般,重大", "重大,一般"),
        ("非(一般、重大)", "not(重大,一般)"),
        ("道路、桥梁", '"道路、桥梁"'),
        ('"未填",未填', '"未填",未填'),
        ("A(1)", '"A（1）"'),
    ],
)
def test_a_cell_of_options_is_written_in_the_order_of_the_form(cell: str, written: str) -> None:
    assert write_cell(read_cell(cell, LEVEL), LEVEL) == written


def test_a_list_that_is_spelt_like_an_option_is_quoted() -> None:
    type = Type("text", options=("a", "b", "a,b"))
    assert write_cell(Region(Choice(frozenset(("a", "b")))), type) == '"a","b"'


@pytest.mark.parametrize(
    ("type", "cell", "written"),
    [
        (DATE, ">=2026-01-01", ">=2026-01-01"),
        (TIME, "[08:30..17:00:30)", "[08:30..17:00:30)"),
        (DATETIME, "<2026-01-01T00:30:00.5Z", "<2026-01-01T08:30:00.5+08:00"),
        (YES_NO, "false", "否"),
        (YES_NO, True, "是"),
    ],
)
def test_cells_of_moments_and_yes_or_no_are_written(type: Type, cell: object, written: str) -> None:
    assert write_cell(read_cell(cell, type), type) == written


TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6) | st.sampled_from(
    [
        "未填",
        "已填",
        "-",
        "a,b",
        '"',
        "“",
        "＼",
        "\\",
        "not(a)",
        "非(甲)",
        " a ",
        "（甲）",
        "[1..2]",
        ">3",
        "a b",
    ]
)
DECIMALS = st.builds(Fraction, st.integers(-(10**9), 10**9), st.sampled_from((1, 2, 10, 1000, 10**6)))
LINES: dict[Kind, st.SearchStrategy[Any]] = {
    "number": DECIMALS,
    "date": st.integers(1, 3_652_059),
    "time": st.builds(Fraction, st.integers(0, 86_399_999), st.just(1000)),
    "datetime": st.builds(Fraction, st.integers(-6 * 10**11, 10**12), st.just(10)),
}


def _lines(kind: Kind) -> st.SearchStrategy[tuple[Region, Type]]:
    points = st.tuples(st.just(0), LINES[kind], st.sampled_from((0, 1)))
    spans = st.lists(st.tuples(points, points), max_size=4).map(lambda pairs: tuple(join_cuts(pairs)))
    regions = st.builds(Region, spans, st.booleans())
    return (regions | regions.map(invert)).map(lambda region: (region, Type(kind)))


def _choices(options: list[str]) -> st.SearchStrategy[tuple[Region, Type]]:
    values = st.frozensets(st.sampled_from(options) if options else TEXTS, max_size=4)
    regions = st.builds(Region, st.builds(Choice, values, st.booleans()), st.booleans())
    return regions.map(lambda region: (region, Type("text", options=tuple(options))))


REGIONS = st.one_of(
    *map(_lines, LINES),
    _choices([]),
    st.lists(TEXTS, min_size=1, max_size=5, unique=True).flatmap(_choices),
    st.builds(Region, st.builds(Choice, st.frozensets(st.booleans()), st.booleans()), st.booleans()).map(
        lambda region: (region, YES_NO)
    ),
)


@given(REGIONS)
def test_reading_a_written_cell_gives_its_region_back(pair: tuple[Region, Type]) -> None:
    region, type = pair
    assert read_cell(write_cell(region, type), type) == region


@given(REGIONS)
def test_what_is_written_twice_is_written_alike(pair: tuple[Region, Type]) -> None:
    region, type = pair
    written = write_cell(region, type)
    assert write_cell(read_cell(written, type), type) == written


@given(_lines("number"), _lines("number"), DECIMALS)
def test_a_union_accepts_what_one_of_its_regions_does(
    one: tuple[Region, Type], other: tuple[Region, Type], point: Fraction
) -> None:
    either = accepts(one[0], point) or accepts(other[0], point)
    assert accepts(unite((one[0], other[0])), point) == either


@given(st.sampled_from(tuple(LINES)).flatmap(lambda kind: st.tuples(st.just(kind), LINES[kind])))
def test_a_point_is_read_back_from_its_text(pair: tuple[Kind, Any]) -> None:
    kind, point = pair
    assert read_point(write_point(point, kind), kind) == point


def test_a_text_is_in_no_span() -> None:
    assert accepts(Region((Span(None, False, None, False),)), "甲") is False


def test_everything_includes_the_absent_value() -> None:
    assert accepts(accept_all("number"), None) is True
