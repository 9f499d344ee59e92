"""The JSON that a table is for the browser: cells already read, rows as they are asked."""

from __future__ import annotations

from typing import Any

import pytest
from lizheng.rules.tables import read_table, write_browser_table
from lizheng.rules.types import Type

TYPES = {
    "n": Type("number"),
    "day": Type("date"),
    "level": Type("text", options=("重大", "较大")),
    "yes": Type("boolean"),
}


def write_cell(name: str, cell: Any) -> Any:
    document = {"table": "t", "inputs": [name], "outputs": ["o"], "rows": [[cell, 1]]}
    return write_browser_table(read_table(document, TYPES))["rows"][0][0]


@pytest.mark.parametrize(
    ("name", "cell", "written"),
    [
        ("n", "-", None),
        ("n", "未填", {"absent": True}),
        ("n", "已填", {"in": [[None, False, None, False]]}),
        ("n", "1,2.5", {"of": [1, 2.5]}),
        ("n", ">=3,未填", {"in": [[3, True, None, False]], "absent": True}),
        ("n", "(0.1..5]", {"in": [[0.1, False, 5, True]]}),
        ("n", "<0,3", {"in": [[None, False, 0, False], [3, True, 3, True]]}),
        ("day", "[2026-01-01..2026-02-01)", {"in": [["2026-01-01", True, "2026-02-01", False]]}),
        ("level", "-", None),
        ("level", "重大", {"of": ["重大"]}),
        ("level", "not(重大),未填", {"not": ["重大"], "absent": True}),
        ("level", "已填", {"not": []}),
        ("level", "未填", {"absent": True}),
        ("yes", "是", {"of": [True]}),
    ],
)
def test_a_cell_is_written_as_it_was_read(name: str, cell: Any, written: Any) -> None:
    assert write_cell(name, cell) == written


def test_columns_default_and_bands_go_along() -> None:
    bands = {"output": "grade", "cells": [[">=2", "高"]]}
    document = {
        "table": "t",
        "hit": "sum",
        "inputs": ["n"],
        "outputs": ["s"],
        "rows": [[3, 2.5]],
        "bands": bands,
    }
    assert write_browser_table(read_table({**document, "default": {"s": 0}}, TYPES)) == {
        "hit": "C+",
        "inputs": [{"name": "n", "kind": "number", "tree": {"var": "n"}}],
        "outputs": [{"name": "s", "kind": "number"}],
        "rows": [[{"of": [3]}, 2.5]],
        "default": [0],
        "bands": {
            "hit": "F",
            "inputs": [{"name": "s", "kind": "number", "tree": {"var": "s"}}],
            "outputs": [{"name": "grade", "kind": "text"}],
            "rows": [[{"in": [[2, True, None, False]]}, "高"]],
        },
    }


def test_rows_stand_in_the_order_in_which_they_are_asked() -> None:
    rows = [["-", "较大"], ["-", "重大"]]
    document = {"table": "t", "hit": "P", "inputs": ["n"], "outputs": ["level"], "rows": rows}
    written = write_browser_table(read_table(document, TYPES))
    assert (written["rows"], written["order"]) == ([[None, "重大"], [None, "较大"]], [1, 0])


def test_an_output_that_is_worked_out_goes_as_its_tree() -> None:
    document = {"table": "t", "inputs": ["n"], "outputs": ["o"], "rows": [["-", "=n"]]}
    table = read_table(document, TYPES, read_input=lambda text: ({"var": text}, Type("number")))
    assert write_browser_table(table)["rows"] == [[None, {"tree": {"var": "n"}}]]
