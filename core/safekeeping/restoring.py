"""Restore a backup into an empty place: checked whole before anything is written, proved afterwards."""

from __future__ import annotations

import hashlib
import os
import shutil
import zlib
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
from ..store import open_store
from ..store.tables import metadata
from .backing_up import FORMAT, LEFT_OUT

_BATCH = 500
_GROWING = ".restoring"
_NUMBERED = (("steps", "step"), ("outbox", "delivery"))


class RestoreRefused(Exception):
    """Why the backup is not restored, in English and in Chinese, with what to do; the place is as it was."""

    def __init__(self, reason: str, chinese: str) -> None:
        self.reason, self.chinese = reason, chinese
        super().__init__(reason)


@dataclass(frozen=True)
class Restored:
    """What was restored. ``broken``: audit chains that had been altered before the backup was made."""

    records: int
    attachments: int
    broken: tuple[str, ...] = ()


def restore(file: Path, settings: Settings) -> Restored:
    """Restore into the empty data folder and database of the settings; return what was restored.

    Raises ``RestoreRefused`` when the file is cut off or altered anywhere, or the place is not empty. The
    files take their names only when all of it is there.
    """
    try:
        with ZipFile(file) as archive:
            manifest = _read_manifest(archive)
            _check_members(archive, manifest)
            _check_empty(settings)
            return _write_all(archive, manifest, settings)
    except (BadZipFile, EOFError, OSError, zlib.error, ValueError, KeyError, NotImplementedError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise RestoreRefused(
            f"The file is no whole backup ({reason}). Take another.",
            f"这个文件不是完整的备份（{reason}）。请换一份备份。",
        ) from error


def _read_manifest(archive: ZipFile) -> Mapping[str, Any]:
    if "manifest.json" not in archive.namelist():
        raise RestoreRefused(
            "manifest.json is missing: no backup of Lizheng. Take another file.",
            "里面没有 manifest.json，不是里正的备份。请换一个文件。",
        )
    manifest = read_json(archive.read("manifest.json"))
    if manifest.get("format") != FORMAT:
        raise RestoreRefused(
            f"It has format {manifest.get('format')}, this program reads {FORMAT}. Take a matching program.",
            f"备份格式是 {manifest.get('format')}，本程序只认 {FORMAT}。请用同版本的程序恢复。",
        )
    return manifest


def _check_members(archive: ZipFile, manifest: Mapping[str, Any]) -> None:
    expected = manifest["sha256"]
    names = set(archive.namelist()) - {"manifest.json"}
    if names != set(expected):
        raise RestoreRefused(
            f"{len(names ^ set(expected))} members missing or added. Take another backup.",
            f"备份里多了或少了 {len(names ^ set(expected))} 个文件。请换一份备份。",
        )
    for name, digest in expected.items():
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts:
            raise RestoreRefused(
                f"{name} leads out of the data folder. Take another backup.",
                f"备份里的 {name} 指向数据目录之外。请换一份备份。",
            )
        if _hash_member(archive, name) != digest:
            raise RestoreRefused(
                f"{name} was altered. Take another backup.", f"备份里的 {name} 被改动过。请换一份备份。"
            )


def _hash_member(archive: ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as member:
        while block := member.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _check_empty(settings: Settings) -> None:
    if settings.data.exists() and any(one.name != _GROWING for one in settings.data.iterdir()):
        raise RestoreRefused(
            f"{settings.data} is not empty. Name an empty folder with --data.",
            f"目录 {settings.data} 不是空的，没有改动。请用 --data 指定一个空目录。",
        )


def _write_all(archive: ZipFile, manifest: Mapping[str, Any], settings: Settings) -> Restored:
    # Inside, because the data folder may be a disk of its own.
    growing = settings.data / _GROWING
    shutil.rmtree(growing, ignore_errors=True)
    growing.mkdir(parents=True)
    try:
        files = [name for name in manifest["sha256"] if not name.startswith("tables/")]
        for name in files:
            _write_file(growing / name, _adapt(name, archive.read(name)))
        broken = _fill_store(archive, manifest, _database_within(settings, growing))
        for one in sorted(growing.iterdir(), key=lambda path: path.name == "records.db"):
            one.rename(settings.data / one.name)
    finally:
        shutil.rmtree(growing, ignore_errors=True)
    attachments = sum(name.startswith("attachments/") for name in files)
    return Restored(manifest["counts"]["records"], attachments, broken)


def _database_within(settings: Settings, growing: Path) -> str:
    """Return the address of the database, in the growing folder when it lies in the data folder."""
    inside = f"sqlite:///{settings.data}"
    return settings.database.replace(inside, f"sqlite:///{growing}", 1)


def _fill_store(archive: ZipFile, manifest: Mapping[str, Any], address: str) -> tuple[str, ...]:
    """Write every table in one transaction, prove the counts; return the chains that are broken."""
    store = open_store(address)
    try:
        store.write_alone(lambda connection: _write_tables(connection, archive, manifest["counts"]))
        return tuple(verdict.township for verdict in verify(store) if not verdict.whole)
    finally:
        store.close()


def _write_tables(connection: Connection, archive: ZipFile, counts: Mapping[str, int]) -> None:
    tables = [table for table in metadata.sorted_tables if table.name not in LEFT_OUT]
    for table in tables:
        if _count(connection, table):
            raise RestoreRefused(
                f"The database is not empty: {table.name}. Make an empty one.",
                f"数据库不是空的（{table.name} 里有内容），没有改动。请另建一个空数据库。",
            )
        _write_table(connection, archive, table)
        found = _count(connection, table)
        if found != counts.get(table.name):
            raise RestoreRefused(
                f"{table.name}: {found} of {counts.get(table.name)} rows. Take another backup.",
                f"{table.name} 应有 {counts.get(table.name)} 行，只有 {found} 行。请换一份备份。",
            )
    _number_on(connection)


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _write_table(connection: Connection, archive: ZipFile, table: Table) -> None:
    binary = [index for index, column in enumerate(table.columns) if isinstance(column.type, LargeBinary)]
    names = [column.name for column in table.columns]
    with archive.open(f"tables/{table.name}.jsonl") as member:
        for rows in _batches(_read_row(line, binary) for line in member):
            connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


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


def _adapt(name: str, content: bytes) -> bytes:
    """Leave the database's address out of the settings: it named the place that was backed up."""
    if name != "lizheng.toml":
        return content
    lines = content.decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if line.partition("=")[0].strip() != "database").encode("utf-8")


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if path.parent.name == "keys" else 0o644
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, mode), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
