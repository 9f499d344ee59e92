"""lizheng rules: evaluate, test, analyse, compare and replay, on a real plugin and real records."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from lizheng.core.cli import main
from lizheng.core.cli.opened import open_live
from lizheng.core.definitions.calendars import load_calendar
from lizheng.core.organisation.permissions import build_permissions
from lizheng.core.organisation.values import Actor, Grant
from lizheng.core.records.submit import submit
from lizheng.core.records.values import Submission
from lizheng.core.settings import read_settings
from lizheng.core.store import open_store
from lizheng.core.store.form_index import ensure_index
from lizheng.core.store.tables import decisions, records, units
from lizheng.core.testing import write_plugin
from lizheng.forms.canonical import content_hash
from sqlalchemy import insert, update

TOWNSHIP, VILLAGE = "339924101", "339924101201"
FORM: dict[str, Any] = {
    "form": "wells.visit",
    "title": "水井检查",
    "subject": "place",
    "kind": "internal",
    "prefix": "SJ",
    "schema": {
        "type": "object",
        "properties": {
            "level": {"type": "integer", "minimum": 0, "maximum": 60, "title": "水位"},
            "state": {"type": "string", "enum": ["清", "浑"], "title": "水质"},
            "why": {"type": "string", "maxLength": 100, "title": "原因"},
        },
    },
}
RULES: dict[str, Any] = {
    "rule_set": "wells.water",
    "form": "wells.visit",
    "effective_from": "2026-01-01",
    "basis": "本县饮水安全工作方案",
    "rules": [
        {"rule": "W1", "if": '水质 = "浑" 且 水位 < 10', "then": [{"warn": "水位 {level} 米，请送水"}]},
        {"rule": "W2", "if": '水质 = "清"', "then": [{"hide": "why"}]},
    ],
    "tables": [
        {
            "table": "grade",
            "hit": "first",
            "inputs": ["level"],
            "outputs": ["grade"],
            "rows": [["<10", "低"], ["-", "够"]],
        }
    ],
    "examples": [
        {
            "given": {"level": 9, "state": "浑"},
            "expect": {"effects": ["W1"], "values": {"grade": "低"}, "hidden": []},
        },
        {"given": {"level": 10, "state": "浑"}, "expect": {"effects": [], "values": {"grade": "够"}}},
        {"given": {"level": 5, "state": "清"}, "expect": {"effects": ["W2"], "hidden": ["why"]}},
    ],
}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A county with the plugin in a folder of its author, and a way to run commands."""
    monkeypatch.setenv("LIZHENG_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    write_plugin(tmp_path / "wells", forms={"visit": FORM}, rules={"water": RULES})

    def run(*words: str, given: str = "") -> Any:
        result = CliRunner().invoke(main, [*words], input=given, catch_exceptions=False)
        told = json.loads(result.stdout) if "--json" in words or words[:2] == ("rules", "eval") else None
        return SimpleNamespace(code=result.exit_code, told=told, output=result.output)

    return SimpleNamespace(run=run, folder=tmp_path)


def write(folder: Path, name: str, content: Any) -> str:
    (folder / name).write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return str(folder / name)


def change(shell: Any, **members: Any) -> str:
    """Write another version of the set into the author's folder and return its path."""
    return write(shell.folder / "wells" / "rules", "water.json", {**RULES, **members})


# -- eval


def evaluate(shell: Any, logic: Any, data: Any, *more: str) -> tuple[int, Any]:
    rule = write(shell.folder, "rule.json", logic)
    answer = shell.run("rules", "eval", "--logic", rule, "--data", "-", *more, given=json.dumps(data))
    return answer.code, answer.told


@pytest.mark.parametrize(
    ("logic", "data", "answer"),
    [
        ({"+": [1, "2"]}, {}, 3),
        ({"/": [1, 2]}, {}, 0.5),
        ({"map": [{"var": "n"}, {"*": [{"var": ""}, 1.5]}]}, {"n": [2, 3]}, [3, 4.5]),
        ({"var": "名"}, {"名": "甲"}, "甲"),
        ({"var": "a"}, {"a": {"b": 1.0}}, {"b": 1}),
    ],
)
def test_a_published_rule_is_answered_as_json(shell: Any, logic: Any, data: Any, answer: Any) -> None:
    assert evaluate(shell, logic, data) == (0, answer)


@pytest.mark.parametrize(
    ("logic", "error"),
    [
        ({"throw": "none"}, {"type": "none"}),
        ({"throw": {"var": ""}}, {"type": "mine", "more": 1}),
        ({"+": ["x"]}, {"type": "NaN"}),
        ({"unheard": []}, {"type": "Unknown Operator"}),
    ],
)
def test_an_error_of_the_language_is_told_by_its_type(shell: Any, logic: Any, error: Any) -> None:
    assert evaluate(shell, logic, {"type": "mine", "more": 1}) == (1, {"error": error})


def test_rule_and_data_may_not_both_come_from_standard_input(shell: Any) -> None:
    result = CliRunner().invoke(main, ["rules", "eval", "--logic", "-", "--data", "-"])
    assert result.exit_code == 2


def test_a_file_that_is_not_there_is_wrong_usage(shell: Any) -> None:
    assert CliRunner().invoke(main, ["rules", "eval", "--logic", "no.json", "--data", "-"]).exit_code == 2


@pytest.mark.parametrize(("text", "type"), [("{", "Not JSON"), ("[" * 100_000, "Too Deep")])
def test_what_is_no_json_is_told_in_json(shell: Any, text: str, type: str) -> None:
    (shell.folder / "rule.json").write_text(text, "utf-8")
    answer = shell.run("rules", "eval", "--logic", "rule.json", "--data", "-", given="{}")
    assert (answer.code, answer.told["error"]["type"]) == (1, type)


@pytest.mark.parametrize(
    "typed",
    [
        FORM,
        {
            **FORM,
            "schema": {**FORM["schema"], "properties": {"level": {"type": "integer", "x-codes": "wells.no"}}},
        },
        FORM["schema"],
    ],
)
def test_a_typed_rule_is_checked_against_a_form_or_a_schema(shell: Any, typed: Any) -> None:
    code, told = evaluate(shell, {"var": "levl"}, {}, "--typed", write(shell.folder, "types.json", typed))
    assert (code, told["error"]["type"]) in ((1, "Refused"), (1, "Form Refused"))


@pytest.mark.parametrize("logic", [{">": [{"var": "level"}, 3]}, "水位 > 3"])
def test_a_typed_rule_may_be_a_tree_or_a_text(shell: Any, logic: Any) -> None:
    types = write(shell.folder, "types.json", FORM)
    assert evaluate(shell, logic, {"level": 4}, "--typed", types) == (0, True)


def test_a_condition_may_stand_in_its_file_as_it_is(shell: Any) -> None:
    (shell.folder / "rule.txt").write_text("水位 > 3\n", "utf-8")
    types = write(shell.folder, "types.json", FORM)
    words = ("rules", "eval", "--logic", "rule.txt", "--data", "-", "--typed", types)
    assert shell.run(*words, given='{"level": 3}').told is False


def test_a_text_that_cannot_be_read_is_told_in_sentences(shell: Any) -> None:
    code, told = evaluate(shell, "水位 >", {}, "--typed", write(shell.folder, "types.json", FORM))
    [finding] = told["error"]["findings"]
    assert (code, finding["code"], "缺" in finding["message"]["zh-CN"]) == (1, "condition_unreadable", True)


@pytest.mark.parametrize(
    ("types", "answer"),
    [
        ({"level": {"type": "number"}}, (0, True)),
        ({"level": "number"}, (1, {"error": {"type": "No Types"}})),
        ([], (1, {"error": {"type": "No Types"}})),
    ],
)
def test_types_may_be_said_as_a_browser_gets_them(shell: Any, types: Any, answer: Any) -> None:
    path = write(shell.folder, "types.json", types)
    assert evaluate(shell, {">": [{"var": "level"}, 3]}, {"level": 4}, "--typed", path) == answer


# -- test, analyse, diff


def test_the_examples_of_a_plugins_sets_are_run(shell: Any) -> None:
    answer = shell.run("rules", "test", "wells", "--json")
    [told] = answer.told["sets"]
    assert (answer.code, told["examples"], told["passed"], told["failed"], told["gaps"]) == (0, 3, 3, [], [])


def test_an_example_that_comes_out_differently_is_told_with_its_place(shell: Any) -> None:
    wrong = {"given": {"level": 5, "state": "清"}, "expect": {"effects": ["W1"]}}
    path = change(shell, examples=[wrong])
    answer = shell.run("rules", "test", path, "--json")
    [failed] = answer.told["sets"][0]["failed"]
    assert (answer.code, failed["code"], failed["pointer"]) == (
        1,
        "rule_example_effects",
        "/examples/0/expect/effects",
    )


def test_mutants_are_counted_and_survivors_told(shell: Any) -> None:
    change(shell, examples=RULES["examples"][:1])
    [told] = shell.run("rules", "test", "wells", "--mutants", "--json").told["sets"]
    mutants = told["mutants"]
    assert (mutants["survived"] == len(mutants["survivors"]) > 0, mutants["rate"] < 1) == (True, True)


def test_a_set_that_cannot_be_read_is_refused_with_its_place(shell: Any) -> None:
    path = change(shell, rules=[{"rule": "W1", "if": "水味 > 3", "then": [{"warn": "x"}]}], examples=[])
    answer = shell.run("rules", "test", path, "--json")
    [problem] = answer.told["problems"]
    assert (answer.code, problem["code"], problem["pointer"]) == (1, "rule_name_unknown", "/rules/0/if")


def test_a_plugin_without_rules_has_nothing_to_test(shell: Any) -> None:
    write_plugin(shell.folder / "lakes", forms={"visit": {**FORM, "form": "lakes.visit"}})
    answer = shell.run("rules", "test", "lakes", "--json")
    assert (answer.code, answer.told["sets"]) == (0, [])


@pytest.mark.parametrize(
    ("target", "code"),
    [("nothing", "plugin_unknown"), ("data.json", None), ("list.json", None)],
)
def test_what_is_no_plugin_and_no_set_is_refused(shell: Any, target: str, code: str) -> None:
    (shell.folder / "data.json").write_text("{", "utf-8")
    (shell.folder / "list.json").write_text("[]", "utf-8")
    answer = shell.run("rules", "test", target, "--json")
    assert (answer.code, answer.told.get("refused")) == (1, code)


def test_a_plugin_that_cannot_be_read_is_refused_with_its_problems(shell: Any) -> None:
    write_plugin(shell.folder / "lakes", manifest={"api": 9})
    answer = shell.run("rules", "test", "lakes", "--json")
    assert (answer.code, [one["code"] for one in answer.told["problems"]]) == (1, ["plugin_api"])


def test_a_set_for_a_form_nobody_has_is_refused(shell: Any) -> None:
    answer = shell.run("rules", "analyse", change(shell, form="wells.nothing"), "--json")
    assert (answer.code, [one["code"] for one in answer.told["problems"]]) == (1, ["rule_form_unknown"])


def test_a_bundled_plugin_is_found_by_its_name(shell: Any) -> None:
    assert shell.run("rules", "test", "village_merge", "--json").told["done"] in (True, False)


def test_a_set_in_order_has_nothing_to_mend(shell: Any) -> None:
    answer = shell.run("rules", "analyse", "wells", "--json")
    assert (answer.code, answer.told["problems"], answer.told["warnings"]) == (0, [], [])


def test_warnings_are_told_and_stop_nothing(shell: Any) -> None:
    change(shell, basis=[])
    answer = shell.run("rules", "analyse", "wells", "--json")
    assert (answer.code, [one["code"] for one in answer.told["warnings"]]) == (0, ["rule_basis_missing"] * 2)


def test_two_versions_are_compared_by_what_they_answer(shell: Any) -> None:
    old = write(shell.folder / "wells" / "rules", "old.json", RULES)
    new = change(shell, tables=[{**RULES["tables"][0], "rows": [["<12", "低"], ["-", "够"]]}])
    answer = shell.run("rules", "diff", old, new, "--json")
    [table] = answer.told["changes"]
    assert (answer.code, table["regions"][0]["cells"], table["regions"][0]["words"]["zh-CN"]) == (
        0,
        {"level": "[10..11]"},
        "水位 10 到 11：由“够”变为“低”",
    )


def test_members_of_a_set_are_compared_as_well(shell: Any) -> None:
    old = write(shell.folder, "old.json", {**RULES, "gates": {"closed": "办结"}})
    new = write(shell.folder, "new.json", {**RULES, "gates": {"closed": "结案"}})
    shell.run("init", "--county", "339924", "--name", "清溪县")
    shell.run("plugin", "install", "wells")
    assert "{'closed': '办结'} → {'closed': '结案'}" in shell.run("rules", "diff", old, new).output


def test_versions_of_a_table_too_intricate_to_compare_are_refused(shell: Any) -> None:
    chance, names = Random(1), [f"c{place}" for place in range(20)]
    field = {"type": "string", "enum": list("甲乙丙丁")}
    form = {**FORM, "form": "lakes.visit"}
    form["schema"] = {"type": "object", "properties": dict.fromkeys(names, field), "required": names}
    cells = [{chance.randrange(20): "".join(chance.sample("甲乙丙丁", 1)) for _ in "abc"} for _ in range(400)]
    rows = [[*[one.get(place, "-") for place in range(20)], n] for n, one in enumerate(cells)]
    table = {"table": "t", "hit": "F", "inputs": names, "outputs": ["o"], "rows": rows}
    told = {"rule_set": "lakes.x", "form": "lakes.visit", "effective_from": "2026-01-01", "tables": [table]}
    other = {**told, "tables": [{**table, "hit": "A", "rows": [[*["-"] * 20, -1]]}]}
    write_plugin(shell.folder / "lakes", forms={"visit": form}, rules={"x": told, "y": other})
    answer = shell.run("rules", "diff", "lakes/rules/x.json", "lakes/rules/y.json", "--json")
    assert [one["code"] for one in answer.told["warnings"]] == ["rule_analysis_too_large"]


def test_two_versions_that_answer_alike_differ_in_nothing(shell: Any) -> None:
    path = change(shell)
    answer = shell.run("rules", "diff", path, path, "--json")
    assert (answer.code, answer.told["changes"], answer.told["answers"]) == (0, [], [])


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        (("rules", "test", "wells", "--mutants"), "逐处改错", "single edits"),
        (("rules", "analyse", "wells"), "请留意：rules/water.json", "Look at: rules/water.json"),
        (("rules", "diff", "wells/rules/old.json", "wells/rules/water.json"), "表 grade", "Table grade"),
        (("rules", "test", "lakes"), "没有规则", "no rule sets"),
        (
            ("rules", "diff", "wells/rules/old.json", "wells/rules/old.json"),
            "处处相同",
            "the same everywhere",
        ),
        (("plugin", "check", "wells"), "请留意：rules/water.json", "Look at: rules/water.json"),
    ],
)
def test_people_are_told_in_their_language(
    shell: Any, words: tuple[str, ...], chinese: str, english: str
) -> None:
    write_plugin(shell.folder / "lakes", forms={"visit": {**FORM, "form": "lakes.visit"}})
    write(shell.folder / "wells" / "rules", "old.json", {**RULES, "effective_to": "2026-12-31"})
    table = {**RULES["tables"][0], "rows": [["<12", "低"], ["-", "够"]]}
    change(shell, effective_from="2027-01-01", tables=[table], examples=RULES["examples"][2:])
    told = [shell.run(*words, "--lang", language).output for language in ("zh", "en")]
    assert (chinese in told[0], english in told[1]) == (True, True)


