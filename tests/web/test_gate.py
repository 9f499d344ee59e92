"""The gate before the application: what arrived whole, in turns, and what becomes of a request on its way."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from lizheng.core.store import Store
from lizheng.core.web.environ import build_environ
from lizheng.core.web.gate import Gate
from lizheng.core.web.pace import Pace, name_kind
from lizheng.core.web.turn import Turn


class Headers(list[tuple[str, str]]):
    """Headers as granian gives them: repeated ones stand twice."""

    def items(self) -> Iterable[tuple[str, str]]:
        return iter(self)


def scope_with(*head: tuple[str, str], **given: Any) -> Any:
    """Return a request as granian tells of it."""
    usual = {"path": "/fill", "method": "GET", "query_string": "", "authority": None, "scheme": "http"}
    where = {"server": "10.1.2.3:8000", "client": "10.1.2.9:41000", "http_version": "1.1"}
    return SimpleNamespace(**(usual | where | given), headers=Headers(head))


@dataclass
class Protocol:
    """The server's side of a request: the blocks that arrive, and what was answered."""

    blocks: tuple[bytes, ...] = ()
    answered: list[tuple[int, bytes]] = field(default_factory=list)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for block in self.blocks:
            yield block

    def response_bytes(self, status: int, headers: Any, body: bytes) -> None:
        self.answered.append((status, body))


def echo(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    start("200 OK", [])
    return [environ["wsgi.input"].read()]


def ask(gate: Gate, scope: Any, *blocks: bytes) -> tuple[int, bytes]:
    protocol = Protocol(blocks)
    # A browser's test in the same process may have left its own loop running in this thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(gate(scope, protocol))).result()
    return protocol.answered[0]


def post(length: str, **given: Any) -> Any:
    return scope_with(("content-length", length), method="POST", **given)


def test_a_body_that_came_in_pieces_reaches_the_application_whole() -> None:
    assert ask(Gate(echo, Turn()), post("6"), b"abc", b"def") == (200, b"abcdef")


def test_a_body_that_was_cut_off_never_reaches_the_application() -> None:
    assert ask(Gate(echo, Turn()), post("7"), b"abc", b"def")[0] == 400


def test_a_body_of_unknown_length_is_refused() -> None:
    chunked = scope_with(("transfer-encoding", "chunked"), method="POST")
    assert ask(Gate(echo, Turn()), chunked, b"abc")[0] == 411


def test_a_body_too_large_is_left_unread_for_the_application_to_refuse() -> None:
    assert ask(Gate(echo, Turn()), post(str(10**9)), b"abc") == (200, b"")


def test_a_page_that_was_quick_is_computed_without_a_thread() -> None:
    threads: list[str] = []

    def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        threads.append(threading.current_thread().name)
        start("200 OK", [])
        return [b""]

    gate = Gate(application, Turn(), pace=Pace(quick=5))
    ask(gate, scope_with(path="/forms/1"))
    ask(gate, scope_with(path="/forms/2"))
    assert [name.startswith("lizheng-request") for name in threads] == [True, False]


def test_a_page_that_was_slow_once_is_computed_in_a_thread() -> None:
    pace = Pace(quick=0.005)
    pace.note("/lists/*", 0.004)
    pace.note("/lists/*", 0.3)
    pace.note("/lists/*", 0.001)
    assert not pace.is_quick("/lists/*")


def test_a_refusal_that_waited_for_its_log_entry_sends_its_kind_to_the_threads() -> None:
    threads: list[str] = []

    def refuse_slowly(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        threads.append(threading.current_thread().name)
        time.sleep(0.02)
        start("403 FORBIDDEN", [])
        return [b""]

    pace = Pace(quick=0.01)
    pace.note("PUT /forms/*", 0.001)
    gate = Gate(refuse_slowly, Turn(), pace=pace)
    for _ in range(2):
        ask(gate, scope_with(path="/forms/1", method="PUT"))
    assert [name.startswith("lizheng-request") for name in threads] == [False, True]


def test_made_up_paths_do_not_fill_the_memory() -> None:
    pace = Pace()
    for n in range(1_500):
        pace.note(f"kind {n}", 0.001)
    assert pace.is_quick("kind 1499") and not pace.is_quick("kind 3")


def test_requests_for_other_records_with_the_same_conditions_are_one_kind() -> None:
    one = name_kind("/records/0195f3a2-7c11-7abc/revisions", "q=%E4%B8%AD&limit=50")
    assert one == name_kind("/records/0195f3a2-9d22-7def/revisions", "limit=20&q=a")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("PATH_INFO", "/填表".encode().decode("latin-1")),
        ("REMOTE_ADDR", "10.1.2.9"),
        ("SERVER_PORT", "8000"),
        ("HTTP_COOKIE", "a=1; b=2"),
        ("HTTP_X_FORWARDED_FOR", "10.9.9.9"),
        ("HTTP_HOST", "qingxi.gov"),
    ],
)
def test_the_application_is_told_of_the_request_as_wsgi_says(key: str, value: str) -> None:
    head = [
        ("cookie", "a=1"),
        ("cookie", "b=2"),
        ("x-forwarded-for", "10.9.9.9"),
        ("x_forwarded_for", "6.6.6.6"),
    ]
    scope = scope_with(*head, path="/填表", authority="qingxi.gov")
    assert build_environ(scope)[key] == value


def test_one_thread_computes_at_a_time() -> None:
    turn, inside, most = Turn(patience=5), [0], [0]

    def compute() -> None:
        with turn.taken():
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.01)
            inside[0] -= 1

    run_together(*[compute] * 5)
    assert most == [1]


def test_whoever_computes_for_long_does_not_hold_up_the_others() -> None:
    turn, go_on, done = Turn(patience=0.01), threading.Event(), []

    def compute_long() -> None:
        with turn.taken():
            done.append(go_on.wait(10))

    def compute_short() -> None:
        time.sleep(0.05)
        with turn.taken():
            done.append("short")
        go_on.set()

    run_together(compute_long, compute_short, compute_short)
    assert done[0] == "short" and len(done) == 3


def test_whoever_waits_gives_the_turn_to_another() -> None:
    turn, other = Turn(patience=10), threading.Event()
    seen: list[bool] = []

    def wait() -> None:
        with turn.taken(), turn.step_aside():
            seen.append(other.wait(5))

    def compute() -> None:
        with turn.taken():
            other.set()

    run_together(wait, compute)
    assert seen == [True]


def test_without_the_turn_stepping_aside_changes_nothing() -> None:
    turn = Turn()
    with turn.step_aside(), turn.taken():
        pass
    assert ask(Gate(echo, turn), scope_with()) == (200, b"")


def test_a_write_steps_aside_and_the_writer_takes_its_turn(tmp_path: Any) -> None:
    from lizheng.core.store import open_store

    store: Store = open_store(f"sqlite:///{tmp_path / 'records.db'}")
    store.turns = turn = Turn(patience=10)
    with turn.taken():
        written = store.write(lambda connection: "written")
    store.close()
    assert written == "written"


def run_together(*works: Any) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
