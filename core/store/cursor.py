"""The opaque place where the next page of a list begins."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any, ClassVar

LONGEST = 2000  # characters


class InvalidCursor(ValueError):
    """A cursor that this list did not give out; begin again at the first page."""

    code: ClassVar[str] = "cursor_invalid"

    def __init__(self) -> None:
        super().__init__(
            "cursor_invalid: 翻页位置无效，请从第一页重新打开列表。 "
            "The cursor is not of this list: begin at page one."
        )


def write_cursor(place: list[Any], kind: str) -> str:
    """Return URL-safe text for the last row's place; ``kind`` names the list: no other list reads it."""
    content = json.dumps([_mark(kind), place], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode("utf-8")).decode("ascii").rstrip("=")


def read_cursor(cursor: str, kind: str) -> list[Any]:
    """Return the place; raise ``InvalidCursor`` for anything this list did not write.

    A forged place only begins the page elsewhere: scope and filters are never taken from a cursor.
    """
    if len(cursor) > LONGEST:
        raise InvalidCursor
    try:
        content = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        raise InvalidCursor from None
    if not isinstance(content, list) or len(content) != 2 or content[0] != _mark(kind):
        raise InvalidCursor
    if not isinstance(content[1], list):
        raise InvalidCursor
    return content[1]


def _mark(kind: str) -> str:
    return hashlib.sha256(kind.encode("utf-8")).hexdigest()[:12]
