"""A table's document: what it becomes, and where it is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from lizheng.rules.findings import Finding, RuleRefused
from lizheng.rules.tables import Column, Formula, Table, build_index, decide, read_table
from lizheng.rules.types import Type

LEVEL = Type("text", options=("重大", "较大"), title="隐患等级")
TYPES = {
    "kind": Type("text", options=("燃气", "消防"), title="类别"),
    "people": Type("number", integer=True, unit="人", title="影响人数"),
    "level": LEVEL,
    "fee": Type("number", low=Fraction(0), high=Fraction(100)),
    "visits": Type("list", of=Type("date"), title="走访"),
}
DOCUMENT: dict[str, Any] = {
    "table": "grade",
    "hit": "first",
    "inputs": ["kind", "people"],
    "outputs": ["level", "days"],
    "rows": [["燃气", ">=10", "重大", 1], ["-", "-", "较大", 3]],
}


def read(**changes: Any) -> Table:
    return read_table({**DOCUMENT, **changes}, TYPES, read_input=read_input)


def read_input(text: object) -> tuple[object, Type]:
    if text == "told elsewhere":
        raise RuleRefused()
    if text == "wrong":
        raise RuleRefused(Finding("unreadable", "/2"))
    return {"+": [text, 1]}, Type("list" if text == "many" else "number", unit="天")


def refuse(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(RuleRefused) as refused:
        read(**changes)
    return sorted((one.code, one.pointer) for one in refused.value.findings)


def test_inputs_are_names_titles_or_condition_text() -> None:
    table = read(inputs=["类别", "people + 1"])
    assert table.inputs == (
        Column("kind", TYPES["kind"], {"var": "kind"}),
        Column("people + 1", Type("number", unit="天"), {"+": ["people + 1", 1]}),
    )


def test_the_tree_of_an_input_is_kept() -> None:
    assert [column.tree for column in read(inputs=["kind", "a"]).inputs] == [{"var": "kind"}, {"+": ["a", 1]}]


def test_a_title_that_two_names_have_is_condition_text() -> None:
    types = {"a": Type("number", title="数"), "b": Type("number", title="数")}
    document = {"table": "t", "inputs": ["数"], "outputs": ["o"], "rows": []}
    with pytest.raises(RuleRefused) as refused:
        read_table(document, types)
    assert refused.value.findings == (
        Finding("name_unknown", "/inputs/0", {"got": "数", "allowed": ("a", "b")}),
    )


def test_an_output_has_the_type_of_its_name_or_of_its_cells() -> None:
    assert [column.type for column in read().outputs] == [LEVEL, Type("number")]


@pytest.mark.parametrize(
    ("output", "values", "column"),
    [
        ("new", ["a", None], Column("new", Type("text"))),
        ("new", [True, ""], Column("new", Type("boolean"))),
        ("new", [None, ""], Column("new", Type("text"))),
        ("new", ["=people", 3], Column("new", Type("number"))),
        ("等级", ["a", "b"], Column("等级", Type("text"))),
        ("隐患等级", ["重大", "较大"], Column("level", LEVEL)),
        (
            {"output": "new", "options": ["a", "b"], "title": "等级"},
            ["a", None],
            Column("new", Type("text", options=("a", "b"), title="等级")),
        ),
        (
            {"output": "new", "options": [1, 2.5], "unit": "分"},
            [1, 2.5],
            Column("new", Type("number", options=(1, Fraction(5, 2)), unit="分")),
        ),
        (
            {"output": "new", "kind": "date"},
            ["2026-01-01", "2026-01-02"],
            Column("new", Type("date")),
        ),
        (
            {"output": "new", "kind": "number", "integer": True},
            ["3", 4],
            Column("new", Type("number", integer=True)),
        ),
        ({"output": "new", "kind": "boolean"}, ["是", "false"], Column("new", Type("boolean"))),
    ],
)
def test_an_output_column_is(output: object, values: list[Any], column: Column) -> None:
    rows = [["-", "-", "重大", value] for value in values]
    assert read(outputs=["other", output], rows=rows).outputs[1] == column


def test_output_values_are_exact() -> None:
    rows = [["-", "-", "重大", "=people"], ["-", "-", "", 0.1], ["-", "-", None, 3]]
    outputs = [row.outputs for row in read(rows=rows).rows]
    assert outputs == [("重大", Formula("people")), (None, Fraction(1, 10)), (None, 3)]


def test_a_default_may_leave_outputs_absent() -> None:
    assert read(default={"days": 9}).default == (None, 9)


def test_full_width_options_are_those_of_the_form() -> None:
    types = {"n": Type("number"), "o": Type("text", options=("A（1）",))}
    document = {"table": "t", "inputs": ["n"], "outputs": ["o"], "rows": [["-", "A(1)"]]}
    assert read_table(document, types).rows[0].outputs == ("A（1）",)


def test_a_table_is_unique_unless_it_says_otherwise() -> None:
    document = {name: value for name, value in DOCUMENT.items() if name != "hit"}
    assert read_table(document, TYPES).hit == "U"


def test_bands_follow_the_sum() -> None:
    bands = {"output": "grade", "cells": [[">=80", "高"], ["-", "低"]]}
    table = read(hit="sum", outputs=["score"], rows=[["-", "-", 80]], bands=bands)
    assert list(table.output_types.items()) == [("score", Type("number")), ("grade", Type("text"))]


@pytest.mark.parametrize(
    ("hit", "type"),
    [
        ("C", Type("list", of=Type("number", unit="分", integer=True))),
        ("C#", Type("number", low=Fraction(0), integer=True)),
        ("C+", Type("number", unit="分", integer=True)),
        ("C<", Type("number", unit="分", integer=True)),
        ("F", Type("number", unit="分", integer=True)),
    ],
)
def test_what_rules_read_of_an_output_depends_on_the_policy(hit: str, type: Type) -> None:
    output = {"output": "score", "kind": "number", "unit": "分", "integer": True}
    assert read(hit=hit, outputs=[output], rows=[["-", "-", 1]]).output_types == {"score": type}


@pytest.mark.parametrize(
    ("changes", "findings"),
    [
        ({"table": ""}, [("table_shape", "/table")]),
        ({"hit": "best"}, [("hit_unknown", "/hit")]),
        ({"hit": ["F"]}, [("hit_unknown", "/hit")]),
        ({"colour": 1}, [("table_member", "")]),
        ({"inputs": []}, [("row_length", "/rows/0"), ("row_length", "/rows/1"), ("table_shape", "/inputs")]),
        ({"inputs": "kind"}, [("table_shape", "/inputs")]),
        ({"inputs": ["kind"] * 21, "rows": []}, [("table_too_large", "/inputs")]),
        ({"outputs": ["o"] * 21, "rows": []}, [("table_too_large", "/outputs")]),
        ({"rows": "none"}, [("table_shape", "/rows")]),
        ({"rows": [["-"] * 4] * 1_001}, [("table_too_large", "/rows")]),
        ({"rows": [["-", "-", "重大"], "-"]}, [("row_length", "/rows/0"), ("table_shape", "/rows/1")]),
        ({"default": ["重大"]}, [("table_shape", "/default")]),
        ({"default": {"colour": 1}}, [("name_unknown", "/default/colour")]),
        ({"default": {"level": "特大"}}, [("output_unreadable", "/default/level")]),
        ({"bands": []}, [("table_shape", "/bands")]),
        ({"bands": {"cells": 1, "of": 2}}, [
            ("table_member", "/bands"), ("table_shape", "/bands/cells"), ("table_shape", "/bands/output"),
        ]),
        ({"bands": {"output": "g", "cells": [["-"]]}}, [("row_length", "/bands/cells/0")]),
        ({"inputs": ["kind", "wrong"]}, [("unreadable", "/inputs/1/2")]),
        ({"inputs": ["kind", "visits"]}, [("column_kind", "/inputs/1")]),
        ({"inputs": ["kind", "many"]}, [("column_kind", "/inputs/1")]),
        ({"inputs": ["kind", "类别"], "rows": []}, [("name_twice", "/inputs/1")]),
        ({"outputs": ["level", "level"], "rows": []}, [("name_twice", "/outputs/1")]),
        ({"outputs": ["level", "visits"]}, [("column_kind", "/outputs/1")]),
        ({"outputs": ["level", 3]}, [("output_shape", "/outputs/1")]),
        ({"outputs": ["level", ""]}, [("output_shape", "/outputs/1")]),
        ({"outputs": ["level", {"output": "o", "colour": 1}]}, [("output_shape", "/outputs/1")]),
        ({"outputs": ["level", {"output": "o", "kind": "row"}]}, [("column_kind", "/outputs/1")]),
        ({"outputs": ["level", {"output": "o", "options": ["a", 1]}]}, [("output_mixed", "/outputs/1")]),
        ({"outputs": ["level", {"output": "o", "options": [{}]}]}, [("output_unreadable", "/outputs/1")]),
        ({"rows": [["水", ">=x", "特大", 1], ["-", "-", "较大", {}]]}, [
            ("cell_unreadable", "/rows/0/0"), ("cell_unreadable", "/rows/0/1"),
            ("output_unreadable", "/rows/0/2"), ("output_unreadable", "/rows/1/3"),
        ]),
        ({"rows": [["水", "-", "重大", 1], ["水", "-", "重大", 1]]}, [
            ("cell_unreadable", "/rows/0/0"), ("cell_unreadable", "/rows/1/0"),
        ]),
        ({"rows": [["-", "-", "重大", 1], ["-", "-", "重大", "a"]]}, [("output_mixed", "/outputs/1")]),
        ({"rows": [["-", "-", "重大", "=wrong"]]}, [("unreadable", "/rows/0/3/2")]),
        ({"rows": [["-", "-", "=people", 1]]}, [("output_unreadable", "/rows/0/2")]),
        ({"rows": [["-", "-", 3, 1]]}, [("output_unreadable", "/rows/0/2")]),
        ({"outputs": ["level", "fee"], "rows": [["-", "-", "重大", 101], ["-", "-", "重大", -1]]}, [
            ("output_unreadable", "/rows/0/3"), ("output_unreadable", "/rows/1/3"),
        ]),
        ({"outputs": ["level", {"output": "o", "kind": "number", "integer": True}],
          "rows": [["-", "-", "重大", 2.5]]}, [("output_unreadable", "/rows/0/3")]),
        ({"outputs": ["level", {"output": "o", "options": [1]}], "rows": [["-", "-", "重大", 2]]},
         [("output_unreadable", "/rows/0/3")]),
        ({"outputs": ["level", {"output": "o", "kind": "date"}]}, [
            ("output_unreadable", "/rows/0/3"), ("output_unreadable", "/rows/1/3"),
        ]),
        ({"outputs": ["level", {"output": "o", "kind": "boolean"}]}, [
            ("output_unreadable", "/rows/0/3"), ("output_unreadable", "/rows/1/3"),
        ]),
        ({"hit": "P", "outputs": ["a", "b"]}, [("options_wanted", "/outputs")]),
        ({"hit": "O", "rows": [["-", "-", "重大", "=people"]]}, []),
        ({"hit": "sum"}, [("output_kind", "/outputs/0")]),
        ({"hit": "max"}, [("output_kind", "/outputs/0")]),
        ({"bands": {"output": "g", "cells": [["-", "a"]]}}, [("bands_misplaced", "/bands")]),
    ],
)  # fmt: skip
def test_a_table_is_refused_where(changes: dict[str, Any], findings: list[tuple[str, str]]) -> None:
    assert try_refuse(**changes) == findings


def try_refuse(**changes: Any) -> list[tuple[str, str]]:
    try:
        read(**changes)
    except RuleRefused as refused:
        return sorted((one.code, one.pointer) for one in refused.findings)
    return []


@pytest.mark.parametrize(
    ("bands", "findings"),
    [
        ({"output": "g", "cells": [[">=x", "a"]]}, [("cell_unreadable", "/bands/cells/0/0")]),
        ({"output": "g", "cells": [["-", "a"], ["-", 1]]}, [("output_mixed", "/bands/output")]),
        ({"output": 3, "cells": [["-", "a"]]}, [("output_shape", "/bands/output")]),
        ({"output": "score", "cells": [["-", 1]]}, [("name_twice", "/outputs/1")]),
    ],
)
def test_bands_are_refused_where(bands: dict[str, Any], findings: list[tuple[str, str]]) -> None:
    assert try_refuse(hit="sum", outputs=["score"], rows=[["-", "-", 1]], bands=bands) == findings


def test_what_is_no_object_is_no_table() -> None:
    with pytest.raises(RuleRefused) as refused:
        read_table([], TYPES)
    assert refused.value.findings == (Finding("table_shape", "", {"allowed": "object"}),)


def test_a_formula_needs_somebody_to_compile_it() -> None:
    document = {**DOCUMENT, "rows": [["-", "-", "重大", "=people"]]}
    with pytest.raises(RuleRefused) as refused:
        read_table(document, TYPES)
    assert [(one.code, one.pointer) for one in refused.value.findings] == [("formula_unwanted", "/rows/0/3")]


def test_rows_cannot_be_ranked_by_what_is_worked_out() -> None:
    output = {"output": "o", "options": [1, 2]}
    document = {"hit": "P", "outputs": ["level", output], "rows": [["-", "-", "重大", "=people"]]}
    assert refuse(**document) == [("formula_unwanted", "/outputs/1")]


def test_an_input_may_be_refused_by_who_has_told_why_already() -> None:
    assert refuse(inputs=["kind", "told elsewhere"]) == []


def test_a_count_has_no_default() -> None:
    assert refuse(hit="count", default={"days": 1}) == [("default_misplaced", "/default")]


def test_a_finding_says_in_which_cell_it_is_and_what_may_stand_there() -> None:
    with pytest.raises(RuleRefused) as refused:
        read(rows=[["水", "-", "重大", 1]])
    facts = refused.value.findings[0].facts
    assert {name: facts[name] for name in ("name", "row", "column", "got", "allowed")} == {
        "name": "kind",
        "row": 0,
        "column": 0,
        "got": "水",
        "allowed": ("燃气", "消防"),
    }


def test_a_table_without_rows_decides_nothing() -> None:
    assert decide(build_index(read(rows=[])), ("燃气", 3)).outputs == (None, None)
