"""The page evaluates whole rule sets as the server does, and chooses among them by date as it does."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from lizheng.core.records.judging import choose_sets

from ..engines.asking import NOW
from .asking_sets import answer_here, answer_in_node, make_calls
from .random_sets import make_facts

pytestmark = pytest.mark.first

KINDS = {"show", "hide", "require", "readonly", "set", "options", "warn", "block", "gate", "task"}


def find_differences(sets: int, seed: int) -> list[Any]:
    made, calls = make_calls(sets, 10, seed)
    pairs = zip(calls, answer_here(made, calls), answer_in_node(made, calls)["outcomes"], strict=True)
    return [one for one in pairs if one[1] != one[2]]


@pytest.mark.untraced
def test_python_and_javascript_agree_on_random_sets_and_records() -> None:
    assert find_differences(100, seed=1) == []


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(2, 22))
def test_python_and_javascript_agree_on_sixty_thousand_records(seed: int) -> None:
    assert find_differences(300, seed) == []


def test_the_random_sets_do_all_that_sets_can_do() -> None:
    outcomes = answer_here(*make_calls(100, 10, 1))
    kinds = {effect["kind"] for one in outcomes for effect in one["effects"]}
    tables = [step for one in outcomes for step in one["trace"] if step.get("rows")]
    hiding = [one for one in outcomes if one["hidden"]]
    assert (kinds, len(tables) > 100, len(hiding) > 100) == (KINDS, True, True)


def test_a_page_that_knows_neither_clock_nor_facts_never_guesses() -> None:
    sets, calls = make_calls(100, 10, 1)
    pairs = zip(answer_here(sets, calls), answer_in_node(sets, calls, alone=True)["outcomes"], strict=True)
    assert [one for one in pairs if not is_part(*one)] == []


def test_a_page_waits_for_what_it_does_not_know_and_decides_the_rest() -> None:
    alone = answer_in_node(*make_calls(100, 10, 1), alone=True)["outcomes"]
    waiting, deciding = (sum(bool(one[name]) for one in alone) for name in ("waiting", "effects"))
    assert (waiting > 200, deciding > 400) == (True, True)


def test_python_and_javascript_choose_the_same_sets_by_date() -> None:
    sets = sorted(make_calls(60, 0, 2)[0], key=lambda one: (one.rule_set, one.effective_from))
    chance = Random("dates")
    records = [make_facts(chance) for _ in range(400)]
    here = [[one.hash for one in choose_sets(sets, record, NOW)] for record in records]
    assert answer_in_node(sets, [], records)["chosen"] == here


def is_part(whole: dict[str, Any], part: dict[str, Any]) -> bool:
    """Tell whether the part says nothing that the whole does not say too, and names what it leaves open."""
    decided = {name: value for name, value in part["values"].items() if name not in part["unknown"]}
    return (
        [one for one in whole["effects"] if one in part["effects"]] == part["effects"]
        and {name: whole["values"].get(name) for name in decided} == decided
        and set(whole["hidden"]) ^ set(part["hidden"]) <= set(part["unknown"])
    )
