"""What a serving process does between requests: hand the outbox to plugins."""

from __future__ import annotations

import logging
import threading

from ..discovery import build_plugin_manager
from ..work.delivery import deliver_outbox
from .site import Site

_LOG = logging.getLogger("lizheng.background")
_EVERY_SECONDS = 2.0


def start_background(site: Site) -> threading.Thread:
    """Start and return the daemon thread; it ends with the process."""
    thread = threading.Thread(
        target=_run, args=(site, threading.Event()), name="lizheng-background", daemon=True
    )
    thread.start()
    return thread


def do_what_is_due(site: Site) -> int:
    """Deliver what waits and return how many deliveries were finished; ``lizheng tick`` calls it too."""
    registry = site.live.current()
    manager = build_plugin_manager(site.live.plugins)
    return deliver_outbox(site.store, registry, manager, now=site.clock()).finished


def _run(site: Site, stopped: threading.Event) -> None:
    while not stopped.wait(_EVERY_SECONDS):
        try:
            do_what_is_due(site)
        except Exception:  # the thread must outlive one bad round; the next one tries again
            _LOG.exception("a round of background work failed")
