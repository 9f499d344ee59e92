from __future__ import annotations

import re
from time import process_time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lizheng.rules.logic import LogicError, check_logic
from lizheng.rules.logic.compat.operators import write_published
from lizheng.rules.logic.nodes import read_tree
from lizheng.rules.types import Type

from .random_trees import DATA, TREES, answer

ROW = Type("row", fields={"n": Type("number"), "a": Type("text"), "list": Type("list", of=Type("number"))})
TYPES = {
    "a": Type("number"),
    "b": Type("boolean"),
    "list": Type("list", of=Type("text")),
    "rows": Type("list", of=ROW),
    "text": Type("text"),
    "date": Type("date"),
    "moment": Type("datetime"),
    "d": Type("time"),
    "g": ROW,
}
random = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.mark.untraced
@random
@given(TREES, DATA)
def test_any_tree_answers_fails_or_is_refused_within_a_second(tree: Any, data: Any) -> None:
    started = process_time()
    outcomes = {answer(tree, data), answer(tree, data, TYPES)}
    assert (outcomes <= {"answered", "failed", "refused"}, process_time() - started < 15) == (True, True)


@random
@given(TREES)
def test_a_tree_compiles_just_when_it_has_no_findings(tree: Any) -> None:
    refused = answer(tree, {}, TYPES) == "refused"
    assert (check_logic(tree, TYPES)[1] != ()) is refused


@pytest.mark.untraced
@random
@given(TREES)
def test_a_rule_answers_the_same_again(tree: Any) -> None:
    assert answer(tree, {"a": 1}) == answer(tree, {"a": 1})


@random
@given(TREES)
def test_no_text_of_an_author_enters_the_source(tree: Any) -> None:
    assert list_foreign(tree) == set()


def test_a_marked_author_is_not_found_in_the_source() -> None:
    mark = "mark'\"\\\n{0}"
    tree = {"cat": [{"var": mark}, {mark: [mark]}, mark, {"in": [mark, [mark]]}, {"missing": [mark]}]}
    assert list_foreign(tree) == set()


def list_foreign(tree: Any) -> set[str]:
    """Return the words of a tree's source that are neither Python's nor generated."""
    try:
        writer, code = write_published(read_tree(tree), traced=True)
    except LogicError:
        return set()
    text = writer.source.write_text("d", writer.open(), code)
    words = set(re.findall(r"[^\s()\[\],:.=<>!|+*-]+", text))
    return {word for word in words if word not in OURS and not re.fullmatch("[a-z][0-9]+", word)}


OURS = frozenset(
    [
        "def",
        "rule",
        "d",
        "g",
        "b",
        "type",
        "is",
        "int",
        "str",
        "bool",
        "dict",
        "get",
        "if",
        "else",
        "not",
        "and",
        "or",
        "in",
        "None",
        "True",
        "False",
        "return",
        "nonlocal",
    ]
)
