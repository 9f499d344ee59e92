"""Refusals and breakdowns on record: one audit entry for what a person tried and did not get."""

from __future__ import annotations

import re

from flask import Flask, Response, g, request

from ..organisation.trail import write_entry
from ..organisation.values import Actor
from ..records.values import Rejection
from ..store import StoreError
from .access import SAFE
from .site import Site

# Denied or foreign: noted for reading too, because trying out numbers is how somebody looks for a hole.
_DENIED = frozenset({403, 404})
# Rolled back because of what stood there already: noted where something was to be changed.
_ROLLED_BACK = frozenset({409, 410, 412})
_STORE_DOWN = frozenset({503, 507})
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}", re.ASCII)
LONGEST_PART = 64


def note_refusals(app: Flask, site: Site) -> None:
    """After a refused or broken request of a person who is logged in, leave one entry in the person's chain.

    Nothing typed into a form is kept: the route, its parts, method and status say enough. What a room has
    noted itself (``Rejection.noted``) is not noted again.
    """

    @app.after_request
    def note(response: Response) -> Response:
        actor: Actor | None = g.get("actor")
        if actor is not None and not g.get("noted") and _is_worth_noting(response.status_code):
            _write(site, actor, response.status_code)
        return response


def remember(refusal: Rejection) -> None:
    """Keep in mind, until the answer goes out, that the refusal left its own entry."""
    g.noted = refusal.noted


def _is_worth_noting(status: int) -> bool:
    if request.url_rule is None or status in _STORE_DOWN:
        return False
    return status in _DENIED or status >= 500 or (status in _ROLLED_BACK and request.method not in SAFE)


def _write(site: Site, actor: Actor, status: int) -> None:
    parts = {name: str(part)[:LONGEST_PART] for name, part in (request.view_args or {}).items()}
    rule = request.url_rule.rule if request.url_rule else ""
    method = request.method
    about = next((part for part in parts.values() if _ID.fullmatch(part)), rule)
    try:
        site.store.write(
            lambda connection: write_entry(
                connection,
                actor,
                "access.failed" if status >= 500 else "access.refused",
                about,
                now=site.clock(),
                outcome="failed" if status >= 500 else "refused",
                route=rule,
                method=method,
                status=status,
                **{f"at_{name}": part for name, part in parts.items()},
            )
        )
    except StoreError:
        # The refusal itself must reach the person also when the disk is full.
        return
