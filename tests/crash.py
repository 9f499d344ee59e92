"""Kills and power cuts: what was acknowledged must still be there, once, with its audit entry.

Two ways to be cruel to any program that writes a store and prints ``ack ID`` once a write is durable:

* ``kill_again_and_again`` starts it, kills it with SIGKILL at a random moment, starts it again, and so on.
* ``record_run`` lets it run under strace, so that every write and every sync of its real system calls is
  known with its bytes; ``cut_power`` then builds the files as they stand on a disk that lost power at a
  given moment: synced bytes are there, unsynced ones are not (or, ``torn``, a random part of them is).

``judge_store`` compares what is there with what was acknowledged.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lizheng.core.audit import verify
from lizheng.core.store import Store, StoreError, open_store
from lizheng.core.store.tables import audit, records
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

ACK = re.compile(r"^ack (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """What was found.

    lost     acknowledged, but not there
    doubled  there, or in the audit log, more than once
    whole    the audit chains verify
    sound    the engine's own check of the file finds nothing
    """

    acknowledged: int
    lost: int
    doubled: int
    records: int
    audit_entries: int
    whole: bool
    readable: bool = True
    sound: bool = True


def judge_store(url: str, acknowledged: Sequence[str]) -> Outcome:
    """Open the store as a restart would, and compare it with what was acknowledged."""
    try:
        store = open_store(url)
    except (StoreError, DBAPIError):
        lost = len(acknowledged)
        return Outcome(lost, lost, 0, 0, 0, whole=False, readable=False, sound=False)
    try:
        return _judge(store, acknowledged)
    finally:
        store.close()


def _judge(store: Store, acknowledged: Sequence[str]) -> Outcome:
    with store.read() as connection:
        present = list(connection.execute(select(records.c.id)).scalars())
        submitted = select(audit.c.object).where(audit.c.action == "record.submit")
        entries = list(connection.execute(submitted).scalars())
        sound = _is_sound(connection)
    lost = len(set(acknowledged) - set(present))
    doubled = sum(len(found) - len(set(found)) for found in (present, entries))
    whole = all(verdict.whole for verdict in verify(store))
    return Outcome(len(acknowledged), lost, doubled, len(present), len(entries), whole, sound=sound)


def _is_sound(connection: Connection) -> bool:
    if connection.dialect.name != "sqlite":
        return True
    return connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"


def kill_again_and_again(
    command: Callable[[int], list[str]], kills: int, chance: random.Random, longest: float = 0.3
) -> list[str]:
    """Start ``command(round)``, kill -9 it soon after its first ``ack``; return all acknowledged ids."""
    acknowledged: list[str] = []
    for number in range(kills):
        process = subprocess.Popen(command(number), stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        first = process.stdout.readline()
        threading.Timer(chance.uniform(0, longest), process.send_signal, [signal.SIGKILL]).start()
        acknowledged += ACK.findall(first + process.stdout.read())
        process.stdout.close()
        assert process.wait(30) == -signal.SIGKILL, "the program ended before it was killed"
    return acknowledged


@dataclass(frozen=True)
class Call:
    """A call that matters to a disk: ``write`` with bytes, ``sync``, ``cut`` to a length; or ``ack``."""

    deed: str
    file: str = ""
    at: int = 0
    content: bytes = b""


@dataclass(frozen=True)
class Recording:
    """The files as they stood before the run, and what the run did to them, in order."""

    before: dict[str, bytes]
    calls: tuple[Call, ...]

    def acknowledged(self, moment: int) -> list[str]:
        """Return the ids acknowledged before that moment."""
        said = b"".join(call.content for call in self.calls[:moment] if call.deed == "ack").decode()
        return ACK.findall(said)


def record_run(command: list[str], folder: Path, log: Path) -> Recording:
    """Run the program to its end under strace; return every write and sync to files in ``folder``."""
    before = {str(path): path.read_bytes() for path in folder.iterdir()}
    calls = "trace=write,pwrite64,pwritev,pwritev2,writev,fsync,fdatasync,ftruncate,unlink,unlinkat,rename"
    strace = ["strace", "-f", "-y", "-xx", "-s", "1000000", "-e", calls, "-e", "signal=none", "-o", str(log)]
    subprocess.run([*strace, *command], check=True, stdout=subprocess.DEVNULL, timeout=120)
    with log.open(encoding="ascii") as lines:
        return Recording(before, tuple(_read_calls(lines, str(folder))))


def cut_power(recording: Recording, moment: int, into: Path, torn: random.Random | None = None) -> None:
    """Write into ``into`` the files as a disk holds them whose power went after ``moment`` calls."""
    files = {name: _Disk(bytearray(content)) for name, content in recording.before.items()}
    for call in recording.calls[:moment]:
        if call.deed != "ack":
            files.setdefault(call.file, _Disk(bytearray())).take(call)
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    for name, disk in files.items():
        content = disk.after_power_cut(torn)
        if content or name in recording.before:
            (into / Path(name).name).write_bytes(content)


@dataclass
class _Disk:
    """One file: what is surely on the disk, and what still waits for a sync."""

    content: bytearray
    waiting: list[Call] = field(default_factory=list)

    def take(self, call: Call) -> None:
        if call.deed != "sync":
            self.waiting.append(call)
            return
        for waited in self.waiting:
            _apply(self.content, waited)
        self.waiting.clear()

    def after_power_cut(self, torn: random.Random | None) -> bytes:
        content = bytearray(self.content)
        for call in self.waiting if torn else ():
            if torn and torn.random() < 0.5:
                _apply(content, call)
        return bytes(content)


def _apply(content: bytearray, call: Call) -> None:
    if call.deed == "cut":
        del content[call.at :]
        content.extend(bytes(call.at - len(content)))
        return
    end = call.at + len(call.content)
    content.extend(bytes(max(0, end - len(content))))
    content[call.at : end] = call.content


_LINE = re.compile(r"^\d+ +(\w+)\((\d+)<([^>]*)>(?:, (.*))?\) += (-?\d+)")
_BEGUN = re.compile(r"^(\d+ +)(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+ +)<\.\.\. \w+ resumed>(.*)$")
_WRITE = re.compile(r'^"((?:\\x[0-9a-f]{2})*)"(?:\.\.\.)?, \d+(?:, (\d+))?$')


def _read_calls(lines: Iterator[str], folder: str) -> Iterator[Call]:
    """Yield the calls in the order in which they came back."""
    begun: dict[str, str] = {}
    for line in lines:
        if half := _BEGUN.match(line.rstrip("\n")):
            begun[half[1].strip()] = half[2]
        elif rest := _RESUMED.match(line.rstrip("\n")):
            yield from _read_call(f"{rest[1]}{begun.pop(rest[1].strip(), '')}{rest[2]}", folder)
        else:
            yield from _read_call(line, folder)


def _read_call(line: str, folder: str) -> Iterator[Call]:
    found = _LINE.match(line)
    if found is None or int(found[5]) < 0:
        return
    name, descriptor, file, rest = found[1], found[2], _bytes(found[3]).decode(), found[4] or ""
    if descriptor == "1" and name == "write":
        yield Call("ack", content=_bytes(_WRITE.match(rest)[1]))  # type: ignore[index]
    if not file.startswith(folder) or file.endswith("-shm"):
        return
    if name in ("fsync", "fdatasync"):
        yield Call("sync", file)
    elif name == "ftruncate":
        yield Call("cut", file, int(rest))
    elif name == "pwrite64":
        written = _WRITE.match(rest)
        assert written is not None, f"strace said something this harness cannot read: {line[:200]}"
        yield Call("write", file, int(written[2]), _bytes(written[1])[: int(found[5])])
    else:
        raise AssertionError(f"a call this harness does not model: {name} on {file}")


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", "")) if text.startswith("\\x") else text.encode()


def strace_works() -> bool:
    """Tell whether strace is here and allowed."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode == 0


def wait_until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for a condition; fail after that time."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)
