"""The registry that follows the definitions: a cheap look per request, rebuilt and swapped when changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from ...forms.definition import FormDefinition
from ...forms.reading import restore_form
from ...rules.calendar import Calendar
from ..discovery import find_plugins, load_plugins
from ..discovery.values import LoadedPlugin, PluginFailure
from ..registry import build_registry
from ..registry.state import State
from ..registry.values import Registry
from .changes import adopt_forms
from .store import Definitions

Prepare = Callable[[Registry], None]
Load = Callable[[], tuple[tuple[LoadedPlugin, ...], tuple[PluginFailure, ...]]]


class LiveRegistry:
    """The current registry of one process.

    ``load`` finds and loads plugins; it is called again when a JSON plugin came or went.
    ``prepare`` is called with each new registry before anybody sees it.
    ``clock`` gives UTC text for the log when new plugin forms are numbered; ``calendar`` knows working days.
    """

    def __init__(
        self,
        definitions: Definitions,
        load: Load,
        clock: Callable[[], str],
        prepare: Prepare = lambda _: None,
        calendar: Calendar | None = None,
    ) -> None:
        self.definitions = definitions
        self._calendar = calendar
        self._prepare = prepare
        self._load, self._clock = load, clock
        self._guard = threading.Lock()
        self._kept: dict[str, FormDefinition] = {}
        self._plugins, self._failures = load()
        self._packs = definitions.read().packs
        self._adopt()
        self._built = self._build(definitions.read())

    @property
    def plugins(self) -> tuple[LoadedPlugin, ...]:
        """The plugins loaded in this process."""
        return self._plugins

    def current(self) -> Registry:
        """Return the newest registry; every process sees a publication at its next request."""
        state = self.definitions.read()
        built_from, registry = self._built
        if built_from is state:
            return registry
        with self._guard:
            if self._built[0] is not state:
                self._built = self._follow(state)
            return self._built[1]

    def _follow(self, state: State) -> tuple[State, Registry]:
        if state.packs != self._packs:
            self._plugins, self._failures = self._load()
            self._packs = state.packs
            self._adopt()
            state = self.definitions.read()
        return self._build(state)

    def _adopt(self) -> None:
        """Number new plugin forms; looks before it locks, since usually nothing is new."""
        state = self.definitions.read()
        live = {kept.form: kept.hash for kept in state.versions if kept.live}
        if any(live.get(form.form) != form.hash for plugin in self._plugins for form in plugin.forms):
            with self.definitions.change() as change:
                adopt_forms(change, self._plugins, "system", self._clock())

    def _build(self, state: State) -> tuple[State, Registry]:
        kept = {form.hash: form for plugin in self._plugins for form in plugin.forms}
        for one in state.versions:
            if one.hash not in kept:
                kept[one.hash] = self._kept.get(one.hash) or restore_form(state.documents[one.hash])
        self._kept = kept
        registry = build_registry(self._plugins, self._failures, state, kept=kept, calendar=self._calendar)
        self._prepare(registry)
        return state, registry


def open_registry(
    definitions: Definitions,
    county_folder: Path | None,
    clock: Callable[[], str],
    prepare: Prepare = lambda _: None,
    calendar: Calendar | None = None,
) -> LiveRegistry:
    """Return the live registry of everything found: bundled, installed, and in the county's folder.

    Verdicts of the linter are remembered in ``.cache`` beside the definitions file.
    """
    cache_file = definitions.path.parent / ".cache" / "forms.json"

    def load() -> tuple[tuple[LoadedPlugin, ...], tuple[PluginFailure, ...]]:
        return load_plugins(find_plugins(county_folder), cache_file, definitions.read().documents)

    return LiveRegistry(definitions, load, clock, prepare, calendar)
