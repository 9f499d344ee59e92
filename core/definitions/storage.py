"""One JSON file that is either wholly old or wholly new, whatever happens while it is written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import simplejson
from tinydb.storages import Storage

from ...forms.canonical import read_json, write_json

SEAL = "lizheng"
Tables = dict[str, dict[str, Any]]


class DamagedFile(ValueError):
    """A definitions file that cannot be trusted: which file, where in it, and what to do."""

    def __init__(self, file: Path, place: str) -> None:
        self.file = file
        self.place = place
        super().__init__(
            f"{file}: {place}。文件已损坏。请从备份恢复 (lizheng restore)。 "
            "The file is damaged. Restore it from a backup."
        )


class DurableStorage(Storage):
    """TinyDB's storage for one change: read once, kept in memory, written at its end only.

    The file is written beside itself, fsynced and renamed, and its folder fsynced; then a copy ``.bak``
    of the same generation in the same way. So at any moment at least one of the two is whole.
    The first line seals the rest with its SHA-256: a torn or altered file is noticed, never half believed.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def read(self) -> Tables | None:
        """Return the tables as they stand in this change, ``None`` while there are none."""
        return self._tables or None

    def write(self, data: Tables) -> None:
        """Keep the tables in memory; nothing reaches the disk before ``write_tables``."""
        self._tables = data


def read_tables(file: Path) -> Tables:
    """Return the tables of a sealed file; empty when there is none.

    Raises ``DamagedFile`` naming the line when the file is torn or altered.
    """
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return {}
    head, _, body = content.partition(b"\n")
    try:
        tables = read_json(content.decode("utf-8"))
        seal = tables.pop(SEAL)["sha256"]
    except UnicodeDecodeError as error:
        raise DamagedFile(file, f"line {_line(content, error.start)}") from error
    except simplejson.JSONDecodeError as error:
        raise DamagedFile(file, f"line {error.lineno}, column {error.colno}") from error
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise DamagedFile(file, "line 1") from error
    if seal != _hash(body) or not head.startswith(b"{"):
        raise DamagedFile(file, "line 1, sha256")
    return tables


def write_tables(file: Path, tables: Mapping[str, Mapping[str, Any]]) -> None:
    """Write the tables durably to ``file`` and then to its ``.bak``."""
    body = _write_body(tables)
    content = (
        f'{{"{SEAL}":{{"format":1,"sha256":"{_hash(body)}"}}'.encode()
        + (b"," if tables else b"")
        + b"\n"
        + body
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    _replace(file, content)
    _replace(backup_of(file), content)


def backup_of(file: Path) -> Path:
    """Return the path of the copy beside the file."""
    return file.with_name(file.name + ".bak")


def _write_body(tables: Mapping[str, Mapping[str, Any]]) -> bytes:
    """One document a line: readable, quick to write, and a difference shows what changed."""
    parts = [
        f"{write_json(name)}:{{\n"
        + ",\n".join(f"  {write_json(number)}:{write_json(document)}" for number, document in table.items())
        + "\n}"
        for name, table in tables.items()
    ]
    return (",\n".join(parts) + "\n}\n").encode("utf-8")


def _replace(file: Path, content: bytes) -> None:
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)
    _sync_folder(file.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle of a folder to flush; NTFS journals the rename itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _line(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1
