"""The comparison of both engines finds each of these faults, so it would find the next one."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from .asking import ask_javascript, ask_python, make_lines
from .differing import compare
from .faults import IN_JAVASCRIPT, IN_PYTHON, Fault, plant
from .python_engine import answer_lines

pytestmark = [pytest.mark.first, pytest.mark.untraced]

PAIRS, PORTIONS = 5_000, 20
Ask = Callable[[list[str]], list[str]]


@pytest.mark.parametrize("fault", IN_JAVASCRIPT, ids=lambda fault: fault.name)
def test_a_fault_in_the_page_is_found(fault: Fault, tmp_path: Path) -> None:
    copy = plant(fault, tmp_path)
    assert find_difference(lambda lines: ask_javascript(lines, copy / "js"))


@pytest.mark.parametrize("fault", IN_PYTHON, ids=lambda fault: fault.name)
def test_a_fault_on_the_server_is_found(fault: Fault, tmp_path: Path) -> None:
    plant(fault, tmp_path)
    assert find_difference(lambda lines: ask_python(lines, tmp_path))


def find_difference(ask: Ask) -> bool:
    """Tell whether answers differ from the right ones, in one portion of pairs after the other."""
    portions = (answer_portion(at) for at in range(PORTIONS))
    return any(compare(lines, right, ask(lines)).differing for lines, right in portions)


@cache
def answer_portion(at: int) -> tuple[list[str], list[str]]:
    """Return lines and what Python answers to them."""
    lines = list(make_lines(PAIRS, at))
    return lines, list(answer_lines(lines))
