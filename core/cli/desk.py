"""What the org, user and audit commands work on: the store, the shell as actor, the moment, the policy."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from ..clock import read_clock
from ..discovery.values import PluginRole
from ..organisation.policy import POLICIES, Policy
from ..organisation.refusals import Refused
from ..organisation.shell import shell_actor
from ..organisation.units import find_county
from ..organisation.values import Actor
from ..settings import Settings
from ..store import Store
from .opened import open_live, open_records
from .reply import Refusal


@dataclass(frozen=True)
class Desk:
    """One command at work on one installation."""

    settings: Settings
    store: Store
    actor: Actor
    now: datetime
    policy: Policy

    def read_roles(self) -> Mapping[str, PluginRole]:
        """Return the plugins' roles; reads the plugins, which only some commands need."""
        return open_live(self.settings).current().roles


@contextmanager
def open_desk(settings: Settings, county: str = "") -> Iterator[Desk]:
    """Give a desk for a while; a ``Refused`` inside becomes the command's own refusal.

    ``county`` is needed only before the first units are imported.
    """
    with open_records(settings) as store:
        with store.read() as connection:
            known = find_county(connection)
        code = known.code if known else settings.county or county
        if not code:
            raise Refusal(
                "no_units",
                f"{settings.data} 里还没有单位。请先运行 lizheng init 或 lizheng org import。",
                f"{settings.data} has no units yet. Run lizheng init or lizheng org import first.",
            )
        try:
            yield Desk(settings, store, shell_actor(code), read_clock(), POLICIES[settings.profile])
        except Refused as refused:
            raise Refusal(refused.code, refused.say(), refused.say("en")) from refused


def write_private(path: str, content: bytes) -> None:
    """Write a file that only its owner reads: it holds first passwords or names."""
    file = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(content)
