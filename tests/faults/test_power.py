"""A power cut under the served process, and the proof that this harness sees what a weaker setting loses."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import pytest

from ..crash import Outcome, Recording, cut_power, judge_store, record_run, strace_works

pytestmark = pytest.mark.first

ROOT = Path(__file__).resolve().parents[2]
needs_strace = pytest.mark.skipif(
    not strace_works() and os.environ.get("CI") != "true", reason="no strace (or not allowed) on this machine"
)


def record(data: Path, folder: Path, synchronous: str, monkeypatch: pytest.MonkeyPatch) -> Recording:
    """Record 40 submissions through HTTP to a county whose database lies in a folder of its own."""
    (folder / "database").mkdir()
    (data / "records.db").rename(folder / "database" / "records.db")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    address = f"sqlite:///{folder / 'database' / 'records.db'}"
    program = [sys.executable, "-m", "tests.faults.submitting_http", str(data), address, "40", synchronous]
    return record_run(program, folder / "database", folder / "strace.log")


def cut_often(folder: Path, recording: Recording, torn: random.Random | None = None) -> list[Outcome]:
    """Cut the power at thirty moments after the first acknowledgement; judge the disk after each."""
    chance, outcomes = random.Random(11), []
    first = next(number for number, call in enumerate(recording.calls) if call.deed == "ack")
    for _ in range(30):
        moment = chance.randrange(first + 1, len(recording.calls))
        cut_power(recording, moment, folder / "cut", torn)
        address = f"sqlite:///{folder / 'cut' / 'records.db'}"
        outcomes.append(judge_store(address, recording.acknowledged(moment)))
    return outcomes


@needs_strace
def test_a_power_cut_takes_nothing_that_the_server_acknowledged(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = record(data, tmp_path, "FULL", monkeypatch)
    outcomes = [*cut_often(tmp_path, recording), *cut_often(tmp_path, recording, random.Random(3))]
    assert len(recording.acknowledged(len(recording.calls))) == 40
    bad = [one for one in outcomes if one.lost or one.doubled or not (one.whole and one.sound)]
    assert (bad, [one for one in outcomes if one.records != one.audit_entries]) == ([], [])


@needs_strace
def test_the_same_harness_reports_loss_when_nothing_is_synced(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = record(data, tmp_path, "OFF", monkeypatch)
    losing = [outcome for outcome in cut_often(tmp_path, recording) if outcome.lost]
    assert len(losing) >= 27
