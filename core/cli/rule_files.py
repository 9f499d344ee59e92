"""The rule sets a command is about: of a plugin by name or folder, or one file, with the form each judges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...forms.definition import FormDefinition
from ...forms.problems import DefinitionError, Problem
from ...forms.source import parse_source
from ...rules.calendar import Calendar
from ...rules.findings import Finding, RuleRefused
from ...rules.sets import RuleSet
from ...rules.sets.checking import first_moment
from ..definitions import LiveRegistry
from ..definitions.calendars import load_calendar
from ..discovery.checking import find_author_folder
from ..discovery.errors import FileProblem, PluginError
from ..discovery.finding import find_plugins
from ..discovery.reading import read_plugin
from ..discovery.rule_checking import check_set, default_values, to_problem
from ..discovery.rule_sets import read_set
from ..discovery.values import FoundPlugin, LoadedPlugin
from ..settings import Settings
from .opened import open_live
from .reply import Refusal, problems_reply


@dataclass(frozen=True)
class OpenedSet:
    """A rule set as written, with the form it judges and the plugin whose parameters it may read.

    forms  the forms its facts may ask about
    """

    file: str
    document: Mapping[str, Any]
    form: FormDefinition
    plugin: LoadedPlugin | None
    calendar: Calendar
    forms: Mapping[str, FormDefinition]

    @property
    def given(self) -> Mapping[str, Any]:
        """The values that every example has unless it says otherwise."""
        return default_values(self.plugin)

    @property
    def now(self) -> str:
        """The moment of examples that name none."""
        return first_moment(self.document)

    def read(self) -> RuleSet:
        """Return the set ready to evaluate; refuse it with everything that is to be mended."""
        try:
            return read_set(self.plugin, self.form, self.document)
        except RuleRefused as refused:
            raise refuse_findings(self.file, refused.findings) from refused

    def check(self) -> tuple[Finding, ...]:
        """Return every finding, warnings included."""
        return check_set(self.document, self.form, self.plugin, self.forms, self.calendar)


def open_sets(settings: Settings, target: str) -> tuple[OpenedSet, ...]:
    """Return the sets of a plugin by its name or folder, or the one of a file; refuse what is neither."""
    path = Path(target)
    if path.is_file():
        return (open_file(settings, path),)
    if path.is_dir():
        return _open_plugin(settings, find_author_folder(path))
    known = {found.name: found for found in find_plugins(settings.plugins)}
    if target in known:
        return _open_plugin(settings, known[target])
    names = ", ".join(sorted(known))
    raise Refusal(
        "plugin_unknown",
        f"没有模块、文件夹或文件 {target}。现有模块：{names}。",
        f"There is no plugin, folder or file {target}. Plugins: {names}.",
    )


def open_file(settings: Settings, path: Path, beside: OpenedSet | None = None) -> OpenedSet:
    """Return the set of one file.

    Its form is sought in the plugin it lies in, or is that of the set ``beside`` it, or the installation's.
    """
    document = read_document(path)
    if beside and beside.form.form == document.get("form"):
        return replace(beside, file=str(path), document=document)
    folder = path.resolve().parent.parent
    if path.resolve().parent.name == "rules" and (folder / "plugin.json").is_file():
        plugin = _read(find_author_folder(folder))
        forms = {form.form: form for form in plugin.forms}
    else:
        plugin, forms = _find_installed(open_live(settings), document)
    return _open(str(path), document, forms, plugin, load_calendar(settings.calendars))


def read_document(path: Path) -> Mapping[str, Any]:
    """Return the JSON object of a file; refuse anything else with its place."""
    try:
        document = parse_source(path.read_bytes().removeprefix(b"\xef\xbb\xbf"), str(path))
    except DefinitionError as error:
        raise refuse_problems(tuple(FileProblem(str(path), one) for one in error.problems)) from error
    if not isinstance(document, dict):
        raise refuse_problems((FileProblem(str(path), Problem("plugin_not_object")),))
    return document


def refuse_findings(file: str, findings: tuple[Finding, ...]) -> Refusal:
    """Return the refusal that tells every finding of a file."""
    return refuse_problems(tuple(FileProblem(file, to_problem(one)) for one in findings))


def refuse_problems(problems: tuple[FileProblem, ...]) -> Refusal:
    """Return the refusal that tells every problem with its place."""
    refusal = Refusal("rules_wrong", "", "")
    refusal.reply = problems_reply(problems, ("", ""))
    return refusal


def _open_plugin(settings: Settings, found: FoundPlugin) -> tuple[OpenedSet, ...]:
    plugin, calendar = _read(found), load_calendar(settings.calendars)
    forms = {form.form: form for form in plugin.forms}
    return tuple(_open(file, one, forms, plugin, calendar) for file, one in plugin.rules.items())


def _read(found: FoundPlugin) -> LoadedPlugin:
    try:
        return read_plugin(found, cases=False)
    except PluginError as error:
        raise refuse_problems(error.problems) from error


def _find_installed(
    live: LiveRegistry, document: Mapping[str, Any]
) -> tuple[LoadedPlugin | None, Mapping[str, FormDefinition]]:
    registry = live.current()
    found = registry.find_form(str(document.get("form", "")))
    known = {form: one.definition for form in registry.forms if (one := registry.find_form(form))}
    return (registry.plugins.get(found.plugin or "") if found else None), known


def _open(
    file: str,
    document: Mapping[str, Any],
    forms: Mapping[str, FormDefinition],
    plugin: LoadedPlugin | None,
    calendar: Calendar,
) -> OpenedSet:
    form = forms.get(str(document.get("form", "")))
    if form is None:
        facts = {"got": document.get("form"), "allowed": ", ".join(sorted(forms))}
        raise refuse_findings(file, (Finding("form_unknown", "/form", facts),))
    return OpenedSet(file, document, form, plugin, calendar, forms)


def tell_findings(file: str, findings: tuple[Finding, ...]) -> Iterator[FileProblem]:
    """Yield the findings as problems of the file."""
    return (FileProblem(file, to_problem(one)) for one in findings)
