"""Call one plugin's hook so that its failure, its exit and its silence stay its own."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import Any

import pluggy

from .modules import PLUGIN_ERRORS, describe

LIMIT = 5.0  # seconds; a worker's next event must not wait for ever on somebody's network call
log = logging.getLogger("lizheng.plugins")


@dataclass(frozen=True)
class HookResult:
    """What one plugin answered: ``value``, or the ``failure`` in its own words."""

    plugin: str
    value: Any = None
    failure: str = ""


def plugins_with(plugins: pluggy.PluginManager, hook: str) -> tuple[str, ...]:
    """Return the names of the plugins that implement the hook, in the order they were loaded."""
    return tuple(impl.plugin_name for impl in getattr(plugins.hook, hook).get_hookimpls())


def call_plugin(
    plugins: pluggy.PluginManager, plugin: str, hook: str, *, limit: float = LIMIT, **arguments: Any
) -> HookResult:
    """Return what this plugin alone answers to the hook; never raises what the plugin raises.

    Runs in a thread of its own: after ``limit`` seconds the result is abandoned (Python cannot stop the
    thread, so it is a daemon). A failure is logged once, with the plugin's name.
    """
    others = [one for name, one in plugins.list_name_plugin() if name != plugin]
    caller = plugins.subset_hook_caller(hook, others)
    answers: list[HookResult] = []
    thread = threading.Thread(
        target=lambda: answers.append(_call(caller, plugin, arguments)), name=f"{plugin}.{hook}", daemon=True
    )
    thread.start()
    thread.join(limit)
    result = answers[0] if answers else HookResult(plugin, failure=f"{hook}: > {limit:g} s")
    if result.failure:
        log.error("plugin %s, hook %s: %s", plugin, hook, result.failure)
    return result


def _call(caller: pluggy.HookCaller, plugin: str, arguments: dict[str, Any]) -> HookResult:
    try:
        values = caller(**arguments)
    except PLUGIN_ERRORS as error:
        return HookResult(plugin, failure=describe(error))
    return HookResult(plugin, values[0] if values else None)
