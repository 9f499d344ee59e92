"""The rule sets of the bundled modules, read as a running server reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from lizheng.core.discovery.finding import find_plugins
from lizheng.core.discovery.reading import read_plugin
from lizheng.core.discovery.rule_checking import default_values, shipped_calendar
from lizheng.core.discovery.rule_sets import read_form_rules, read_set
from lizheng.core.discovery.values import LoadedPlugin
from lizheng.rules.sets import Outcome, RuleSet, evaluate, list_gates

NAMES = ("security_patrol", "village_merge")
NOW = "2026-11-24T09:00:00+08:00"


@cache
def read_plugins() -> Mapping[str, LoadedPlugin]:
    """Return the bundled plugins by name."""
    return {found.name: read_plugin(found) for found in find_plugins(None) if found.name in NAMES}


def read_one(name: str, file: str) -> RuleSet:
    """Return one file's set of a plugin."""
    plugin = read_plugins()[name]
    form = next(one for one in plugin.forms if one.form == plugin.rules[file]["form"])
    return read_set(plugin, form, plugin.rules[file])


def run_with(name: str) -> dict[str, Any]:
    """Return what examples of a plugin's sets are run with: parameters as shipped, the calendar, a moment."""
    return {"now": NOW, "calendar": shipped_calendar(), "given": default_values(read_plugins()[name])}


@cache
def read_sets(form: str) -> tuple[RuleSet, ...]:
    """Return the sets of one form, its versions by their first day."""
    plugin = read_plugins()[form.partition(".")[0]]
    return read_form_rules(plugin, next(one for one in plugin.forms if one.form == form))


def find_set(name: str, day: str = "2026-11-24") -> RuleSet:
    """Return the version of a set that judges the day."""
    plugin = read_plugins()[name.partition(".")[0]]
    sets = [one for form in plugin.forms for one in read_sets(form.form) if one.rule_set == name]
    return next(one for one in sets if one.effective_from <= day <= (one.effective_to or "9999-12-31"))


def judge(rule_set: RuleSet, answers: Mapping[str, Any], *, event: str = "submit") -> Outcome:
    """Return what a set says of answers, the parameters as the plugin ships them."""
    given = default_values(read_plugins()[rule_set.rule_set.partition(".")[0]])
    return evaluate(rule_set, {**given, **answers}, now=NOW, calendar=shipped_calendar(), event=event)


def close_gates(rule_set: RuleSet, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return for each gate of a set the sentences that close it."""
    outcome = judge(rule_set, answers)
    return {gate: [str(one.say) for one in closing] for gate, closing in list_gates(rule_set, outcome)}


def list_shipped_answers() -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Yield form, number and answers of every record the modules bring along to look alive."""
    for plugin in read_plugins().values():
        for form, examples in plugin.cases["cases/examples.json"].items():
            yield from ((form, number, answers) for number, answers in enumerate(examples))
