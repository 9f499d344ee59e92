"""Units, the acting person, and what a scope covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...forms.text import Language


@dataclass(frozen=True)
class Unit:
    """A node of the tree. The code shows the level: county 6, township 9, village 12, grid 15 digits;

    a department is its parent's code followed by ``d`` and two digits. A unit's code begins with the code
    of every unit above it, so a scope is a set of prefixes.
    """

    code: str
    name: str
    level: str
    parent: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grant:
    """A role held at a unit: it reaches that unit and everything below."""

    role: str
    unit: str


@dataclass(frozen=True)
class Scope:
    """The units an actor may reach for one permission: each root and all below it. No root means nothing.

    without  units (and all below them) taken out by a restriction; a query must leave them out too,
             as ``organisation.units.in_scope`` does
    """

    roots: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def covers(self, unit: str) -> bool:
        """Tell whether the unit lies at or below one of the roots and under no restriction."""
        return unit.startswith(self.roots) and not unit.startswith(self.without)


@dataclass(frozen=True)
class Actor:
    """Who acts, in which session. Made only by ``find_session`` (or for the shell, ``shell_actor``)."""

    account: str
    name: str
    unit: str
    grants: tuple[Grant, ...] = ()
    address: str = ""
    csrf: str = ""
    language: Language = "zh-CN"
    large_type: bool = False
    must_change: bool = False
    permissions: Mapping[str, Scope] = field(default_factory=dict, compare=False, repr=False)

    @property
    def role(self) -> str:
        """The first role held, for the audit log."""
        return self.grants[0].role if self.grants else ""
