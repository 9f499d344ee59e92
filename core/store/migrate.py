"""Brings the fixed tables to the version this program knows; one SELECT when they are there already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from .errors import StoreError, StoreNewer, translate_error

if TYPE_CHECKING:
    from .store import Store

HEAD = "0004"  # newest file in migrations/versions; a test holds the two together
MIGRATIONS = Path(__file__).with_name("migrations")


def bring_up_to_date(store: Store) -> None:
    """Make or upgrade the tables, in one transaction, so that a kill leaves the old version or the new.

    Raises ``StoreNewer`` for a version this program does not know.
    """
    if _quick_version(store) != HEAD:
        store.write_alone(lambda connection: _upgrade(connection, store.place))


def _quick_version(store: Store) -> str | None:
    try:
        with store.read() as connection:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError as error:
        failure = translate_error(error, store.place)
        if isinstance(failure, StoreError):
            raise failure from error
        return None  # no such table yet


def _upgrade(connection: Connection, place: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if not _current_versions(connection) <= known:
        raise StoreNewer(place)
    command.upgrade(config, "head")


def _current_versions(connection: Connection) -> set[str]:
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
