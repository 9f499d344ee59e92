"""Tables decided in Python and, all of them in one node process, by rules/js/tables.js."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from lizheng.rules.tables import Table, build_index, decide, write_browser_table

from ..node import find_node
from .random_tables import Case

Calls = Sequence[tuple[Table, Sequence[Sequence[Any]]]]

STRANGE = (
    *(None, "", "x", True, False, 0, 1, -1, 2.5, 1e20, -0.0, 1e-7, 12345678901234567890, [], {}),
    *("2026-02-30", "2026-2-8", "2026-02-28", "08:30", "24:00", "2026-01-01T09:00:00", "甲 ", "__proto__"),
    *(Fraction(1, 3), Fraction(5, 2), Fraction(1, 10), Fraction(3), Fraction(10**30, 3)),
)


def choose_values(case: Case, seed: int) -> list[tuple[Any, ...]]:
    """Return some of the inputs that matter, and some that no form would let through."""
    chance = random.Random(seed)
    points = case.points
    strange = [tuple(chance.choice(STRANGE) for _ in case.columns) for _ in range(3)]
    mixed = [
        tuple(chance.choice((value, value, chance.choice(STRANGE))) for value in chance.choice(points))
        for _ in range(3)
    ]
    return [*chance.sample(points, min(6, len(points))), *mixed, *strange]


def compute(tree: Any) -> Any:
    """Return what both sides take an output to come to: a stand-in for the engine."""
    return f"computed {tree}" if isinstance(tree, str) else tree["value"]


def decide_here(calls: Calls) -> list[Any]:
    """Return the decisions of Python, as JSON says them."""
    indexed = [(build_index(table), values) for table, values in calls]
    decided = [[decide(index, one, compute) for one in values] for index, values in indexed]
    return json.loads(json.dumps(decided))


def decide_in_node(calls: Calls) -> list[Any]:
    """Return the decisions of ``rules/js/tables.js``; skip without node, but fail when CI is set."""
    asked = [
        {"table": write_browser_table(table), "values": [list(map(_write, one)) for one in values]}
        for table, values in calls
    ]
    done = subprocess.run(
        [find_node(), str(Path(__file__).with_name("answer_tables.mjs"))],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _write(value: Any) -> Any:
    if isinstance(value, Fraction):
        return {"ratio": [str(value.numerator), str(value.denominator)]}
    return value


def find_differing(calls: Calls) -> list[Mapping[str, Any]]:
    """Return each input that the two decide differently."""
    answers = zip(calls, decide_here(calls), decide_in_node(calls), strict=True)
    return [
        {"table": table, "values": values[n], "here": here[n], "there": there[n]}
        for (table, values), here, there in answers
        for n in range(len(values))
        if here[n] != there[n]
    ]
