"""Remember, by content hash, the forms the linter has already accepted, so that a start stays quick."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...forms import reading
from ...forms.canonical import read_json, write_json
from ...forms.definition import CodeItem, CodeList, FormDefinition

FORMS = Path(reading.__file__).resolve().parent


class FormCache:
    """Which written forms were accepted as which kept effective definition; without a file it keeps nothing.

    The hash covers the source, its code lists, the library and every line of ``forms/``, so a verdict never
    outlives the code that gave it. Refusals are not kept: they should be said again.
    ``documents`` holds the effective definitions by content hash, as the definitions store keeps them.
    """

    def __init__(self, file: Path | None, documents: Mapping[str, Any] | None = None) -> None:
        self._file = file
        self._documents = documents or {}
        self._kept = _read_kept(file) if file else {}
        self._used: dict[str, str] = {}
        self._judge = _fingerprint(FORMS) if file else ""

    def read_form(
        self, source: Mapping[str, Any] | bytes, *, place: str, codes: Mapping[str, CodeList]
    ) -> FormDefinition:
        """Return the form as ``forms.reading.read_form`` does, or from a verdict kept on the same content."""
        if self._file is None:
            return reading.read_form(source, place=place, codes=codes)
        key = _key(self._judge, source, codes)
        document = self._documents.get(self._kept.get(key, ""))
        if document is None:
            form = reading.read_form(source, place=place, codes=codes)
        else:
            form = reading.restore_form(document)
        self._used[key] = form.hash
        return form

    def save(self) -> None:
        """Write what was used, atomically; a cache that cannot be written is no reason to stop."""
        if self._file is None or self._used.keys() == self._kept.keys():
            return
        part = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(write_json(self._used), encoding="utf-8")
            part.replace(self._file)
        except OSError:
            part.unlink(missing_ok=True)


def _key(judge: str, source: Mapping[str, Any] | bytes, codes: Mapping[str, CodeList]) -> str:
    """Hash as written, keys unsorted: the order of fields is meaning."""
    content = source if isinstance(source, bytes) else write_json(source).encode("utf-8")
    lists = write_json([_list_content(one) for one in codes.values()])
    return hashlib.sha256(b"\0".join((judge.encode(), lists.encode("utf-8"), content))).hexdigest()


def _read_kept(file: Path) -> dict[str, str]:
    try:
        kept = read_json(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _fingerprint(folder: Path) -> str:
    """Name, size and time of every file that takes part in a verdict."""
    marks = hashlib.sha256()
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.json")]):
        stat = path.stat()
        marks.update(f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return marks.hexdigest()


def _list_content(codes: CodeList) -> list[Any]:
    return [codes.codes, codes.version, codes.title, [_item_content(item) for item in codes.items]]


def _item_content(item: CodeItem) -> list[Any]:
    return [item.value, item.label, item.parent]
