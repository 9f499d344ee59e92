"""The calendars that the package ships, read once for all tests of working days."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lizheng.rules.calendar import read_calendar

FOLDER = Path(__file__).resolve().parents[3] / "rules/calendars"
YEARS = range(2004, 2027)
DOCUMENTS: list[dict[str, Any]] = [
    json.loads((FOLDER / f"cn-{year}.json").read_text("utf-8")) for year in YEARS
]
CALENDAR = read_calendar(DOCUMENTS)

# 三月三 of a township, and a market day that it works.
LOCAL: dict[str, Any] = {
    "year": 2026,
    "unit": "330328",
    "off": [{"from": "2026-04-19", "to": "2026-04-21", "name": "三月三"}],
    "work": ["2026-04-25"],
}
