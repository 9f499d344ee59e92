"""Everything that is wrong with rule sets before they judge anything: of a plugin, or one by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Protocol

from ...forms.canonical import read_json
from ...forms.definition import FormDefinition
from ...forms.problems import Problem
from ...rules.calendar import Calendar, read_calendar
from ...rules.findings import Finding
from ...rules.sets.checking import check_rule_set
from .errors import RULE, FileProblem
from .fact_checking import check_facts
from .rule_sets import form_types, parameter_types
from .values import LoadedPlugin


class _Published(Protocol):
    @property
    def definition(self) -> FormDefinition: ...

    @property
    def plugin(self) -> str | None: ...


class Declared(Protocol):
    """What a set is checked against: the forms, plugins, parameters and calendar of the moment."""

    @property
    def forms(self) -> Mapping[str, Any]:
        """Every form by its id."""
        ...

    @property
    def plugins(self) -> Mapping[str, LoadedPlugin]:
        """Every plugin by its name."""
        ...

    @property
    def calendar(self) -> Calendar:
        """The working days."""
        ...

    def find_form(self, form: str) -> _Published | None:
        """Return the live version of a form."""
        ...


def check_rules(plugin: LoadedPlugin) -> tuple[FileProblem, ...]:
    """Return what is wrong with each of the plugin's sets, its examples run; warnings do not stop it."""
    forms = {form.form: form for form in plugin.forms}
    problems = [
        FileProblem(file, to_problem(finding))
        for file, document in plugin.rules.items()
        for finding in _check_against(forms, plugin, document)
    ]
    return (*problems, *_find_overlaps(plugin.rules))


def check_document(
    registry: Declared, document: Mapping[str, Any], *, now: str | None = None
) -> tuple[Finding, ...]:
    """Return the findings of one set against the form it names, its examples run at ``now``."""
    published = registry.find_form(str(document.get("form", "")))
    if published is None:
        return (_refuse_form(document, registry.forms),)
    plugin = registry.plugins.get(published.plugin or "")
    known = {form: one.definition for form in registry.forms if (one := registry.find_form(form))}
    return check_set(document, published.definition, plugin, known, registry.calendar, now)


def check_set(
    document: Mapping[str, Any],
    form: FormDefinition,
    plugin: LoadedPlugin | None,
    forms: Mapping[str, FormDefinition],
    calendar: Calendar,
    now: str | None = None,
) -> tuple[Finding, ...]:
    """Return the findings of a set of the form, what its facts ask of the known ``forms`` included."""
    parameters = parameter_types(plugin) if plugin else {}
    found = check_rule_set(
        document,
        form_types(form),
        parameters=parameters,
        subject=form.subject,
        given=default_values(plugin),
        calendar=calendar,
        now=now,
    )
    asked = check_facts(document, form, parameters, forms)
    return tuple(sorted((*found, *asked), key=lambda one: one.level == "warning"))


def to_problem(finding: Finding) -> Problem:
    """Return the finding as a problem of a definition."""
    return Problem(f"{RULE}{finding.code}", finding.pointer, finding.facts, finding.level)


def default_values(plugin: LoadedPlugin | None) -> dict[str, Any]:
    """Return the plugin's parameters as it ships them; examples may say otherwise."""
    return {one.name: one.default for one in plugin.parameters} if plugin else {}


@lru_cache(maxsize=1)
def shipped_calendar() -> Calendar:
    """Return the calendar of the years that ship with the product."""
    return read_calendar(shipped_notices().values())


def shipped_notices() -> dict[str, Any]:
    """Return the calendar documents that ship with the product, by file name."""
    shipped = files("lizheng.rules").joinpath("calendars")
    return {one.name: read_json(one.read_bytes()) for one in shipped.iterdir() if one.name.endswith(".json")}


def _check_against(
    forms: Mapping[str, FormDefinition], plugin: LoadedPlugin, document: Mapping[str, Any]
) -> tuple[Finding, ...]:
    form = forms.get(str(document.get("form", "")))
    if form is None:
        return (_refuse_form(document, forms),)
    return check_set(document, form, plugin, forms, shipped_calendar())


def _refuse_form(document: Mapping[str, Any], forms: Iterable[str]) -> Finding:
    return Finding(
        "form_unknown", "/form", {"got": document.get("form"), "allowed": ", ".join(sorted(forms))}
    )


def _find_overlaps(sets: Mapping[str, Mapping[str, Any]]) -> Iterator[FileProblem]:
    """Two versions of one set may not judge the same day: nobody could say which of them counts."""
    dated = sorted(
        (str(one.get("rule_set")), str(one.get("effective_from")), one.get("effective_to"), file)
        for file, one in sets.items()
        if isinstance(one.get("effective_to"), str | None)
    )
    for before, after in pairwise(dated):
        if before[0] == after[0] and after[1] <= (before[2] or "9999-12-31"):
            facts = {"got": before[3], "allowed": f"< {after[1]}"}
            yield FileProblem(after[3], to_problem(Finding("dates_overlap", "/effective_from", facts)))
