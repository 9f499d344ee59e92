"""The shipped ``lizheng serve`` as a process, for tests that need the whole thing."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Served:
    """A running server: its address, the demo's passwords by account, and its data folder."""

    url: str
    passwords: dict[str, str]
    data: Path


@contextmanager
def serve_demo(data: Path, *flags: str) -> Iterator[Served]:
    """Run ``lizheng serve --demo`` on a free port until the block ends."""
    command = [sys.executable, "-m", "lizheng.core.cli", "serve", "--demo", "--json", "--data", str(data)]
    log = data.parent / "serve.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            [*command, "--port", str(free_port()), *flags], stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            told = json.loads(process.stdout.readline() or "null") if process.stdout else None
            assert told, log.read_text("utf-8", "replace")
            passwords = {one["account"]: one["password"] for one in told["accounts"]}
            yield Served(told["url"].rstrip("/"), passwords, data)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
