"""Who sends this request: a session's cookie or a bearer token, and whether a browser was tricked into it."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from flask import Request, Response, g, request

from ..organisation.sessions import Session, find_session
from ..organisation.values import Actor
from .site import Site, current_registry

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def current_actor(site: Site) -> Actor | None:
    """Return who acts in the present request, ``None`` without a living session. Asked once a request."""
    if "actor" not in g:
        token = read_bearer(request) or request.cookies.get(cookie_name(request), "")
        roles = current_registry(site).roles if token else {}
        found = find_session(site.store, token, now=site.clock(), policy=site.policy, roles=roles)
        g.actor = found
    return g.actor


def read_bearer(asked: Request) -> str:
    """Return the token of ``Authorization: Bearer``, empty when there is none."""
    scheme, _, token = asked.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def cookie_name(asked: Request) -> str:
    """Return the session cookie's name: ``__Host-lizheng`` on https, where a browser then binds it."""
    return "__Host-lizheng" if asked.is_secure else "lizheng"


def set_session(response: Response, session: Session) -> None:
    """Give the browser its session, out of reach of scripts and other sites; on https never sent without."""
    response.set_cookie(
        cookie_name(request),
        session.token,
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def drop_session(response: Response) -> None:
    """Take the session's cookie away."""
    response.delete_cookie(
        cookie_name(request), secure=request.is_secure, httponly=True, samesite="Strict", path="/"
    )


def is_forged(actor: Actor | None, *, form: bool = False) -> bool:
    """Tell whether another site may have sent this request with the actor's cookie.

    Safe methods and bearer requests never are. Else the browser's own words (``Sec-Fetch-Site``, ``Origin``)
    must not contradict, and the session's token must come along as ``X-CSRF-Token`` or, with ``form``, as the
    form field ``csrf``. Without an actor (log-in) the browser's words decide alone.
    """
    if request.method in SAFE or read_bearer(request):
        return False
    if _comes_from_elsewhere():
        return True
    if actor is None:
        return False
    sent = request.headers.get("X-CSRF-Token") or (request.form.get("csrf", "") if form else "")
    return not hmac.compare_digest(sent.encode("utf-8", "replace"), actor.csrf.encode())


def _comes_from_elsewhere() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
