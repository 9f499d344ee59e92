"""The published JsonLogic cases, read where they lie beside the checkout; none are kept here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lizheng.rules.logic import LogicError, compile_logic

FOLDER = Path(__file__).resolve().parents[4] / "shared/jsonlogic"
ABSENT = f"the published JsonLogic cases are absent: {FOLDER}"


def list_files() -> list[str]:
    """Return the files of cases, by their path in the folder."""
    return sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.json"))


def read_cases(file: str) -> Iterator[dict[str, Any]]:
    """Yield the cases of a file; the texts between them are headings."""
    found = json.loads((FOLDER / file).read_text(encoding="utf-8"))
    return (case for case in found if not isinstance(case, str))


def list_wrong(file: str) -> list[tuple[Any, Any, Any, Any]]:
    """Return rule, data, expected and found of every case that is answered otherwise."""
    asked = [(case["rule"], case.get("data"), _read_expected(case)) for case in read_cases(file)]
    answered = [(rule, data, expected, answer(rule, data)) for rule, data, expected in asked]
    return [one for one in answered if not is_same(one[2], one[3])]


def answer(rule: Any, data: Any) -> Any:
    """Return the value of a rule, or its error as the cases write it."""
    try:
        return {"value": compile_logic(rule)(data)}
    except LogicError as error:
        return {"error": {"type": error.type}}


def is_same(one: Any, other: Any) -> bool:
    """Return whether two values are the same JSON: true is not 1, but 1 is 1.0."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _read_expected(case: dict[str, Any]) -> Any:
    return {"error": case["error"]} if "error" in case else {"value": case["result"]}
