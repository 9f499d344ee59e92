"""The registry: one immutable value of everything that is declared, swapped whole when something changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...forms.definition import CodeList, FormDefinition
from ...rules.calendar import Calendar
from ...rules.sets import RuleSet
from ..discovery.rule_sets import read_form_rules
from ..discovery.values import LoadedPlugin, PluginFailure, PluginRole


@dataclass(frozen=True)
class PublishedForm:
    """A numbered version of a form that was or is usable.

    plugin    its plugin's name; ``None`` for a township's own form
    township  9 digits for a township's own form, else ``None``
    live      whether new records may begin on this version
    """

    definition: FormDefinition
    version: int
    plugin: str | None = None
    township: str | None = None
    live: bool = True

    @property
    def form(self) -> str:
        """The form's id."""
        return self.definition.form


@dataclass(frozen=True)
class Switches:
    """Which plugin may and does run where.

    allowed  plugin -> townships the county allows; a plugin not named is allowed everywhere
    on       (plugin, township) pairs switched on
    off      (plugin, unit) pairs switched off below a township
    closed   (plugin, unit) -> when it was last switched off there, as ``write_time`` writes it
    """

    allowed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    on: frozenset[tuple[str, str]] = frozenset()
    off: frozenset[tuple[str, str]] = frozenset()
    closed: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Registry:
    """Everything declared by plugins and townships, at one moment. Made by ``build_registry``.

    forms       form id -> its versions, oldest first
    parameters  (plugin, name, unit or "") -> value set by the county or a township
    serial      grows with every swap, so that caches know
    calendar    working days, by the notices this installation has
    township_rules  (township, rule set as written) for every set a township has of its own
    """

    plugins: Mapping[str, LoadedPlugin]
    failures: tuple[PluginFailure, ...]
    forms: Mapping[str, tuple[PublishedForm, ...]]
    switches: Switches
    roles: Mapping[str, PluginRole]
    parameters: Mapping[tuple[str, str, str], Any] = field(default_factory=dict)
    serial: int = 0
    calendar: Calendar = field(default_factory=Calendar)
    township_rules: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    def rules_of(self, published: PublishedForm, township: str) -> tuple[RuleSet, ...]:
        """Return the rule sets that judge that version of a form in the township, of every date.

        Those of the form's plugin and the township's own, by name and day; read at their first use. A set
        that cannot be used is left out, and named in the log once.
        """
        own = self._own_rules.get((township, published.form), ())
        # Townships without sets of their own share what is read once for all of them.
        key = (published.definition.hash, township if own else "")
        if key not in self._rule_sets:
            plugin = self.plugins.get(published.plugin or "")
            self._rule_sets[key] = read_form_rules(plugin, published.definition, own)
        return self._rule_sets[key]

    def read_parameter(self, plugin: str, name: str, unit: str) -> Any:
        """Return the value in force at the unit: the township's, else the county's, else the plugin's own."""
        for place in (unit[:9], ""):
            if (plugin, name, place) in self.parameters:
                return self.parameters[plugin, name, place]
        declared = self.plugins[plugin].parameters if plugin in self.plugins else ()
        return next((one.default for one in declared if one.name == name), None)

    @cached_property
    def _own_rules(self) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
        found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for township, document in self.township_rules:
            found.setdefault((township, str(document.get("form"))), []).append(document)
        return found

    @cached_property
    def _rule_sets(self) -> dict[tuple[str, str], tuple[RuleSet, ...]]:
        return {}

    @cached_property
    def codes(self) -> Mapping[str, CodeList]:
        """Every code list of the plugins by its id."""
        return {codes.codes: codes for plugin in self.plugins.values() for codes in plugin.codes}

    def find_form(self, form: str, version: int | None = None) -> PublishedForm | None:
        """Return that version, or the live one; ``None`` when there is none."""
        for published in reversed(self.forms.get(form, ())):
            if published.version == version or (version is None and published.live):
                return published
        return None

    def is_on(self, plugin: str, unit: str) -> bool:
        """Tell whether the plugin is installed, allowed, on for the unit's township, and not off between."""
        allowed = self.switches.allowed.get(plugin)
        township = unit[:9]
        return (
            plugin in self.plugins
            and len(unit) >= 9
            and (allowed is None or township in allowed)
            and (plugin, township) in self.switches.on
            and not any((plugin, unit[:length]) in self.switches.off for length in range(10, len(unit) + 1))
        )

    def closed_at(self, plugin: str, unit: str) -> str | None:
        """Return when the plugin was last switched off for the unit or above it, ``None`` if it never was."""
        prefixes = (unit[:length] for length in range(6, len(unit) + 1))
        moments = [
            self.switches.closed[key]
            for key in ((plugin, code) for code in prefixes)
            if key in self.switches.closed
        ]
        return max(moments, default=None)

    def is_open(self, published: PublishedForm, unit: str) -> bool:
        """Tell whether new records of this form may begin at the unit."""
        if not published.live:
            return False
        if published.plugin is None:
            return published.township is None or unit[:9] == published.township
        return self.is_on(published.plugin, unit)

    def forms_open_at(self, unit: str) -> tuple[PublishedForm, ...]:
        """Return the live forms offered at the unit, by plugin in navigation order, township forms last."""
        found = self._offered.get(unit)
        if found is None:
            live = [form for form in map(self.find_form, self.forms) if form and self.is_open(form, unit)]
            found = self._offered[unit] = tuple(sorted(live, key=self._place))
        return found

    @cached_property
    def _offered(self) -> dict[str, tuple[PublishedForm, ...]]:
        """What ``forms_open_at`` answered so far: every page to fill asks, and a registry never changes."""
        return {}

    def _place(self, published: PublishedForm) -> tuple[bool, str, int, str]:
        plugin = self.plugins.get(published.plugin or "")
        order = plugin.navigation if plugin else ()
        place = order.index(published.form) if published.form in order else len(order)
        return (published.plugin is None, published.plugin or "", place, published.form)
