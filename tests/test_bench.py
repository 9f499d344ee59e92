"""The bench runs: nothing here depends on how fast this machine is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.first

RUN = Path(__file__).resolve().parent.parent / "bench" / "run.py"


@pytest.fixture(scope="module")
def printed():
    command = [sys.executable, str(RUN), "--quick", "check", "first_load"]
    return subprocess.run(command, capture_output=True, text=True, timeout=200).stdout


def rows(printed, part):
    lines = [line for line in printed.splitlines() if line.startswith(f"| {part} |")]
    return [[cell.strip() for cell in line.split("|")[2:]] for line in lines]


def test_checking_stands_beside_jsonschema(printed):
    assert [row[2].split(":")[0] for row in rows(printed, "check")] == ["jsonschema iter_errors"] * 2


def test_the_first_load_of_a_worker_fits_and_asks_no_other_site(printed):
    sums = {row[0].partition(" ")[2]: row[-2] for row in rows(printed, "first load")[-2:]}
    assert list(sums.values()) == ["yes", "yes"]
