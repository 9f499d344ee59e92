"""Load every plugin that can be loaded, and say of each other one why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ...forms.problems import Problem
from .cache import FormCache
from .errors import FileProblem, PluginError, say
from .modules import PLUGIN_ERRORS, describe
from .reading import read_plugin
from .values import FoundPlugin, LoadedPlugin, PluginFailure


def load_plugins(
    found: Iterable[FoundPlugin],
    cache_file: Path | None = None,
    documents: Mapping[str, Any] | None = None,
) -> tuple[tuple[LoadedPlugin, ...], tuple[PluginFailure, ...]]:
    """Return the plugins that can run and the reasons of those that cannot, both in the order found.

    One bad plugin never stops the others. Of two with one name the first found runs and the second is
    refused, so that a folder dropped in cannot replace a bundled plugin.
    ``cache_file`` remembers between starts which written forms were accepted as which of the kept
    ``documents`` (effective definitions by hash). The plugins' cases are not read.
    """
    cache = FormCache(cache_file, documents or {})
    loaded: dict[str, LoadedPlugin] = {}
    failures: list[PluginFailure] = []
    for place in found:
        result = _refuse_second(place, loaded) or _load_one(place, cache)
        if isinstance(result, PluginFailure):
            failures.append(result)
        else:
            loaded[result.name] = result
    cache.save()
    failures += _drop_unmet(loaded)
    return tuple(loaded.values()), tuple(failures)


def _load_one(found: FoundPlugin, cache: FormCache) -> LoadedPlugin | PluginFailure:
    try:
        return read_plugin(found, cache, cases=False)
    except PluginError as error:
        return build_failure(found.name, found.origin, error.problems)
    except PLUGIN_ERRORS as error:
        return PluginFailure(found.name, found.origin, str(found.folder), describe(error))


def build_failure(name: str, origin: str, problems: tuple[FileProblem, ...]) -> PluginFailure:
    """Return the failure that names the first file with a problem and every problem in that file."""
    first = problems[0]
    same_file = tuple(one.problem for one in problems if one.file == first.file)
    return PluginFailure(name, origin, first.file, say(first.problem), same_file)


def _refuse_second(found: FoundPlugin, loaded: Mapping[str, LoadedPlugin]) -> PluginFailure | None:
    first = loaded.get(found.name)
    if first is None:
        return None
    facts = {"got": found.name, "allowed": f"{first.origin} {first.folder}"}
    problem = FileProblem(str(found.folder), Problem("plugin_duplicate", "", facts))
    return build_failure(found.name, found.origin, (problem,))


def _drop_unmet(loaded: dict[str, LoadedPlugin]) -> list[PluginFailure]:
    """Remove plugins whose requirements are absent, again and again, since each removal may unmeet others."""
    failures: list[PluginFailure] = []
    while unmet := next(filter(None, (_unmet(plugin, loaded) for plugin in loaded.values())), None):
        plugin, needed = unmet
        del loaded[plugin.name]
        problem = Problem("plugin_requires", f"/requires/{needed}", {"got": needed})
        failures.append(build_failure(plugin.name, plugin.origin, (FileProblem("plugin.json", problem),)))
    return failures


def _unmet(plugin: LoadedPlugin, loaded: Mapping[str, LoadedPlugin]) -> tuple[LoadedPlugin, str] | None:
    for needed, least in plugin.requires.items():
        if needed not in loaded or _parts(loaded[needed].version) < _parts(least):
            return plugin, needed
    return None


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
