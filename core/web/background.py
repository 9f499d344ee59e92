"""What a serving process does between requests: hand the outbox to plugins, empty the bin, clear uploads."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from itertools import count

from ..discovery import build_plugin_manager
from ..records.attachments import prune_attachments
from ..records.erasing import empty_bin
from ..work.delivery import deliver_outbox
from .site import Site

_LOG = logging.getLogger("lizheng.background")
_EVERY_SECONDS = 2.0
_CLEAR_EVERY_TURNS = 900


@dataclass(frozen=True)
class Done:
    """What one round did.

    delivered  deliveries finished
    erased     records whose 30 days in the bin were over
    cleared    uploads removed that no record named in time
    """

    delivered: int
    erased: int
    cleared: int


def start_background(site: Site) -> threading.Thread:
    """Start and return the daemon thread; it ends with the process."""
    thread = threading.Thread(
        target=_run, args=(site, threading.Event()), name="lizheng-background", daemon=True
    )
    thread.start()
    return thread


def do_what_is_due(site: Site) -> Done:
    """Deliver what waits, empty the bin, clear what nobody claimed; ``lizheng tick`` calls it too."""
    store, folder, now = site.store, site.settings.attachments, site.clock()
    return Done(deliver(site), empty_bin(store, folder, now=now), prune_attachments(store, folder, now=now))


def deliver(site: Site) -> int:
    """Hand waiting events to the plugins and return how many deliveries were finished."""
    manager = build_plugin_manager(site.live.plugins)
    return deliver_outbox(site.store, site.live.current(), manager, now=site.clock()).finished


def _run(site: Site, stopped: threading.Event) -> None:
    for turn in count(1):
        if stopped.wait(_EVERY_SECONDS):
            return
        try:
            deliver(site) if turn % _CLEAR_EVERY_TURNS else do_what_is_due(site)
        except Exception:  # the thread must outlive one bad round; the next one tries again
            _LOG.exception("a round of background work failed")
