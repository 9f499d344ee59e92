"""One measured figure, and the table they make."""

from __future__ import annotations

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

REPEATS = 3


@dataclass(frozen=True)
class Figure:
    """What was found, what stood beside it in the same run, and what was promised.

    kept  whether the promise holds; ``None`` where none was given
    """

    part: str
    what: str
    found: str
    beside: str = ""
    ratio: str = ""
    promised: str = ""
    kept: bool | None = None


def median_of(measure: Callable[[], float], repeats: int = REPEATS) -> float:
    """Return the median of several measurements."""
    return statistics.median(measure() for _ in range(repeats))


def cpu_seconds(act: Callable[[], object], *, least: float = 0.3) -> float:
    """Return the processor time of one act, repeated for at least that long; the best of three rounds.

    The best, because whatever else runs on the machine only ever adds.
    """
    count, taken = 1, 0.0
    while taken < least / 4:
        count *= 2
        taken = _time(act, count)
    repeats = max(1, round(count * least / taken))
    return min(_time(act, repeats) for _ in range(REPEATS)) / repeats


def _time(act: Callable[[], object], count: int) -> float:
    began = time.process_time()
    for _ in range(count):
        act()
    return time.process_time() - began


def write_table(figures: Iterable[Figure]) -> str:
    """Return the figures as a Markdown table."""
    lines = ["| part | figure | found | beside it | ratio | promised | |", "|---|---|---|---|---|---|---|"]
    for one in figures:
        mark = {True: "yes", False: "**no**", None: ""}[one.kept]
        cells = (one.part, one.what, one.found, one.beside, one.ratio, one.promised, mark)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def describe_machine() -> str:
    """Return what the figures are taken on, and how busy it is now."""
    load = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {python}{load}"
