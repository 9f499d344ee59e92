"""The stores that the contract tests run on: SQLite, and a real PostgreSQL server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lizheng.core.store import open_store

from tests.postgres import Server, find_binaries, run_server

ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@contextmanager
def offer_server() -> Iterator[Server]:
    """Give a running server; skip with the reason where there is none, but fail when CI is set."""
    if find_binaries() is None and os.environ.get("CI") != "true":
        pytest.skip("no PostgreSQL server found (initdb, pg_ctl): install Debian's postgresql")
    with run_server() as server:
        # A database with our tables, copied for each test: faster than migrating each time.
        template = server.make_database()
        open_store(server.url(template)).close()
        yield Server(server.binaries, server.data, server.port, template)


@contextmanager
def offer_address(
    engine: str, folder: Path, request: pytest.FixtureRequest, *, new: bool = False
) -> Iterator[str]:
    """Give the address of an empty store of that engine for one test; a new one has no tables yet."""
    if engine == "sqlite":
        if not new:
            shutil.copy(request.getfixturevalue("sqlite_template"), folder / "records.db")
        yield f"sqlite:///{folder / 'records.db'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = server.make_database("template1" if new else server.template)
    yield server.url(name)
    server.drop_database(name)
