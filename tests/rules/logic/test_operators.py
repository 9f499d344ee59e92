from __future__ import annotations

from types import MappingProxyType

import pytest
from lizheng.rules.logic import LogicError, compile_logic

from .public_cases import answer, is_same

DATA = {
    "a": {"b": [10, {"c": "deep"}], "": 3},
    "none": None,
    "list": [1, 2, 3],
    "length": "a name",
    "key": "a",
    "path": ["a", "b", 0],
    "names": ["a", "z"],
    "word": "list",
}
INVALID, UNKNOWN = {"error": {"type": "Invalid Arguments"}}, {"error": {"type": "Unknown Operator"}}


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"var": "a.b.1.c"}, "deep"),
        ({"var": "a.b.01"}, None),
        ({"var": "a.b.9"}, None),
        ({"var": "a.b.length"}, None),
        ({"var": "key.0"}, None),
        ({"var": "a."}, 3),
        ({"var": ["none", 5]}, None),
        ({"var": ["z", {"var": "key"}]}, "a"),
        ({"var": {"var": "key"}}, DATA["a"]),
        ({"var": [{"var": "key"}]}, DATA["a"]),
        ({"var": {"var": "path"}}, DATA["a"]),
        ({"val": {"var": "path"}}, 10),
        ({"val": ["a", "b", 1, {"cat": ["c"]}]}, "deep"),
        ({"val": [None, "length"]}, "a name"),
        ({"val": [[0], "length"]}, "a name"),
        ({"val": [[9], "a"]}, None),
        ({"map": [[1], {"val": [[2.0], "word"]}]}, ["list"]),
        ({"map": [[1], {"val": [[{"+": [1, 1.0]}], "word"]}]}, ["list"]),
        ({"val": [[1], "index"]}, None),
        ({"val": "z"}, None),
        ({"exists": ["a", "b", 1]}, True),
        ({"exists": {"var": "path"}}, True),
        ({"exists": ["none"]}, True),
        ({"exists": ["a", "z"]}, False),
        ({"missing": ["a.b", "none", "z"]}, ["none", "z"]),
        ({"missing": {"var": "names"}}, ["z"]),
        ({"missing": [["a", "z"]]}, ["z"]),
        ({"missing": [""]}, []),
        ({"missing_some": [2, {"var": "names"}]}, ["z"]),
        ({"missing_some": [1, ["a", "z"]]}, []),
        ({"map": [{"var": "list"}, {"val": [[1], "index"]}]}, [0, 1, 2]),
        ({"map": [{"var": "list"}, {"val": [[1]]}]}, [{"index": 0}, {"index": 1}, {"index": 2}]),
        ({"map": [{"var": "list"}, {"val": [[-2], "word"]}]}, ["list"] * 3),
        ({"map": [{"var": "list"}, {"var": ["z", {"var": ""}]}]}, [1, 2, 3]),
        ({"reduce": [{"var": "list"}, {"+": [{"val": [[1], "index"]}, {"var": "accumulator"}]}, 0]}, 3),
        ({"reduce": [{"var": "list"}, {"+": [{"var": "current"}, {"var": "accumulator"}]}]}, 6),
        ({"reduce": [{"var": "z"}, {"var": "current"}, 7]}, 7),
        ({"reduce": [[], {"var": "current"}]}, None),
        ({"filter": [{"var": "z"}, True]}, []),
        ({"merge": {"var": "path"}}, ["a", "b", 0]),
        ({"in": {"merge": ["li", {"var": "word"}]}}, True),
        ({"in": [2, {"var": "list"}]}, True),
        ({"in": [2, [1, "2"]]}, False),
        ({"in": [1, ["1", True, 1.0]]}, True),
        ({"in": ["b", ["a", "b"]]}, True),
        ({"in": [[1], ["a", "b"]]}, False),
        ({"in": [1, {"var": "word"}]}, False),
        ({"in": ["a", {"var": "none"}]}, False),
        ({"in": []}, False),
        ({"log": [{"var": "word"}, 2]}, "list"),
        ({"log": {"var": "list"}}, [1, 2, 3]),
        ({"log": []}, None),
        ({"preserve": [{"var": "a"}]}, [{"var": "a"}]),
        ({"!": {"var": "none"}}, True),
        ({"!": {"var": "list"}}, False),
        ({"!": []}, True),
        ({"!!": [0, 1]}, False),
        ({"!": {"==": [1, 2]}}, True),
        ({"max": {"var": "list"}}, 3),
        ({"min": [3, 2.5]}, 2.5),
        ({"-": [10, 2, 3]}, 5),
        ({"/": [8, 2, 2]}, 2),
        ({"/": [4]}, 0.25),
        ({"%": [-7, 3]}, -1),
        ({"%": [5.5, 2]}, 1.5),
        ({"%": [8, 6, 4]}, 2),
        ({"??": []}, None),
        ({"??": [{"var": "none"}, 0, 1]}, 0),
        ({"or": []}, False),
        ({"if": []}, None),
        ({"if": [False, 1, False, 2, False, 3, False, 4, 5]}, 5),
        ({"if": [0, 1, False, 2, False, 3, "x", 4, 5]}, 4),
        ({"if": [False, 1, False, 2, False, 3, False, 4]}, None),
        ({"cat": {"max": [1, 2]}}, "2"),
        ({"+": {"var": "list"}}, 6),
    ],
)
def test_an_operator_answers_as_the_specification_says(tree: object, expected: object) -> None:
    assert is_same(answer(tree, DATA), {"value": expected})


