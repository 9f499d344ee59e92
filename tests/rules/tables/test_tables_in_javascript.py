"""The browser decides a table as the server does, on random tables and at the edges of numbers and days."""

from __future__ import annotations

from typing import Any

import pytest
from lizheng.rules.tables import read_table
from lizheng.rules.types import Type

from .random_tables import make_case
from .table_calls import Calls, choose_values, find_differing

pytestmark = [pytest.mark.first, pytest.mark.untraced]

NUMBER, TEXT = Type("number"), Type("text")


@pytest.mark.untraced
def test_python_and_javascript_agree_on_four_thousand_random_tables() -> None:
    cases = [make_case(seed, most_rows=9) for seed in range(4_000)]
    calls: Calls = [
        (read_table(case.document, case.types), choose_values(case, seed)) for seed, case in enumerate(cases)
    ]
    assert find_differing(calls) == []


def _decide_differing(document: dict[str, Any], types: dict[str, Type], values: list[tuple[Any, ...]]) -> Any:
    def read_input(text: object) -> tuple[object, Type]:
        return {"value": 2.5}, NUMBER

    return find_differing([(read_table(document, types, read_input=read_input), values)])


def test_numbers_are_told_apart_at_fifteen_digits() -> None:
    cells = [
        "0.1",
        "0.100000000000001",
        "123456789012345",
        "(1..1.00000000000001)",
        "[1..2)",
        "<=-0.5",
        "1000000",
    ]
    document = {"table": "t", "hit": "first", "inputs": ["n"], "outputs": ["o"]}
    document |= {"rows": [[cell, place] for place, cell in enumerate(cells)]}
    close = [
        0.1,
        0.100000000000001,
        0.10000000000001,
        123456789012345,
        123456789012344,
        1.000000000000005,
        -0.5,
    ]
    longer = [0.10000000000000055, 0.1000000000000005, 1234567890123454, 1234567890123456789]
    values = [(one,) for one in [*close, *longer, 1, 1.00000000000001, 1e6, -0.499999999999999]]
    assert _decide_differing(document, {"n": NUMBER}, values) == []


def test_large_and_small_numbers_are_compared_as_they_are_written() -> None:
    cells = [1e20, 123456789012345000000, 1e-7, ">1e20", "<0.0000001"]
    document = {"table": "t", "hit": "rule_order", "inputs": ["n"], "outputs": ["o"]}
    document |= {"rows": [[cell, place] for place, cell in enumerate(cells[:3])]}
    values = [(one,) for one in (1e20, 1.23456789012345e20, 1e-7, 2e-7, 10**20)]
    assert _decide_differing(document, {"n": NUMBER}, values) == []


def test_a_sum_is_exact_before_its_bands_see_it() -> None:
    rows = [["-", 0.1], ["-", 0.2], [">1", 0.000000000000001], [">2", 1]]
    bands = {
        "output": "grade",
        "cells": [["0.3", "exact"], ["(0.3..1)", "above"], [">=1", "=more"], ["-", "none"]],
    }
    document = {"table": "t", "hit": "sum", "inputs": ["n"], "outputs": ["sum"], "rows": rows, "bands": bands}
    document["bands"]["cells"][2][1] = "more"
    assert _decide_differing(document, {"n": NUMBER}, [(1,), (2,), (3,), (None,)]) == []


def test_rows_beyond_the_first_word_of_bits_hit() -> None:
    rows = [[f"v{number % 50}", f">={number}", number] for number in range(100)]
    document = {"table": "t", "hit": "collect", "inputs": ["a", "b"], "outputs": ["o"], "rows": rows}
    values = [(f"v{number % 50}", number) for number in range(0, 110, 3)]
    assert _decide_differing(document, {"a": TEXT, "b": NUMBER}, values) == []


def test_outputs_that_are_worked_out_are_handed_to_the_engine() -> None:
    rows = [[">5", "=a + 1"], [">3", 7], ["-", "=b"]]
    document = {"table": "t", "hit": "min", "inputs": ["n"], "outputs": ["o"], "rows": rows}
    assert _decide_differing(document, {"n": NUMBER}, [(6,), (4,), (1,), (None,)]) == []


def test_names_and_values_that_javascript_treats_specially_are_ordinary() -> None:
    rows = [["__proto__", "toString"], ["constructor", "__proto__"], ["-", "other"]]
    document = {
        "table": "t",
        "hit": "first",
        "inputs": ["__proto__"],
        "outputs": ["constructor"],
        "rows": rows,
    }
    values = [("__proto__",), ("constructor",), ("toString",), ("valueOf",)]
    assert _decide_differing(document, {"__proto__": TEXT}, values) == []
