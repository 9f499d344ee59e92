"""The browser's engine on the command line: one rule on one record."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ..node import find_node
from .asking import ROOT

CLI = ROOT / "rules/js/cli.mjs"


@pytest.fixture
def ask(tmp_path: Path) -> Any:
    """Give a function that asks with files and returns what was printed and the exit code."""

    def run(logic: Any, data: Any, *more: str) -> tuple[Any, int]:
        (tmp_path / "logic.json").write_text(json.dumps(logic), "utf-8")
        command = [find_node(), str(CLI), "--logic", str(tmp_path / "logic.json"), "--data", "-", *more]
        done = subprocess.run(
            command, input=json.dumps(data), capture_output=True, encoding="utf-8", timeout=60, check=False
        )
        return json.loads(done.stdout), done.returncode

    return run


def test_a_rule_answers_with_its_value(ask: Any) -> None:
    assert ask({"+": [{"var": "赞成"}, 0.2]}, {"赞成": 0.1}) == (0.30000000000000004, 0)


def test_a_typed_rule_is_exact(ask: Any, tmp_path: Path) -> None:
    (tmp_path / "types.json").write_text('{"赞成": {"type": "number"}}', "utf-8")
    asked = ask({"+": [{"var": "赞成"}, 0.2]}, {"赞成": 0.1}, "--typed", str(tmp_path / "types.json"))
    assert asked == (0.3, 0)


def test_an_error_is_told_by_its_type_and_the_exit_code(ask: Any) -> None:
    assert ask({"/": [1, 0]}, None) == ({"error": {"type": "NaN"}}, 1)
