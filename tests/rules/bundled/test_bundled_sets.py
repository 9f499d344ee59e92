"""The rule sets of the bundled modules are sound, proved by examples, and no rule is unaccounted for."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lizheng.core.discovery.rule_checking import check_rules
from lizheng.rules.sets.examples import run_examples
from lizheng.rules.sets.mutants import run_mutants

from .bundled_sets import (
    NAMES,
    find_set,
    judge,
    list_shipped_answers,
    read_one,
    read_plugins,
    read_sets,
    run_with,
)

ROOT = Path(__file__).parents[3]
FILES = [(name, file) for name in NAMES for file in read_plugins()[name].rules]
# Where one village differs from another, each differs from some: "some" and "all" are the same there.
SAME_ANSWERS = {"rules/layout.json": [("/compute/other_township/formula", "quantity")]}
SHIPPED = list(list_shipped_answers())


def load_writer() -> Any:
    spec = importlib.util.spec_from_file_location("write_rules", ROOT / "docs/plugins/write_rules.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_to_be_said_of_the_sets_of_a_module(name: str) -> None:
    found = check_rules(read_plugins()[name])
    assert [(one.file, one.problem.code, one.problem.pointer, one.problem.facts) for one in found] == []


@pytest.mark.parametrize(("name", "file"), FILES, ids=[file for _, file in FILES])
def test_every_example_comes_out_as_it_says(name: str, file: str) -> None:
    results = run_examples(read_one(name, file), **run_with(name))
    assert [(one.place, one.findings) for one in results if one.findings] == []


@pytest.mark.parametrize(("name", "file"), FILES, ids=[file for _, file in FILES])
def test_an_example_notices_every_mistake_that_changes_an_answer(name: str, file: str) -> None:
    report = run_mutants(read_one(name, file), **run_with(name))
    assert [(one.pointer, one.edit) for one in report.survived] == SAME_ANSWERS.get(file, [])


@pytest.mark.parametrize(("name", "file"), FILES, ids=[file for _, file in FILES])
def test_every_rule_names_its_clause_and_says_what_to_do(name: str, file: str) -> None:
    silent = [
        rule["rule"]
        for rule in read_plugins()[name].rules[file]["rules"]
        if not rule.get("basis") or ("remedy" not in rule and tells_people(rule))
    ]
    assert silent == []


def tells_people(rule: Mapping[str, Any]) -> bool:
    return any(kind in effect for effect in rule["then"] for kind in ("gate", "warn", "block"))


@pytest.mark.parametrize(
    ("form", "number", "answers"), SHIPPED, ids=[f"{one[0]} {one[1]}" for one in SHIPPED]
)
def test_no_record_that_ships_with_a_module_is_refused(
    form: str, number: int, answers: Mapping[str, Any]
) -> None:
    outcomes = [judge(rule_set, answers) for rule_set in read_sets(form)]
    assert [effect.say for one in outcomes for effect in one.of_kind("block")] == []


def test_every_rule_of_the_catalogue_stands_in_a_set_or_on_the_page_of_what_is_left() -> None:
    assert load_writer().find_unaccounted() == ()


def test_the_page_of_what_is_left_is_that_of_todays_sets() -> None:
    writer = load_writer()
    assert writer.PAGE.read_text("utf-8") == writer.build_page(), "run: python docs/plugins/write_rules.py"


@pytest.mark.parametrize("name", ["meeting_notice_days", "deputies_notice_days", "econ_notice_days"])
def test_a_county_cannot_shorten_the_notice_that_the_law_sets(name: str) -> None:
    parameter = next(one for one in read_plugins()["village_merge"].parameters if one.name == name)
    judge_value = jsonschema.Draft202012Validator(dict(parameter.schema)).is_valid
    assert (judge_value(parameter.default), judge_value(parameter.default - 1)) == (True, False)


@pytest.mark.parametrize("name", ["village_merge.quorum", "village_merge.meeting_notice"])
def test_from_2026_the_numbers_stay_and_are_marked_provisional(name: str) -> None:
    before, after = find_set(name, "2025-12-31"), find_set(name, "2026-01-01")
    assert before.document["compute"] == after.document["compute"]
    assert (before.provisional, after.provisional) == (False, True)
