"""Both engines answer every case of ``rules/vectors``."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .asking import ask_javascript
from .python_engine import answer_lines, write_json
from .vectors import is_same, read_cases

CASES = dict(read_cases())


@pytest.fixture(scope="module")
def javascript() -> dict[str, Any]:
    """Give the answers of JavaScript by the name of the case."""
    lines = ask_javascript([write_json(case) for case in CASES.values()])
    return dict(zip(CASES, map(json.loads, lines), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_python_answers_the_case(name: str) -> None:
    [line] = answer_lines([write_json({**CASES[name], "trace": False})])
    assert is_same(json.loads(line), expect(CASES[name]))


@pytest.mark.parametrize("name", CASES)
def test_javascript_answers_the_case(name: str, javascript: dict[str, Any]) -> None:
    assert is_same(javascript[name], expect(CASES[name]))


def expect(case: dict[str, Any]) -> dict[str, Any]:
    """Return the answer that a case expects."""
    return {"value": case["value"]} if "value" in case else {"error": {"type": case["error"]}}
