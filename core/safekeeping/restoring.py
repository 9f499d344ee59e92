"""Restore a backup into an empty place: checked whole before anything is written, proved afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from sqlalchemy import Connection, LargeBinary, Table, func, insert, select, text

from ...forms.canonical import read_json
from ..audit import verify
from ..settings import Settings
from ..store import Store, open_store
from ..store.tables import metadata
from .backing_up import FORMAT, LEFT_OUT

_BATCH = 500
_NUMBERED = (("steps", "step"), ("outbox", "delivery"))


class RestoreRefused(Exception):
    """Why the backup is not restored; nothing was written."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Restored:
    """What was restored."""

    records: int
    attachments: int


def restore(file: Path, settings: Settings) -> Restored:
    """Restore into the empty data folder and database of the settings; return what was restored.

    Raises ``RestoreRefused`` when the file is cut off or altered anywhere, or the place is not empty.
    """
    try:
        with ZipFile(file) as archive:
            manifest = _read_manifest(archive)
            _check_members(archive, manifest)
            _check_empty(settings)
            return _write_all(archive, manifest, settings)
    except (BadZipFile, EOFError, OSError) as error:
        raise RestoreRefused(str(error)) from error


def _read_manifest(archive: ZipFile) -> Mapping[str, Any]:
    if "manifest.json" not in archive.namelist():
        raise RestoreRefused("manifest.json is missing")
    manifest = read_json(archive.read("manifest.json"))
    if manifest.get("format") != FORMAT:
        raise RestoreRefused(f"format {manifest.get('format')}, this program reads {FORMAT}")
    return manifest


def _check_members(archive: ZipFile, manifest: Mapping[str, Any]) -> None:
    expected = manifest["sha256"]
    names = set(archive.namelist()) - {"manifest.json"}
    if names != set(expected):
        raise RestoreRefused(f"{len(names ^ set(expected))} members missing or added")
    for name, digest in expected.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts:
            raise RestoreRefused(f"{name} leads out of the data folder")
        if _hash_member(archive, name) != digest:
            raise RestoreRefused(f"{name} was altered")


def _hash_member(archive: ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as member:
        while block := member.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _check_empty(settings: Settings) -> None:
    if settings.data.exists() and any(settings.data.iterdir()):
        raise RestoreRefused(f"{settings.data} is not empty")


def _write_all(archive: ZipFile, manifest: Mapping[str, Any], settings: Settings) -> Restored:
    settings.data.mkdir(parents=True, exist_ok=True)
    store = open_store(settings.database)
    try:
        for table in metadata.sorted_tables:
            if table.name not in LEFT_OUT:
                _write_table(store, archive, table)
        store.write_alone(_number_on)
        _prove(store, manifest)
    finally:
        store.close()
    files = [name for name in manifest["sha256"] if not name.startswith("tables/")]
    for name in files:
        _write_file(settings.data / name, archive.read(name))
    attachments = sum(name.startswith("attachments/") for name in files)
    return Restored(manifest["counts"]["records"], attachments)


def _write_table(store: Store, archive: ZipFile, table: Table) -> None:
    binary = [index for index, column in enumerate(table.columns) if isinstance(column.type, LargeBinary)]
    names = [column.name for column in table.columns]
    with archive.open(f"tables/{table.name}.jsonl") as member:
        for rows in _batches(_read_row(line, binary) for line in member):
            values = [dict(zip(names, row, strict=True)) for row in rows]
            store.write_alone(
                lambda connection, values=values: connection.execute(insert(table), values).rowcount
            )


def _read_row(line: bytes, binary: list[int]) -> list[Any]:
    row = read_json(line)
    for index in binary:
        row[index] = bytes.fromhex(row[index])
    return row


def _batches(rows: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _number_on(connection: Connection) -> None:
    """Let PostgreSQL go on numbering after the highest restored row; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        for table, column in _NUMBERED:
            place = f"pg_get_serial_sequence('{table}', '{column}')"
            connection.execute(text(f"SELECT setval({place}, greatest(max({column}), 1)) FROM {table}"))


def _prove(store: Store, manifest: Mapping[str, Any]) -> None:
    with store.read() as connection:
        for name, count in manifest["counts"].items():
            found = connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()
            if found != count:
                raise RestoreRefused(f"{name}: {found} of {count} rows")
    broken = [verdict.township for verdict in verify(store) if verdict.broken_at is not None]
    if broken:
        raise RestoreRefused(f"the audit chain of {', '.join(broken)} was broken before the backup")


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if path.parent.name == "keys":
        path.chmod(0o600)
