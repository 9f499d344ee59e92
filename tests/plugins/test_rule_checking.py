"""A rule set is checked against the form it names, of a plugin or of a township, before it judges."""

from dataclasses import replace

from lizheng.core.discovery.rule_checking import check_document, check_rules
from lizheng.core.registry.values import PublishedForm, Registry, Switches
from lizheng.core.testing import failed_rules, load_folder, write_form, write_plugin

FIELDS = {"depth": {"type": "integer", "minimum": 0}}
RULES = {
    "rule_set": "wells.water",
    "form": "wells.visit",
    "effective_from": "2026-01-01",
    "basis": "本县饮水安全工作方案",
    "rules": [{"rule": "W1", "if": "depth < least", "then": [{"warn": "水浅"}]}],
    "examples": [
        {"given": {"depth": 1}, "expect": {"effects": ["W1"]}},
        {"given": {"depth": 2}, "expect": {"effects": []}},
    ],
}
LEAST = {"least": {"schema": {"type": "integer"}, "default": 2}}


def load(folder, **members):
    document = {**RULES, **members}
    forms = {"visit": write_form("wells.visit", FIELDS)}
    write_plugin(folder / "wells", manifest={"parameters": LEAST}, forms=forms, rules={"water": document})
    return load_folder(folder / "wells")


def county(plugin):
    published = PublishedForm(plugin.forms[0], 1, "wells")
    return Registry({"wells": plugin}, (), {published.form: (published,)}, Switches(), {})


def test_examples_have_the_plugins_own_parameters(tmp_path):
    assert check_rules(load(tmp_path)) == ()


def test_a_set_for_a_form_the_plugin_does_not_have_is_refused(tmp_path):
    [problem] = check_rules(load(tmp_path, form="lakes.visit"))
    assert (problem.file, problem.problem.code, problem.problem.pointer) == (
        "rules/water.json",
        "rule_form_unknown",
        "/form",
    )


def test_a_document_is_checked_against_the_live_form(tmp_path):
    assert check_document(county(load(tmp_path)), RULES) == ()


def test_a_document_for_a_form_nobody_has_is_refused_with_those_there_are(tmp_path):
    [finding] = check_document(county(load(tmp_path)), {**RULES, "form": "t339924101.x"})
    assert (finding.code, finding.facts) == (
        "form_unknown",
        {"got": "t339924101.x", "allowed": "wells.visit"},
    )


def test_a_document_that_is_no_object_of_a_set_is_told_so(tmp_path):
    assert [one.code for one in check_document(county(load(tmp_path)), {"form": "wells.visit"})] == [
        "member_missing",
        "member_missing",
    ]


def test_examples_without_a_moment_have_the_callers(tmp_path):
    clock = {"rule": "W1", "if": {">": [{"today": []}, "2030-01-01"]}, "then": [{"warn": "x"}]}
    document = {**RULES, "rules": [clock], "examples": [{"given": {}, "expect": {"effects": ["W1"]}}]}
    told = check_document(county(load(tmp_path)), document, now="2031-01-01T08:00:00+08:00")
    assert [one.level for one in told if one.code.startswith("example_effects")] == []


def test_an_authors_own_tests_learn_what_failed_and_not_what_deserves_a_look(tmp_path):
    load(tmp_path, basis=[], examples=[{"given": {"depth": 1}, "expect": {"effects": []}}])
    assert [one.problem.code for one in failed_rules(tmp_path / "wells")] == ["rule_example_effects"]


def test_a_townships_own_set_judges_there_alone_and_the_others_share_the_plugins(tmp_path):
    registry = county(load(tmp_path))
    own = {**RULES, "rule_set": "t339924101.more"}
    registry = replace(registry, township_rules=(("339924101", own),))
    published = registry.find_form("wells.visit")
    here, there, elsewhere = (registry.rules_of(published, f"33992410{n}") for n in (1, 2, 3))
    assert [one.rule_set for one in here] == ["t339924101.more", "wells.water"]
    assert [one.rule_set for one in there] == ["wells.water"]
    assert there is elsewhere
