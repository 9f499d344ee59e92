"""Import a plugin's Python, refuse misspelt hooks, and ask what it declares."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import Any

import pluggy

from ...forms.problems import Problem
from .. import hookspecs
from ..hookspecs import DECLARE_HOOKS, PROJECT, REACT_HOOKS
from .errors import FileProblem
from .values import FoundPlugin, LoadedPlugin

PYTHON_FILE = "__init__.py"
# What a plugin may throw at us. KeyboardInterrupt stays the operator's.
PLUGIN_ERRORS = (Exception, SystemExit)
DECLARE_SECONDS = 5.0


def load_module(
    found: FoundPlugin, problems: list[FileProblem]
) -> tuple[ModuleType | None, pluggy.PluginManager | None]:
    """Return the imported module and a plugin manager that holds it alone; problems are appended."""
    try:
        module = import_module(found.module or "")
    except PLUGIN_ERRORS as error:
        problems.append(_problem("plugin_import", got=describe(error)))
        return None, None
    alone = _new_manager()
    try:
        alone.register(module, name=found.name)
        alone.check_pending()
    except pluggy.PluginValidationError as error:
        problems.append(_problem("plugin_hook", got=_first_line(error), allowed=", ".join(ALLOWED)))
        return module, None
    return module, alone


def call_declare(alone: pluggy.PluginManager | None, hook: str, problems: list[FileProblem]) -> Iterable[Any]:
    """Return what the plugin declares through this hook; a failure becomes a problem.

    A hook that has not answered after ``DECLARE_SECONDS`` is abandoned, so that no plugin holds up a start.
    """
    if alone is None:
        return ()
    answers: list[tuple[list[Any], str]] = []
    caller = getattr(alone.hook, hook)
    thread = threading.Thread(target=lambda: answers.append(_ask(caller)), name=hook, daemon=True)
    thread.start()
    thread.join(DECLARE_SECONDS)
    declared, failure = answers[0] if answers else ([], f"> {DECLARE_SECONDS:g} s")
    if failure:
        problems.append(_problem("plugin_hook_failed", hook=hook, got=failure))
    return declared


def _ask(caller: pluggy.HookCaller) -> tuple[list[Any], str]:
    try:
        return [item for declared in caller() for item in declared], ""
    except PLUGIN_ERRORS as error:
        return [], describe(error)


def build_plugin_manager(loaded: Iterable[LoadedPlugin]) -> pluggy.PluginManager:
    """Return a plugin manager of every plugin that has Python, each under its name.

    Raises ``pluggy.PluginValidationError`` for a hook that does not exist.
    """
    plugins = _new_manager()
    for plugin in loaded:
        if plugin.module is not None:
            plugins.register(plugin.module, name=plugin.name)
    plugins.check_pending()
    return plugins


def describe(error: BaseException) -> str:
    """Return the kind and the words of an exception in one short line."""
    return f"{type(error).__name__}: {error}".splitlines()[0][:300]


def _new_manager() -> pluggy.PluginManager:
    plugins = pluggy.PluginManager(PROJECT)
    plugins.add_hookspecs(hookspecs)
    return plugins


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def _problem(code: str, **facts: object) -> FileProblem:
    return FileProblem(PYTHON_FILE, Problem(code, "", facts))


ALLOWED = (*DECLARE_HOOKS, *REACT_HOOKS)
