"""One call of the API: who calls, what was sent, and what every view works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, request

from ....forms.canonical import write_json
from ...organisation.values import Actor
from ...records.values import Rejection
from ...registry.values import PublishedForm, Registry
from ..guard import concerns
from ..site import Site


@dataclass(frozen=True)
class Call:
    """A request that passed the door.

    path  the named parts of the address
    body  the JSON value, judged by the route's schema; ``None`` where a route takes none
    """

    site: Site
    actor: Actor | None
    registry: Registry
    now: datetime
    path: Mapping[str, str]
    body: Any = None

    @property
    def who(self) -> Actor:
        """Who calls; on open routes there may be nobody: 401."""
        if self.actor is None:
            raise Rejection(401, "not_logged_in")
        return self.actor

    def published(self, version: int | None = None) -> PublishedForm:
        """Return the form of the address: that version, else the live one, else the newest; 404 if none."""
        form = self.path["form"]
        versions = self.registry.forms.get(form, ())
        found = self.registry.find_form(form, version) or (
            versions[-1] if versions and version is None else None
        )
        if not versions or not concerns(versions[-1], self.who):
            raise Rejection(404, "form_unknown")
        if found is None:
            raise Rejection(404, "version_unknown", facts={"allowed": [one.version for one in versions]})
        return found

    def number(self, name: str, default: int, most: int) -> int:
        """Return a whole number of the query within 1 and ``most``; 400 for anything else."""
        text = request.args.get(name, "")
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= most):
            raise Rejection(400, "query_invalid", pointer=name, facts={"limit": most})
        return int(text)

    def text(self, name: str, longest: int = 500) -> str:
        """Return a text of the query; 400 when it is too long or holds what cannot be kept."""
        return check_text(name, request.args.get(name, ""), longest)


def check_text(name: str, text: str, longest: int) -> str:
    """Return the text, or refuse it with 400 as part ``name`` of the query."""
    if len(text) > longest or "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Rejection(400, "query_invalid", pointer=name, facts={"limit": longest})
    return text


def answer(value: Any, status: int = 200, *, etag: str = "") -> Response:
    """Return the value as JSON, with an ETag (of its content unless given) on what may be asked again."""
    return answer_text(write_json(value), status, etag=etag)


def answer_text(content: str, status: int = 200, *, etag: str = "") -> Response:
    """Return what is JSON already, as ``answer`` does."""
    response = Response(content, status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-cache" if request.method == "GET" else "no-store"
    if etag:
        response.set_etag(etag)
    if request.method != "GET" or status != 200:
        return response
    response.add_etag()
    if request.headers.get("If-None-Match") is not None:
        response.make_conditional(request)
    return response
