"""The fields of a village meeting that the tests of the condition text speak of."""

from __future__ import annotations

from lizheng.rules.findings import Finding, RuleRefused
from lizheng.rules.text import build_names, read_condition, write_condition
from lizheng.rules.types import Type

PART = Type("row", fields={"weight": Type("number", title="份额"), "book": Type("number", title="账面数")})
LINE = Type(
    "row",
    fields={
        "book": Type("number", title="账面数"),
        "disputed": Type("boolean", title="有争议"),
        "date": Type("date", title="清查日期"),
        "kind": Type("text", title="类别", options=("资产", "债务")),
        "parts": Type("list", of=PART, title="份额表"),
    },
)
TYPES = {
    "days_open": Type("number", title="未整改天数", unit="天"),
    "level": Type("text", title="隐患等级", options=("重大", "较大", "一般")),
    "present": Type("number", title="到会户数", unit="户"),
    "base": Type("number", title="总户数", unit="户"),
    "for": Type("number", title="赞成", unit="票"),
    "here": Type("number", title="到会", unit="人"),
    "carried": Type("boolean", title="是否通过"),
    "phone": Type("text", title="电话"),
    "mode": Type("text", title="方式", options=("转", "并", "联")),
    "member": Type("text", title="是否党员", options=("是", "否")),
    "date": Type("date", title="日期"),
    "born": Type("date", title="出生日期"),
    "opened": Type("time", title="开门时间"),
    "held_at": Type("datetime", title="开会时间"),
    "lines": Type("list", of=LINE, title="清查明细"),
    "tags": Type("list", of=Type("text", options=("火", "电")), title="标签"),
    "amounts": Type("list", of=Type("number"), title="金额"),
    "address": Type(
        "row",
        title="地址",
        fields={"village": Type("text", title="村"), "rooms": Type("number", title="间数")},
    ),
    "over": Type("number", title="过半"),
    "cash": Type("number", title="金额（元）"),
    "twin_a": Type("number", title="同名"),
    "twin_b": Type("number", title="同名"),
    "and": Type("number"),
}
NAMES = build_names(TYPES)


def read(text: str) -> object:
    """Return the tree of a condition on the village's fields."""
    return read_condition(text, NAMES)


def write(tree: object, english: bool = False) -> str:
    """Return the text of a tree on the village's fields."""
    return write_condition(tree, NAMES, language="en" if english else "zh-CN")


def refuse(text: str) -> Finding:
    """Return the one finding of a text that cannot be read."""
    try:
        tree = read(text)
    except RuleRefused as refused:
        [finding] = refused.findings
        return finding
    raise AssertionError(f"read as {tree}")


def refuse_tree(tree: object) -> Finding:
    """Return the one finding of a tree that cannot be written."""
    try:
        text = write(tree)
    except RuleRefused as refused:
        [finding] = refused.findings
        return finding
    raise AssertionError(f"written as {text}")


def show(finding: Finding) -> tuple[object, ...]:
    """Return code, column and what was found there."""
    return finding.code, finding.facts["column"], finding.facts["got"]
