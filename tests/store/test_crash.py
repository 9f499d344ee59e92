"""What the store acknowledged survives kill -9 and power cuts; and the harness notices when it does not."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import pytest
from lizheng.core.store import open_store

from tests.crash import (
    Outcome,
    Recording,
    cut_power,
    judge_store,
    kill_again_and_again,
    record_run,
    strace_works,
)

pytestmark = pytest.mark.first

PROGRAM = str(Path(__file__).with_name("submitting.py"))
needs_strace = pytest.mark.skipif(
    not strace_works() and os.environ.get("CI") != "true", reason="no strace (or not allowed) on this machine"
)


def program(address: str, letters: str, count: int = 0, synchronous: str = "FULL") -> list[str]:
    return [sys.executable, PROGRAM, address, letters, str(count), "4", synchronous]


def kill_store(address: str, kills: int) -> Outcome:
    acknowledged = kill_again_and_again(lambda n: program(address, f"k{n}"), kills, random.Random(7))
    return judge_store(address, acknowledged)


def test_nothing_acknowledged_is_lost_or_doubled_by_kill_9(address: str) -> None:
    outcome = kill_store(address, kills=5)
    assert (outcome.lost, outcome.doubled, outcome.whole) == (0, 0, True)
    assert outcome.audit_entries == outcome.records >= outcome.acknowledged >= 5


@pytest.mark.nightly
def test_nothing_acknowledged_is_lost_by_a_hundred_kills(address: str) -> None:
    outcome = kill_store(address, kills=100)
    assert (outcome.lost, outcome.doubled, outcome.whole) == (0, 0, True)
    assert outcome.audit_entries == outcome.records >= outcome.acknowledged >= 10_000


def record(folder: Path, synchronous: str) -> Recording:
    """Record 4 x 15 submissions to a store that was there before."""
    data = folder / "data"
    data.mkdir()
    address = f"sqlite:///{data / 'records.db'}"
    open_store(address).close()
    return record_run(program(address, "p", 15, synchronous), data, folder / "strace.log")


def cut_often(folder: Path, recording: Recording, torn: random.Random | None = None) -> list[Outcome]:
    """Cut the power at forty moments of the run; judge the disk after each."""
    chance, outcomes = random.Random(11), []
    for _ in range(40):
        moment = chance.randrange(len(recording.calls))
        cut_power(recording, moment, folder / "cut", torn)
        address = f"sqlite:///{folder / 'cut' / 'records.db'}"
        outcomes.append(judge_store(address, recording.acknowledged(moment)))
    return outcomes


@needs_strace
def test_nothing_acknowledged_is_lost_by_a_power_cut(tmp_path: Path) -> None:
    recording = record(tmp_path, "FULL")
    outcomes = [*cut_often(tmp_path, recording), *cut_often(tmp_path, recording, random.Random(3))]
    assert len(recording.acknowledged(len(recording.calls))) == 60
    assert [o for o in outcomes if o.lost or not o.whole or o.records != o.audit_entries] == []


@needs_strace
@pytest.mark.parametrize("synchronous", ["OFF", "NORMAL"])
def test_the_harness_notices_what_a_power_cut_takes_from_a_store_that_does_not_sync(
    tmp_path: Path, synchronous: str
) -> None:
    recording = record(tmp_path, synchronous)
    losing = [outcome for outcome in cut_often(tmp_path, recording) if outcome.lost]
    assert len(losing) >= 30
