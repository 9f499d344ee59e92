"""How long requests of one kind took lately, which decides whether the others may wait for one."""

from __future__ import annotations

import re

QUICK = 0.005  # seconds
_MOST_KINDS = 1_000
_FORGET = 0.98  # so a kind that was slow once is tried again after about a hundred answers
_NAMED = re.compile(r"[^/]*\d[^/]*")


def name_kind(path: str, query: str) -> str:
    """Return what requests alike share: method and path without ids, and the names of the parameters."""
    asked = " ".join(sorted({part.partition("=")[0] for part in query[:500].split("&")}))
    return f"{_NAMED.sub('*', path[:200])} {asked}"


class Pace:
    """The longest time of each kind, fading. A kind not seen yet counts as slow."""

    def __init__(self, quick: float = QUICK) -> None:
        self._quick = quick
        self._longest: dict[str, float] = {}

    def is_quick(self, kind: str) -> bool:
        """Tell whether requests of the kind end before anybody notices."""
        return self._longest.get(kind, self._quick) < self._quick

    def note(self, kind: str, seconds: float) -> None:
        """Remember how long one took."""
        if kind not in self._longest and len(self._longest) >= _MOST_KINDS:
            self._longest.clear()  # somebody makes up paths; the usual kinds are back after one answer each
        self._longest[kind] = max(seconds, self._longest.get(kind, 0.0) * _FORGET)
