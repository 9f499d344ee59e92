"""What the serving process keeps after it hashed passwords."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROGRAM = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from lizheng.core.cli.memory import return_memory
from lizheng.core.organisation.policy import MLPS3

def held():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

if sys.argv[1] == "return":
    assert return_memory()
before = held()
with ThreadPoolExecutor(4) as pool:
    list(pool.map(MLPS3.hashing.hash_password, ["Lz-Ceshi-339924"] * 12))
    print((held() - before) // 1024)
"""


def kept_megabytes(how: str) -> int:
    command = [sys.executable, "-c", _PROGRAM, how]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other allocators give large blocks back")
def test_what_hashing_borrows_goes_back_to_the_system():
    assert kept_megabytes("return") < 10 < kept_megabytes("keep")
