"""Write rules/calendars/cn-YYYY.json from chinesecalendar (MIT): ``python docs/calendars/make_calendars.py``.

Run it when a new release of the package knows the next year's notice, and add the notice's number below.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from chinese_calendar.constants import Holiday, holidays, workdays

INTO = Path(__file__).parent.parent.parent / "rules/calendars"
NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
# Numbers of 《国务院办公厅关于…年部分节假日安排的通知》; the notices before 2008 were not at hand.
NOTICES: Mapping[int, str] = {
    2008: "国办发明电〔2007〕52号",
    2009: "国办发明电〔2008〕42号",
    2010: "国办发明电〔2009〕27号",
    2011: "国办发明电〔2010〕40号",
    2012: "国办发明电〔2011〕45号",
    2013: "国办发明电〔2012〕33号",
    2014: "国办发明电〔2013〕28号",
    2015: "国办发明电〔2014〕28号、国发明电〔2015〕1号",
    2016: "国办发明电〔2015〕18号",
    2017: "国办发明电〔2016〕17号",
    2018: "国办发明电〔2017〕12号",
    2019: "国办发明电〔2018〕15号、国办发明电〔2019〕3号",
    2020: "国办发明电〔2019〕16号、国办发明电〔2020〕1号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}


def write_calendars(into: Path) -> None:
    """Write the document of every year that the package knows."""
    for year in sorted({day.year for day in holidays}):
        text = json.dumps(build_document(year), ensure_ascii=False, indent=1)
        (into / f"cn-{year}.json").write_text(text + "\n", encoding="utf-8")


def build_document(year: int) -> dict[str, object]:
    """Return one year's document as ``rules/calendar.py`` reads it."""
    number = NOTICES.get(year)
    return {
        "year": year,
        "notice": f"国务院办公厅关于{year}年部分节假日安排的通知（{number}）" if number else "",
        "source": f"chinesecalendar {version('chinesecalendar')}",
        "off": list(_find_spans(sorted(day for day in holidays if day.year == year))),
        "work": [day.isoformat() for day in sorted(workdays) if day.year == year],
    }


def _find_spans(days: list[date]) -> Iterator[dict[str, str]]:
    """Yield the runs of days in a row that have one name."""
    first = days[0]
    for day, following in pairwise([*days, date.max]):
        if following - day != timedelta(1) or holidays[following] != holidays[day]:
            name = Holiday(holidays[day]).chinese
            yield {"from": first.isoformat(), "to": day.isoformat(), "name": NAMES.get(name, name)}
            first = following


if __name__ == "__main__":
    write_calendars(INTO)
