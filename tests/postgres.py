"""A real PostgreSQL server for the tests: found on this machine, started once, thrown away at the end."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg


@dataclass(frozen=True)
class Server:
    """A running cluster. ``binaries`` holds pg_ctl; ``template`` is the database copied for each test."""

    binaries: Path
    data: Path
    port: int
    template: str = "template1"

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://lizheng@127.0.0.1:{self.port}/{database}"

    def make_database(self, template: str = "template1") -> str:
        name = f"t{uuid4().hex[:12]}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop_database(self, name: str) -> None:
        self._admin(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def stop_at_once(self) -> None:
        """As a crash would: no checkpoint, no goodbye."""
        _as_owner(self.binaries / "pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def start(self) -> None:
        # No fsync: it survives the death of its processes, and nobody cuts the power of a test machine.
        options = f"-p {self.port} -h 127.0.0.1 -k '' -c shared_buffers=64MB -c fsync=off"
        log = self.data.parent / "server.log"
        _as_owner(self.binaries / "pg_ctl", "-D", self.data, "-w", "-l", log, "-o", options, "start")

    def _admin(self, statement: str) -> None:
        address = f"host=127.0.0.1 port={self.port} user=lizheng dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]


def find_binaries() -> Path | None:
    """Return the folder of initdb and pg_ctl: on PATH, by pg_config, or where Debian keeps them."""
    places = [Path(found).resolve().parent for found in [shutil.which("pg_ctl")] if found]
    if config := shutil.which("pg_config"):
        places.append(Path(subprocess.check_output([config, "--bindir"], text=True).strip()))
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


@contextmanager
def run_server() -> Iterator[Server]:
    """Give a fresh cluster on a free port; it is stopped and deleted afterwards."""
    binaries = find_binaries()
    if binaries is None:
        raise FileNotFoundError("no PostgreSQL server on this machine (initdb, pg_ctl)")
    folder = Path(tempfile.mkdtemp(prefix="lizheng-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Server(binaries, folder / "data", _free_port())
    try:
        _as_owner(
            binaries / "initdb", "-D", server.data, "-U", "lizheng", "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        server.start()
        yield server
        server.stop_at_once()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(*command: object) -> None:
    """Run as the user postgres where we are root: the server refuses to run as root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *words]
    done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", timeout=60)
    if done.returncode:
        raise RuntimeError(f"{words[-1]}: exit code {done.returncode}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
