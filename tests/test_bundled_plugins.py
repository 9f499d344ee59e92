"""What the two bundled plugins promise, beyond their own cases."""

from __future__ import annotations

import copy
import importlib.util
import logging
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lizheng.core.api import Delivery
from lizheng.core.discovery.finding import find_plugins
from lizheng.core.discovery.reading import read_plugin
from lizheng.core.discovery.values import LoadedPlugin
from lizheng.forms.check import check_answers
from lizheng.forms.definition import FormDefinition
from lizheng.forms.page import build_page, render_fields
from lizheng.forms.summary import show_value
from lizheng.plugins import security_patrol

ROOT = Path(__file__).parents[1]
NAMES = ("village_merge", "security_patrol")
FORMS = sorted(
    f"{folder.name}.{file.stem}"
    for folder in (ROOT / "plugins" / name for name in NAMES)
    for file in folder.glob("forms/*.json")
)


@cache
def plugins() -> Mapping[str, LoadedPlugin]:
    return {found.name: read_plugin(found) for found in find_plugins(None) if found.name in NAMES}


def form_named(name: str) -> FormDefinition:
    return next(form for form in plugins()[name.split(".")[0]].forms if form.form == name)


def complete_answers(name: str) -> dict[str, Any]:
    plugin, form = name.split(".")
    return copy.deepcopy(plugins()[plugin].cases[f"cases/{form}.json"]["answers"])


def answers_in(
    form: FormDefinition, schema: Any, value: Any, at: tuple = ()
) -> Iterator[tuple[tuple, Any, Any]]:
    """Yield (path, schema, value) of every answer the complete answers hold."""
    schema = form.schema["$defs"][schema["$ref"].split("/")[-1]] | schema if "$ref" in schema else schema
    yield at, schema, value
    if schema.get("x-widget") in ("photo", "file", "signature"):
        return
    for key, part in schema.get("properties", {}).items():
        yield from answers_in(form, part, value[key], (*at, key)) if key in value else ()
    if isinstance(value, list):
        yield from answers_in(form, schema["items"], value[0], (*at, 0))


def every_answer(name: str) -> list[tuple[tuple, Any, Any]]:
    form = form_named(name)
    return list(answers_in(form, form.schema, complete_answers(name)))


def answer_at(name: str, path: tuple, value: Any) -> tuple[str, ...]:
    """Return the codes of the complete answers with one of them replaced."""
    answers = complete_answers(name)
    holder: Any = answers
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return tuple(problem.code for problem in check_answers(form_named(name), answers))


def one_too_long(path: tuple, schema: Any, value: Any) -> tuple[Any, str]:
    if isinstance(value, str):
        return "测" * (schema["maxLength"] + 1), "max_length"
    return [value[0]] * (schema["maxItems"] + 1), "max_items"


@pytest.mark.parametrize("name", FORMS)
def test_one_step_beyond_every_limit_of_text_and_lists_is_refused(name: str) -> None:
    limited = [
        (path, *one_too_long(path, schema, value))
        for path, schema, value in every_answer(name)
        if isinstance(value, list)
        or (isinstance(value, str) and not {"enum", "oneOf", "format"} & set(schema))
    ]
    assert [path for path, value, code in limited if code not in answer_at(name, path, value)] == []


@pytest.mark.parametrize("name", FORMS)
def test_the_complete_answers_fill_every_field(name: str) -> None:
    empty = [
        (*path, key)
        for path, schema, value in every_answer(name)
        for key in schema.get("properties", {})
        if key not in value
    ]
    assert empty == []


@pytest.mark.parametrize("name", FORMS)
def test_every_label_speaks_chinese_and_english(name: str) -> None:
    form = form_named(name)
    fields = {path: schema for path, schema, _ in every_answer(name) if path and path[-1] != 0}
    silent = [path for path, schema in fields.items() if set(schema.get("title", ())) != {"zh-CN", "en"}]
    helps = [label for label in labels_in(form.ui) if set(label) != {"zh-CN", "en"}]
    assert (silent, helps) == ([], [])


