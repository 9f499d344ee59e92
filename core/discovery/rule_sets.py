"""Rule sets as written, read against the form they judge."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ...forms.definition import FormDefinition
from ...forms.keyed import Keyed
from ...rules.findings import RuleRefused
from ...rules.schema_types import read_types
from ...rules.sets import RuleSet, read_rule_set
from ...rules.types import Types
from .values import LoadedPlugin

_LOG = logging.getLogger("lizheng.rules")


def read_form_rules(
    plugin: LoadedPlugin | None, form: FormDefinition, own: Sequence[Mapping[str, Any]] = ()
) -> tuple[RuleSet, ...]:
    """Return the sets for the form that can be used, the plugin's and the township's ``own``.

    The log names each that cannot.
    """
    sets = []
    for document in [*(plugin.rules.values() if plugin else ()), *own]:
        if document.get("form") == form.form:
            try:
                sets.append(read_set(plugin, form, document))
            except RuleRefused as refused:
                _LOG.error("the rule set %s cannot be used: %s", document.get("rule_set"), refused)
    return tuple(sorted(sets, key=lambda one: (one.rule_set, one.effective_from)))


def read_set(plugin: LoadedPlugin | None, form: FormDefinition, document: Mapping[str, Any]) -> RuleSet:
    """Return the set read against the form's fields and the plugin's parameters. Raises ``RuleRefused``."""
    parameters = parameter_types(plugin) if plugin else {}
    return read_rule_set(document, form_types(form), parameters=parameters, subject=form.subject)


def form_types(form: FormDefinition) -> Types:
    """Return the types of the form's fields; read once for each definition."""
    return _read_form(Keyed(form.hash, form))


def parameter_types(plugin: LoadedPlugin) -> Types:
    """Return the types of the plugin's parameters."""
    schemas = {one.name: {"title": one.title, **one.schema} for one in plugin.parameters}
    return read_types({"type": "object", "properties": schemas})


@lru_cache(maxsize=256)
def _read_form(form: Keyed) -> Types:
    return read_types(form.value.schema)
