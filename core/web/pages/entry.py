"""Log in, log out, and how the pages look."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from ...organisation import sessions
from ...organisation.preferences import set_preferences
from ...organisation.sessions import LoginRefused
from ...organisation.units import find_unit, list_units
from ...organisation.values import Actor, Scope
from ..access import current_actor, drop_session, set_session
from ..frame import go_to, local_path, page_language, remember_look, show_page
from ..guard import find_typed
from ..site import Site, current_registry
from ..words import say_word


def make_entry_pages(site: Site) -> Blueprint:
    """Return ``/login``, ``/logout`` and ``/look``."""
    pages = Blueprint("entry", __name__)

    @pages.get("/login")
    def login() -> Response:
        return _show_login(site, request.args.get("next", "/"))

    @pages.post("/login")
    def log_in() -> Response:
        if "account" not in request.form and find_typed():
            return _show_login(site, request.args.get("next", "/"))
        account, target = request.form.get("account", "").strip(), request.form.get("next", "/")
        try:
            session = sessions.log_in(
                site.store,
                account,
                request.form.get("password", ""),
                address=request.remote_addr or "",
                now=site.clock(),
                policy=site.policy,
                roles=current_registry(site).roles,
            )
        except LoginRefused as refusal:
            status = 429 if refusal.code in {"locked", "throttled"} else 401
            return _show_login(site, target, account=account, refusal=refusal, status=status)
        response = _go_on(site, session.actor, local_path(target))
        set_session(response, session)
        return response

    @pages.post("/logout")
    def log_out() -> Response:
        actor = current_actor(site)
        if actor:
            sessions.log_out(site.store, actor, now=site.clock())
        response = go_to("/login")
        drop_session(response)
        return response

    @pages.post("/look")
    def look() -> Response:
        actor = current_actor(site)
        large, language = _choice("large", "0", "1"), _choice("language", "zh-CN", "en")
        if actor:
            set_preferences(
                site.store, actor, large_type=None if large is None else large == "1", language=language
            )
        response = go_to(local_path(request.form.get("back", "/")))
        remember_look(response, large=large, language=language)
        return response

    return pages


def _go_on(site: Site, actor: Actor, target: str) -> Response:
    """Lead to the page wanted; what was typed before the session ended goes along at one press."""
    typed = find_typed()
    if actor.must_change or not typed or not target.startswith("/fill/"):
        return go_to("/password" if actor.must_change else target)
    heading = say_word("接着填", page_language(actor))
    return show_page(site, "typed.html", actor=actor, heading=heading, back="/", action=target, typed=typed)


def _choice(name: str, *allowed: str) -> str | None:
    """Return what was chosen, ``None`` for anything that is no choice: it is kept in a cookie."""
    wanted = request.form.get(name)
    return wanted if wanted in allowed else None


def _show_login(
    site: Site, target: str, *, account: str = "", refusal: LoginRefused | None = None, status: int = 200
) -> Response:
    language = page_language(None)
    return show_page(
        site,
        "login.html",
        status=status,
        next=local_path(target),
        typed=find_typed(),
        account=account,
        problem=refusal.say(language) if refusal else "",
        county_line=_county_line(site, language),
    )


def _county_line(site: Site, language: str) -> str:
    county = site.settings.county
    with site.store.read() as connection:
        found: Any = find_unit(connection, county) if county else None
        towns = (
            [unit for unit in list_units(connection, Scope((county,))) if unit.level == "township"]
            if found
            else []
        )
    if not found:
        return say_word("县乡基层填表与办理平台", language)
    return f"{found.name}{say_word('基层填表与办理', language)}·{len(towns)} {say_word('个镇街', language)}"
