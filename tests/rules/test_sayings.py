"""Every finding of the rules has a plain sentence in both languages, filled with its facts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from lizheng.rules.calendar import read_calendar
from lizheng.rules.findings import Finding, RuleRefused
from lizheng.rules.sayings import SAYINGS, say_finding
from lizheng.rules.sets import read_rule_set

from .sets.quorum import FIELDS, GRADE, change, check, rule

RULES = Path(__file__).resolve().parents[2] / "rules"
CODE = re.compile(r"[a-z]+(_[a-z]+)*")
MAKERS = frozenset({"Finding", "refuse", "refuse_tree", "_warn", "_fault"})
# Codes that are put together where they are used.
BUILT = frozenset({"example_effects", "example_hidden", "require_and_hide", "show_and_hide", "set_and_set"})
BUILT |= {"too_deep", "too_large", "mutant_survived", "mutant_dropped", "mutant_swapped"}
# Made of the same findings by those who know forms and other sets.
FROM_CORE = frozenset({"form_unknown", "dates_overlap", "fact_field", "fact_personal", "fact_condition"})
FROM_CORE |= {"fact_scope", "fact_form_unknown"}


def list_codes() -> set[str]:
    """Return every code that a module of the rules makes a finding of."""
    trees = (ast.parse(file.read_text("utf-8")) for file in RULES.rglob("*.py"))
    return {code for tree in trees for node in ast.walk(tree) for code in find_codes(node)} | BUILT


def find_codes(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Tuple):
        yield from (code for code in find_texts(node.elts[:1]) if code.startswith("calendar_"))
    if isinstance(node, ast.Call) and name_call(node) in MAKERS:
        yield from list(find_texts(node.args[:2]))[:2]


def name_call(node: ast.Call) -> str:
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))


def find_texts(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the texts that the expressions are, one of two alternatives included."""
    for node in nodes:
        if isinstance(node, ast.IfExp):
            yield from find_texts([node.body, node.orelse])
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value


def test_every_code_of_the_rules_has_a_sentence() -> None:
    said = {key.partition(".")[0] for sayings in SAYINGS for key in sayings}
    assert list_codes() - said == set()


def test_no_sentence_is_left_over() -> None:
    said = {key.partition(".")[0] for sayings in SAYINGS for key in sayings}
    assert said - list_codes() - FROM_CORE == set()


def refused(document: Mapping[str, Any], **more: Any) -> list[Finding]:
    with pytest.raises(RuleRefused) as caught:
        read_rule_set(document, FIELDS, **more)
    return list(caught.value.findings)


def calendar(**members: Any) -> list[Finding]:
    whole = {"year": 2026, "off": [], "work": [], **members}
    with pytest.raises(RuleRefused) as caught:
        read_calendar([whole, *([whole] if "twice" in members else [])])
    return list(caught.value.findings)


def one_table(**members: Any) -> list[Finding]:
    return refused(change(tables=[{**GRADE, **members}], rules=[], compute={}))


def typed(*conditions: Any) -> list[Finding]:
    return refused(change(rules=[rule(one, name=f"R{n}") for n, one in enumerate(conditions)], compute={}))


