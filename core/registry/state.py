"""What the definitions store says at one moment: form versions, switches and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .values import Switches


@dataclass(frozen=True)
class KeptVersion:
    """A numbered version of a form; its definition is kept under ``hash``.

    live      whether new records may begin on it; at most one version of a form is live
    by, at    who made it so, and when (UTC text)
    """

    form: str
    version: int
    hash: str
    plugin: str | None
    township: str | None
    live: bool
    by: str
    at: str


@dataclass(frozen=True)
class KeptRules:
    """A numbered version of a township's own rule set; its document is kept under ``hash``.

    effective_from  the day from which it judges: sets of one name and other days stand beside each other
    live            whether it judges; at most one version of a name and day does
    """

    rule_set: str
    form: str
    version: int
    hash: str
    township: str
    effective_from: str
    live: bool
    by: str
    at: str


@dataclass(frozen=True)
class ParameterValue:
    """A parameter as the county (``unit`` is "") or a township set it, with the clause it rests on."""

    plugin: str
    name: str
    unit: str
    value: Any
    basis: str
    by: str
    at: str


@dataclass(frozen=True)
class LoggedChange:
    """One line of the definitions' own history."""

    number: int
    do: str
    object: str
    unit: str
    by: str
    at: str


@dataclass(frozen=True)
class State:
    """The definitions at one moment.

    version    grows by one with every change
    packs      grows when a JSON plugin was installed or removed, so that every process looks again
    rules      every version of the townships' rule sets
    documents  whole effective definitions and rule sets by content hash
    damage     what is wrong with the file, when the copy beside it is being served; else ""
    """

    version: int = 0
    packs: int = 0
    versions: tuple[KeptVersion, ...] = ()
    rules: tuple[KeptRules, ...] = ()
    documents: Mapping[str, Any] = field(default_factory=dict, repr=False)
    switches: Switches = field(default_factory=Switches)
    parameters: tuple[ParameterValue, ...] = ()
    log: tuple[LoggedChange, ...] = ()
    damage: str = ""

    def versions_of(self, form: str) -> tuple[KeptVersion, ...]:
        """Return every version of the form, oldest first."""
        return tuple(kept for kept in self.versions if kept.form == form)

    def live_version(self, form: str) -> KeptVersion | None:
        """Return the version new records begin on, or ``None``."""
        return next((kept for kept in self.versions_of(form) if kept.live), None)
