from __future__ import annotations

from collections.abc import Mapping
from time import process_time
from typing import Any

import pytest
from lizheng.rules.logic import LogicError, compile_logic
from lizheng.rules.logic.nodes import read_tree

from .meeting_fields import ask, nest, var
from .public_cases import answer

ACC, CUR = var("accumulator"), var("current")
MANY = list(range(10_000))


def stopped(type: str) -> dict[str, Any]:
    return {"error": {"type": type}}


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (nest(64), "fits"),
        (nest(65), "Too Deep"),
        (nest(64, True, lambda inner: {"!": [inner]}), "fits"),
        (nest(65, True, lambda inner: {"!": inner}), "Too Deep"),
        (nest(65, 1, lambda inner: {"preserve": inner}), "Too Deep"),
        ({"and": [1] * 4999}, "fits"),
        ({"and": [1] * 5000}, "Too Large"),
        ([{"a": 1, "b": list(range(6000))}] * 4999, "fits"),
        (nest(66, 1, lambda inner: {"a": inner, "b": 1}), "fits"),
    ],
)
def test_a_tree_is_at_most_so_deep_and_so_large(tree: object, expected: str) -> None:
    assert name_limit(tree) == expected


def name_limit(tree: object) -> str:
    try:
        compile_logic(tree)
    except LogicError as error:
        return error.type
    return "fits"


@pytest.mark.parametrize(
    "wrap",
    [
        lambda inner: {"+": [inner, var("n")]},
        lambda inner: {"<": [inner, var("n")]},
        lambda inner: {"and": [inner, var("n"), var("n")]},
        lambda inner: {"if": [inner, 1, 2]},
        lambda inner: {"if": [0, 1, 0, 2, 0, 3, 0, 4, inner]},
        lambda inner: {"try": [{"throw": "x"}, inner]},
        lambda inner: {"cat": [inner]},
        lambda inner: {"in": [inner, "a"]},
        lambda inner: {"??": [None, inner]},
    ],
)
def test_whatever_nests_within_the_limit_runs_and_is_explained(wrap: Any) -> None:
    rule = compile_logic(nest(62, var("n"), wrap))
    assert rule.explain({"n": 1})[0] == rule({"n": 1})


def test_iterations_nest_as_deep_as_the_tree() -> None:
    assert answer(nest(62, var(""), lambda inner: {"map": [[7], inner]}), None) == {"value": nest(62, 7)}


@pytest.mark.parametrize(
    ("tree", "data", "expected"),
    [
        ({"reduce": [var("x"), [ACC, ACC], 0]}, {"x": MANY}, stopped("Too Large")),
        ([{"reduce": [var("x"), [ACC, ACC], 0]}], {"x": MANY}, stopped("Too Large")),
        ({"reduce": [var("x"), [ACC], 0]}, {"x": MANY}, stopped("Too Deep")),
        ({"reduce": [var("x"), var(""), 0]}, {"x": MANY}, stopped("Too Deep")),
        ({"cat": [{"reduce": [var("x"), [ACC], 0]}]}, {"x": MANY}, stopped("Too Deep")),
        ({"cat": [{"reduce": [[1] * 20, [ACC, ACC], []]}]}, None, stopped("Too Much Work")),
        ({"reduce": [var("x"), {"cat": [ACC, ACC]}, "x"]}, {"x": MANY}, stopped("Too Large")),
        ({"reduce": [var("x"), {"merge": [ACC, ACC]}, [1]]}, {"x": MANY}, stopped("Too Large")),
        ({"reduce": [var("x"), {"merge": [ACC, [1]]}, []]}, {"x": MANY}, stopped("Too Much Work")),
        ({"map": [var("x"), {"in": [-1, {"val": [[2], "x"]}]}]}, {"x": MANY}, stopped("Too Much Work")),
        ({"map": [var("x"), {"max": {"val": [[2], "x"]}}]}, {"x": MANY}, stopped("Too Much Work")),
        ({"map": [var("x"), {"map": [{"val": [[2], "x"]}, 1]}]}, {"x": MANY}, stopped("Too Much Work")),
        ({"map": [var("x"), {"missing": ["a.b" * 300] * 99}]}, {"x": MANY}, stopped("Too Much Work")),
        (
            {"map": [var("x"), {"in": ["b", {"val": [[2], "t"]}]}]},
            {"x": MANY, "t": "a" * 900},
            stopped("Too Much Work"),
        ),
        (
            {"map": [var("x"), {"cat": {"val": [[2], "t"]}}]},
            {"x": MANY, "t": "a" * 60_000},
            stopped("Too Much Work"),
        ),
        ({"map": [var("x"), 1]}, {"x": [*MANY, 1]}, stopped("Too Large")),
        ({"in": [1, var("x")]}, {"x": [*MANY, 1]}, stopped("Too Large")),
        ({"cat": [var("t"), var("t")]}, {"t": "x" * 40_000}, stopped("Too Large")),
        ({"var": [var("t")]}, {"t": "x" * 1001}, stopped("Too Large")),
        ({"var": "x" * 1001}, {}, stopped("Too Large")),
        ({"val": ["x" * 1001]}, {}, stopped("Too Large")),
        ({"merge": [var("x")]}, {"x": [MANY] * 11}, stopped("Too Large")),
        (
            {"try": [{"map": [var("x"), {"map": [{"val": [[2], "x"]}, 1]}]}, "caught"]},
            {"x": MANY},
            {"value": "caught"},
        ),
        ({"if": [True, var("x")]}, {"x": MANY}, {"value": MANY}),
        ({"map": [var("x"), {"<": [var(""), 0, 1]}]}, {"x": MANY}, {"value": [False] * 10_000}),
    ],
)
def test_no_published_rule_keeps_a_server_busy(tree: object, data: object, expected: object) -> None:
    started = process_time()
    assert (answer(tree, data), process_time() - started < 15) == (expected, True)


