"""Rules beside their rivals: one comparison, fifteen terms, a table of 200 rows, its analysis, the page."""

from __future__ import annotations

import importlib.util
import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from figures import Figure, cpu_seconds
from ground import Ground
from lizheng.core.web.assets import read_assets
from lizheng.rules.analysis import analyse_table
from lizheng.rules.logic import compile_logic
from lizheng.rules.schema_types import read_types, write_types
from lizheng.rules.tables import build_index, decide, read_table, write_browser_table

ROOT = Path(__file__).resolve().parent.parent
JS = ROOT / "rules" / "js"
KINDS = tuple(f"类别{n}" for n in range(10))
SCHEMA = {
    "type": "object",
    "properties": {
        "mode": {"enum": ["villagers", "households", "deputies"]},
        "base": {"type": "integer", "minimum": 0},
        "present": {"type": "integer", "minimum": 0},
        "for": {"type": "integer", "minimum": 0},
        "against": {"type": "integer", "minimum": 0},
        "abstain": {"type": "integer", "minimum": 0},
        "kind": {"enum": list(KINDS)},
        "people": {"type": "integer", "minimum": 0, "maximum": 399},
    },
}
ONE = {">": [{"var": "people"}, 100]}
FIFTEEN = {
    "or": [
        {
            "and": [
                {"==": [{"var": "mode"}, mode]},
                {">=": [{"*": [{"var": "present"}, share[1]]}, {"*": [{"var": "base"}, share[0]]}]},
                {">": [{"*": [{"var": "for"}, 2]}, {"var": "present"}]},
                {"<=": [{"+": [{"var": "for"}, {"var": "against"}, {"var": "abstain"}]}, {"var": "present"}]},
                {"in": [{"var": "kind"}, list(KINDS[:5])]},
            ]
        }
        for mode, share in (("villagers", (1, 2)), ("households", (2, 3)), ("deputies", (2, 3)))
    ]
}


def measure_rules(ground: Ground) -> Iterator[Figure]:
    """Yield the speed of each engine as a ratio to what stands beside it; absent rivals are left out."""
    yield from _measure_logic("one comparison", ONE, 1.2, None)
    yield from _measure_logic("15 terms", FIFTEEN, 1.2, 25)
    yield from _measure_table()
    yield from _measure_analysis()
    yield from _measure_browser(ground)


def _facts(count: int = 200) -> list[dict[str, Any]]:
    chance = random.Random(15)
    return [_draw(chance) for _ in range(count)]


