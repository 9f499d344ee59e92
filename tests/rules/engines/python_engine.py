"""The Python engine behind the same lines of JSON as ``rules/js/cli.mjs --batch``; also runs as a script."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from lizheng.rules.calendar import Calendar
from lizheng.rules.dates import read_date
from lizheng.rules.logic import LogicError, RuleRefused, compile_logic
from lizheng.rules.types import Type

Answer = dict[str, Any]


def answer_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield a line for each line with ``logic``; ``{"refused": [code, ...]}`` for an ill-typed tree."""
    standing: dict[str, Any] = {}
    for line in lines:
        read = json.loads(line)
        asked = {**standing, **read}
        if read.get("calendar"):
            asked["calendar"] = _read_calendar(read["calendar"])
        if read.get("typed"):
            asked["typed"] = {name: read_shape(shape) for name, shape in read["typed"].items()}
        if "logic" in asked:
            yield write_json(_answer(asked))
        else:
            standing = asked


def write_json(value: object) -> str:
    """Return compact JSON; exact numbers as the nearest double."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_write_exact)


def read_shape(shape: Mapping[str, Any]) -> Type:
    """Return the type that JSON says (docs/rules-spec.md, 3.1)."""
    inner = shape.get("of")
    return Type(
        kind=shape["type"],
        options=tuple(shape.get("options", ())),
        integer=shape.get("integer", False),
        of=read_shape(inner) if inner else None,
        fields={name: read_shape(one) for name, one in shape.get("fields", {}).items()},
    )


def _answer(asked: dict[str, Any]) -> object:
    try:
        rule = compile_logic(asked["logic"], typed=asked.get("typed"))
    except RuleRefused as refused:
        return {"refused": [one.code for one in refused.findings]}
    except LogicError as error:
        return {"error": {"type": error.type}}
    around = {"now": asked.get("now"), "calendar": asked.get("calendar")}
    give = _explain if asked.get("trace") else _evaluate
    if "rows" in asked:
        return [give(rule, row, around) for row in asked["rows"]]
    return give(rule, asked.get("data"), around)


def _evaluate(rule: Any, data: object, around: dict[str, Any]) -> Answer:
    try:
        return {"value": rule(data, **around)}
    except LogicError as error:
        return {"error": {"type": error.type}}


def _explain(rule: Any, data: object, around: dict[str, Any]) -> Answer:
    try:
        value, trace = rule.explain(data, **around)
    except LogicError as error:
        return {"error": {"type": error.type}}
    return {"value": value, "trace": list(trace)}


def _read_calendar(written: Mapping[str, Any]) -> Calendar:
    off, work = ([_read_day(text) for text in written[name]] for name in ("off", "work"))
    return Calendar(tuple(written["years"]), tuple(off), tuple(work))


def _read_day(text: str) -> int:
    day = read_date(text)
    assert day
    return day.toordinal()


def _write_exact(value: object) -> float:
    assert isinstance(value, Fraction | Decimal)
    return float(value)


if __name__ == "__main__":
    with open(0, encoding="utf-8") as lines, open(1, "w", encoding="utf-8") as answers:
        answers.writelines(answered + "\n" for answered in answer_lines(lines))
