"""A form of the township and random answers to it, with gaps and mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

Shape = Mapping[str, Any]


def row(**fields: Shape) -> Shape:
    return {"type": "row", "fields": fields}


def list_of(of: Shape) -> Shape:
    return {"type": "list", "of": of}


BOOLEAN, NUMBER, TEXT, DATE, TIME, DATETIME = (
    {"type": kind} for kind in ("boolean", "number", "text", "date", "time", "datetime")
)
WAYS = ("转", "并", "联")
PLOT = row(面积=NUMBER, 地名=TEXT, 流转=BOOLEAN)
MEMBER = row(姓名=TEXT, 年龄=NUMBER, 生日=DATE, 在家=BOOLEAN, 登记=DATETIME, 地块=list_of(PLOT))
SHAPE: Mapping[str, Shape] = {
    **{"户数": {"type": "number", "integer": True}, "到会": NUMBER, "赞成": NUMBER},
    **{"金额": NUMBER, "比例": NUMBER, "户主姓名": TEXT, "备注": TEXT},
    **{"方式": {"type": "text", "options": list(WAYS)}, "同意": BOOLEAN, "困难": BOOLEAN},
    **{"出生": DATE, "日期": DATE, "截止": DATE, "收到": DATETIME, "办结": DATETIME},
    **{"上班": TIME, "下班": TIME, "成员": list_of(MEMBER), "分数": list_of(NUMBER)},
    **{"标签": list_of(TEXT), "日子": list_of(DATE), "时点": list_of(DATETIME)},
    "户主": row(姓名=TEXT, 电话=TEXT, 地址=row(组=NUMBER, 村=TEXT, 迁入=DATE)),
}

NAMES = ("张三", "李四", "𠮷野𠮷", "𡈽", "王\uffff", "欧阳", "é", "a", "ab", "张三丰")
TEXTS = (*NAMES, *WAYS, "", "张", "转并", "1", "0.5", "12", "2026-01-01", "𠮷", "x" * 130)
LITERALS = (
    *(0, 1, 2, 3, 5, 7, 10, -1, -2, -7, 0.1, 0.2, 0.3, 0.5, 2.5, -2.5, 1.005, 2.675, 0.125, -0.0),
    *(10**15, 999999999999999, 123456789012345.0, 1e20, 1e-7, 1e100, 0.000123456789012345),
)
NUMBERS = (*LITERALS, 123456789012345.6, 2**53, 2**53 + 2, 0.1 + 0.2, 123456789012345678, 100 / 3)
DATES = (
    *("2026-02-28", "2024-02-29", "2026-10-01", "2026-10-10", "2025-12-31", "2030-05-01"),
    *("0001-01-01", "9999-12-31"),
)
DATETIMES = (
    *("2026-02-28T16:00:00Z", "2026-03-01T00:00+08:00", "2026-02-28T15:59:59.999999999Z"),
    *("2024-02-29T08:30:00+08:00", "2026-03-01T00:00:00.000+08:00", "2026-10-10t10:10:10.25z"),
    *("0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59Z"),
)
TIMES = (
    *(
        "2026-02-28T16:00:00Z",
        "2026-03-01T00:00+08:00",
        "2026-02-28T15:59:59.999999999Z",
        "2024-02-29T08:30:00+08:00",
    ),
    *(
        "2026-03-01T00:00:00.000+08:00",
        "0001-01-01T00:00:00+09:00",
        "9999-12-31T23:59:59Z",
        "2026-10-10t10:10:10.25z",
    ),
)
TIMES = ("08:30", "08:30:00", "08:30:00.5", "17:00", "23:59:59", "00:00")
CHOICES: Mapping[str, Sequence[Any]] = {
    **{"boolean": (True, False), "number": LITERALS, "text": TEXTS, "date": DATES, "datetime": DATETIMES},
    "time": TIMES,
}
WRONG: Sequence[Any] = (None, "", "no", 7, True, [], {}, "2026-02-30", "2026-02-28T24:00:00Z", "24:00", [1])


def make_answers(chance: Random, fields: Mapping[str, Shape] = SHAPE) -> dict[str, Any]:
    """Return answers by name; some are missing, some are no values of their type."""
    return {name: make_answer(chance, shape) for name, shape in fields.items() if chance.random() > 0.1}


def make_answer(chance: Random, shape: Shape) -> Any:
    """Return an answer, perhaps none."""
    if chance.random() < 0.06:
        return chance.choice(WRONG)
    if shape["type"] == "row":
        return make_answers(chance, shape["fields"])
    if shape["type"] == "list":
        return [make_answer(chance, shape["of"]) for _ in range(chance.choice((0, 1, 2, 2, 3, 4)))]
    if shape["type"] == "number" and chance.random() < 0.6:
        return chance.randint(-20, 120) / chance.choice((1, 1, 1, 2, 4, 10, 100))
    if shape["type"] == "number":
        return chance.choice(NUMBERS)
    return chance.choice(shape.get("options") or CHOICES[shape["type"]])


def list_paths(shape: Shape, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Shape]]:
    """Yield what can be named in a shape, itself first: keys and the shape there."""
    yield keys, shape
    for name, inner in shape.get("fields", {}).items():
        yield from list_paths(inner, (*keys, name))
