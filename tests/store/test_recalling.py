"""What a connection read is asked again as soon as anybody has written, in this process or another."""

from __future__ import annotations

import threading

from lizheng.core.store import Store, open_store
from lizheng.core.store.recalling import recall
from sqlalchemy import Connection, text


def count(connection: Connection, asked: list[int]) -> int:
    def ask() -> int:
        asked.append(1)
        return connection.execute(text("SELECT count(*) FROM counters")).scalar_one()

    return recall(connection, "count", ask)


def add(store: Store, name: str) -> None:
    store.write(
        lambda c: c.execute(text("INSERT INTO counters (name, value) VALUES (:name, 1)"), {"name": name})
    )


def test_an_own_write_is_seen_by_the_next_read(store: Store) -> None:
    asked: list[int] = []
    for name in ("a", "b"):
        add(store, name)
        with store.read() as connection:
            found = count(connection, asked), count(connection, asked)
    assert found == (2, 2)


def test_the_write_of_another_process_s_store_is_seen(store: Store, address: str) -> None:
    asked: list[int] = []
    with store.read() as connection:
        before = count(connection, asked)
    other = open_store(address)
    add(other, "a")
    other.close()
    with store.read() as connection:
        assert (before, count(connection, asked)) == (0, 1)


def test_one_moment_stays_one_moment_while_others_write(store: Store) -> None:
    asked: list[int] = []
    with store.read() as connection:
        before = count(connection, asked)
        writing = threading.Thread(target=add, args=(store, "a"))
        writing.start()
        writing.join()
        assert (before, count(connection, asked)) == (0, 0)


def test_sqlite_is_not_asked_again_while_nobody_writes(tmp_path) -> None:
    asked: list[int] = []
    store = open_store(f"sqlite:///{tmp_path / 'records.db'}")
    for _ in range(3):
        with store.read() as connection:
            count(connection, asked)
    store.close()
    assert asked == [1]


def test_a_writer_always_asks(store: Store) -> None:
    asked: list[int] = []

    def job(connection: Connection) -> tuple[int, int]:
        before = count(connection, asked)
        connection.execute(text("INSERT INTO counters (name, value) VALUES ('a', 1)"))
        return before, count(connection, asked)

    assert store.write(job) == (0, 1)


def test_no_more_is_kept_than_allowed(tmp_path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'records.db'}")
    with store.read() as connection:
        for n in range(2_500):
            recall(connection, n, lambda: "x")
        kept = connection.info["unchanged"][1]
    store.close()
    assert 0 < len(kept) <= 1_000
