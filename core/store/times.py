"""Moments as the tables keep them, UTC text that sorts by time on both engines; and the county's day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

COUNTY_TIME = ZoneInfo("Asia/Shanghai")


def write_time(moment: datetime) -> str:
    """Return the aware moment as UTC text, ``2026-02-26T06:20:00.000000Z``; ``ValueError`` without a zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone; write datetime.now(UTC)")
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_time(text: str) -> datetime:
    """Return the aware UTC moment that ``write_time`` wrote; ``ValueError`` for any other text."""
    # fromisoformat is ten times as fast as strptime, and reads more than we write.
    if len(text) != 27 or not text.endswith("Z"):
        raise ValueError(f"not a kept time: {text!r}")
    return datetime.fromisoformat(text)


def county_day(moment: datetime) -> date:
    """Return the day it is in the county at an aware moment."""
    return moment.astimezone(COUNTY_TIME).date()
