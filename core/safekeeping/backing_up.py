"""Write a backup: every table at one moment, definitions, plugins, attachments, keys, with their hashes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import Connection, Table, select

from ...forms.canonical import write_json
from ..settings import Settings
from ..store import Store
from ..store.tables import metadata
from ..store.times import write_time

FORMAT = 1
# Sessions end with the machine they were opened on; a restored copy must not revive them.
LEFT_OUT = frozenset({"sessions", "login_failures", "form_indexes"})
_FOLDERS = ("plugins", "attachments", "keys")
_FILES = ("definitions.json", "lizheng.toml")


@dataclass(frozen=True)
class BackupMade:
    """What a backup holds. ``size`` in bytes."""

    file: Path
    records: int
    attachments: int
    size: int


def back_up(store: Store, settings: Settings, file: Path, *, now: datetime) -> BackupMade:
    """Write the backup and return what it holds, once it is on the disk.

    The file appears under its name only when it is complete; it holds personal data and is readable by this
    account only. Raises ``FileExistsError`` when the name is taken; after any ``OSError`` nothing is left.
    """
    if file.exists():
        raise FileExistsError(str(file))
    growing = file.with_name(file.name + ".growing")
    try:
        hashes, counts = _write(store, settings, growing, now)
        growing.rename(file)
    finally:
        growing.unlink(missing_ok=True)
    attachments = sum(name.startswith("attachments/") for name in hashes)
    return BackupMade(file, counts["records"], attachments, file.stat().st_size)


def _write(
    store: Store, settings: Settings, growing: Path, now: datetime
) -> tuple[dict[str, str], dict[str, int]]:
    hashes: dict[str, str] = {}
    counts: dict[str, int] = {}
    with os.fdopen(os.open(growing, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600), "w+b") as stream:
        with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
            _write_tables(store, archive, hashes, counts)
            _write_files(settings.data, archive, hashes)
            # Last, so that a file cut off anywhere has none.
            archive.writestr("manifest.json", _manifest(hashes, counts, now))
        stream.flush()
        os.fsync(stream.fileno())
    return hashes, counts


def _manifest(hashes: Mapping[str, str], counts: Mapping[str, int], now: datetime) -> str:
    content = {"format": FORMAT, "made_at": write_time(now), "counts": counts, "sha256": hashes}
    return write_json(content, sort_keys=True, indent=1)


def _write_tables(store: Store, archive: ZipFile, hashes: dict[str, str], counts: dict[str, int]) -> None:
    with store.read() as connection:
        for table in metadata.sorted_tables:
            if table.name not in LEFT_OUT:
                name = f"tables/{table.name}.jsonl"
                counts[table.name], hashes[name] = _write_lines(archive, name, _lines(connection, table))


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    rows = connection.execution_options(yield_per=500).execute(select(table))
    for row in rows:
        values = [value.hex() if isinstance(value, bytes) else value for value in row]
        yield write_json(values).encode() + b"\n"


def _write_lines(archive: ZipFile, name: str, lines: Iterator[bytes]) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as member:
        for line in lines:
            digest.update(line)
            member.write(line)
            count += 1
    return count, digest.hexdigest()


def _write_files(data: Path, archive: ZipFile, hashes: dict[str, str]) -> None:
    # Names with a dot are uploads under way: they come and go while we look.
    found = [path for folder in _FOLDERS for path in sorted((data / folder).rglob("[!.]*")) if path.is_file()]
    found += [data / name for name in _FILES if (data / name).exists()]
    for path in found:
        content, name = path.read_bytes(), path.relative_to(data).as_posix()
        hashes[name] = hashlib.sha256(content).hexdigest()
        # Photos are compressed already; trying again only takes time.
        archive.writestr(
            ZipInfo(name), content, ZIP_STORED if name.startswith("attachments/") else ZIP_DEFLATED
        )
