"""A form and rules that name an answer of every kind in their sentences, and what these should read."""

from __future__ import annotations

from typing import Any

from .ruled_form import TOWNSHIP

FORM_ID = f"t{TOWNSHIP}.told"


def _labels(chinese: str, english: str) -> dict[str, str]:
    return {"zh-CN": chinese, "en": english}


def _choices(**labels: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"const": value, "title": _labels(*label)} for value, label in labels.items()]


TRADES = [
    {"const": f"t{number}", "title": _labels(f"行业{number}", f"Trade {number}")} for number in range(20)
]
FORM: dict[str, Any] = {
    "form": FORM_ID,
    "title": _labels("来访登记", "Visits"),
    "subject": "matter",
    "kind": "business",
    "schema": {
        "type": "object",
        "properties": {
            "kind": {"title": "类别", "oneOf": _choices(a=("甲", "First"), b=("乙", "Second"))},
            "ways": {
                "type": "array",
                "title": "办法",
                "uniqueItems": True,
                "items": {"type": "string", "oneOf": _choices(v=("上门", "Visit"), p=("电话", "Phone"))},
            },
            "trade": {"type": "string", "title": "行业", "oneOf": TRADES},
            "on": {"type": "string", "format": "date", "title": "日期", "maxLength": 10},
            "at": {"type": "string", "format": "date-time", "title": "时间", "maxLength": 40},
            "done": {"type": "boolean", "title": "办完"},
            "each": {"type": "number", "title": "单价"},
            "note": {"type": "string", "title": "备注", "maxLength": 50},
            "who": {
                "type": "object",
                "title": "对象",
                "properties": {
                    "sex": {"title": "性别", "oneOf": _choices(m=("男", "Man"), f=("女", "Woman"))}
                },
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
    },
}
RULES: dict[str, Any] = {
    "rule_set": FORM_ID,
    "form": FORM_ID,
    "title": "来访规则",
    "effective_from": "2020-01-01",
    "compute": {
        "later": {"title": "次日", "formula": {"add_days": [{"var": "on"}, 1]}},
        "soon": {"title": "两小时后", "formula": {"add_hours": [{"var": "at"}, 2]}},
    },
    "rules": [
        {
            "rule": "T1",
            "title": "两种语言",
            "if": {"==": [{"var": "kind"}, "a"]},
            "then": [
                {
                    "warn": _labels(
                        "{kind}/{ways}/{trade}/{on}/{at}/{done}/{each}/{note}/{who.sex}/{later}/{soon}",
                        "{kind}|{ways}|{trade}|{on}|{at}|{done}|{each}|{note}|{who.sex}|{later}|{soon}",
                    )
                }
            ],
            "basis": "来访办法 第1条",
            "remedy": "问清{trade}。",
        },
        {
            "rule": "T2",
            "title": "只有中文",
            "if": {"in": ["v", {"var": "ways"}]},
            "then": [{"warn": "{kind}，{ways}，{trade}，{on}，{done}，{who.sex}，{note}。"}],
            "basis": "来访办法 第2条",
        },
    ],
}
ANSWERS: dict[str, Any] = {
    "kind": "a",
    "ways": ["v", "p"],
    "trade": "t3",
    "on": "2026-02-28",
    "at": "2026-02-28T20:05:00+00:00",
    "done": True,
    "each": 1200.5,
    "who": {"sex": "f"},
}
ALIKE = "甲，上门、电话，行业3，2026年2月28日，是，女，未填。"
SAID = {
    "zh-CN": [
        "甲/上门、电话/行业3/2026年2月28日/2026年3月1日 04:05/是/1200.5/未填/女/2026年3月1日"
        "/2026年3月1日 06:05",
        ALIKE,
    ],
    "en": [
        "First|Visit, Phone|Trade 3|2026-02-28|2026-03-01 04:05|yes|1200.5|not filled in|Woman|2026-03-01"
        "|2026-03-01 06:05",
        ALIKE,
    ],
}
