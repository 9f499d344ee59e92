from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from lizheng.rules.logic import LogicError, compile_logic

from .meeting_fields import NOW, TYPES, nest, var


@pytest.mark.parametrize(
    ("tree", "trace"),
    [
        (5, []),
        (var("n"), [["", 3]]),
        ({"+": [var("n"), 1]}, [["/+/0", 3], ["", 4]]),
        ({"!": var("n")}, [["/!", 3], ["", False]]),
        ({"and": [var("z"), var("n")]}, [["/and/0", None], ["", None]]),
        ({"if": [var("z"), var("n"), var("t")]}, [["/if/0", None], ["/if/2", "x"], ["", "x"]]),
        ({"<": [{"+": [var("n"), 1]}, var("m")]}, [["/</0/+/0", 3], ["/</0", 4], ["/</1", 2.5], ["", False]]),
        ({"<": [var("n"), 2, var("m")]}, [["/</0", 3], ["", False]]),
        ({"var": ["z", {"var": "n"}]}, [["/var/1", 3], ["", 3]]),
        ({"map": [var("l"), {"+": [var(""), 1]}]}, [["/map/0", [1, 2]], ["", [2, 3]]]),
        ({"try": [{"throw": "x"}, {"val": "type"}]}, [["/try/1", "x"], ["", "x"]]),
        ([var("n"), [var("t")]], [["/0", 3], ["/1/0", "x"]]),
        ({"cat": {"merge": [var("t"), "y"]}}, [["/cat/merge/0", "x"], ["/cat", ["x", "y"]], ["", "xy"]]),
        (
            {"==": [{"none": [var("l"), False]}, var("n")]},
            [["/==/0/none/0", [1, 2]], ["/==/0", True], ["/==/1", 3], ["", False]],
        ),
        ({"*": [1, {"-": [{"/": [4, 2]}, 1]}]}, [["/*/1/-/0", 2], ["/*/1", 1], ["", 1]]),
    ],
)
def test_a_trace_lists_operators_as_they_end(tree: object, trace: object) -> None:
    assert list(compile_logic(tree).explain({"n": 3, "m": 2.5, "t": "x", "l": [1, 2]})[1]) == trace


@pytest.mark.parametrize("op", ["a/b", "~", "~1/"])
def test_pointers_are_escaped(op: str) -> None:
    steps = compile_logic({"try": [{op: [1]}, {"val": "type"}]}).explain(None)[1]
    assert list(steps) == [["/try/1", "Unknown Operator"], ["", "Unknown Operator"]]


@pytest.mark.parametrize(
    ("tree", "answers", "trace"),
    [
        (
            {">=": [var("present"), {"*": [{"/": [2, 3]}, var("base")]}]},
            {"present": 31, "base": 46},
            [
                ["/>=/0", 31],
                ["/>=/1/*/0", Decimal("0.666666666666667")],
                ["/>=/1/*/1", 46],
                ["/>=/1", Decimal("30.6666666666667")],
                ["", True],
            ],
        ),
        (
            {">=": [var("present"), {"*": [{"/": [2, 3]}, var("base")]}]},
            {"present": 31, "base": Decimal("4.5")},
            [
                ["/>=/0", 31],
                ["/>=/1/*/0", Decimal("0.666666666666667")],
                ["/>=/1/*/1", Decimal("4.5")],
                ["/>=/1", 3],
                ["", True],
            ],
        ),
        ({">": [var("present"), 3]}, {}, [["/>/0", None], ["", False]]),
        ({">": [var("present"), 3]}, {"present": 10**16 + 1}, [["/>/0", 10**16], ["", True]]),
        ({"==": [var("mode"), "转"]}, {"mode": 5}, [["/==/0", None], ["", False]]),
        ({"in": [var("mode"), ["转"]]}, {"mode": "转"}, [["/in/0", "转"], ["", True]]),
        (
            {"and": [var("agreed"), {"empty": [var("note")]}]},
            {"agreed": True},
            [["/and/0", True], ["/and/1/empty/0", None], ["/and/1", True], ["", True]],
        ),
        (
            {"days": [var("held"), {"today": []}]},
            {"held": "2026-11-01"},
            [["/days/0", "2026-11-01"], ["/days/1", "2026-11-24"], ["", 23]],
        ),
        (
            {"sum": [var("scores"), {"*": [var(""), 2]}]},
            {"scores": [1, 0.5]},
            [["/sum/0", [1, Decimal("0.5")]], ["", 3]],
        ),
        ({"missing": ["cost", "note"]}, {"cost": 1}, [["", ["note"]]]),
        ({"var": ["cost", 3]}, {}, [["", 3]]),
    ],
)
def test_numbers_in_a_trace_are_written_as_results(
    tree: object, answers: Mapping[str, Any], trace: object
) -> None:
    assert list(compile_logic(tree, typed=TYPES).explain(answers, now=NOW)[1]) == trace


def test_a_trace_has_a_length_and_can_be_cut() -> None:
    trace = compile_logic({"+": [var("n"), 1]}).explain({"n": 3})[1]
    assert (len(trace), trace[0], trace[1:]) == (2, ["/+/0", 3], [["", 4]])


def test_a_trace_may_be_written_as_json() -> None:
    trace = compile_logic({"!": [var("n")]}).explain({"n": 3})[1]
    assert json.dumps(list(trace)) == '[["/!/0", 3], ["", false]]'


def test_a_long_trace_is_whole() -> None:
    value, trace = compile_logic({"and": [var("n")] * 40}).explain({"n": 1})
    assert (value, len(trace)) == (1, 41)


def test_a_deep_trace_is_whole() -> None:
    trace = compile_logic(nest(60, var("n"), lambda inner: {"!": [inner]})).explain({"n": 1})[1]
    assert [value for _, value in trace] == [1, *[False, True] * 30]


def test_explaining_fails_as_the_rule_does() -> None:
    with pytest.raises(LogicError) as caught:
        compile_logic({"/": [1, 0]}).explain(None)
    assert caught.value.type == "NaN"
