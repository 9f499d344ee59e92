"""A sentence in the words of the person who reads it, and a day as that person types it."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..organisation.values import Actor
from ..store.times import write_time
from .frame import page_language
from .shown import COUNTY_TIME
from .words import say_word


def say_to(actor: Actor | None, text: str, **facts: object) -> str:
    """Return the text in the person's language, its holes filled with the facts."""
    return say_word(text, page_language(actor)).format(**facts)


def read_day(day: str, *, after: bool = False) -> str:
    """Return midnight in the county at that day (``after``: at its end) as UTC text, ``""`` if unreadable."""
    try:
        start = datetime.strptime(day.strip(), "%Y-%m-%d").replace(tzinfo=COUNTY_TIME)
        return write_time(start + timedelta(days=1) if after else start)
    except (ValueError, OverflowError):  # no day, or one at the very end of what can be told in UTC
        return ""
