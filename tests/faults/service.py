"""The shipped ``lizheng serve`` as processes that can be killed together, and a client that speaks to it."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from lizheng.core.cli import main
from lizheng.forms.canonical import write_json
from uuid6 import uuid7

from ..crash import wait_until

COMMAND = [sys.executable, "-m", "lizheng.core.cli"]
FORM, UNIT = "security_patrol.finding", "339924101201"
NETWORK = (OSError, HTTPException)


def find_port() -> int:
    """Return a free port below those that the system gives to clients, so that none takes it meanwhile."""
    while not is_free(port := random.randrange(20_000, 30_000)):
        pass
    return port


def is_free(port: int) -> bool:
    with suppress(OSError), socket.create_server(("127.0.0.1", port)):
        return True
    return False


@dataclass
class Service:
    """A data folder and the process group that serves it, always on the same port."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=find_port)
    process: subprocess.Popen[str] | None = None

    @property
    def passwords(self) -> dict[str, str]:
        told = json.loads((self.data / "demo-accounts.json").read_text("utf-8"))
        return {one["account"]: one["password"] for one in told}

    @property
    def log(self) -> str:
        return (self.data.parent / "serve.log").read_text("utf-8", "replace")

    @property
    def database(self) -> str:
        return self.environment.get("LIZHENG_DATABASE") or f"sqlite:///{self.data / 'records.db'}"

    def start(self, *flags: str, before: tuple[str, ...] = ()) -> float:
        """Start; return after how many seconds the server said that it answers."""
        began = time.monotonic()
        command = [*before, *COMMAND, "serve", "--json", "--data", str(self.data), "--port", str(self.port)]
        with (self.data.parent / "serve.log").open("ab") as errors:
            self.process = subprocess.Popen(
                [*command, *flags],
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
                env={**os.environ, **self.environment},
                cwd=self.data.parent,
            )
        assert self.process.stdout
        assert self.process.stdout.readline(), self.log
        return time.monotonic() - began

    def kill(self) -> None:
        """SIGKILL to every process of the group at once: nobody says goodbye, nobody survives."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM to the parent, as a service manager does."""
        if self.process:
            self.process.terminate()
            self._wait()

    def _end(self, sign: signal.Signals) -> None:
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, sign)
            self._wait()
            wait_until(lambda: is_free(self.port))  # the serving process may die a moment after its parent

    def _wait(self) -> None:
        assert self.process and self.process.stdout
        self.process.stdout.close()
        self.process.wait(20)
        self.process = None

    def client(self, account: str = "shangao02") -> Client:
        """Return a client that is logged in; its token outlives restarts of the server."""
        client = Client(self.port)
        secret = {"account": account, "password": self.passwords[account]}
        status, answer = client.ask("POST", "/api/v1/session", secret)
        client.close()
        assert status == 201, answer
        client.token = answer["token"]
        return client


@dataclass
class Client:
    """One connection, kept alive, opened anew after a failure."""

    port: int
    token: str = ""
    connection: HTTPConnection | None = None
    timeout: float = 20.0

    def twin(self) -> Client:
        return Client(self.port, self.token)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Return the status and the answer, as JSON where it is; raises one of ``NETWORK``."""
        if not isinstance(body, bytes | None):
            body, headers = write_json(body).encode(), {"Content-Type": "application/json", **headers}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            self.connection = self.connection or HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            content = answer.read()
        except NETWORK:
            self.close()
            raise
        is_json = "json" in (answer.getheader("Content-Type") or "")
        return answer.status, json.loads(content) if is_json and content else content

    def put(self, record: str, body: Mapping[str, Any]) -> tuple[int, Any]:
        return self.ask("PUT", path_of(record), body)

    def close(self) -> None:
        if self.connection:
            self.connection.close()
            self.connection = None


def path_of(record: str) -> str:
    return f"/api/v1/forms/{FORM}/records/{record}"


def make_id() -> str:
    return str(uuid7())


def make_body(what: str = "三岔口东侧路灯杆被货车碰歪，朝路面倾斜。", **answers: Any) -> dict[str, Any]:
    given = {
        "danger_now": False,
        "class": "road",
        "urgency": "normal",
        "what": what,
        "place": {"words": "上岙村三岔口东侧"},
        "found_at": "2026-02-26T14:20:00+08:00",
        "action_taken": ["cordoned"],
    }
    moment = "2026-02-26T14:21:00+08:00"
    return {"version": 1, "unit": UNIT, "captured_at": moment, "answers": {**given, **answers}}


def run_command(data: Path, *words: object, **environment: str) -> tuple[int, Any]:
    """Run ``lizheng WORDS --json`` as a shell does; return its exit code and what it answered."""
    command = [*COMMAND, *map(str, words), "--data", str(data), "--json"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
        cwd=data.parent,
    )
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    return done.returncode, json.loads(done.stdout or "null")


def run_in_place(data: Path, *words: object) -> tuple[int, Any]:
    """Run ``lizheng WORDS --json`` inside this process: quicker, where no process matters."""
    result = CliRunner().invoke(main, [*map(str, words), "--data", str(data), "--json"])
    return result.exit_code, json.loads(result.output)