FACT = {"count": {"form": "village.meeting"}}
SEEN = {
    "set": lambda: refused([]),
    "rule": lambda: refused(change(rules=[1])),
    "members": lambda: refused({"rule_set": "a.b", "colour": 1, "title": 3, "effective_from": "2026"}),
    "dates": lambda: refused(change(effective_to="2001-01-01", dated_by="note")),
    "names": lambda: refused(change(facts={"present": FACT}, compute={"one": "none > 1"})),
    "holes": lambda: refused(change(rules=[rule("present > 1", {"warn": "{nobody}"}, on="never")])),
    "twice": lambda: refused(change(rules=[rule("present > 1"), rule("present > 2")])),
    "circle": lambda: refused(change(compute={"a": "b + 1", "b": "a + 1"})),
    "trees": lambda: typed(
        {"a": 1, "b": 2}, {"unheard": []}, {"reduce": []}, {"empty": []}, {"fits": [1, 2]}
    ),
    "values": lambda: typed(
        "kind 属于 [说明]", {"==": [{"var": "note"}, None]}, {"??": [None]}, {"fits": [1, 2]}
    ),
    "known": lambda: typed("households < 1", "households >= 1", 'kind = "村"', "present < 0", {"<": [3, 4]}),
    "lengths": lambda: typed({"and": [True] * 5_000}, {"!": [{"val": [[9], "x"]}]}),
    "type": lambda: refused(change(rules=[rule("present + 1")])),
    "facts": lambda: refused(change(facts={"a": {}, "b": {"look_up": {"form": "x", "field": "y"}}})),
    "effects": lambda: refused(change(rules=[{"rule": "A", "if": "present > 1", "then": []}])),
    "effect": lambda: refused(
        change(
            rules=[
                rule(
                    "present > 1",
                    {"say": 1},
                    {"hide": "nobody"},
                    {"options": "kind"},
                    {"gate": "1", "say": ""},
                ),
                rule("present > 1", {"gate": "a"}, {"warn": "x", "to": "y"}, name="B"),
            ]
        )
    ),
    "people": lambda: refused(change(rules=[rule("present > 1", {"tag": "x"})]), subject="person"),
    "many": lambda: refused(change(rules=[rule("present > 1")] * 201)),
    "table": lambda: one_table(colour=1, rows=1),
    "hit": lambda: one_table(hit="best"),
    "length": lambda: one_table(rows=[["-"]]),
    "cells": lambda: one_table(rows=[["many", "大"]]),
    "outputs": lambda: one_table(rows=[["-", "大"], ["1", 3]]),
    "priority": lambda: one_table(hit="priority"),
    "sum": lambda: one_table(hit="sum"),
    "count": lambda: one_table(hit="count", default={"size": "小"}),
    "bands": lambda: one_table(bands={"output": "x", "cells": [["-", 1]]}),
    "column": lambda: one_table(inputs=["present", "present"], rows=[["-", "-", "大"]]),
    "analysis": lambda: check(
        tables=[{**GRADE, "rows": [["<10", "大"], ["<5", "中"], ["-1", "小"]]}], examples=[], basis=[]
    ),
    "conflict": lambda: check(
        tables=[{**GRADE, "hit": "unique", "rows": [[">1", "大"], [">2", "中"], [">2", "中"]]}]
    ),
    "duplicate": lambda: check(tables=[{**GRADE, "hit": "collect", "rows": [["-", "大"], ["-", "大"]]}]),
    "unused": lambda: check(facts={"a": FACT}, compute={"b": "present + 1"}, rules=[], examples=[]),
    "conditions": lambda: check(
        rules=[rule("present > 2 且 present < 1"), rule("present 未填 或 present 已填", name="B")]
    ),
    "clashes": lambda: check(
        rules=[
            rule("present > 2", {"require": "note"}, {"show": "note"}, {"hide": "note"}),
            rule("present > 2", {"set": "households", "to": "1"}, name="B"),
            rule("present > 3", {"set": "households", "to": "2"}, name="C"),
        ]
    ),
    "examples": lambda: check(
        examples=[
            1,
            {"given": {"x": 1}, "expect": {"effects": []}},
            {"given": {}, "expect": {"effects": [], "hidden": ["note"]}},
        ]
    ),
    "undecided": lambda: check(
        tables=[{**GRADE, "hit": "unique", "rows": [[">1", "大"], [">2", "中"]]}],
        rules=[],
        examples=[{"given": {"present": 3}, "expect": {"values": {"size": "大"}}}],
    ),
    "clock": lambda: check(
        rules=[rule({"<": [{"var": "held_on"}, {"today": []}]})],
        examples=[{"given": {}, "expect": {"effects": []}}],
    ),
    "gaps": lambda: check(
        tables=[{**GRADE, "default": {"size": "小"}}],
        rules=[rule("present > 1 且 households > 1")],
        examples=[
            {"given": {"present": n, "households": 5}, "expect": {"effects": ["R1"] * (n > 1)}}
            for n in (1, 2)
        ],
    ),
    "calendar": lambda: calendar(colour=1, off=[{"from": "2026-05-02", "to": "2026-05-01", "name": "x"}, 3]),
    "days": lambda: calendar(work=["2025-01-01"]),
    "clash": lambda: calendar(
        off=[{"from": "2026-05-01", "to": "2026-05-03", "name": "x"}], work=["2026-05-02"]
    ),
}


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize(("language", "general"), [("zh-CN", "请检查这里"), ("en", "Please look at this")])
def test_a_findings_own_sentence_is_filled_with_its_facts(seen: str, language: str, general: str) -> None:
    findings = SEEN[seen]()
    told = {one.code: say_finding(one, language) for one in findings}
    assert findings and {code: said for code, said in told.items() if general in said} == {}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_code_without_a_sentence_is_named_in_a_general_one(language: str) -> None:
    assert "unheard_of" in say_finding(Finding("unheard_of"), language)


@pytest.mark.parametrize(
    ("fact", "chinese", "english"),
    [
        (None, "未填", "not filled in"),
        (True, "是", "yes"),
        (["甲", None], "甲、未填", "甲, not filled in"),
        ([], "无", "none"),
        ({"zh-CN": "大", "en": "large"}, "大", "large"),
        ({"R1": "Too Large"}, "R1 Too Large", "R1 Too Large"),
        ([*range(13)], "0、1、2、3、4、5、6、7、8、9、10、11 …", "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 …"),
    ],
)
def test_facts_are_told_as_people_read_them(fact: Any, chinese: str, english: str) -> None:
    finding = Finding("example_value", facts={"name": "n", "expected": 1, "got": fact})
    told = [say_finding(finding, language) for language in ("zh-CN", "en")]
    assert told == [
        f"“n”与预期不符。预期：1；实际：{chinese}。",
        f"“n” came out differently. Expected: 1; got: {english}.",
    ]


def test_rows_are_told_from_one() -> None:
    assert (
        say_finding(Finding("example_row_never_hit", facts={"table": "t", "row": 0}))
        == "没有例子落到表“t”第 1 行。"
    )


def test_a_part_of_a_condition_text_is_named_before_its_sentence() -> None:
    [finding] = typed("present > 3 且 households < 1")
    assert (finding.pointer, say_finding(finding)) == (
        "/rules/0/if",
        "“总户数 < 1”：永远不成立。可能的值从 1 到 …。",
    )


def test_a_part_of_a_tree_is_pointed_at() -> None:
    [finding] = typed({"and": [{">": [{"var": "present"}, 3]}, {"<": [{"var": "households"}, 1]}]})
    assert finding.pointer == "/rules/0/if/and/1"


def test_kinds_are_told_in_words() -> None:
    finding = Finding("type_wanted", facts={"got": "number", "allowed": "boolean"})
    assert say_finding(finding) == "这里要是或否，写的却是数字。"


def test_a_fact_that_looks_like_a_hole_stays_as_it_is() -> None:
    facts = {"name": "{got}", "expected": 1, "got": 2}
    assert say_finding(Finding("example_value", facts=facts)) == "“{got}”与预期不符。预期：1；实际：2。"
