"""The browser's engine answers the published cases of JsonLogic, by value and by type of error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .asking import ask_javascript
from .python_engine import write_json
from .vectors import is_same

FOLDER = Path(__file__).resolve().parents[4] / "shared/jsonlogic"


def read_published() -> list[dict[str, Any]]:
    paths = sorted(FOLDER.rglob("*.json"))
    return [case for path in paths for case in json.loads(path.read_text("utf-8")) if isinstance(case, dict)]


def test_javascript_answers_every_published_case() -> None:
    cases = read_published() or pytest.skip(f"the published cases are not in {FOLDER}")
    asked = [write_json({"logic": case["rule"], "data": case.get("data")}) for case in cases]
    wrong = [
        (case, answer)
        for case, answer in zip(cases, map(json.loads, ask_javascript(asked)), strict=True)
        if not is_same(answer, {"error": case["error"]} if "error" in case else {"value": case["result"]})
    ]
    assert wrong == []
