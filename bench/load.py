"""The shipped server under load: ``lizheng serve`` as a process, wrk beside it."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from county import PASSWORD

CONNECTIONS = 16


@dataclass(frozen=True)
class Server:
    """A running server: its address and process."""

    url: str
    pid: int

    def log_in(self, account: str) -> Mapping[str, str]:
        """Return the headers of a session of the account."""
        body = json.dumps({"account": account, "password": PASSWORD}).encode()
        asked = urllib.request.Request(
            self.url + "/api/v1/session", body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return {"Authorization": f"Bearer {json.load(answer)['token']}"}

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[bytes, Mapping[str, str]]:
        """Return body and headers of a page."""
        with urllib.request.urlopen(
            urllib.request.Request(self.url + path, headers=dict(headers)), timeout=20
        ) as answer:
            return answer.read(), dict(answer.headers)

    def memory(self) -> float:
        """Return the resident memory of the server and all its processes, in MB (Linux)."""
        return sum(_resident(pid) for pid in _family(self.pid)) / 1024


@dataclass(frozen=True)
class Load:
    """What wrk saw: answers a second, the 99th percentile in milliseconds, answers that were no success."""

    rate: float
    p99: float
    failed: int


@contextmanager
def serve(data: Path, *command: str) -> Iterator[Server]:
    """Run ``lizheng serve`` (or another command that takes ``--port``) until the block ends."""
    port = free_port()
    started = command or (sys.executable, "-m", "lizheng.core.cli", "serve", "--data", str(data))
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([*started, "--port", str(port)], stdout=log, stderr=log, cwd=data)
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", process, log)
            yield Server(f"http://127.0.0.1:{port}", process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def run_wrk(
    url: str,
    *,
    seconds: float,
    headers: Mapping[str, str] | None = None,
    script: str = "",
    rest: Sequence[str] = (),
) -> Load:
    """Return what 16 connections got in that time; raises where wrk is missing or an answer is no success."""
    with tempfile.TemporaryDirectory() as folder:
        lua = Path(folder, "load.lua")
        lua.write_text(script + _DONE, "utf-8")
        command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "-s", str(lua)]
        given = [part for name, value in (headers or {}).items() for part in ("-H", f"{name}: {value}")]
        done = subprocess.run([*command, *given, url, *rest], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout.rpartition("RESULT ")[2])
    return Load(told["requests"] / told["seconds"], told["p99"], told["failed"])


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


_DONE = """
function done(summary, latency, requests)
  local e = summary.errors
  local failed = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format('RESULT {"requests": %d, "seconds": %f, "p99": %f, "failed": %d}',
    summary.requests, summary.duration / 1e6, latency:percentile(99) / 1000, failed))
end
"""


def _wait(url: str, process: subprocess.Popen[bytes], log: object) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.02)
    log.seek(0)
    raise RuntimeError(log.read().decode("utf-8", "replace"))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text("ascii").split():
            yield from _family(int(child))


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