@pytest.mark.parametrize(
    ("tree", "answers", "expected"),
    [
        ({"sum": [var("scores"), {"/": [1, {"+": [var(""), 1]}]}]}, {"scores": MANY}, "Too Large"),
        ({"map": [var("scores"), {"sum": [{"val": [[2], "scores"]}]}]}, {"scores": MANY}, "Too Much Work"),
        ({"map": [var("scores"), {"count": [{"val": [[2], "scores"]}]}]}, {"scores": MANY}, "Too Much Work"),
        (
            {"map": [var("scores"), {"in": [0.5, {"val": [[2], "scores"]}]}]},
            {"scores": MANY},
            "Too Much Work",
        ),
        (
            {"map": [var("scores"), {"cat": [{"val": [[2], "note"]}]}]},
            {"scores": MANY, "note": "𠮷" * 32_000},
            "Too Much Work",
        ),
        (
            {"map": [var("scores"), {"length": [{"val": [[2], "note"]}]}]},
            {"scores": MANY, "note": "𠮷" * 900},
            "Too Much Work",
        ),
        (
            {"map": [var("scores"), {"substr": [{"val": [[2], "note"]}, 1]}]},
            {"scores": MANY, "note": "x" * 900},
            "Too Much Work",
        ),
        ({"count": [{"merge": [var("scores"), [1]]}]}, {"scores": MANY}, "Too Large"),
        ({"count": [var("scores")]}, {"scores": [*MANY, 1]}, "Too Large"),
        ({"*": [var("cost"), var("cost"), var("cost"), var("cost")]}, {"cost": 1e80}, "Too Large"),
        ({"*": [var("cost"), var("cost"), var("cost"), var("cost")]}, {"cost": 1e-80}, "Too Large"),
        ({"cat": [var("note"), var("note")]}, {"note": "x" * 40_000}, "Too Large"),
    ],
)
def test_no_rule_of_the_profile_keeps_a_server_busy(
    tree: object, answers: Mapping[str, Any], expected: str
) -> None:
    started = process_time()
    assert (ask(tree, **answers), process_time() - started < 15) == (f"error: {expected}", True)


@pytest.mark.parametrize(
    ("tree", "nodes"),
    [
        (True, 1),
        ({}, 1),
        ({"!": [var("")]}, 3),
        ({"!": var("")}, 3),
        ([1, [2], {}], 5),
        ({"a": 1, "b": [1, 2]}, 1),
        ({"preserve": [1, [2]]}, 4),
        ({"val": [[2], "t"]}, 4),
    ],
)
def test_a_body_costs_its_nodes(tree: object, nodes: int) -> None:
    assert read_tree(tree).size == nodes


@pytest.mark.parametrize(
    ("body", "expected"),
    [([1] * 9, {"value": True}), ([1] * 10, stopped("Too Much Work"))],
)
def test_the_last_step_is_still_taken(body: object, expected: object) -> None:
    assert answer({"all": [var("x"), body]}, {"x": MANY}) == expected
