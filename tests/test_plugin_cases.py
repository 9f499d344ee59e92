"""Every case of every bundled plugin comes out as its author says, and proves its constraint."""

import pytest
from lizheng.core.discovery import find_plugins, read_plugin
from lizheng.core.discovery.cases import check_case, read_cases
from lizheng.core.discovery.errors import say

pytestmark = pytest.mark.untraced

LOADED = [read_plugin(found) for found in find_plugins(None) if found.origin == "bundled"]
FORMS = {form.form: form for plugin in LOADED for form in plugin.forms}
READ = [read_cases(plugin) for plugin in LOADED]
CASES = [case for cases, _ in READ for case in cases]


def test_both_kinds_of_plugin_are_bundled():
    assert {plugin.name: plugin.module is None for plugin in LOADED} == {
        "security_patrol": False,
        "village_merge": True,
    }


def test_every_case_file_is_well_formed():
    assert [(one.file, say(one.problem, "en")) for _, problems in READ for one in problems] == []


@pytest.mark.parametrize("case", CASES, ids=[f"{case.form}: {case.name}" for case in CASES])
def test_case(case):
    wrong = check_case(FORMS[case.form], case)
    assert wrong is None, say(wrong.problem, "en")


def test_every_bundled_form_has_an_accepted_and_a_refused_case():
    accepted = {case.form for case in CASES if not case.problems}
    refused = {case.form for case in CASES if case.problems}
    assert FORMS.keys() - (accepted & refused) == set()
