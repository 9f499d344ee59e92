"""The comparison of both engines finds each of these faults, so it would find the next one."""

from __future__ import annotations

from pathlib import Path

import pytest

from .asking import ask_javascript, ask_python, make_lines
from .differing import compare
from .faults import IN_JAVASCRIPT, IN_PYTHON, Fault, plant
from .python_engine import answer_lines

PAIRS = 20_000
Asked = tuple[list[str], list[str]]


@pytest.fixture(scope="module")
def asked() -> Asked:
    """Give lines and what Python answers to them."""
    lines = list(make_lines(PAIRS, 7))
    return lines, list(answer_lines(lines))


@pytest.mark.parametrize("fault", IN_JAVASCRIPT, ids=lambda fault: fault.name)
def test_a_fault_in_the_page_is_found(fault: Fault, asked: Asked, tmp_path: Path) -> None:
    lines, right = asked
    wrong = ask_javascript(lines, plant(fault, tmp_path) / "js")
    assert compare(lines, right, wrong).differing > 0


@pytest.mark.parametrize("fault", IN_PYTHON, ids=lambda fault: fault.name)
def test_a_fault_on_the_server_is_found(fault: Fault, asked: Asked, tmp_path: Path) -> None:
    lines, right = asked
    plant(fault, tmp_path)
    assert compare(lines, right, ask_python(lines, tmp_path)).differing > 0
