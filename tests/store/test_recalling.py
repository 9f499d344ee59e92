"""What was read once is asked again as soon as anybody has written, in this process or another."""

from __future__ import annotations

from pathlib import Path

from lizheng.core.store import Store, open_store
from lizheng.core.store.recalling import MOST
from sqlalchemy import Connection, text


def recall(store: Store, asked: list[int] | None = None, key: str = "count") -> int:
    def read(connection: Connection) -> int:
        (asked if asked is not None else []).append(1)
        return connection.execute(text("SELECT count(*) FROM counters")).scalar_one()

    return store.recall(key, read)


def add(store: Store, name: str) -> None:
    insert = text("INSERT INTO counters (name, value) VALUES (:name, 1)")
    store.write(lambda connection: connection.execute(insert, {"name": name}))


def test_an_own_write_is_seen(store: Store) -> None:
    found = [recall(store)]
    for name in ("a", "b"):
        add(store, name)
        found += [recall(store), recall(store)]
    assert found == [0, 1, 1, 2, 2]


def test_the_write_of_another_process_s_store_is_seen(store: Store, address: str) -> None:
    before = recall(store)
    other = open_store(address)
    add(other, "a")
    other.close()
    assert (before, recall(store)) == (0, 1)


def test_what_was_written_during_the_reading_is_seen_next_time(store: Store) -> None:
    def read(connection: Connection) -> int:
        add(store, "a")
        return connection.execute(text("SELECT count(*) FROM counters")).scalar_one()

    store.recall("count", read)
    assert recall(store) == 1


def test_a_read_that_fails_is_not_kept(store: Store) -> None:
    found: list[object] = []
    for sql in ("SELECT nothing FROM nowhere", "SELECT 7"):
        try:
            found.append(
                store.recall("x", lambda connection, sql=sql: connection.execute(text(sql)).scalar())
            )
        except Exception as error:
            found.append(type(error).__name__)
    assert found[1] == 7 and found[0] != 7


def test_sqlite_is_not_asked_again_while_nobody_writes(tmp_path: Path) -> None:
    asked: list[int] = []
    store = open_store(f"sqlite:///{tmp_path / 'records.db'}")
    for _ in range(3):
        recall(store, asked)
    store.close()
    assert asked == [1]


def test_no_more_is_kept_than_allowed(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'records.db'}")
    for n in range(2 * MOST + 7):
        recall(store, key=f"{n}")
    with store.read() as connection:
        kept = connection.info["unchanged"][1]
    store.close()
    assert 0 < len(kept) <= MOST
