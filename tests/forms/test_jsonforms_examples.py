"""The public JSON Forms examples: each renders, takes its data in and gives them back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lizheng.forms.answers import read_posted
from lizheng.forms.canonical import read_json
from lizheng.forms.check import check_answers
from lizheng.forms.definition import FormDefinition
from lizheng.forms.page import build_page, render_fields
from lizheng.forms.problems import DefinitionError
from lizheng.forms.reading import read_form

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT.parent / "shared" / "jsonforms" / "examples.json"
needs_examples = pytest.mark.skipif(not EXAMPLES.exists(), reason=f"the examples are not here: {EXAMPLES}")


def read_examples() -> list[dict[str, Any]]:
    return [one for one in read_json(EXAMPLES.read_text("utf-8")) if one.get("schema") is not None]


def read_example(
    example: dict[str, Any], form: str = "examples.one"
) -> tuple[FormDefinition, dict[str, Any]]:
    """Return the example as a form, and its data as answers to it."""
    named = {"form": form, "title": example["name"], "subject": "matter", "kind": "internal"}
    read = read_form({**named, "schema": example["schema"]}, profile="import")
    wrapped = set(read.schema.get("properties", ())) == {"value"}
    wrapped = wrapped and "value" not in example["schema"].get("properties", ())
    data = example.get("data")
    return read, ({"value": data} if wrapped and data is not None else (data or {}))


def outcome(example: dict[str, Any], browse: Callable[[str], Any]) -> tuple[str, str, str, str, str]:
    """Return the first words of a line of the table: name, read, rendered, data, through the page."""
    try:
        form, answers = read_example(example)
    except DefinitionError as error:
        return example["name"], f"refused: {error.problems[0].code}", "", "", ""
    rendered = "yes" if render_fields(build_page(form)) else "no"
    problems = check_answers(form, answers)
    state = "none" if not answers else (f"invalid at {problems[0].pointer}" if problems else "valid")
    posted = read_posted(form, browse(render_fields(build_page(form), answers)).pairs)
    equal = without_blanks(posted.answers) == without_blanks(answers)
    return example["name"], "yes", rendered, state, "equal" if equal else "different"


def without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        inner = {key: without_blanks(item) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item not in ({}, [], "")}
    if isinstance(value, list):
        return [item for item in map(without_blanks, value) if item not in ({}, [], "")]
    return value


@needs_examples
def test_at_least_66_of_72_examples_render_and_give_their_data_back(browse):
    outcomes = [outcome(example, browse) for example in read_examples()]
    kept = [row for row in outcomes if row[2] == "yes" and (row[4] == "equal" or "invalid" in row[3])]
    assert (len(outcomes), len(kept) >= 66) == (72, True)


@needs_examples
def test_all_valid_data_come_back_equal(browse):
    outcomes = [outcome(example, browse) for example in read_examples()]
    assert [row[0] for row in outcomes if row[3] == "valid" and row[4] != "equal"] == []
