"""What pages and the API work on: one value made at start-up and handed to every blueprint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask import g

if TYPE_CHECKING:
    from ..definitions import Definitions, LiveRegistry
    from ..organisation.policy import Policy
    from ..registry.values import Registry
    from ..settings import Settings
    from ..store import Store


@dataclass(frozen=True)
class Site:
    """The parts of a running installation.

    live   ``live.current()`` is the registry as of now
    clock  returns the present moment, aware, in UTC
    """

    store: Store
    live: LiveRegistry
    definitions: Definitions
    settings: Settings
    policy: Policy
    clock: Callable[[], datetime]


def current_registry(site: Site) -> Registry:
    """Return the registry of the present request: asked once, so that a publication in its middle waits."""
    if "registry" not in g:
        g.registry = site.live.current()
    return g.registry