def labels_in(ui: Any) -> Iterator[Mapping[str, str]]:
    if isinstance(ui, Mapping):
        yield from (label for key, label in ui.items() if key in ("ui:help", "title") and label)
        for inner in ui.values():
            yield from labels_in(inner)
    elif isinstance(ui, (list, tuple)):
        for inner in ui:
            yield from labels_in(inner)


@pytest.mark.parametrize("name", FORMS)
def test_no_form_asks_for_an_identity_number(name: str) -> None:
    schemas = [schema for _, schema, _ in every_answer(name)]
    assert [schema for schema in schemas if schema.get("format") == "id-number"] == []


@pytest.mark.parametrize("name", FORMS)
def test_each_form_comes_with_enough_examples_to_look_alive(name: str) -> None:
    examples = plugins()[name.split(".")[0]].cases["cases/examples.json"][name]
    assert len(examples) >= (12 if name == "security_patrol.finding" else 4)


def test_village_merge_is_json_only() -> None:
    kinds = {path.suffix for path in (ROOT / "plugins/village_merge").rglob("*") if path.is_file()}
    assert kinds == {".json"}


def test_coverage_and_opinion_share_no_answer_that_names_a_household() -> None:
    shared = form_named("village_merge.coverage").schema["properties"].keys()
    assert shared & form_named("village_merge.opinion").schema["properties"].keys() == {
        "case_no",
        "village_code",
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_default_of_a_parameter_is_one_the_county_could_set(name: str) -> None:
    refused = [
        parameter.name
        for parameter in plugins()[name].parameters
        if not jsonschema.Draft202012Validator(dict(parameter.schema)).is_valid(parameter.default)
    ]
    assert refused == []


@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_each_plugin_is_what_its_json_says(name: str) -> None:
    page = (ROOT / f"docs/plugins/{name}.md").read_text("utf-8")
    assert page_writer().build_page(ROOT / "plugins" / name, page) == page


@cache
def page_writer() -> Any:
    spec = importlib.util.spec_from_file_location("write_pages", ROOT / "docs/plugins/write_pages.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DELIVERY = Delivery(7, "record_submitted", "339924101", "2026-02-26T06:20:00Z")


def submitted(**changes: Any) -> dict[str, Any]:
    answers = {"danger_now": True, "what": "测试甲家中起火", "action_taken": ["called_119", "evacuated"]}
    record = {"form": "security_patrol.finding", "number": "FX-0001", "unit": "339924101201"}
    return record | {"answers": answers | changes}


def test_a_finding_with_danger_now_gives_a_notice_with_the_calls_already_made() -> None:
    notice = security_patrol.record_submitted(submitted(), DELIVERY)
    assert notice == "现在有危险：发现情况 FX-0001 已报 119，请综治中心立即受理。"


def test_a_danger_nobody_has_called_about_says_so() -> None:
    notice = security_patrol.record_submitted(submitted(action_taken=["reported"]), DELIVERY)
    assert notice == "现在有危险：发现情况 FX-0001 还没有报 110、119 或 120，请综治中心立即联系现场。"


def test_the_notice_in_the_log_holds_nothing_of_the_free_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        notice = security_patrol.record_submitted(submitted(), DELIVERY)
    assert caplog.messages == [f"{notice} [339924101201 7]"]


@pytest.mark.parametrize(
    "record", [submitted(danger_now=False), submitted() | {"form": "security_patrol.beat"}]
)
def test_other_records_give_no_notice(record: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    assert (security_patrol.record_submitted(record, DELIVERY), caplog.messages) == (None, [])


def page_of(name: str) -> str:
    return render_fields(build_page(form_named(name), "zh-CN"), {})


def test_a_condition_takes_no_choice_off_the_page() -> None:
    assert 'value="up"><span>上提' in page_of("village_merge.service_item")


def test_a_condition_takes_no_add_button_off_the_page() -> None:
    assert 'value="add:/open_items"' in page_of("security_patrol.duty_handover")


@pytest.mark.parametrize("name", FORMS)
def test_every_answer_reads_in_words_never_as_a_code(name: str) -> None:
    form = form_named(name)
    choices = [
        (".".join(path), value)
        for path, schema, value in every_answer(name)
        if "oneOf" in schema and isinstance(value, str) and 0 not in path
    ]
    assert [path for path, value in choices if show_value(form, path, complete_answers(name)) == value] == []