# -- plugin check


def test_plugin_check_runs_the_examples_of_rules(shell: Any) -> None:
    change(shell, examples=[{"given": {"level": 5}, "expect": {"effects": ["W1"]}}])
    answer = shell.run("plugin", "check", "wells", "--json")
    assert (answer.code, [one["code"] for one in answer.told["problems"]]) == (1, ["rule_example_effects"])


def test_plugin_check_tells_warnings_and_passes(shell: Any) -> None:
    change(shell, examples=[])
    answer = shell.run("plugin", "check", "wells", "--json")
    assert (answer.code, answer.told["ok"], [one["code"] for one in answer.told["warnings"]]) == (
        0,
        True,
        ["rule_examples_missing"],
    )


def test_two_versions_may_not_judge_the_same_day(shell: Any) -> None:
    write(shell.folder / "wells" / "rules", "later.json", {**RULES, "effective_from": "2027-01-01"})
    answer = shell.run("plugin", "check", "wells", "--json")
    assert [(one["file"], one["code"]) for one in answer.told["problems"]] == [
        ("rules/later.json", "rule_dates_overlap")
    ]


def test_versions_that_follow_each_other_are_in_order(shell: Any) -> None:
    change(shell, effective_to="2026-12-31")
    write(shell.folder / "wells" / "rules", "later.json", {**RULES, "effective_from": "2027-01-01"})
    assert shell.run("plugin", "check", "wells", "--json").told["problems"] == []


