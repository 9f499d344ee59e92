"""A full disk: nothing acknowledged is lost, reading goes on, and writing goes on once there is room."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lizheng.core.store import Store, StoreError, StoreFull, StoreUnreachable, open_store
from lizheng.core.store.tables import counters
from sqlalchemy import Connection, func, insert, select, text


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a file system of 2 MB."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a small tmpfs needs root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def put(name: str) -> object:
    def job(connection: Connection) -> None:
        connection.execute(insert(counters).values(name=name + "x" * 5000, value=1))

    return job


def fill(store: Store) -> int:
    """Write until the disk is full; return how many writes were acknowledged."""
    for number in range(100_000):
        try:
            store.write(put(f"n{number}"))
        except StoreFull:
            return number
    raise AssertionError("the disk never became full")


def count(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(counters)).scalar_one()


def test_on_a_full_disk_everything_acknowledged_is_there_and_can_be_read(small_disk: Path) -> None:
    store = open_store(f"sqlite:///{small_disk / 'records.db'}")
    acknowledged = fill(store)
    assert count(store) == acknowledged > 10
    store.close()


def test_writing_goes_on_without_a_restart_once_there_is_room(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(500_000))
    store = open_store(f"sqlite:///{small_disk / 'records.db'}")
    acknowledged = fill(store)
    (small_disk / "ballast").unlink()
    store.write(put("after"))
    assert count(store) == acknowledged + 1
    store.close()


def test_a_database_that_may_not_grow_refuses_one_write_and_keeps_the_others(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'records.db'}")
    store.write_alone(lambda connection: connection.execute(text("PRAGMA max_page_count = 80")).scalar())
    acknowledged = fill(store)
    assert count(store) == acknowledged
    store.close()


def test_what_the_caller_is_told_names_a_code_and_what_to_do_in_both_languages(tmp_path: Path) -> None:
    said = str(StoreFull("/data/records.db"))
    parts = ("store_full", "/data/records.db", "腾出空间", "Free space")
    assert [part for part in parts if part not in said] == []


@pytest.mark.parametrize("address", ["sqlite:////nowhere/records.db", "sqlite:////tmp"])
def test_a_place_that_cannot_be_opened_is_named(address: str) -> None:
    with pytest.raises(StoreUnreachable, match=address.removeprefix("sqlite:///")):
        open_store(address)


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "records.db"
    file.write_bytes(b"something else " * 1000)
    with pytest.raises(StoreError):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes() == b"something else " * 1000


def test_an_engine_that_is_not_offered_is_refused() -> None:
    with pytest.raises(ValueError, match="store_url"):
        open_store("mysql://here/there")
