"""A small set over a village meeting, and changes of it: what the tests of proofs start from."""

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import Any

from lizheng.rules.calendar import Calendar
from lizheng.rules.findings import Finding
from lizheng.rules.sets import RuleSet, read_rule_set
from lizheng.rules.sets.checking import check_rule_set
from lizheng.rules.types import Type

NOW = "2026-02-26T08:00:00+08:00"
COUNT = Type("number", low=Fraction(0), integer=True)
FIELDS = {
    "households": Type("number", low=Fraction(1), integer=True, title="总户数", required=True),
    "present": Type("number", low=Fraction(0), integer=True, title="到会户数"),
    "kind": Type("text", options=("村民会议", "小组会议"), title="会议类型"),
    "held_on": Type("date", title="召开日期"),
    "note": Type("text", title="说明"),
    "absent_why": Type("text", title="缺席原因"),
}
SET: dict[str, Any] = {
    "rule_set": "village.quorum",
    "form": "village.meeting",
    "effective_from": "2018-12-29",
    "basis": "村民委员会组织法（2018年） 第22条",
    "compute": {"quorum_met": "到会户数 至少 2/3 的 总户数"},
    "rules": [
        {
            "rule": "R1",
            "if": "非 quorum_met",
            "then": [{"gate": "voted", "say": "到会 {present} 户，共 {households} 户"}],
        },
        {"rule": "R2", "if": '会议类型 = "村民会议"', "then": [{"hide": "note"}]},
    ],
    "examples": [
        {
            "given": {"households": 30, "present": 20, "kind": "村民会议"},
            "expect": {"effects": ["R2"], "values": {"quorum_met": True}, "hidden": ["note"]},
        },
        {
            "given": {"households": 30, "present": 19, "kind": "小组会议"},
            "expect": {"effects": ["R1"], "values": {"quorum_met": False}, "hidden": []},
        },
    ],
}
GRADE: dict[str, Any] = {
    "table": "grade",
    "hit": "first",
    "inputs": ["present"],
    "outputs": ["size"],
    "rows": [[">=100", "大"], [">=10", "中"], ["-", "小"]],
}


def change(**members: Any) -> dict[str, Any]:
    """Return the set as JSON with other members."""
    return {**deepcopy(SET), **members}


def read(**members: Any) -> RuleSet:
    return read_rule_set(change(**members), FIELDS)


def check(**members: Any) -> tuple[Finding, ...]:
    return check_rule_set(change(**members), FIELDS, calendar=Calendar())


def find(code: str, **members: Any) -> list[str]:
    """Return the pointers of the findings of one code."""
    return [one.pointer for one in check(**members) if one.code == code]


def rule(condition: Any, *effects: dict[str, Any], name: str = "R1", **more: Any) -> dict[str, Any]:
    return {"rule": name, "if": condition, "then": list(effects) or [{"warn": "请看一看"}], **more}
