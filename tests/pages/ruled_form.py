"""A township's form with one rule of each kind that a page shows, for tests with and without a browser."""

from __future__ import annotations

from typing import Any

TOWNSHIP = "339924101"
FORM_ID = f"t{TOWNSHIP}.ruled"


def _choice(title: str, **labels: str) -> dict[str, Any]:
    return {"type": "string", "title": title, "oneOf": [{"const": k, "title": v} for k, v in labels.items()]}


def _labels(chinese: str, english: str) -> dict[str, str]:
    return {"zh-CN": chinese, "en": english}


FORM: dict[str, Any] = {
    "form": FORM_ID,
    "title": _labels("帮扶登记", "Help given"),
    "subject": "matter",
    "kind": "business",
    "schema": {
        "type": "object",
        "properties": {
            "kind": _choice("类别", a="甲", b="乙", c="丙"),
            "why": {"type": "string", "title": "原因", "maxLength": 50},
            "way": _choice("办法", x="上门", y="电话", z="书面"),
            "each": {"type": "number", "title": "单价"},
            "count": {"type": "integer", "title": "数量"},
            "total": {"type": "number", "title": "合计"},
            "from": {"type": "string", "format": "date", "title": "起算", "maxLength": 10},
            "due": {"type": "string", "format": "date", "title": "期限", "maxLength": 10},
            "mobile": {"type": "string", "format": "mobile", "title": "手机", "maxLength": 20},
            "note": {"type": "string", "title": "备注", "maxLength": 50, "default": "无"},
            "trade": {"title": "行业", "enum": [f"行业{number}" for number in range(20)]},
            "grade": _choice("等次", hi="高", lo="低"),
            "level": {"title": "级别", "enum": [1, 2, 3]},
            "who": {
                "type": "object",
                "title": "对象",
                "properties": {"name": {"type": "string", "title": "称呼", "maxLength": 20}},
                "additionalProperties": False,
            },
            "days": {
                "type": "array",
                "title": "到场",
                "maxItems": 5,
                "items": {
                    "type": "object",
                    "properties": {"people": {"type": "integer", "title": "人数"}},
                    "additionalProperties": False,
                },
            },
        },
        "additionalProperties": False,
        "required": ["kind", "who"],
    },
    "ui": {
        "total": {"ui:widget": "computed"},
        "grade": {"ui:widget": "computed"},
        "ui:sections": [
            {"title": "要求", "fields": ["kind", "why", "way", "trade", "level", "who"]},
            {"title": "数字", "fields": ["each", "count", "total", "grade", "from", "due", "days"]},
            {"title": "联系", "fields": ["mobile", "note"]},
        ],
    },
}


def _var(name: str) -> dict[str, str]:
    return {"var": name}


RULES: dict[str, Any] = {
    "rule_set": f"t{TOWNSHIP}.ruled",
    "form": FORM_ID,
    "title": _labels("帮扶规则", "Rules of help"),
    "effective_from": "2020-01-01",
    "provisional": True,
    "gates": {"ready": _labels("数字齐全", "Figures there"), "late": _labels("没有过期", "Not late")},
    "compute": {
        "total": {"title": "合计", "formula": {"*": [_var("each"), _var("count")]}},
        "due": {"title": "期限", "formula": {"add_workdays": [_var("from"), 5]}},
        "grade": {"if": [{">": [_var("total"), 1000]}, "hi", "lo"]},
        "named": {"title": _labels("有称呼", "Named"), "formula": {"!": [{"empty": [_var("who.name")]}]}},
        "people": {"title": "到场合计", "formula": {"sum": [_var("days"), _var("people")]}},
    },
    "rules": [
        {
            "rule": "R1",
            "title": _labels("选了丙，所以问原因", "Asked because of C"),
            "if": {"==": [_var("kind"), "c"]},
            "then": [{"show": "why"}, {"require": "why"}],
            "basis": "帮扶办法 第1条",
        },
        {
            "rule": "R2",
            "title": "乙类不上门",
            "if": {"==": [_var("kind"), "b"]},
            "then": [{"options": "way", "only": ["y", "z"]}, {"readonly": "note"}],
            "basis": "帮扶办法 第2条",
        },
        {
            "rule": "R3",
            "title": "合计超过一千",
            "if": {">": [_var("total"), 1000]},
            "then": [
                {
                    "warn": _labels("合计 {total} 元，超过 1000 元。", "Total {total}, above 1000."),
                    "field": "total",
                }
            ],
            "basis": "帮扶办法 第3条",
            "remedy": _labels("请复核单价和数量。", "Check both figures."),
        },
        {
            "rule": "R4",
            "title": "过了期限",
            "if": {"<": [_var("due"), {"today": []}]},
            "then": [{"gate": "late", "say": _labels("期限 {due} 已过。", "Due {due} has passed.")}],
            "basis": "帮扶办法 第4条",
        },
        {
            "rule": "R5",
            "title": "还没有数量",
            "if": {"empty": [_var("count")]},
            "then": [{"gate": "ready", "say": _labels("数量：{count}。", "Count: {count}.")}],
            "basis": "帮扶办法 第5条",
        },
        {
            "rule": "R6",
            "title": "到场不多于数量",
            "if": {">": [_var("people"), _var("count")]},
            "then": [
                {
                    "block": _labels("到场 {people} 人，数量 {count}。", "{people} came, {count} counted."),
                    "field": "count",
                }
            ],
            "basis": "帮扶办法 第6条",
        },
        {
            "rule": "R7",
            "title": "甲类不问联系 </script>",
            "if": {"==": [_var("kind"), "a"]},
            "then": [{"hide": ["mobile", "note"]}],
            "basis": "帮扶办法 第7条",
        },
        {
            "rule": "R8",
            "title": "手机要十一位",
            "if": {"and": [{"!": [{"empty": [_var("mobile")]}]}, {"!=": [{"length": [_var("mobile")]}, 11]}]},
            "then": [
                {
                    "warn": _labels("手机 {mobile} 不是 11 位。", "{mobile} has not 11 digits."),
                    "field": "mobile",
                }
            ],
            "basis": "帮扶办法 第8条",
        },
        {
            "rule": "R9",
            "title": "三号行业另报",
            "if": {
                "or": [{"==": [_var("trade"), "行业3"]}, {"and": [_var("named"), {"==": [_var("level"), 3]}]}]
            },
            "then": [{"warn": _labels("{trade} 另报。", "{trade}: report apart."), "field": "trade"}],
            "basis": "帮扶办法 第9条",
        },
    ],
}
