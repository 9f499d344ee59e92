"""What a table decides: the hit policies of DMN 1.3, exact numbers, days, and values that are absent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from lizheng.rules.tables import Decision, build_index, decide, read_table
from lizheng.rules.types import Kind, Type

TYPES = {
    "age": Type("number", integer=True),
    "risk": Type("text", options=("high", "medium", "low")),
    "debt": Type("boolean"),
    "n": Type("number"),
    "day": Type("date"),
    "clock": Type("time"),
    "moment": Type("datetime"),
    "name": Type("text"),
}
ROUTING = {"output": "routing", "options": ["DECLINE", "REFER", "ACCEPT"]}
# The applicant risk rating and routing tables of the DMN specification, chapter 8.
ROUTES = [
    ["-", "-", "-", "ACCEPT"],
    ["<18", "-", "-", "DECLINE"],
    ["-", "high", "-", "REFER"],
    ["-", "-", "是", "REFER"],
]


def route(hit: str, *values: Any, outputs: Sequence[Any] = (ROUTING,), **changes: Any) -> Decision:
    document = {
        "table": "t",
        "hit": hit,
        "inputs": ["age", "risk", "debt"],
        "outputs": list(outputs),
        "rows": ROUTES,
    }
    return decide(build_index(read_table({**document, **changes}, TYPES)), values)


def decide_cells(name: str, cells: Sequence[Any], value: Any) -> tuple[int, ...]:
    rows = [[cell, number] for number, cell in enumerate(cells)]
    document = {"table": "t", "hit": "collect", "inputs": [name], "outputs": ["o"], "rows": rows}
    return decide(build_index(read_table(document, TYPES)), (value,)).rows


def score(hit: str, value: Any, points: Sequence[Any], **changes: Any) -> Decision:
    rows = [[cell, point] for cell, point in zip((">=1", ">=2", ">=3"), points, strict=True)]
    document = {"table": "t", "hit": hit, "inputs": ["n"], "outputs": ["score"], "rows": rows}
    return decide(build_index(read_table({**document, **changes}, TYPES)), (value,))


def test_first_takes_the_first_row_that_hits() -> None:
    assert route("first", 17, "high", True) == Decision(("ACCEPT",), (0,))


def test_priority_takes_the_output_that_stands_first_among_its_options() -> None:
    assert route("priority", 17, "high", True) == Decision(("DECLINE",), (1,))


def test_priority_takes_the_earlier_of_two_rows_with_one_output() -> None:
    assert route("priority", 30, "high", True) == Decision(("REFER",), (2,))


def test_priority_puts_an_absent_output_last() -> None:
    assert route(
        "priority", 30, "low", False, rows=[["-", "-", "-", None], ["-", "-", "-", "ACCEPT"]]
    ) == Decision(("ACCEPT",), (1,))


def test_output_order_lists_by_the_options() -> None:
    assert route("output_order", 17, "high", True) == Decision(
        (("DECLINE", "REFER", "REFER", "ACCEPT"),), (1, 2, 3, 0)
    )


def test_rule_order_lists_by_the_rows() -> None:
    assert route("rule_order", 17, "low", True) == Decision((("ACCEPT", "DECLINE", "REFER"),), (0, 1, 3))


def test_collect_lists_every_output() -> None:
    assert route("collect", 30, "low", False) == Decision((("ACCEPT",),), (0,))


def test_unique_takes_the_only_row() -> None:
    assert route("unique", 30, "low", False) == Decision(("ACCEPT",), (0,))


def test_two_rows_conflict_under_unique() -> None:
    assert route("unique", 17, "low", False) == Decision((None,), (0, 1), conflict=True)


def test_any_takes_rows_that_agree() -> None:
    assert route("any", 30, "high", True, rows=ROUTES[2:]) == Decision(("REFER",), (0, 1))


def test_rows_that_differ_conflict_under_any() -> None:
    assert route("any", 30, "high", False) == Decision((None,), (0, 2), conflict=True)


@pytest.mark.parametrize("hit", ["unique", "first", "any", "priority"])
def test_nothing_hits_and_every_output_is_absent(hit: str) -> None:
    assert route(hit, None, None, None, rows=ROUTES[1:]) == Decision((None,))


@pytest.mark.parametrize("hit", ["unique", "first", "any", "priority"])
def test_nothing_hits_and_the_default_answers(hit: str) -> None:
    assert route(hit, None, None, None, rows=ROUTES[1:], default={"routing": "REFER"}) == Decision(("REFER",))


@pytest.mark.parametrize("hit", ["collect", "rule_order", "output_order"])
def test_nothing_hits_and_the_list_is_empty(hit: str) -> None:
    assert route(hit, None, None, None, rows=ROUTES[1:]) == Decision(((),))


def test_a_list_may_have_a_default() -> None:
    answer = route("collect", None, None, None, rows=ROUTES[1:], default={"routing": "REFER"})
    assert answer == Decision((("REFER",),))


def test_a_list_passes_over_absent_outputs() -> None:
    assert route("collect", 17, "low", True, rows=[*ROUTES, ["-", "-", "-", ""]]).outputs == (
        ("ACCEPT", "DECLINE", "REFER"),
    )


def test_letters_name_the_policies_as_well() -> None:
    assert route("F", 17, "high", True) == route("first", 17, "high", True)


@pytest.mark.parametrize(
    ("hit", "value", "points", "outcome"),
    [
        ("sum", 3, (1, 2, 4), 7),
        ("sum", 2, (1, None, 4), 1),
        ("sum", 1, (None, 1, 1), 0),
        ("sum", 0, (1, 2, 4), None),
        ("sum", 2, (0.1, 0.2, 4), 0.3),
        ("sum", 3, (0.000000000000001, 1, 1), 2),
        ("sum", 3, (0.000000000000005, 1, 8), 9.00000000000000),
        ("count", 3, (1, None, 4), 2),
        ("count", 0, (1, 2, 4), 0),
        ("min", 3, (2, 1, 4), 1),
        ("min", 3, (2, None, 4), 2),
        ("min", 1, (None, 1, 1), None),
        ("min", 0, (2, 1, 4), None),
        ("max", 3, (2, 1, 2.5), 2.5),
        ("max", 0, (2, 1, 4), None),
    ],
)
def test_a_collecting_policy_puts_outputs_together(hit: str, value: Any, points: Any, outcome: Any) -> None:
    assert score(hit, value, points).outputs == (outcome,)


def test_the_earliest_day_is_the_least() -> None:
    outputs = [{"output": "score", "kind": "date"}]
    days = ("2026-03-01", "2026-02-28", "2026-12-31")
    assert [score(hit, 3, days, outputs=outputs).outputs for hit in ("min", "max")] == [
        ("2026-02-28",),
        ("2026-12-31",),
    ]


BANDS = {"output": "grade", "cells": [[">=7", "高"], ["(0.3..7)", "中"], [">0", "低"], ["-", "无"]]}


@pytest.mark.parametrize(
    ("value", "outputs"), [(3, (7.3, "高")), (2, (0.3, "低")), (1, (0.1, "低")), (0, (None, "无"))]
)
def test_a_sum_falls_into_the_first_band_that_accepts_it(value: int, outputs: Any) -> None:
    assert score("sum", value, (0.1, 0.2, 7), bands=BANDS).outputs == outputs


def test_a_default_sum_falls_into_its_band() -> None:
    assert score("sum", 0, (1, 2, 4), bands=BANDS, default={"score": 5}).outputs == (5, "中")


def test_several_outputs_are_put_together_one_by_one() -> None:
    rows = [["-", "a", 1], ["-", "b", 2]]
    document = {"table": "t", "hit": "collect", "inputs": ["n"], "outputs": ["x", "y"], "rows": rows}
    assert decide(build_index(read_table(document, TYPES)), (1,)).outputs == (("a", "b"), (1, 2))


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        (None, (0, 1)),
        (0, (0,)),
        (1, (0, 2)),
        (1.0, (0, 2)),
        (Fraction(1), (0, 2)),
        (0.1, (0, 3)),
        (Fraction(1, 10), (0, 3)),
        (Fraction(1, 3), (0, 4)),
        (Decimal("0.1"), (0, 3)),
        (Decimal("2.0"), (0, 5, 6)),
        (0.3, (0, 4)),
        (1.5, (0, 5)),
        (2, (0, 5, 6)),
        (3, (0, 6, 7)),
        (10**20, (0, 6, 7)),
        (1e20, (0, 6, 7)),
        (-(10**20), (0,)),
        ("1", (0, 1)),
        (True, (0, 1)),
        ([], (0, 1)),
    ],
)
def test_a_number_hits_exactly(value: Any, rows: tuple[int, ...]) -> None:
    cells = ["-", "未填", "1", "0.1", "(0.1..0.5]", "(1..2.5)", ">=2", ">=2.5"]
    assert decide_cells("n", cells, value) == rows


def test_a_number_longer_than_fifteen_digits_counts_as_its_first_fifteen() -> None:
    assert decide_cells("n", ["1", "1000000000000000", "-"], 1.0000000000000002) == (0, 2)


@pytest.mark.parametrize(("value", "rows"), [(2, ()), (3, (0, 1)), (4, (0, 1, 2)), (5, (1, 2)), (6, (2,))])
def test_ends_between_whole_numbers_are_kept_apart(value: int, rows: tuple[int, ...]) -> None:
    assert decide_cells("age", ["(2.5..4.2]", "[3..5]", ">3.5"], value) == rows


@pytest.mark.parametrize(
    ("name", "cells", "value", "rows"),
    [
        ("day", ["<=2026-02-28", ">2026-02-28", "未填"], "2026-02-28", (0,)),
        ("day", ["<=2026-02-28", ">2026-02-28", "未填"], "2026-03-01", (1,)),
        ("day", ["<=2026-02-28", ">2026-02-28", "未填"], "2026-02-29", (2,)),
        ("day", ["<=2026-02-28", ">2026-02-28", "未填"], "", (2,)),
        ("clock", ["<08:30", "[08:30..17:00)"], "08:30:00", (1,)),
        ("clock", ["<08:30", "[08:30..17:00)"], "08:29:59.999", (0,)),
        ("clock", ["<08:30", "[08:30..17:00)"], "25:00", ()),
        ("moment", ["<2026-01-01T08:00+08:00", ">=2026-01-01T08:00+08:00"], "2026-01-01T00:00:00Z", (1,)),
        (
            "moment",
            ["<2026-01-01T08:00+08:00", ">=2026-01-01T08:00+08:00"],
            "2026-01-01T07:59:59.9+08:00",
            (0,),
        ),
        ("name", ["甲", "not(甲,乙)", "未填"], "甲", (0,)),
        ("name", ["甲", "not(甲,乙)", "未填"], "丙", (1,)),
        ("name", ["甲", "not(甲,乙)", "未填"], "", (2,)),
        ("name", ["甲", "not(甲,乙)", "未填"], 5, (2,)),
        ("debt", ["是", "否", "未填"], True, (0,)),
        ("debt", ["是", "否", "未填"], False, (1,)),
        ("debt", ["是", "否", "未填"], 1, (2,)),
        ("debt", ["是", "否", "未填"], "true", (2,)),
    ],
)
def test_values_of_other_kinds_hit(name: str, cells: list[str], value: Any, rows: tuple[int, ...]) -> None:
    assert decide_cells(name, cells, value) == rows


@pytest.mark.parametrize("count", range(1, 7))
def test_every_input_has_its_say(count: int) -> None:
    names = [f"c{place}" for place in range(count)]
    rows = [[*("-",) * place, "0", *("-",) * (count - place - 1), place] for place in range(count)]
    document = {"table": "t", "hit": "collect", "inputs": names, "outputs": ["o"], "rows": rows}
    indexed = build_index(read_table(document, dict.fromkeys(names, Type("number"))))
    decided = [
        decide(indexed, [int(place != asked) for place in range(count)]).rows for asked in range(count)
    ]
    assert decided == [(asked,) for asked in range(count)]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_too_few_values_are_a_mistake_of_the_caller(count: int) -> None:
    names = [f"c{place}" for place in range(count)]
    document = {"table": "t", "inputs": names, "outputs": ["o"], "rows": []}
    indexed = build_index(read_table(document, dict.fromkeys(names, Type("number"))))
    with pytest.raises(ValueError):
        decide(indexed, (1,) * (count - 1))


def read_formula(text: object) -> tuple[object, Type]:
    kinds: dict[object, Kind] = {"name": "text"}
    return {"var": text}, Type(kinds.get(text, "number"))


@pytest.mark.parametrize(
    ("hit", "value", "outputs"),
    [
        ("first", 1, (1.5,)),
        ("first", 2, (7,)),
        ("first", None, (0.5,)),
        ("unique", 1, (1.5,)),
        ("any", 1, (1.5,)),
        ("any", None, (0.5,)),
        ("sum", 1, (1.5,)),
        ("sum", 3, (2.0,)),
        ("max", 3, (1.5,)),
        ("collect", 3, ((1.5, 0.5),)),
    ],
)
def test_an_output_is_worked_out_when_its_row_hits(hit: str, value: Any, outputs: Any) -> None:
    rows = [["1", "=a"], ["2", 7], ["3", "=a"], ["3", "=b"]]
    document = {"table": "t", "hit": hit, "inputs": ["n"], "outputs": ["o"], "rows": rows}
    indexed = build_index(read_table({**document, "default": {"o": "=b"}}, TYPES, read_input=read_formula))
    values = {"a": Decimal("1.5"), "b": Fraction(1, 2)}
    assert decide(indexed, (value,), lambda tree: values[tree["var"]]).outputs == outputs


def test_a_row_that_is_not_hit_is_not_worked_out() -> None:
    document = {
        "table": "t",
        "hit": "F",
        "inputs": ["n"],
        "outputs": ["o"],
        "rows": [["1", "=name"], ["-", "b"]],
    }
    assert decide(build_index(read_table(document, TYPES, read_input=read_formula)), (2,)).outputs == ("b",)
