"""The table by which hazards are graded, and small changes to it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lizheng.rules.tables import Table, read_table
from lizheng.rules.types import Type

TYPES: Mapping[str, Type] = {
    "kind": Type("text", options=("消防", "燃气", "交通"), required=True, title="隐患类别"),
    "people": Type("number", integer=True, low=Fraction(0), unit="人", title="影响人数", required=True),
    "days": Type("number", integer=True, low=Fraction(0), unit="天", title="未整改天数"),
    "fee": Type("number", unit="元", required=True),
    "day": Type("date", required=True, title="发现日期"),
    "urgent": Type("boolean", title="紧急"),
    "place": Type("text", required=True, title="地点"),
}
LEVEL = {"output": "level", "options": ["重大", "较大", "一般"], "title": "隐患等级"}
ROWS: list[list[Any]] = [
    ["消防,燃气", ">=20", "-", "重大"],
    ["消防,燃气", "<20", ">3", "较大"],
    ["-", "-", "-", "一般"],
]


def read_patrol(rows: list[list[Any]] = ROWS, **changes: Any) -> Table:
    document = {"table": "grade", "hit": "first", "inputs": ["kind", "people", "days"], "outputs": [LEVEL]}
    return read_table({**document, "rows": rows, **changes}, TYPES)


def read_cells(name: str, *cells: str, **changes: Any) -> Table:
    """Return a table of one input; each row has its own output."""
    return read_patrol(
        [[cell, f"r{n}"] for n, cell in enumerate(cells)], inputs=[name], outputs=["o"], **changes
    )
