"""Gaps, overlaps, conflicts and dead rows of tables that people could write."""

from __future__ import annotations

import random
from typing import Any

import pytest
from lizheng.rules.analysis import find_conflicts, find_dead_rows, find_gaps, find_overlaps, say_box
from lizheng.rules.findings import RuleRefused
from lizheng.rules.tables import Table, read_table, write_cell
from lizheng.rules.types import Type

from .patrol_table import ROWS, read_cells, read_patrol


def list_gaps(table: Table) -> list[list[str]]:
    return [
        [write_cell(region, column.type) for region, column in zip(box.regions, table.inputs, strict=True)]
        for box in find_gaps(table)
    ]


def test_a_table_with_a_last_row_for_all_the_rest_has_no_gap() -> None:
    assert find_gaps(read_patrol()) == ()


def test_a_gap_is_said_for_all_columns_together() -> None:
    assert list_gaps(read_patrol(ROWS[:2])) == [["交通", "-", "-"], ["消防,燃气", "<=19", "<=3,未填"]]


@pytest.mark.parametrize(
    ("name", "cells", "gaps"),
    [
        ("people", ["<10", ">10"], ["10"]),
        ("people", ["[0..9]", ">=10"], []),
        ("people", ["(2..3)", ">=0"], []),
        ("people", [">=0"], []),
        ("people", ["1,3"], ["0,2,>=4"]),
        ("fee", ["<0.5", "(0.5..1]"], ["0.5,>1"]),
        ("fee", ["<1", "(1..2)"], ["1,>=2"]),
        ("days", [">=0"], ["未填"]),
        ("day", ["<=2026-02-28", ">=2026-03-01"], []),
        ("day", ["<2026-02-28", ">2026-03-01"], ["[2026-02-28..2026-03-01]"]),
        ("urgent", ["是"], ["否,未填"]),
        ("place", ["桥,学校"], ["not(学校,桥)"]),
        ("place", ["not(桥)"], ["桥"]),
        ("place", ["not(桥)", "桥"], []),
        ("kind", ["消防"], ["燃气,交通"]),
    ],
)
def test_the_gap_of_one_column_is(name: str, cells: list[str], gaps: list[str]) -> None:
    assert list_gaps(read_cells(name, *cells)) == [[gap] for gap in gaps]


def test_as_many_gaps_as_asked_for_are_returned_the_largest_first() -> None:
    table = read_patrol(ROWS[:2])
    assert find_gaps(table, 1) == find_gaps(table)[:1]


def test_an_overlap_names_both_rows_and_what_they_share() -> None:
    table = read_cells("people", "<=10", ">=10", ">=20")
    overlaps = [(one.first, one.second, say_box(one.box, table.inputs)) for one in find_overlaps(table)]
    assert overlaps == [(0, 1, "影响人数为 10 人"), (1, 2, "影响人数 20 人及以上")]


def test_as_many_overlaps_as_asked_for_are_returned() -> None:
    assert [one.second for one in find_overlaps(read_cells("people", "-", "-", "-"), 2)] == [1, 2]


@pytest.mark.parametrize(
    ("hit", "pairs"), [("U", [(0, 1), (0, 2), (1, 2)]), ("A", [(0, 1), (1, 2)]), ("F", []), ("C", [])]
)
def test_the_hit_policy_says_which_overlaps_are_conflicts(hit: str, pairs: list[Any]) -> None:
    rows = [["-", "-", "-", "重大"], ["-", "-", "-", "较大"], ["-", "-", "-", "重大"]]
    found = find_conflicts(read_patrol(rows, hit=hit))
    assert [(one.first, one.second) for one in found] == pairs


@pytest.mark.parametrize(
    ("hit", "outputs", "dead"),
    [
        ("first", ["一般", "较大", "重大"], [(2, (0, 1))]),
        ("any", ["一般", "一般", "一般"], [(2, (0, 1))]),
        ("priority", ["一般", "较大", "重大"], [(1, (2,))]),
        ("priority", ["重大", "较大", "一般"], [(2, (0, 1))]),
        ("unique", ["一般", "较大", "重大"], []),
        ("collect", ["一般", "较大", "重大"], []),
    ],
)
def test_a_row_is_dead_when_rows_that_go_before_cover_it(
    hit: str, outputs: list[str], dead: list[Any]
) -> None:
    cells = (["-", "<10", "-"], ["-", ">=10", "-"], ["-", "[5..15]", "-"])
    rows = [[*cell, output] for cell, output in zip(cells, outputs, strict=True)]
    if hit == "priority" and outputs[0] == "一般":
        rows[1][1] = "[10..15]"
    assert [(one.row, one.covered_by) for one in find_dead_rows(read_patrol(rows, hit=hit))] == dead


@pytest.mark.parametrize(
    ("hit", "points", "dead"),
    [
        ("min", (1, 2, 0), [0, 1]),
        ("max", (1, 2, 0), [2]),
        ("max", (1, 2, None), [2]),
        ("min", (1, 1, 1), [1, 2]),
        ("sum", (1, 2, 0), []),
    ],
)
def test_the_least_or_the_most_decides(hit: str, points: tuple[Any, ...], dead: list[int]) -> None:
    rows = [[cell, point] for cell, point in zip(("-", ">=10", "-"), points, strict=True)]
    table = read_patrol(rows, hit=hit, inputs=["people"], outputs=[{"output": "o", "kind": "number"}])
    assert [one.row for one in find_dead_rows(table)] == dead


def test_the_earliest_day_decides() -> None:
    rows = [["-", "2026-03-01"], ["-", "2026-02-28"]]
    table = read_patrol(rows, hit="min", inputs=["people"], outputs=[{"output": "o", "kind": "date"}])
    assert [one.row for one in find_dead_rows(table)] == [0]


def test_a_row_that_no_allowed_value_hits_is_not_called_dead() -> None:
    assert find_dead_rows(read_cells("people", "-", "<0")) == ()


def make_tangled() -> Table:
    """Return a table of the kind that is hard for any search: each row names three of twenty columns."""
    chance = random.Random(7)
    names = [f"c{place}" for place in range(20)]
    rows = []
    for number in range(210):
        cells = ["-"] * 20
        for place in chance.sample(range(20), 3):
            cells[place] = ",".join(chance.sample("甲乙丙丁", 2))
        rows.append([*cells, number])
    document = {"table": "t", "hit": "F", "inputs": names, "outputs": ["o"], "rows": rows}
    return read_table(document, dict.fromkeys(names, Type("text", options=tuple("甲乙丙丁"), required=True)))


def test_the_search_for_dead_rows_has_its_limit_too() -> None:
    with pytest.raises(RuleRefused) as refused:
        find_dead_rows(make_tangled(), most_steps=10_000)
    assert [one.code for one in refused.value.findings] == ["analysis_too_large"]


def test_a_table_that_asks_for_too_much_work_is_refused_and_never_hangs() -> None:
    with pytest.raises(RuleRefused) as refused:
        find_gaps(make_tangled(), most_steps=10_000)
    (finding,) = refused.value.findings
    assert (finding.code, finding.level) == ("analysis_too_large", "warning")
