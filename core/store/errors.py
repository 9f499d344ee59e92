"""What the store says when it cannot do its work, and which engine error means what."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import ClassVar

from sqlalchemy.exc import DBAPIError

LITTLE_SPACE = 4 * 1024 * 1024  # below this an I/O error is taken for a full disk


class StoreError(Exception):
    """The store could not carry out a write or a read; nothing of it is kept.

    code   stable word, one per class
    place  the database file or server
    """

    code: ClassVar[str] = "store_failed"
    chinese: ClassVar[str] = "数据没有保存。请稍后再试；仍不行请县信息员运行 lizheng doctor。"
    english: ClassVar[str] = "Nothing was stored. Try again; if it persists, run lizheng doctor."

    def __init__(self, place: str = "") -> None:
        self.place = place
        super().__init__(f"{self.code}: {place}: {self.chinese} {self.english}")


class StoreFull(StoreError):
    """The disk is full: nothing of the request was stored; reading still works. The web answers 507."""

    code = "store_full"
    chinese = "服务器磁盘已满，这次没有保存，已有数据完好。请县信息员腾出空间后再提交。"
    english = "The disk is full: this was not stored, existing data are intact. Free space, then send again."


class StoreBusy(StoreError):
    """Another process held the write lock for longer than the store waits."""

    code = "store_busy"
    chinese = "另一个程序长时间占用数据库，这次没有保存。请稍后再提交。"
    english = "Another process held the database too long: nothing was stored. Send again later."


class StoreUnreachable(StoreError):
    """The file cannot be read or written, or the server does not answer."""

    code = "store_unreachable"
    chinese = "读写数据库失败，这次没有保存。请县信息员检查磁盘、数据库服务和目录权限。"
    english = "The database could not be read or written. Check the disk, the server and the permissions."


class StoreClosed(StoreError):
    """A write was asked of a store that is closed."""

    code = "store_closed"
    chinese = "服务正在停止，这次没有保存。请稍后再提交。"
    english = "The service is stopping: nothing was stored. Send again later."


class StoreNewer(StoreError):
    """The tables were made by a newer program (or are not ours); this program must not touch them."""

    code = "store_newer"
    chinese = "数据库由更新版本的程序建立，本程序不能打开。请改用新版本程序，或恢复升级前的备份。"
    english = "A newer program made this database. Use that program, or restore the backup made before it."


def translate_error(error: BaseException, place: str) -> BaseException:
    """Return the ``StoreError`` that an engine's error stands for, else the error itself.

    Integrity and programming errors pass unchanged: they belong to the caller.
    """
    original = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(original, "sqlite_errorname", None)
    state = getattr(original, "sqlstate", None)
    if name is not None:
        return _of_sqlite(name, place, error)
    if state is not None:
        return _of_postgres(state, place, error)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return StoreUnreachable(place)
    return error


def _of_sqlite(name: str, place: str, error: BaseException) -> BaseException:
    if name == "SQLITE_FULL" or (name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and _is_full(place)):
        return StoreFull(place)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusy(place)
    if name.startswith(
        ("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_CORRUPT", "SQLITE_NOTADB")
    ):
        return StoreUnreachable(place)
    return error


def _of_postgres(state: str, place: str, error: BaseException) -> BaseException:
    if state in {"53100", "53200"}:  # disk_full, out_of_memory
        return StoreFull(place)
    if state in {"55P03", "40P01", "57014"}:  # lock_not_available, deadlock_detected, query_canceled
        return StoreBusy(place)
    if state[:2] in {"08", "53", "57", "58"}:  # connection, resources, operator, system
        return StoreUnreachable(place)
    return error


def _is_full(place: str) -> bool:
    folder = Path(place).parent
    return folder.is_dir() and shutil.disk_usage(folder).free < LITTLE_SPACE