# -- replay


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with the plugin on in one township, and three records in it."""
    place = tmp_path_factory.mktemp("county")
    write_plugin(place / "wells", forms={"visit": FORM}, rules={"water": RULES})
    run_in(place, "init", "--county", "339924", "--name", "清溪县")
    run_in(place, "plugin", "install", str(place / "wells"))
    store = open_store(f"sqlite:///{place / 'data' / 'records.db'}")
    rows = [{"code": code, "name": code, "level": "township"} for code in (TOWNSHIP, VILLAGE)]
    store.write(lambda connection: connection.execute(insert(units), rows).rowcount)
    run_in(place, "plugin", "enable", "wells", "--unit", TOWNSHIP)
    registry = open_live(read_settings(data=str(place / "data"))).current()
    registry = replace(registry, calendar=load_calendar(Path("none")))
    for number, (level, state) in enumerate([(5, "浑"), (50, "浑"), (5, "清")], 1):
        capture(store, registry, number, {"level": level, "state": state})
    store.close()
    return place


def run_in(place: Path, *words: str) -> None:
    assert CliRunner().invoke(main, [*words, "--data", str(place / "data")]).exit_code == 0


@pytest.fixture
def county(prepared: Path, shell: Any) -> Any:
    """The prepared county, copied so that a test may alter it."""
    shutil.copytree(prepared / "data", shell.folder / "data")
    store = open_store(f"sqlite:///{shell.folder / 'data' / 'records.db'}")
    yield SimpleNamespace(run=shell.run, folder=shell.folder, store=store)
    store.close()


def capture(store: Any, registry: Any, number: int, answers: dict[str, Any]) -> None:
    grants = (Grant("worker", VILLAGE),)
    actor = Actor("ceshi", "测试甲", VILLAGE, grants, csrf="c", permissions=build_permissions(grants))
    body = {"version": 1, "unit": VILLAGE, "captured_at": "2026-02-26T14:19:00+08:00", "answers": answers}
    hashed = content_hash({"form": "wells.visit", **body})
    sent = Submission(id=make_id(number), form="wells.visit", request_hash=hashed, **body)
    published = registry.find_form("wells.visit")
    ensure_index(store, published.definition)
    submit(store, published, sent, actor=actor, registry=registry, now=datetime(2026, 2, 26, 7, tzinfo=UTC))


def make_id(number: int) -> str:
    return f"019c9000-0000-7000-8000-{number:012x}"


@pytest.mark.parametrize("words", [(), ("--form", "wells.visit")])
def test_every_kept_decision_comes_out_again(county: Any, words: tuple[str, ...]) -> None:
    answer = county.run("rules", "replay", *words, "--json")
    assert (answer.code, answer.told["counts"], answer.told["decisions"]) == (0, {"same": 3}, [])


def test_one_record_is_replayed_by_its_id(county: Any) -> None:
    answer = county.run("rules", "replay", "--record", make_id(2), "--json")
    assert (answer.code, answer.told["counts"]) == (0, {"same": 1})


def test_a_decision_that_was_altered_is_told_and_refused(county: Any) -> None:
    altered = '{"effects":[],"gates":{},"values":{"grade":"够"},"hidden":[],"undecided":{}}'
    mine = decisions.c.record == make_id(1)
    county.store.write(
        lambda connection: connection.execute(update(decisions).where(mine).values(outcome=altered)).rowcount
    )
    answer = county.run("rules", "replay", "--file", "all.jsonl", "--json")
    [told] = answer.told["decisions"]
    written = [json.loads(line)["reason"] for line in Path("all.jsonl").read_text("utf-8").splitlines()]
    assert (answer.code, told["reason"], sorted(written)) == (1, "differs", ["", "", "differs"])


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--record", "nobody"), "record_unknown"), (("--form", "wells.nothing"), "form_unknown")],
)
def test_what_is_not_there_cannot_be_replayed(county: Any, words: tuple[str, ...], code: str) -> None:
    answer = county.run("rules", "replay", *words, "--json")
    assert (answer.code, answer.told["refused"]) == (1, code)


def test_a_new_set_is_asked_which_records_it_would_judge_differently(county: Any) -> None:
    path = write(
        county.folder, "new.json", {**RULES, "tables": [], "rules": RULES["rules"][:1], "examples": []}
    )
    answer = county.run("rules", "replay", "--rules", path, "--json")
    told = {one["record"][-1]: (one["effects"], one["values"]) for one in answer.told["records"]}
    assert (answer.code, answer.told["counts"], told) == (
        0,
        {"differs": 3},
        {
            "1": ({}, {"grade": ["低", None]}),
            "2": ({}, {"grade": ["够", None]}),
            "3": ({"W2 hide why": [True, False]}, {"grade": ["低", None]}),
        },
    )


def test_other_records_are_looked_up_as_they_are_now_and_that_is_said(county: Any) -> None:
    facts = {"here": {"count": {"form": "wells.visit", "scope": "village"}}}
    path = write(county.folder, "new.json", {**RULES, "facts": facts, "compute": {"all": "here + 1"}})
    answer = county.run("rules", "replay", "--rules", path, "--json")
    told = [one["values"]["all"] for one in answer.told["records"]]
    said = "here 当时没有查过，是按现在的其他记录查的。"
    assert (answer.told["looked_up_now"], told) == (["here"], [[None, 3]] * 3)
    assert said in county.run("rules", "replay", "--rules", path).output


def test_a_record_whose_form_is_gone_is_told_as_unreadable(county: Any) -> None:
    mine = update(records).where(records.c.id == make_id(1)).values(definition_hash="gone")
    county.store.write(lambda connection: connection.execute(mine).rowcount)
    path = write(county.folder, "new.json", RULES)
    answer = county.run("rules", "replay", "--rules", path)
    assert "用不到它填写时的表单版本" in answer.output


def test_a_set_that_has_not_begun_judges_no_record_yet(county: Any) -> None:
    path = write(county.folder, "new.json", {**RULES, "effective_from": "2030-01-01"})
    words = ("rules", "replay", "--rules", path, "--form", "wells.visit", "--json")
    assert county.run(*words).told["counts"] == {"not_dated": 3}


def test_a_townships_own_set_is_asked_of_its_records_alone(county: Any) -> None:
    path = write(county.folder, "new.json", {**RULES, "rule_set": "t339924102.water"})
    assert county.run("rules", "replay", "--rules", path, "--json").told["counts"] == {}


@pytest.mark.parametrize("words", [("--record", "x"), ("--form", "wells.other")])
def test_a_set_is_asked_of_its_own_form_alone(county: Any, words: tuple[str, ...]) -> None:
    path = write(county.folder, "new.json", RULES)
    result = CliRunner().invoke(main, ["rules", "replay", "--rules", path, *words])
    assert result.exit_code == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_are_told_what_differs_in_their_language(county: Any, language: str) -> None:
    path = write(county.folder, "new.json", {**RULES, "rules": RULES["rules"][:1], "examples": []})
    output = county.run("rules", "replay", "--rules", path, "--lang", language).output
    count = {"zh": "结论会变 1 条", "en": "1 records would be judged differently"}[language]
    assert ("W2 hide why" in output, count in output) == (True, True)


def test_looking_at_all_decisions_is_in_the_audit_log(county: Any) -> None:
    county.run("rules", "replay")
    with county.store.read() as connection:
        actions = connection.exec_driver_sql("select action from audit").scalars().all()
    assert "rules.replay" in actions
