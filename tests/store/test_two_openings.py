"""Two stores in one process keep their locks, so that a command coming and going leaves the WAL alone."""

import subprocess
import sys

from lizheng.core.store import open_store

_COME_AND_GO = (
    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('CREATE TABLE x (a)'); c.close()"
)


def test_another_process_does_not_remove_the_wal_of_a_database_opened_twice(tmp_path):
    file = tmp_path / "records.db"
    first, second = open_store(f"sqlite:///{file}"), open_store(f"sqlite:///{file}")
    for store in (first, second):
        with store.read() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM units").all()
    subprocess.run([sys.executable, "-c", _COME_AND_GO, str(file)], check=True)
    assert (tmp_path / "records.db-wal").exists()
    first.close()
    second.close()
