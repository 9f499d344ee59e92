"""The gate before the application: who waits for the disk lets others compute."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from lizheng.core.store import Store
from lizheng.core.web.gate import Gate


def ask(gate: Gate, path: str) -> bytes:
    return b"".join(gate({"PATH_INFO": path}, lambda status, headers: None))


def test_whoever_waits_gives_the_place_to_another() -> None:
    other_answered = threading.Event()
    gates: list[Gate] = []

    def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/other":
            other_answered.set()
            return [b"other"]
        with gates[0].step_aside():
            return [b"waited" if other_answered.wait(10) else b"alone"]

    gates.append(Gate(application, at_once=1))
    answers: list[bytes] = []
    first = threading.Thread(target=lambda: answers.append(ask(gates[0], "/first")))
    first.start()
    second = threading.Thread(target=ask, args=(gates[0], "/other"))
    second.start()
    first.join(15)
    second.join(15)
    assert answers == [b"waited"]


def test_outside_a_request_stepping_aside_changes_nothing() -> None:
    gate = Gate(lambda environ, start: [b"answered"], at_once=1)
    with gate.step_aside():
        pass
    assert ask(gate, "/") == b"answered"


def test_a_write_steps_aside_until_its_commit(tmp_path: Any) -> None:
    from lizheng.core.store import open_store

    store: Store = open_store(f"sqlite:///{tmp_path / 'records.db'}")
    entered: list[str] = []

    class Aside:
        def __enter__(self) -> None:
            entered.append("aside")

        def __exit__(self, *_: object) -> None:
            entered.append("back")

    store.while_waiting = Aside
    store.write(lambda connection: entered.append("written"))
    store.close()
    assert entered == ["aside", "written", "back"]