@pytest.mark.parametrize(
    "tree",
    [
        {"and": {"var": "list"}},
        {"??": 1},
        {"<": [1]},
        {"map": [{"var": "list"}]},
        {"map": [{"var": "list"}, None]},
        {"reduce": [{"var": "list"}]},
        {"all": [{"var": "z"}, True]},
        {"some": ["text", True]},
        {"filter": [{"var": "a"}, True]},
        {"reduce": [{"var": "word"}, 1, 0]},
        {"max": []},
        {"max": ["1"]},
        {"min": [True]},
        {"-": []},
        {"/": []},
        {"%": ["x"]},
        {"var": True},
        {"var": [["a"]]},
        {"val": [True]},
        {"val": [["a"]]},
        {"val": [[1, 2], "a"]},
        {"val": [[], "a"]},
        {"val": [[0.5], "a"]},
        {"exists": [{}]},
        {"missing": [None]},
        {"missing_some": ["1", ["a"]]},
        {"missing_some": [1, "a"]},
        {"missing_some": []},
    ],
)
def test_what_an_operator_does_not_take_is_an_error(tree: object) -> None:
    assert answer(tree, DATA) == INVALID


@pytest.mark.parametrize("tree", [{"nothing": [1]}, {"a": 1, "b": 2}, {"": 1}, {"!!": [{"a": 1, "b": 2}]}])
def test_an_unknown_operator_is_an_error_when_it_runs(tree: object) -> None:
    assert answer(tree, DATA) == UNKNOWN


@pytest.mark.parametrize("tree", [{"if": [True, 1, {"nothing": 1}]}, {"try": [{"nothing": 1}, 1]}])
def test_an_unknown_operator_that_is_not_needed_does_no_harm(tree: object) -> None:
    assert answer(tree, DATA) == {"value": 1}


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"try": [{"throw": "x"}, {"val": []}]}, {"value": {"type": "x"}}),
        ({"try": [{"throw": {"var": "a"}}, {"val": "b"}]}, {"value": DATA["a"]["b"]}),
        ({"try": [{"throw": "x"}, {"val": [[2], "word"]}]}, {"value": "list"}),
        ({"try": [{"throw": "x"}, {"val": [[1]]}]}, {"value": {}}),
        ({"try": [{"throw": "x"}, {"throw": "y"}, {"var": "type"}]}, {"value": "y"}),
        ({"try": [{"throw": "x"}, {"throw": "y"}]}, {"error": {"type": "y"}}),
        ({"try": []}, {"value": None}),
        ({"try": {"var": "word"}}, {"value": "list"}),
        ({"throw": 1.5}, {"error": {"type": "1.5"}}),
        ({"throw": []}, {"error": {"type": ""}}),
        ({"throw": {"var": "a"}}, {"error": {"type": ""}}),
        ({"/": [1, 0]}, {"error": {"type": "NaN"}}),
        ({"/": [0]}, {"error": {"type": "NaN"}}),
        ({"%": [1, 0]}, {"error": {"type": "NaN"}}),
    ],
)
def test_errors_are_known_by_their_type_and_can_be_tried(tree: object, expected: object) -> None:
    assert answer(tree, DATA) == expected


def test_an_object_thrown_is_kept_with_the_error() -> None:
    with pytest.raises(LogicError) as caught:
        compile_logic({"throw": {"var": ""}})({"type": "T", "more": 1})
    assert (caught.value.type, caught.value.value) == ("T", {"type": "T", "more": 1})


@pytest.mark.parametrize(
    ("data", "expected"),
    [(MappingProxyType({"a": 1}), 1), ([5], None), (None, None), ("text", None)],
)
def test_data_may_be_anything(data: object, expected: object) -> None:
    assert compile_logic({"var": "a"})(data) == expected


def test_a_list_may_be_the_data() -> None:
    assert compile_logic([{"var": "1"}, {"val": 0}, {"var": ""}])([7, 8]) == [8, 7, [7, 8]]


@pytest.mark.parametrize(
    "name",
    [
        "__proto__",
        "constructor",
        "__class__",
        "d",
        "g",
        "b",
        "k0",
        "x1",
        "None",
        "'); import os #",
        "a\nb",
        "{0}",
        "𠮷",
    ],
)
def test_a_hostile_name_is_a_name(name: str) -> None:
    tree = {"cat": [{"var": name}, {"val": [name]}, {"if": [{"==": [{"var": name}, name]}, name, "other"]}]}
    assert (compile_logic(tree)({name: "1"}), compile_logic(tree)({})) == ("11other", "other")


@pytest.mark.parametrize(
    ("tree", "names"),
    [
        ({"var": "a.b"}, {"a.b"}),
        ({"and": [{"val": ["a", "b"]}, {"exists": "c"}, {"var": ["d", 1]}]}, {"a.b", "c", "d"}),
        ({"map": [{"var": "rows"}, {"+": [{"var": "n"}, {"val": [[2], "m"]}]}]}, {"rows", "m"}),
        ({"missing": ["a", ["b"]]}, {"a"}),
        ({"missing": [["a", "b.c"]]}, {"a", "b.c"}),
        ({"missing_some": [1, ["a", "b"]]}, {"a", "b"}),
        ({"var": ""}, set()),
        ({"var": {"var": "k"}}, {"k"}),
    ],
)
def test_the_names_a_rule_reads_are_known(tree: object, names: set[str]) -> None:
    assert compile_logic(tree).names == names


def test_a_published_rule_asks_for_no_clock() -> None:
    assert compile_logic({"now": []}).reads_clock is False
