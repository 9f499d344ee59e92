"""Random rule sets over the township's form, and random records for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from ..engines.township import BOOLEAN, NUMBER, SHAPE, TEXT, Shape, make_answer, make_answers, row
from ..engines.typed_rules import Typed

EVENTS = ("change", "submit", "revise", "import")
FIELDS = ("户数", "备注", "方式", "同意", "日期", "成员", "户主", "户主.姓名", "户主.地址.村")
PARAMETERS: Mapping[str, Shape] = {"下限": NUMBER, "口径": TEXT}
FACTS: Mapping[str, Shape] = {"历年户数": NUMBER}
# Names that a computed value may take: three of its own, and three that are fields of the form.
COMPUTED: Mapping[str, Shape] = {
    **{"甲": NUMBER, "__proto__": BOOLEAN, "constructor": TEXT, "赞成": NUMBER},
    **{"困难": BOOLEAN, "户主姓名": TEXT},
}
HOLES = ("户数", "到会", "备注", "同意", "日期", "收到", "标签", "分数", "户主.姓名", "下限", "历年户数")


def make_set(chance: Random, name: str) -> dict[str, Any]:
    """Return a document, not always one that can be used."""
    return _Maker(chance).make(name)


def make_facts(chance: Random) -> dict[str, Any]:
    """Return answers with parameters and facts beside them."""
    around = {name: make_answer(chance, shape) for name, shape in {**PARAMETERS, **FACTS}.items()}
    return {**make_answers(chance), **around}


class _Maker:
    """Makes one set; ``known`` grows by what is computed."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.typed = Typed(chance)
        self.known: dict[str, Shape] = {**SHAPE, **PARAMETERS, **FACTS}
        self.computed: list[str] = []

    def make(self, name: str) -> dict[str, Any]:
        computed = {key: self._compute(key) for key in self._some(COMPUTED, 4)}
        self.computed = list(computed)
        tables = [self._make_table(f"表{number}") for number in range(self.chance.choice((0, 0, 1, 2)))]
        first, last = sorted(
            self.chance.choices(("2018-01-01", "2026-01-01", "2026-02-28", "2027-01-01"), k=2)
        )
        return {
            "rule_set": name,
            "form": "town.sheet",
            "title": {"zh-CN": "随机", "en": "Random"},
            "effective_from": first,
            "effective_to": self.chance.choice((None, last)),
            "dated_by": self.chance.choice(("", "日期", "收到")),
            "facts": {
                "历年户数": {
                    "look_up": {"form": "t.p", "field": "n", "match": {"a": "户数"}},
                    "type": "number",
                }
            },
            "compute": computed,
            "tables": tables,
            "rules": [self._make_rule(f"R{number}") for number in range(self.chance.randint(1, 6))],
        }

    def _tree(self, kind: str, depth: int = 2) -> Any:
        return self.typed.make(kind, depth, (row(**self.known),), literal=False)

    def _some(self, names: Mapping[str, Any], most: int) -> list[str]:
        return self.chance.sample(list(names), self.chance.randint(0, most))

    def _compute(self, name: str) -> Any:
        kind = COMPUTED[name]["type"]
        shape = self.known.pop(name, None)
        tree = self._tree(kind)
        self.known[name] = shape or COMPUTED[name]
        return self.chance.choice((tree, {"title": "值", "formula": tree}))

    def _make_table(self, name: str) -> dict[str, Any]:
        kinds = self.chance.choices(("number", "text", "boolean", "date"), k=self.chance.randint(1, 2))
        hit = self.chance.choice(("U", "F", "A", "C", "R", "C+", "C#", "C<", "C>"))
        output = f"{name}出"
        rows = [
            [*map(self._make_cell, kinds), self.chance.choice((1, 2, 2.5, -3, "=户数 * 2"))]
            for _ in range(self.chance.randint(1, 5))
        ]
        table = {
            "table": name,
            "hit": hit,
            "inputs": list(map(self._tree, kinds)),
            "outputs": [output],
            "rows": rows,
        }
        if self.chance.random() < 0.4:
            table["default"] = {output: self.chance.choice((0, 7))}
        if hit == "C+" and self.chance.random() < 0.5:
            table["bands"] = {"output": f"{name}级", "cells": [[">=3", "高"], ["-", "低"]]}
        if hit not in ("C", "R"):
            self.known[output] = NUMBER
        return table

    def _make_cell(self, kind: str) -> Any:
        cells = {
            "number": ("-", ">=3", "<3", "[1..5)", "0", "未填", "not(3)"),
            "text": ("-", "转", "张三,李四", "not(转)", "未填"),
            "boolean": ("-", "是", "否"),
            "date": ("-", ">=2026-01-01", "2026-02-28", "<2030-05-01"),
        }
        return self.chance.choice(cells[kind])

    def _make_rule(self, name: str) -> dict[str, Any]:
        rule = {"rule": name, "title": {"zh-CN": f"规则{name}", "en": name}, "if": self._tree("boolean", 3)}
        rule["then"] = [self._make_effect() for _ in range(self.chance.choice((1, 1, 2, 3)))]
        rule |= {"basis": ["甲法 第1条", "乙法 第2条"], "remedy": self._say()}
        return {**rule, "on": self.chance.sample(EVENTS, 2)} if self.chance.random() < 0.3 else rule

    def _make_effect(self) -> dict[str, Any]:
        kind = self.chance.choice(
            (
                "show",
                "show",
                "hide",
                "hide",
                "hide",
                "require",
                "readonly",
                "set",
                "options",
                "warn",
                "block",
                "gate",
                "task",
            )
        )
        field = self.chance.choice(FIELDS)
        given: Mapping[str, Any] = {
            "set": {"set": "备注", "to": self._tree("text")} if kind == "set" else {},
            "options": {"options": "方式", "only": ["转", "并"]},
            "warn": {"warn": self._say(), "field": field},
            "block": {"block": self._say()},
            "gate": {"gate": self.chance.choice(("one", "two")), "say": self._say()},
            "task": {"task": {"title": "去看", "days": 3}},
        }
        return dict(given.get(kind, {kind: field}))

    def _say(self) -> Any:
        names = self.chance.sample([*HOLES, *self.computed], 2)
        text = f"有 {{{names[0]}}}，要 {{ {names[1]} }}。"
        return self.chance.choice((text, {"zh-CN": text, "en": f"has {{{names[1]}}}"}))


def make_sets(count: int, seed: int, read: Any) -> Iterator[Any]:
    """Yield so many sets that ``read`` takes; the same for the same seed."""
    chance = Random(f"sets {seed}")
    found = 0
    while found < count:
        one = read(make_set(chance, f"t.{found // 3}"))
        if one is not None:
            found += 1
            yield one
