"""Writes are durable, whole, and strangers to each other's failures; on both engines."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from lizheng.core.store import Store, StoreClosed, open_store
from lizheng.core.store.tables import counters
from sqlalchemy import Connection, Engine, event, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError


def add(name: str) -> Callable[[Connection], str]:
    def job(connection: Connection) -> str:
        connection.execute(insert(counters).values(name=name, value=1))
        return name

    return job


def names(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.execute(select(counters.c.name).order_by(counters.c.name)).scalars())


def test_a_write_returns_what_its_job_returned_and_is_seen_by_the_next_read(store: Store) -> None:
    assert (store.write(add("a")), names(store)) == ("a", ["a"])


def test_a_write_is_seen_by_another_process_s_store(store: Store, address: str) -> None:
    store.write(add("a"))
    other = open_store(address)
    assert names(other) == ["a"]
    other.close()


def test_a_failing_job_raises_its_own_error_in_its_caller(store: Store) -> None:
    store.write(add("a"))
    with pytest.raises(IntegrityError):
        store.write(add("a"))


def test_whatever_a_job_raises_reaches_its_caller_and_nothing_of_it_is_kept(store: Store) -> None:
    def job(connection: Connection) -> None:
        add("half")(connection)
        raise SystemExit(3)

    with pytest.raises(SystemExit):
        store.write(job)
    assert names(store) == []


def write_many(store: Store, count: int) -> list[object]:
    """Let 16 threads write at once; every third job breaks after its insert. Return what each caller got."""

    def job(number: int):
        def insert_then_break(connection: Connection) -> int:
            add(f"n{number:03d}")(connection)
            if number % 3 == 0:
                raise LookupError(number)
            return number

        return insert_then_break

    def call(number: int) -> object:
        try:
            return store.write(job(number))
        except LookupError as error:
            return error.args

    with ThreadPoolExecutor(16) as threads:
        return list(threads.map(call, range(count)))


def test_in_a_group_only_the_failing_jobs_are_undone(store: Store) -> None:
    write_many(store, 150)
    assert names(store) == [f"n{number:03d}" for number in range(150) if number % 3]


def test_in_a_group_each_caller_gets_its_own_answer(store: Store) -> None:
    assert write_many(store, 60) == [(number,) if number % 3 == 0 else number for number in range(60)]


def test_jobs_that_wait_are_committed_together(store: Store) -> None:
    commits: list[Connection] = []
    count = commits.append
    gate = threading.Event()
    event.listen(Engine, "commit", count)
    with ThreadPoolExecutor(9) as threads:
        first = threads.submit(store.write_alone, lambda connection: gate.wait(5))
        waiting = [threads.submit(store.write, add(f"n{number}")) for number in range(8)]
        time.sleep(0.2)
        gate.set()
        [future.result() for future in [first, *waiting]]
    event.remove(Engine, "commit", count)
    assert len(commits) < 9  # as many as jobs, if each had its own


def add_one(connection: Connection) -> int:
    connection.execute(text(ADD_ONE))
    return connection.execute(text("SELECT value FROM counters WHERE name = 'n'")).scalar_one()


ADD_ONE = "INSERT INTO counters VALUES ('n', 1) ON CONFLICT (name) DO UPDATE SET value = counters.value + 1"


def test_counters_read_inside_the_job_never_give_a_number_twice(store: Store) -> None:
    with ThreadPoolExecutor(16) as threads:
        given = list(threads.map(lambda _: store.write(add_one), range(200)))
    assert sorted(given) == list(range(1, 201))


COUNT_IN_A_PROCESS = f"""
import sys
from concurrent.futures import ThreadPoolExecutor
from lizheng.core.store import open_store
from sqlalchemy import text
store = open_store(sys.argv[1])
def add_one(connection):
    connection.execute(text("{ADD_ONE}"))
    return connection.execute(text("SELECT value FROM counters WHERE name = 'n'")).scalar_one()
with ThreadPoolExecutor(4) as threads:
    print(*threads.map(lambda _: store.write(add_one), range(200)))
store.close()
"""


def test_two_processes_write_at_once_and_no_number_is_given_twice(store: Store, address: str) -> None:
    command = [sys.executable, "-W", "error", "-c", COUNT_IN_A_PROCESS, address]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    given = [int(word) for process in running for word in process.communicate(timeout=60)[0].split()]
    assert sorted(given) == list(range(1, 401))


def test_two_processes_may_open_a_new_store_at_once(new_address: str) -> None:
    command = [sys.executable, "-W", "error", "-c", COUNT_IN_A_PROCESS, new_address]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    [process.communicate() for process in running]


def test_a_read_connection_cannot_write(store: Store) -> None:
    with store.read() as connection, pytest.raises(DBAPIError):
        add("a")(connection)


def test_a_read_sees_one_moment(store: Store) -> None:
    with store.read() as connection:
        before = connection.execute(select(func.count()).select_from(counters)).scalar()
        store.write(add("a"))
        assert connection.execute(select(func.count()).select_from(counters)).scalar() == before


def test_a_job_that_writes_again_is_told_so(store: Store) -> None:
    with pytest.raises(RuntimeError):
        store.write(lambda connection: store.write(add("a")))


def test_a_closed_store_has_finished_what_waited_and_takes_no_more(store: Store, address: str) -> None:
    with ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(store.write, add(f"n{number}")) for number in range(8)]
        [future.result() for future in waiting]
    store.close()
    with pytest.raises(StoreClosed):
        store.write(add("late"))


def test_tables_may_be_changed_in_a_write_of_its_own(store: Store) -> None:
    store.write_alone(lambda connection: connection.execute(text("CREATE TABLE extra (a INTEGER)")))
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM extra")).scalar() == 0
