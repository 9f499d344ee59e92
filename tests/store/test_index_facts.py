"""What may be asked of a form's index table, and how an answer stands in it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lizheng.core.store.form_index import IndexColumn
from lizheng.core.store.index_conditions import NotAskable, write_sql
from lizheng.core.store.index_facts import read_values

COLUMNS = {
    name: IndexColumn(name, kind, f"c_{name}")
    for name, kind in (("what", "text"), ("open", "boolean"), ("depth", "number"), ("on", "time"))
}
DEPTH, OPEN = {"var": "depth"}, {"var": ["open"]}


@pytest.mark.parametrize(
    ("kind", "answer", "values"),
    [
        ("text", "一号", ("一号",)),
        ("text", ["一号", "二号"], ("一号", "二号")),
        ("text", "井" * 200, ()),
        ("text", "", ()),
        ("text", 3, ()),
        ("text", None, ()),
        ("text", {"a": 1}, ()),
        ("integer", 3, (3,)),
        ("integer", True, ()),
        ("integer", "3", ()),
        ("number", Decimal("0.5"), (0.5,)),
        ("boolean", True, (1,)),
        ("boolean", [True, None], ()),
        ("text", ["一"] * 201, ()),
        ("text", [], ()),
    ],
)
def test_an_answer_is_matched_as_the_index_keeps_it_or_not_at_all(kind, answer, values):
    assert read_values(IndexColumn("x", kind, "c_x"), answer) == values


@pytest.mark.parametrize(
    ("tree", "sql"),
    [
        (True, "1 = 1"),
        (False, "1 = 0"),
        (OPEN, "(c_open IS NOT NULL AND c_open = 1)"),
        ({"!!": [OPEN]}, "(c_open IS NOT NULL AND c_open = 1)"),
        ({"==": [OPEN, True]}, "(c_open IS NOT NULL AND c_open = :if0)"),
        ({"<": [3, DEPTH]}, "(c_depth IS NOT NULL AND c_depth > :if0)"),
        ({"!=": [DEPTH, 1]}, "NOT (c_depth IS NOT NULL AND c_depth = :if0)"),
        ({"empty": [DEPTH]}, "(c_depth IS NULL)"),
        ({"empty": {"var": "on"}}, "(c_on IS NULL OR c_on = '')"),
        ({"in": [DEPTH, [1, 2]]}, "(c_depth IS NOT NULL AND c_depth IN (:if0, :if1))"),
        (
            {"or": [OPEN, {"!": OPEN}]},
            "((c_open IS NOT NULL AND c_open = 1) OR NOT (c_open IS NOT NULL AND c_open = 1))",
        ),
    ],
)
def test_a_condition_becomes_sql_that_holds_or_does_not(tree, sql):
    assert write_sql(tree, COLUMNS)[0] == sql


def test_values_are_those_of_the_index():
    tree = {"and": [{"==": [OPEN, True]}, {">": [DEPTH, Decimal("0.5")]}, {"<": [DEPTH, Decimal("5")]}]}
    assert write_sql(tree, COLUMNS)[1] == {"if0": 1, "if1": 0.5, "if2": 5}


@pytest.mark.parametrize(
    "tree",
    [
        3,
        {"+": [DEPTH, 1]},
        {"<": [DEPTH, {"var": "what"}]},
        {"<": [3, 4]},
        {"==": [{"var": "nobody"}, 1]},
        {"==": [{"length": [{"var": "what"}]}, 1]},
        {"==": [{"var": "what"}, "井" * 200]},
        {"==": [{"var": "what"}, ""]},
        {"in": ["井", {"var": "what"}]},
        {"in": [DEPTH, []]},
        {"in": [DEPTH, {"var": "depth"}]},
    ],
)
def test_more_than_a_field_beside_a_value_cannot_be_asked(tree):
    with pytest.raises(NotAskable):
        write_sql(tree, COLUMNS)
