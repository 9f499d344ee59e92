"""The outcomes of rule sets in Python and in one node process, written alike."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from lizheng.rules.findings import RuleRefused
from lizheng.rules.sets import Outcome, RuleSet, evaluate, read_rule_set
from lizheng.rules.sets.browser import write_browser_set

from ..dates.shipped_calendars import CALENDAR, YEARS
from ..engines.asking import NOW, ROOT
from ..engines.python_engine import read_shape, write_json
from ..engines.township import SHAPE
from ..node import find_node
from .random_sets import EVENTS, PARAMETERS, make_facts, make_sets

TYPES = {name: read_shape(shape) for name, shape in SHAPE.items()}
GIVEN = {name: read_shape(shape) for name, shape in PARAMETERS.items()}


def read(document: Mapping[str, Any]) -> RuleSet | None:
    """Return the set, nothing where it cannot be used."""
    try:
        return read_rule_set(document, TYPES, parameters=GIVEN)
    except RuleRefused:
        return None


@cache
def make_calls(sets: int, records: int, seed: int) -> tuple[list[RuleSet], list[dict[str, Any]]]:
    """Return usable sets, and calls of each with random records and events."""
    chance = Random(f"calls {seed}")
    made = list(make_sets(sets, seed, read))
    calls = [
        {"set": at, "facts": json.loads(write_json(make_facts(chance))), "event": chance.choice(EVENTS)}
        for at in range(sets)
        for _ in range(records)
    ]
    return made, calls


def answer_here(sets: Sequence[RuleSet], calls: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return the outcomes of Python as JSON data."""
    return [
        _plain(
            _tell(evaluate(sets[one["set"]], one["facts"], now=NOW, calendar=CALENDAR, event=one["event"]))
        )
        for one in calls
    ]


def answer_in_node(
    sets: Sequence[RuleSet],
    calls: Sequence[Mapping[str, Any]],
    choices: Sequence[Any] = (),
    alone: bool = False,
    root: Path = ROOT,
) -> dict[str, Any]:
    """Return the outcomes of ``rules/js/page.js`` under the root, and what it chooses for ``choices``.

    ``alone`` it knows neither the clock nor facts, as in the page.
    """
    asked = {
        "alone": alone,
        "now": NOW,
        "calendar": CALENDAR.write_browser(YEARS),
        "sets": [write_browser_set(one) for one in sets],
        "calls": calls,
        "choices": choices,
    }
    done = subprocess.run(
        [find_node(), str(root / "tests/rules/sets_js/answer_sets.mjs")],
        input=write_json(asked),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return _plain(json.loads(done.stdout))


def _tell(outcome: Outcome) -> dict[str, Any]:
    return {
        "effects": [vars(effect) for effect in outcome.effects],
        "values": outcome.values,
        "hidden": sorted(outcome.hidden),
        "undecided": outcome.undecided,
        "trace": outcome.trace,
        "waiting": 0,
        "unknown": [],
    }


def _plain(value: Any) -> Any:
    """Return the value as JSON has it: every number a double, every row of values a list."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(inner) for inner in value]
    return float(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value
