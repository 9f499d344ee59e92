"""Answers that wait for a commit: no thread waits with them, and whatever happens to the write is told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, g, request
from lizheng.core.store import Store, StoreClosed, open_store
from lizheng.core.web.gate import THREADS, Gate
from lizheng.core.web.headers import add_headers
from lizheng.core.web.later import Later, answer_later
from lizheng.core.web.turn import Turn
from sqlalchemy import Connection, text

from .test_gate import Protocol, scope_with


class Refused(Exception):
    """What a job may say instead of a result."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'records.db'}")
    yield opened
    opened.close()


def make_app(store: Store, job: Callable[[Connection], Any], seen: list[str] | None = None) -> Flask:
    app = Flask("test")
    add_headers(app)
    app.register_error_handler(ZeroDivisionError, lambda error: (f"broken: {error}", 500))

    def settle(view: Callable[[], Response]) -> Response:
        try:
            return view()
        except (Refused, StoreClosed) as refusal:
            return Response(type(refusal).__name__, 409)

    @app.put("/records/<id>")
    def put(id: str) -> Response:
        g.actor = id
        (seen if seen is not None else []).append(id)
        later = Later(job, lambda result: Response(f"{result} {g.actor} {request.path}", 201))
        return answer_later(store, later, settle)

    return app


async def put_one(gate: Gate, id: str) -> tuple[int, bytes]:
    protocol = Protocol()
    await gate(scope_with(path=f"/records/{id}", method="PUT"), protocol)
    return protocol.answered[0]


def put_through(app: Flask, *ids: str) -> list[tuple[int, bytes]]:
    gate = Gate(app, Turn())

    async def put_all() -> list[tuple[int, bytes]]:
        return await asyncio.gather(*(put_one(gate, id) for id in ids))

    # A browser's test in the same process may have left its own loop running in this thread.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(put_all())).result()


def test_more_submissions_than_threads_wait_for_one_commit(store: Store) -> None:
    ids = [f"a{n}" for n in range(2 * THREADS)]

    def job(connection: Connection) -> str:
        # The first commit lets nobody through until every request was computed: with a thread for each
        # waiting request this would never come.
        assert waiting.wait(20)
        return "kept"

    waiting = threading.Event()

    class Seen(list[str]):
        def append(self, id: str) -> None:
            super().append(id)
            if len(self) == len(ids):
                waiting.set()

    answered = put_through(make_app(store, job, Seen()), *ids)
    assert answered == [(201, f"kept {id} /records/{id}".encode()) for id in ids]


def test_the_answer_comes_after_the_commit(store: Store) -> None:
    def job(connection: Connection) -> str:
        connection.execute(text("INSERT INTO counters (name, value) VALUES ('a', 7)"))
        return "kept"

    def look() -> Response:
        with store.read() as connection:
            found = connection.execute(text("SELECT value FROM counters WHERE name = 'a'")).scalar()
        return Response(f"{found}")

    app = Flask("test")
    app.add_url_rule(
        "/records/<id>",
        view_func=lambda id: answer_later(store, Later(job, lambda _: look()), lambda view: view()),
        methods=["PUT"],
    )
    assert put_through(app, "a1") == [(200, b"7")]


def test_what_the_job_refuses_is_answered_as_a_refusal(store: Store) -> None:
    def job(connection: Connection) -> None:
        raise Refused

    assert put_through(make_app(store, job), "a1") == [(409, b"Refused")]


@pytest.mark.parametrize("refused", [True, False])
def test_a_refusal_is_told_in_a_thread_since_it_may_be_written_down(store: Store, refused: bool) -> None:
    told: list[str] = []

    def job(connection: Connection) -> None:
        if refused:
            raise Refused

    def settle(view: Callable[[], Response]) -> Response:
        told.append(threading.current_thread().name)
        return Response("told") if refused else view()

    app = Flask("test")
    later = Later(job, lambda result: Response("kept"))
    app.add_url_rule(
        "/records/<id>", view_func=lambda id: answer_later(store, later, settle), methods=["PUT"]
    )
    put_through(app, "a1")
    assert told[0].startswith("lizheng-request") == refused


def test_a_job_that_breaks_is_answered_by_the_failure_pages(store: Store) -> None:
    assert put_through(make_app(store, lambda connection: 1 // 0), "a1")[0][0] == 500


def test_a_store_that_was_closed_meanwhile_is_told(store: Store) -> None:
    store.close()
    assert put_through(make_app(store, lambda connection: 1), "a1") == [(409, b"StoreClosed")]


def test_without_the_gate_the_caller_waits_itself(store: Store) -> None:
    answer = make_app(store, lambda connection: "kept").test_client().put("/records/a1")
    assert (answer.status_code, answer.text) == (201, "kept a1 /records/a1")


def test_the_answer_carries_the_headers_of_every_answer(store: Store) -> None:
    headers: list[Any] = []

    class Noting(Protocol):
        def response_bytes(self, status: int, given: Any, body: bytes) -> None:
            headers.extend(given)
            super().response_bytes(status, given, body)

    gate = Gate(make_app(store, lambda connection: 1), Turn())
    with ThreadPoolExecutor(1) as thread:
        scope = scope_with(path="/records/a1", method="PUT")
        thread.submit(lambda: asyncio.run(gate(scope, Noting()))).result()
    assert dict(headers)["X-Content-Type-Options"] == "nosniff"
