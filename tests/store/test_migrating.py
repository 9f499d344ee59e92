"""The fixed tables: made once, upgraded whole, and left alone when a newer program made them."""

from __future__ import annotations

import time

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from lizheng.core.store import Store, StoreNewer, open_store
from lizheng.core.store.migrate import HEAD, MIGRATIONS
from lizheng.core.store.tables import metadata
from sqlalchemy import text


def test_the_migrations_make_exactly_the_tables_of_the_program(store: Store) -> None:
    def differences(connection):
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert store.write_alone(differences) == []


def test_the_version_the_program_knows_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_a_database_of_a_newer_program_is_refused(store: Store, address: str) -> None:
    store.write(
        lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    )
    with pytest.raises(StoreNewer):
        open_store(address)


def test_opening_a_store_that_is_up_to_date_takes_less_than_a_tenth_of_a_second(
    store: Store, address: str
) -> None:
    # The best of a few: whatever else runs on the machine only ever adds.
    assert min(time_opening(address) for _ in range(5)) < 0.1


def time_opening(address: str) -> float:
    begun = time.perf_counter()
    open_store(address).close()
    return time.perf_counter() - begun


def test_a_migration_that_breaks_leaves_nothing_behind(tmp_path, monkeypatch) -> None:
    from lizheng.core.store import migrate

    address = f"sqlite:///{tmp_path / 'half.db'}"
    upgrade = migrate._upgrade

    def break_at_the_end(connection, place):
        upgrade(connection, place)
        raise KeyboardInterrupt

    monkeypatch.setattr(migrate, "_upgrade", break_at_the_end)
    with pytest.raises(KeyboardInterrupt):
        open_store(address)
    monkeypatch.undo()
    store = open_store(address)
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM records")).scalar() == 0
    store.close()
