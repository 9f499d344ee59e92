"""Which kinds of file are taken, told by their first bytes and never by their name."""

from __future__ import annotations

import io
import zipfile

from .values import Rejection

MEGABYTE = 1024 * 1024
LARGEST = {
    "image/jpeg": 8 * MEGABYTE,
    "image/png": 8 * MEGABYTE,
    "image/webp": 8 * MEGABYTE,
    "application/pdf": 20 * MEGABYTE,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": 20 * MEGABYTE,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": 20 * MEGABYTE,
}
LARGEST_UPLOAD = max(LARGEST.values())
ENDINGS = dict(zip(LARGEST, ("jpg", "png", "webp", "pdf", "docx", "xlsx"), strict=True))
_OFFICE = {"word/document.xml": "wordprocessingml.document", "xl/workbook.xml": "spreadsheetml.sheet"}
_MOST_PARTS = 2_000


def find_kind(content: bytes) -> str:
    """Return the media type of an allowed file within its size.

    Raises ``Rejection``: 415 with what is allowed, 413 with the limit of that kind.
    """
    kind = _sniff(content)
    if kind is None:
        raise Rejection(415, "file_kind", facts={"allowed": ["jpg", "png", "webp", "pdf", "docx", "xlsx"]})
    if len(content) > LARGEST[kind]:
        raise Rejection(413, "file_too_large", facts={"limit": LARGEST[kind]})
    return kind


def _sniff(content: bytes) -> str | None:
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"%PDF-"):
        return "application/pdf"
    return _sniff_office(content) if content.startswith(b"PK\x03\x04") else None


def _sniff_office(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    # A macro sheet or document is not among the kinds, whatever else it holds.
    if len(names) > _MOST_PARTS or "[Content_Types].xml" not in names:
        return None
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in names):
        return None
    found = [kind for part, kind in _OFFICE.items() if part in names]
    return f"application/vnd.openxmlformats-officedocument.{found[0]}" if len(found) == 1 else None
