"""Serve the table of routes: one door that checks caller, token and body, then the route's view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, request

from ...records.values import Rejection
from ...registry.values import Registry
from ...store import StoreError, StoreFull
from ..access import current_actor, is_forged
from ..json_body import read_body
from ..later import Later, answer_later
from ..problem import refusal_response
from ..site import Site, current_registry
from .call import Call
from .members import check_members
from .routes import API, HEALTH, ROUTES, Route
from .schemas import COMPONENTS

T = TypeVar("T")


def make_api(site: Site) -> Blueprint:
    """Return the blueprint of ``/api/v1`` and ``/healthz``."""
    api = Blueprint("api", __name__)
    for route in ROUTES:
        _add(api, site, route, API + route.path)
    _add(api, site, HEALTH, HEALTH.path)
    return api


def _add(api: Blueprint, site: Site, route: Route, path: str) -> None:
    api.add_url_rule(
        path, f"{route.method} {path}".replace(".", "_"), _door(site, route), methods=[route.method]
    )


def _door(site: Site, route: Route) -> Callable[..., Response]:
    def serve(**path: str) -> Response:
        registry = current_registry(site)

        def settle(view: Callable[[], T]) -> T | Response:
            try:
                return view()
            except Rejection as refusal:
                return _refuse(refusal, registry, path)
            except StoreError as error:
                full = isinstance(error, StoreFull)
                code = "disk_full" if full else "store_busy"
                return refusal_response(Rejection(507 if full else 503, code))

        given = settle(lambda: route.view(_let_in(site, route, registry, path)))
        return answer_later(site.store, given, settle) if isinstance(given, Later) else given

    return serve


def _let_in(site: Site, route: Route, registry: Registry, path: dict[str, str]) -> Call:
    """Return the call, or raise the first reason against it: session, forgery, first password, body."""
    actor = current_actor(site)
    if actor is None and not route.open:
        raise Rejection(401, "not_logged_in")
    if is_forged(None if route.open else actor):
        raise Rejection(403, "csrf")
    if actor is not None and actor.must_change and not route.first:
        raise Rejection(403, "password_must_change")
    return Call(site, actor, registry, site.clock(), path, _read(route))


def _read(route: Route) -> Any:
    if not route.body:
        return None
    body = read_body(request)
    check_members(COMPONENTS[route.body], body)
    return body


def _refuse(refusal: Rejection, registry: Registry, path: dict[str, str]) -> Response:
    asked = str(refusal.facts.get("form") or path.get("form", ""))
    published = registry.find_form(asked, refusal.facts.get("version"))
    return refusal_response(refusal, form=published.definition if published else None)
