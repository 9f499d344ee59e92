"""What a plugin folder says, before and after it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from ...forms.definition import CodeList, FormDefinition
from ...forms.problems import Problem
from ...forms.text import Label


@dataclass(frozen=True)
class FoundPlugin:
    """A place where a plugin lies; nothing of it is imported yet.

    origin  ``bundled``, ``installed`` (a distribution) or ``county`` (the data folder)
    module  dotted name to import when the plugin has Python, else ``None``
    """

    name: str
    folder: Path
    origin: Literal["bundled", "installed", "county"]
    module: str | None = None


@dataclass(frozen=True)
class Parameter:
    """A number or text the county may set, with the clause it restates."""

    name: str
    schema: Mapping[str, Any]
    default: Any
    legal_basis: str = ""
    title: Label = ""


@dataclass(frozen=True)
class PluginRole:
    """A role a plugin adds; ``permissions`` hold for this plugin's forms only."""

    role: str  # plugin.role
    title: Label
    permissions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LoadedPlugin:
    """A plugin whose files are read and checked; ``cases`` are its JSON cases by file name."""

    name: str
    version: str
    api: int
    title: Label
    summary: Label
    origin: str
    folder: Path
    forms: tuple[FormDefinition, ...]
    codes: tuple[CodeList, ...] = ()
    roles: tuple[PluginRole, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    navigation: tuple[str, ...] = ()  # form ids in the order they are offered
    privacy: Mapping[str, Any] = field(default_factory=dict)
    cases: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # rule sets as written, by file
    module: ModuleType | None = None
    requires: Mapping[str, str] = field(default_factory=dict)  # plugin -> least version


@dataclass(frozen=True)
class PluginFailure:
    """Why a plugin could not be loaded: the file and the problems in it, or the exception's own words."""

    name: str
    origin: str
    file: str
    reason: str
    problems: tuple[Problem, ...] = ()
