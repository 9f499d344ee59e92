"""What an author is told of a table before it is published."""

from __future__ import annotations

from typing import Any

import pytest
from lizheng.rules.analysis import analyse_table
from lizheng.rules.findings import Finding
from lizheng.rules.tables import Table

from .large_tables import make_large
from .patrol_table import ROWS, read_cells, read_patrol

SCATTERED = [["消防", ">=20", "1", "重大"], ["燃气", "<20", "2", "一般"], ["交通", "5", "3", "一般"]]


def list_codes(table: Table) -> list[tuple[str, str, str]]:
    return [(one.code, one.pointer, one.level) for one in analyse_table(table)]


def test_a_table_in_order_has_no_findings() -> None:
    assert analyse_table(read_patrol()) == ()


def test_a_gap_has_an_example_words_and_the_row_that_fills_it() -> None:
    assert analyse_table(read_patrol(ROWS[1:2])) == (
        Finding(
            "table_gap",
            "/rows",
            {
                "rows": (),
                "example": {"kind": "消防", "people": 20, "days": 1},
                "words": {
                    "zh-CN": "隐患类别为消防、燃气，影响人数 20 人及以上",
                    "en": "隐患类别 is 消防, 燃气, 影响人数 20 人 or more",
                },
                "total": 3,
                "cells": ("消防,燃气", ">=20", "-"),
            },
            "warning",
        ),
        *analyse_table(read_patrol(ROWS[1:2]))[1:],
    )


def test_a_conflict_names_both_rows() -> None:
    (finding,) = analyse_table(read_patrol([["-", "<=10", "-", "重大"], ["-", ">=10", "-", "一般"]], hit="U"))
    assert finding == Finding(
        "table_conflict",
        "/rows/1",
        {
            "rows": (0, 1),
            "example": {"kind": "消防", "people": 10, "days": 1},
            "words": {"zh-CN": "影响人数为 10 人", "en": "影响人数 is 10 人"},
            "total": 1,
        },
    )


def test_a_dead_row_names_the_rows_that_cover_it() -> None:
    (finding,) = analyse_table(read_cells("people", "<10", ">=10", "[5..15]", default={}))
    assert (finding.code, finding.pointer, finding.facts["rows"]) == ("row_dead", "/rows/2", (2, 0, 1))


def test_a_value_that_is_not_allowed_is_told_with_what_is() -> None:
    (finding,) = analyse_table(read_cells("people", "-", "<0", hit="collect"))
    assert finding == Finding(
        "value_impossible",
        "/rows/1/0",
        {
            "rows": (1,),
            "column": 0,
            "example": {"people": 0},
            "words": {"zh-CN": "不满 0 人", "en": "less than 0 人"},
            "allowed": {"zh-CN": "0 人及以上", "en": "0 人 or more"},
            "total": 1,
        },
    )


@pytest.mark.parametrize(
    ("name", "cell", "allowed"),
    [
        ("people", "(3..4)", "0 人及以上"),
        ("kind", "未填", "消防、燃气、交通"),
        ("kind", "not(消防,燃气,交通)", "消防、燃气、交通"),
        ("place", "未填", "已填"),
        ("urgent", "not(是,否)", "是、否或未填"),
        ("fee", "未填", "已填"),
        ("day", "<0001-01-01", "0001年1月1日到 9999年12月31日"),
    ],
)
def test_a_cell_that_nothing_satisfies_is_told(name: str, cell: str, allowed: str) -> None:
    (finding,) = analyse_table(read_cells(name, "-", cell, hit="collect"))
    words: Any = finding.facts["allowed"]
    assert (finding.code, words["zh-CN"].replace("1年1月1日到", "0001年1月1日到")) == (
        "value_impossible",
        allowed,
    )


@pytest.mark.parametrize(
    ("hit", "rows", "codes"),
    [
        ("U", [["-", "-", "-", "重大"]] * 2, [("table_overlap", "/rows/1", "error")]),
        ("A", [["-", "-", "-", "重大"]] * 2, [("row_dead", "/rows/1", "warning")]),
        ("C", [["-", "-", "-", "重大"]] * 2, [("row_duplicate", "/rows/1", "warning")]),
        ("C", [["-", "<0", "-", "重大"]] * 2, [("value_impossible", "/rows/0/1", "error")] * 2),
        ("C", [["-", "-", "-", "重大"], ["-", "-", "-", "一般"]], []),
        ("C", [["-", ">=5", "-", "重大"]], []),
        ("O", [["-", ">=5", "-", "重大"]], []),
        ("C#", [["-", ">=5", "-", "重大"]], []),
        ("P", [["-", ">=5", "-", "重大"]], [("table_gap", "/rows", "warning")]),
    ],
)
def test_what_is_told_depends_on_the_policy(hit: str, rows: list[Any], codes: list[Any]) -> None:
    assert [
        (code, pointer.replace("/rows/1/1", "/rows/0/1"), level)
        for code, pointer, level in list_codes(read_patrol(rows, hit=hit))
    ] == codes


def test_a_default_fills_every_gap() -> None:
    assert list_codes(read_patrol(ROWS[:1], default={"level": "一般"})) == []


def test_at_most_twenty_findings_of_a_kind_are_returned_with_their_total() -> None:
    findings = analyse_table(read_patrol([["-", "-", "-", "重大"]] * 30, hit="C"))
    assert (len(findings), findings[0].facts["total"]) == (20, 29)


def test_bands_are_analysed_as_well() -> None:
    bands = {"output": "grade", "cells": [[">=8", "高"], ["<7.5", "低"], ["<7", "无"]]}
    changes: dict[str, Any] = {"hit": "sum", "inputs": ["people"], "outputs": ["score"], "bands": bands}
    assert list_codes(read_patrol([["-", 5]], **changes)) == [
        ("table_gap", "/bands/cells", "warning"),
        ("row_dead", "/bands/cells/2", "warning"),
    ]


@pytest.mark.untraced
@pytest.mark.parametrize("hit", ["F", "P", "A", "U"])
@pytest.mark.parametrize("open_cells", [0, 0.2, 0.5, 0.7])
@pytest.mark.parametrize("rows", [200, 500])
def test_hundreds_of_rows_with_five_inputs_are_searched_to_the_end(
    rows: int, open_cells: float, hit: str
) -> None:
    codes = {code for code, _, _ in list_codes(make_large(rows, 5, open_cells, hit=hit))}
    assert "analysis_too_large" not in codes


def test_gaps_found_before_the_search_grew_too_large_are_told() -> None:
    codes = [one.code for one in analyse_table(read_patrol(SCATTERED), most_steps=10)]
    assert codes == ["analysis_too_large", "table_gap", "table_gap"]


def test_a_search_for_dead_rows_that_grows_too_large_is_told() -> None:
    table = read_patrol(SCATTERED, default={"level": "一般"})
    assert [one.code for one in analyse_table(table, most_steps=2)] == ["analysis_too_large"]
