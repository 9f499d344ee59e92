"""A program that submits records until it is told to stop, and prints ``ack ID`` once each is durable.

Arguments: store address, first letters of the ids, how many (0 for no end), threads, synchronous setting.
"""

from __future__ import annotations

import itertools
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from lizheng.core.audit import Entry, append
from lizheng.core.store import Store, open_store
from lizheng.core.store.tables import records
from sqlalchemy import Connection, insert

AT = "2026-02-26T06:20:00.000000Z"


def submit(store: Store, record: str) -> None:
    """Store one record with its audit entry, then acknowledge it in one system call."""

    def job(connection: Connection) -> None:
        connection.execute(
            insert(records).values(
                **{"id": record, "form": "x.finding", "version": 1, "definition_hash": "h"},
                **{"township": "339924101", "unit": "339924101001", "number": record, "state": "submitted"},
                **{"revision": 1, "request_hash": "r", "answers": '{"words":"' + "测" * 300 + '"}'},
                **{"created_by": "w101", "captured_at": AT, "received_at": AT, "changed_at": AT},
            )
        )
        append(connection, Entry("339924101", "w101", "worker", "", "record.submit", record), at=AT)

    store.write(job)
    os.write(1, f"ack {record}\n".encode())


def main(address: str, letters: str, count: str, threads: str, synchronous: str) -> None:
    """Submit from several threads, each with its own numbers."""
    store = open_store(address, synchronous=synchronous)  # type: ignore[arg-type]

    def work(thread: int) -> None:
        numbers = range(int(count)) if int(count) else itertools.count()
        for number in numbers:
            submit(store, f"{letters}-{thread}-{number}")

    with ThreadPoolExecutor(int(threads)) as pool:
        list(pool.map(work, range(int(threads))))
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
