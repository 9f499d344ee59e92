"""Everything that `plugin check` finds wrong with a plugin: files, forms, hooks, cases."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

from .cases import check_cases
from .errors import FileProblem, PluginError
from .finding import find_plugin_folder
from .reading import read_plugin
from .rule_checking import check_rules
from .values import FoundPlugin, LoadedPlugin


def check_plugin(found: FoundPlugin) -> tuple[LoadedPlugin | None, tuple[FileProblem, ...]]:
    """Return the plugin, ``None`` when it cannot be read, and every problem in it, its cases and rules run.

    Problems of rules may be warnings, which stop nothing (``errors.list_errors``).
    """
    try:
        plugin = read_plugin(found)
    except PluginError as error:
        return None, error.problems
    return plugin, (*check_cases(plugin), *check_rules(plugin))


def find_author_folder(folder: Path) -> FoundPlugin:
    """Return the plugin in a folder its author works in; with Python it gets the module name it installs as.

    Its module is prepared from that folder, so that the check runs what lies there and nothing installed.
    """
    found = find_plugin_folder(folder)
    if not (found.folder / "__init__.py").is_file():
        return found
    return replace(found, module=prepare_module(found.name, found.folder))


def module_name(plugin: str) -> str:
    """Return the top-level package a plugin with Python installs as."""
    return f"lizheng_{plugin}"


def prepare_module(plugin: str, folder: Path) -> str:
    """Make the folder importable under the plugin's module name; nothing runs yet."""
    name = module_name(plugin)
    for loaded in [one for one in sys.modules if one == name or one.startswith(f"{name}.")]:
        del sys.modules[loaded]
    sys.meta_path.insert(0, _FolderFinder(name, folder))
    return name


class _FolderFinder:
    """Finds one package in one folder."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name, self._folder = name, folder

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        """Return the package's spec, ``None`` for every other name."""
        if fullname != self._name:
            return None
        file = self._folder / "__init__.py"
        return importlib.util.spec_from_file_location(
            fullname, file, submodule_search_locations=[str(self._folder)]
        )
