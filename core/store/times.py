"""Moments as the tables keep them: UTC text that sorts by time on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


def write_time(moment: datetime) -> str:
    """Return the aware moment as UTC text, ``2026-02-26T06:20:00.000000Z``; ``ValueError`` without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone; write datetime.now(UTC)")
    # strftime does not pad years below 1000 everywhere; a kept time is never that old.
    return moment.astimezone(UTC).strftime(_FORMAT)


def read_time(text: str) -> datetime:
    """Return the aware UTC moment that ``write_time`` wrote; ``ValueError`` for any other text."""
    return datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)
