"""JSON that keeps every decimal digit, and the hash by which a definition or a body is known."""

from __future__ import annotations

import hashlib
from typing import Any

import simplejson


def read_json(text: str | bytes) -> Any:
    """Return the value of a JSON text; numbers with a point or exponent become ``Decimal``."""
    return simplejson.loads(text, use_decimal=True)


def write_json(value: object, *, sort_keys: bool = False, indent: int | None = None) -> str:
    """Return JSON text, compact unless indented; UTF-8 characters kept, ``Decimal`` digit for digit.

    Raises ``ValueError`` for NaN and infinities (RFC 8259 has none).
    """
    return simplejson.dumps(
        value,
        ensure_ascii=False,
        sort_keys=sort_keys,
        separators=(",", ":") if indent is None else (",", ": "),
        indent=indent,
        use_decimal=True,
        allow_nan=False,
    )


def content_hash(value: object) -> str:
    """Return the SHA-256, in hex, of the value as JSON with sorted keys."""
    return hashlib.sha256(write_json(value, sort_keys=True).encode("utf-8")).hexdigest()
