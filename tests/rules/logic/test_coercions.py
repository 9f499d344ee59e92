from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from lizheng.rules.logic import compile_logic

from .public_cases import answer, is_same

NAN, INVALID = {"error": {"type": "NaN"}}, {"error": {"type": "Invalid Arguments"}}


def value(of: object) -> dict[str, Any]:
    return {"value": of}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", value(0)),
        (" \t\r\n12 ", value(12)),
        ("+5", value(5)),
        ("007", value(7)),
        ("5.", value(5)),
        (".5", value(0.5)),
        ("-1.5e3", value(-1500)),
        ("1_0", NAN),
        ("0x10", NAN),
        ("Infinity", NAN),
        ("1e400", NAN),
        ("１", NAN),
        ("\xa01", NAN),
        ("1" * 1001, NAN),
        (None, value(0)),
        (True, value(1)),
        ([], NAN),
        ({}, NAN),
        (2**53 + 1, value(float(2**53))),
        (10**400, NAN),
        (-(10**400), NAN),
        (Decimal("0.5"), value(0.5)),
        (1e308, value(1e308)),
        (-0.0, value(0)),
    ],
)
def test_a_value_becomes_the_number_it_writes(written: object, expected: object) -> None:
    assert is_same(answer({"+": [{"var": "x"}]}, {"x": written}), expected)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1.0, "1"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e21, "1e+21"),
        (123456789012345680000, "123456789012345680000"),
        (1e-7, "1e-7"),
        (1.5e-10, "1.5e-10"),
        (0.000001, "0.000001"),
        (-12.5, "-12.5"),
        (2**53 + 1, "9007199254740992"),
        (float("inf"), "Infinity"),
        (float("-inf"), "-Infinity"),
        (Decimal("2.50"), "2.5"),
    ],
)
def test_a_number_is_written_as_a_browser_writes_it(number: object, text: str) -> None:
    assert compile_logic({"cat": [{"var": "x"}]})({"x": number}) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        ([1, [2, None], "a"], "1,2,,a"),
        ({"a": 1}, "[object Object]"),
    ],
)
def test_every_value_has_a_text(written: object, text: str) -> None:
    assert compile_logic({"cat": [{"var": "x"}]})({"x": written}) == text


@pytest.mark.parametrize(
    ("written", "holds"),
    [
        (None, False),
        (0, False),
        ("", False),
        ([], False),
        ({}, True),
        ("0", True),
        ([0], True),
        (Decimal(0), False),
    ],
)
def test_an_object_is_true_even_without_members(written: object, holds: bool) -> None:
    assert compile_logic({"if": [{"var": "x"}, True, False]})({"x": written}) is holds


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"==": [{"var": "n"}, {"var": "t"}]}, value(False)),
        ({"==": [{"var": "n"}, {"var": "n"}]}, value(True)),
        ({"!=": [{"var": "n"}, {"var": "t"}]}, value(True)),
        ({"==": [{"var": "n"}, 0]}, value(True)),
        ({"<": [{"var": "n"}, {"var": "t"}]}, value(False)),
        ({"<": [{"var": "n"}, "5"]}, value(True)),
        ({">=": ["abc", {"var": "n"}]}, value(False)),
        ({"<=": ["", {"var": "n"}]}, value(True)),
        ({"==": [{"var": "t"}, 1]}, NAN),
        ({"==": [{"var": "b"}, "1"]}, value(True)),
        ({"==": [{"var": "b"}, True]}, value(True)),
        ({"===": [{"var": "b"}, True]}, value(True)),
        ({"===": [{"var": "b"}, 1]}, value(False)),
        ({"===": [1, {"var": "b"}]}, value(False)),
        ({"===": [{"var": "l"}, {"var": "l"}]}, value(False)),
        ({"===": [{"var": "half"}, 0.5]}, value(True)),
        ({"===": [{"var": "n"}, None]}, value(True)),
        ({"==": [{"var": "l"}, 1]}, NAN),
        ({"<": [{"var": "l"}, {"var": "t"}]}, NAN),
        ({"!==": [{"var": "t"}, "abc"]}, value(False)),
    ],
)
def test_null_texts_and_lists_compare_as_the_specification_says(tree: object, expected: object) -> None:
    data = {"n": None, "t": "abc", "b": True, "l": [1], "half": Decimal("0.5")}
    assert is_same(answer(tree, data), expected)


@pytest.mark.parametrize(
    ("tree", "x", "y", "expected"),
    [
        ({"==": [{"var": "x"}, {"var": "y"}]}, 2**53 + 1, 2**53, True),
        ({"<": [{"var": "x"}, {"var": "y"}]}, 2**53, 2**53 + 1, False),
        ({">": [{"var": "x"}, 3]}, 10**20, None, True),
        ({"-": [{"var": "x"}, {"var": "y"}]}, 2**53 + 1, 2**53, 0),
        ({"*": [{"var": "x"}, {"var": "y"}]}, 3 * 10**15, 7, 2.1e16),
        ({"+": [{"var": "x"}, {"var": "y"}]}, -5, 3, -2),
        ({"+": [{"var": "x"}, {"var": "y"}]}, 0.1, 0.2, 0.1 + 0.2),
        ({"-": [{"var": "x"}]}, 5, None, -5),
        ({"*": [{"var": "x"}] * 8}, 3, None, 6561),
        ({"+": [{"var": "x"}] * 9}, 3, None, 27),
        ({"<": [{"*": [{"var": "x"}] * 8}, {"var": "y"}]}, 3, 6562, True),
        ({">": [{"+": [{"var": "x"}, 1]}, {"var": "y"}]}, 2, "2", True),
        ({"===": [{"var": "x"}, {"var": "y"}]}, 2**53 + 1, 2.0**53, True),
    ],
)
def test_integers_are_doubles_short_cut_or_not(tree: object, x: object, y: object, expected: object) -> None:
    assert is_same(compile_logic(tree)({"x": x, "y": y}), expected)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"substr": [{"var": "t"}, 1, 1]}, value("野")),
        ({"<": ["𠮷", "\uffee"]}, value(False)),
        ({"substr": [{"var": "t"}, -2]}, value("野家")),
        ({"substr": [{"var": "t"}, 0, -1]}, value("𠮷野")),
        ({"substr": [{"var": "t"}, -9, 1.9]}, value("𠮷")),
        ({"substr": [{"var": "t"}, None, None]}, value("𠮷野家")),
        ({"substr": [123, 1]}, value("23")),
        ({"substr": []}, value("")),
        ({"substr": ["abc", "1"]}, INVALID),
        ({"substr": ["abc", True]}, INVALID),
    ],
)
def test_texts_are_cut_between_characters(tree: object, expected: object) -> None:
    assert answer(tree, {"t": "𠮷野家"}) == expected
