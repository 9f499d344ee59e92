"""Refuse pages' posts that another site sent with a person's cookie, before any view runs."""

from __future__ import annotations

from flask import Flask, abort, request

from .access import SAFE, current_actor, is_forged
from .site import Site


def refuse_forgery(app: Flask, site: Site) -> None:
    """Answer 403 to every unsafe request outside the API whose origin or token does not fit the session."""

    @app.before_request
    def check() -> None:
        if request.method in SAFE or request.path.startswith("/api/"):
            return
        if is_forged(current_actor(site), form=True):
            abort(403)
