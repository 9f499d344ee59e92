"""A unit and everything below it, as a range of codes."""

from __future__ import annotations


def prefix_end(prefix: str) -> str:
    """Return the first text, in code point order, after every text that begins with ``prefix``."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)
