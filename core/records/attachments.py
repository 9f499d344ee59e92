"""Photos and files: stored whole or not at all, known by their content hash, opened within scope only."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, and_, delete, insert, select

from ..organisation.values import Actor
from ..store import Store, StoreFull
from ..store.tables import attachment_uses, attachments
from ..store.times import write_time
from .claims import SHA256, find_names
from .images import FORMATS, rewrite_image
from .kinds import ENDINGS, LARGEST_UPLOAD, find_kind
from .scoped import read_scoped
from .values import Rejection

KEEP_UNCLAIMED = timedelta(hours=48)
LONGEST_NAME = 100
MOST_USES = 500
_PART = ".part-"  # begins the name of a file that is still being written


@dataclass(frozen=True)
class Attachment:
    """A stored file: where it lies, and what to tell a browser about it.

    name  as the record that uses it says; a plain one before any does
    """

    sha256: str
    name: str
    type: str
    size: int
    path: Path


def store_attachment(
    store: Store,
    folder: Path,
    stream: BinaryIO,
    *,
    declared_name: str,
    actor: Actor,
    township: str,
    now: datetime,
    expected: str | None = None,
) -> Mapping[str, Any]:
    """Return the value an answer holds: ``{"sha256", "name", "type", "size"}`` of the file as kept.

    Pictures are decoded and written anew, so their hash differs from that of what was sent; ``expected`` is
    the hash of the bytes sent, and a difference means that they were cut off. Raises ``Rejection``: 400
    ``hash_mismatch``, 413, 415; ``StoreFull`` when the disk is.
    """
    content = stream.read(LARGEST_UPLOAD + 1)
    if len(content) > LARGEST_UPLOAD:
        raise Rejection(413, "file_too_large", facts={"limit": LARGEST_UPLOAD})
    if expected is not None and hashlib.sha256(content).hexdigest() != expected:
        raise Rejection(400, "hash_mismatch")
    kind = find_kind(content)
    kept = rewrite_image(content, kind) if kind in FORMATS else content
    sha256 = hashlib.sha256(kept).hexdigest()
    _write_file(path_of(folder, sha256), kept)
    row = {"sha256": sha256, "township": township, "type": kind, "size": len(kept)}
    store.write(lambda connection: _note(connection, row, actor, write_time(now)))
    # Pruning may have removed an old file of the same content between the first look and the row.
    _write_file(path_of(folder, sha256), kept)
    return {"sha256": sha256, "name": clean_name(declared_name), "type": kind, "size": len(kept)}


def open_attachment(store: Store, folder: Path, sha256: str, *, actor: Actor) -> Attachment | None:
    """Return the file if the actor may see a record that uses it, or stored it and nobody used it yet."""
    if not SHA256.fullmatch(sha256):
        return None
    uses = select(attachment_uses.c.record).where(attachment_uses.c.sha256 == sha256).limit(MOST_USES)
    with store.read() as connection:
        stored = connection.execute(select(attachments).where(attachments.c.sha256 == sha256))
        rows = stored.mappings().all()
        seen_in = read_scoped(connection, connection.execute(uses).scalars(), actor=actor)
    own = any(row["created_by"] == actor.account and row["claimed_at"] is None for row in rows)
    path = path_of(folder, sha256)
    if not rows or not (own or seen_in) or not path.is_file():
        return None
    type = rows[0]["type"]
    names = (name for record in seen_in for name in find_names(record.answers, sha256))
    return Attachment(sha256, fit_name(next(names, ""), type), type, rows[0]["size"], path)


def prune_attachments(store: Store, folder: Path, *, now: datetime) -> int:
    """Remove files that no record named within 48 hours and what killed uploads left; return how many."""
    before = write_time(now - KEEP_UNCLAIMED)
    stale = and_(attachments.c.claimed_at.is_(None), attachments.c.created_at < before)

    def job(connection: Connection) -> tuple[str, ...]:
        removed = set(
            connection.execute(delete(attachments).where(stale).returning(attachments.c.sha256)).scalars()
        )
        return remove_files(connection, folder, removed)

    return len(store.write(job)) + _clear_parts(folder, now - KEEP_UNCLAIMED)


def _clear_parts(folder: Path, before: datetime) -> int:
    left = [part for part in folder.glob(f"??/??/{_PART}*") if part.stat().st_mtime < before.timestamp()]
    for part in left:
        part.unlink(missing_ok=True)
    return len(left)


def remove_files(connection: Connection, folder: Path, contents: Iterable[str]) -> tuple[str, ...]:
    """Remove those of the contents that no row of ``attachments`` names any more, and return them.

    Only inside a write, so that no upload of the same content can come between row and file.
    """
    asked = set(contents)
    kept = select(attachments.c.sha256).where(attachments.c.sha256.in_(asked))
    gone = tuple(sorted(asked - set(connection.execute(kept).scalars())))
    for sha256 in gone:
        path_of(folder, sha256).unlink(missing_ok=True)
    return gone


def path_of(folder: Path, sha256: str) -> Path:
    """Return where a content lies: two levels of folders, then its hash."""
    return folder / sha256[:2] / sha256[2:4] / sha256


def clean_name(declared: str) -> str:
    """Return the name to show: the last part of a path, without signs that hide or turn text."""
    last = declared.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C"
    )
    stem, dot, ending = visible.strip(" .").rpartition(".")
    short = (
        f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}"
        if len(visible) > LONGEST_NAME
        else visible.strip(" .")
    )
    return short or "附件"


def fit_name(name: str, type: str) -> str:
    """Return the name to save a file under: clean, and with the ending of what it is.

    A record says what it likes; a document must not be saved as ``.hta`` and run when it is opened.
    """
    shown, ending = clean_name(name), ENDINGS[type]
    fitting = (".jpg", ".jpeg") if ending == "jpg" else (f".{ending}",)
    return shown if shown.lower().endswith(fitting) else f"{shown}.{ending}"


def _note(connection: Connection, row: Mapping[str, Any], actor: Actor, moment: str) -> None:
    same = and_(attachments.c.sha256 == row["sha256"], attachments.c.township == row["township"])
    if connection.execute(select(attachments.c.sha256).where(same)).first() is None:
        values = {**row, "created_by": actor.account, "created_at": moment}
        connection.execute(insert(attachments).values(values))


def _write_file(path: Path, content: bytes) -> None:
    if path.is_file():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_PART, delete=False) as part:
            try:
                part.write(content)
                part.flush()
                os.fsync(part.fileno())
                os.replace(part.name, path)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
        _sync_folder(path.parent)
    except OSError as error:
        raise StoreFull(str(path.parent)) from error


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; NTFS keeps the rename in its own journal.
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
