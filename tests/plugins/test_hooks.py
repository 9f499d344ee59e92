"""Python plugins: misspelt hooks are refused, failures stay with the plugin that made them."""

import logging

import pytest
from lizheng.core.discovery import build_plugin_manager, load_plugins
from lizheng.core.discovery.calling import call_plugin, plugins_with
from lizheng.core.hookspecs import REACT_HOOKS

ANSWER = "@hookimpl\ndef HOOK(record, delivery):\n    {}\n"
FAULTS = {
    "exception": "raise ValueError('no such thing')",
    "exit": "raise SystemExit(3)",
    "recursion": "return HOOK(record, delivery)",
    "silence": "import time; time.sleep(6)",
}


def failures_of(found):
    failures = load_plugins([found])[1]
    return [problem.code for failure in failures for problem in failure.problems]


def call_submitted(plugins, name, limit=5.0):
    return call_plugin(plugins, name, "record_submitted", limit=limit, record={}, delivery=None)


def test_a_misspelt_hook_is_an_error_that_names_plugin_hook_and_the_allowed_names(make_python_plugin):
    found = make_python_plugin("wells", "@hookimpl\ndef record_submited(record):\n    pass\n")
    _, failures = load_plugins([found])
    assert failures[0].name == "wells"
    assert "record_submited" in failures[0].reason and "record_submitted" in failures[0].reason


def test_an_argument_the_hook_does_not_have_is_an_error(make_python_plugin):
    found = make_python_plugin("wells", "@hookimpl\ndef record_submitted(record, clock):\n    pass\n")
    assert failures_of(found) == ["plugin_hook"]


@pytest.mark.parametrize(
    "fault", ["raise ValueError('x')", "raise SystemExit", "def f(): f()\nf()", "import nope"]
)
def test_python_that_does_not_import_is_reported(make_python_plugin, fault):
    assert failures_of(make_python_plugin("wells", fault)) == ["plugin_import"]


def test_declared_forms_are_read_like_files(make_python_plugin):
    source = (
        "from lizheng.core.testing import write_form\n"
        "@hookimpl\ndef declare_forms():\n"
        "    return [write_form('wells.lake', {'place': {'type': 'string', 'maxLength': 9}})]\n"
    )
    loaded, _ = load_plugins([make_python_plugin("wells", source)])
    assert [form.form for form in loaded[0].forms] == ["wells.well", "wells.lake"]


@pytest.mark.parametrize(
    "body", ["raise ValueError('x')", "raise SystemExit", "return [{'form': 'wells.x'}]"]
)
def test_a_declaration_that_fails_is_reported(make_python_plugin, body):
    assert failures_of(make_python_plugin("wells", f"@hookimpl\ndef declare_forms():\n    {body}\n"))


@pytest.mark.parametrize("hook", REACT_HOOKS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_hook_that_fails_is_named_logged_once_and_the_next_plugin_answers(
    load_python_plugins, caplog, hook, fault
):
    sources = {"bad": ANSWER.format(FAULTS[fault]), "good": ANSWER.format("return 'seen'")}
    loaded = load_python_plugins(**{name: text.replace("HOOK", hook) for name, text in sources.items()})
    plugins = build_plugin_manager(loaded)
    with caplog.at_level(logging.ERROR, "lizheng.plugins"):
        results = [
            call_plugin(plugins, name, hook, limit=0.3, record={}, delivery=None)
            for name in plugins_with(plugins, hook)
        ]
    assert [(result.plugin, result.value, bool(result.failure)) for result in results] == [
        ("bad", None, True),
        ("good", "seen", False),
    ]
    assert [record.args[0] for record in caplog.records] == ["bad"]


def test_a_hook_that_hangs_is_abandoned(load_python_plugins):
    plugins = build_plugin_manager(
        load_python_plugins(slow=ANSWER.replace("HOOK", "record_submitted").format(FAULTS["silence"]))
    )
    assert call_submitted(plugins, "slow", limit=0.05).failure == "record_submitted: > 0.05 s"
