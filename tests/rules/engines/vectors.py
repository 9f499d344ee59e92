"""The cases of ``rules/vectors``, each ready to ask, and how answers are compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..dates.shipped_calendars import CALENDAR, YEARS

FOLDER = Path(__file__).resolve().parents[3] / "rules/vectors"
WRITTEN_CALENDAR = CALENDAR.write_browser(YEARS)


def read_cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a name and what is asked and expected for each case, its file's own members included."""
    for path in sorted(FOLDER.glob("*.json")):
        document = open_repeats(json.loads(path.read_text("utf-8")))
        cases = document.pop("cases")
        for case in cases:
            yield f"{path.stem}: {case['case']}", {"calendar": WRITTEN_CALENDAR, **document, **case}


def open_repeats(value: Any) -> Any:
    """Return a value with each ``{"$repeat": [value, n]}`` as that text, or a list, n times over."""
    if isinstance(value, list):
        return [open_repeats(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "$repeat" in value:
        repeated, times = value["$repeat"]
        return repeated * times if isinstance(repeated, str) else [repeated] * times
    return {name: open_repeats(one) for name, one in value.items()}


def is_same(one: object, other: object) -> bool:
    """Tell whether two JSON values are the same: true is not 1, but 1.0 is; integers are doubles."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return float(one) == float(other)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[name], other[name]) for name in one)
    return one == other