def _draw(chance: random.Random) -> dict[str, Any]:
    base = chance.randrange(50, 400)
    present = chance.randrange(base // 2, base + 1)
    agree = chance.randrange(present // 3, present + 1)
    against = chance.randrange(present - agree + 1)
    return {
        "mode": chance.choice(("villagers", "households", "deputies")),
        "base": base,
        "present": present,
        "for": agree,
        "against": against,
        "abstain": present - agree - against,
        "kind": chance.choice(KINDS),
        "people": chance.randrange(400),
    }


def _each(act: Callable[[Any], Any], facts: list[Any]) -> float:
    """Return the processor time of one evaluation."""

    def run() -> None:
        for one in facts:
            act(one)

    return cpu_seconds(run) / len(facts)


def _measure_logic(what: str, tree: Any, over: float, over_pure: float | None) -> Iterator[Figure]:
    facts, types = _facts(), read_types(SCHEMA)
    rule = compile_logic(tree, typed=types)
    ours = _each(rule, facts)
    told = f"{what}, dict in, CPU"
    for name, promised, build in (
        ("datalogic-py", over, _datalogic),
        ("panzi-json-logic", over_pure, _panzi),
    ):
        rival = build(tree)
        if rival is None:
            continue
        assert [rival(one) for one in facts] == [rule(one) for one in facts]
        theirs = _each(rival, facts)
        yield _tell(told, ours, f"{name}: {theirs * 1e6:.2f} µs", theirs / ours, promised)
    explained = _each(rule.explain, facts)
    times = explained / ours
    yield Figure(
        "rules",
        f"{what} with its trace",
        f"{explained * 1e6:.2f} µs",
        f"without: {ours * 1e6:.2f} µs",
        f"{times:.1f}x",
        "≤ 2x" if over_pure else "",
        times <= 2 if over_pure else None,
    )


def _tell(told: str, ours: float, beside: str, times: float, promised: float | None) -> Figure:
    goal = f"≥ {promised:g}x" if promised else ""
    return Figure(
        "rules",
        told,
        f"{ours * 1e6:.2f} µs",
        beside,
        f"{times:.1f}x",
        goal,
        times >= promised if promised else None,
    )


def _datalogic(tree: Any) -> Callable[[Any], Any] | None:
    if importlib.util.find_spec("datalogic_py") is None:
        return None
    from datalogic_py import Engine

    return Engine().compile(tree).evaluate


def _panzi(tree: Any) -> Callable[[Any], Any] | None:
    if importlib.util.find_spec("json_logic") is None:
        return None
    from json_logic import jsonLogic

    return lambda data: jsonLogic(tree, data)


def _rows() -> list[list[Any]]:
    return [[kind, f"[{n * 20}..{n * 20 + 20})", f"{kind}第{n}档"] for kind in KINDS for n in range(20)]


def _document() -> dict[str, Any]:
    return {"table": "grade", "hit": "F", "inputs": ["kind", "people"], "outputs": ["grade"], "rows": _rows()}


def _measure_table() -> Iterator[Figure]:
    indexed = build_index(read_table(_document(), read_types(SCHEMA)))
    facts = [(one["kind"], one["people"]) for one in _facts()]
    ours = _each(lambda one: decide(indexed, one), facts)
    lines = [(kind, n * 20, n * 20 + 20, f"{kind}第{n}档") for kind in KINDS for n in range(20)]

    def scan(one: tuple[str, int]) -> str | None:
        for kind, low, high, grade in lines:
            if one[0] == kind and low <= one[1] < high:
                return grade
        return None

    assert [scan(one) for one in facts] == [decide(indexed, one).outputs[0] for one in facts]
    theirs = _each(scan, facts)
    told = "table of 200 rows, first hit, CPU"
    yield _tell(told, ours, f"scan written by hand: {theirs * 1e6:.2f} µs", theirs / ours, 5)
    rival = _datalogic(_as_logic())
    if rival:
        dicts = [{"kind": kind, "people": people} for kind, people in facts]
        theirs = _each(rival, dicts)
        yield _tell(told, ours, f"datalogic-py: {theirs * 1e6:.2f} µs", theirs / ours, 7)


def _as_logic() -> dict[str, Any]:
    branches: list[Any] = []
    for kind in KINDS:
        for n in range(20):
            within = {"<=": [n * 20, {"var": "people"}, n * 20 + 19]}
            branches += [{"and": [{"==": [{"var": "kind"}, kind]}, within]}, f"{kind}第{n}档"]
    return {"if": [*branches, None]}


def _measure_analysis() -> Iterator[Figure]:
    chance = random.Random(5)
    names = [f"c{n}" for n in range(5)]
    schema = {
        "type": "object",
        "properties": {name: {"type": "integer", "minimum": 0, "maximum": 99} for name in names},
    }
    rows = [[*(_cell(chance) for _ in names), f"{n}"] for n in range(200)]
    document = {"table": "random", "hit": "F", "inputs": names, "outputs": ["to"], "rows": rows}
    table = read_table(document, read_types(schema))
    taken = cpu_seconds(lambda: analyse_table(table))
    what = "whole analysis of a table of 200 rows and 5 columns, CPU"
    yield Figure("rules", what, f"{taken * 1e3:.0f} ms", "", "", "≤ 100 ms", taken <= 0.1)


def _cell(chance: random.Random) -> str:
    if chance.random() < 0.2:
        return "-"
    low = chance.randrange(90)
    return f"[{low}..{chance.randrange(low + 1, 100)}]"


def _measure_browser(ground: Ground) -> Iterator[Figure]:
    yield _measure_runtime()
    if not shutil.which("node") or not (place := _find_rival()):
        return
    work = ground.folder / "rules.json"
    table = write_browser_table(read_table(_document(), read_types(SCHEMA)))
    types = write_types(read_types(SCHEMA))
    given = {"fifteen": FIFTEEN, "table": table, "logic": _as_logic(), "facts": _facts(), "types": types}
    work.write_text(json.dumps(given, ensure_ascii=False), "utf-8")
    command = ["node", str(Path(__file__).with_name("ruling.mjs")), str(JS), str(place), str(work)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    for what, goal in (("fifteen", 5), ("table", 50)):
        ours, theirs = told[what]
        title = {"fifteen": "15 terms in node", "table": "table of 200 rows in node"}[what]
        yield _tell(title, ours / 1e6, f"json-logic-js: {theirs:.2f} µs", theirs / ours, goal)


def _find_rival() -> Path | None:
    """Return json-logic-js from the checkout's node_modules or the folder BENCH_NODE_MODULES names."""
    places = [Path(os.environ.get("BENCH_NODE_MODULES", ROOT / "node_modules"))]
    return next((one / "json-logic-js" for one in places if (one / "json-logic-js").is_dir()), None)


def _measure_runtime() -> Figure:
    """All of the engine that a page fetches, as it is sent."""
    packed = len(read_assets()["rules/page.js"].compressed or b"")
    found = f"{packed / 1000:.1f} kB gzip"
    return Figure(
        "rules", "the browser's engine as sent", found, "", "", "≤ 10 kB minified", packed <= 10_000
    )
