"""The bundled forms as a worker meets them: every answer goes through the page and comes back."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from lizheng.core.discovery import find_plugins, read_plugin
from lizheng.forms.answers import read_posted
from lizheng.forms.check import check_answers
from lizheng.forms.definition import FormDefinition
from lizheng.forms.page import build_page, render_fields


@cache
def bundled() -> dict[str, tuple[FormDefinition, dict[str, Any], list[Any]]]:
    """Return each form with its complete answers and its examples."""
    plugins = [read_plugin(found) for found in find_plugins(None) if found.origin == "bundled"]
    return {
        form.form: (
            form,
            plugin.cases[f"cases/{form.form.split('.')[1]}.json"]["answers"],
            plugin.cases["cases/examples.json"][form.form],
        )
        for plugin in plugins
        for form in plugin.forms
    }


@pytest.mark.parametrize("name", sorted(bundled()))
def test_the_complete_answers_come_back_from_the_page_and_are_accepted(browse, name: str) -> None:
    form, answers, _ = bundled()[name]
    posted = read_posted(form, browse(render_fields(build_page(form, "zh-CN"), answers)).pairs)
    assert (posted.answers, posted.problems, check_answers(form, posted.answers)) == (answers, (), ())


@pytest.mark.parametrize("name", sorted(bundled()))
def test_every_example_comes_back_from_the_page_as_it_went_in(browse, name: str) -> None:
    form, _, examples = bundled()[name]
    pages = [browse(render_fields(build_page(form, "zh-CN"), answers)) for answers in examples]
    assert [read_posted(form, page.pairs).answers for page in pages] == examples
