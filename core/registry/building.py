"""Build the registry from loaded plugins and the definitions store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ...forms.definition import FormDefinition
from ...rules.calendar import Calendar
from ..discovery.values import LoadedPlugin, PluginFailure
from .state import KeptVersion, State
from .values import PublishedForm, Registry


def build_registry(
    loaded: Iterable[LoadedPlugin],
    failures: Iterable[PluginFailure],
    state: State,
    *,
    kept: Mapping[str, FormDefinition],
    calendar: Calendar | None = None,
) -> Registry:
    """Return the registry of this moment.

    ``kept`` holds the definition of every version in ``state`` by its hash. Versions of a plugin that is
    not installed any more stay, so that their records stay readable; ``Registry.is_open`` closes them.
    """
    plugins = {plugin.name: plugin for plugin in loaded}
    return Registry(
        plugins=MappingProxyType(plugins),
        failures=tuple(failures),
        forms=MappingProxyType(_group_versions(state.versions, kept)),
        switches=state.switches,
        roles=MappingProxyType({role.role: role for plugin in plugins.values() for role in plugin.roles}),
        parameters=MappingProxyType(
            {(one.plugin, one.name, one.unit): one.value for one in state.parameters}
        ),
        serial=state.version,
        calendar=calendar or Calendar(),
        township_rules=tuple((one.township, state.documents[one.hash]) for one in state.rules if one.live),
    )


def _group_versions(
    versions: Iterable[KeptVersion], kept: Mapping[str, FormDefinition]
) -> dict[str, tuple[PublishedForm, ...]]:
    groups: dict[str, list[PublishedForm]] = {}
    for one in sorted(versions, key=lambda one: (one.form, one.version)):
        published = PublishedForm(kept[one.hash], one.version, one.plugin, one.township, one.live)
        groups.setdefault(one.form, []).append(published)
    return {form: tuple(group) for form, group in groups.items()}
