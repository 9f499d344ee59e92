"""Who may open a page: logged in, password their own, permission held; anybody else is led elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from flask import Response, redirect, request

from ..organisation.permissions import holds
from ..organisation.values import Actor
from ..registry.values import PublishedForm
from .access import current_actor
from .frame import page_language, show_page
from .site import Site
from .words import say_word

View = Callable[..., Any]

# What the worker's frame offers; whoever may do more gets the desk with its menu.
_WORKER = frozenset({"record.capture", "record.view", "record.search"})


def guard(site: Site, *permissions: str, first_password: bool = False) -> Callable[[View], View]:
    """Return a decorator that hands the view its ``actor``, or answers in the view's place.

    Not logged in: redirect to ``/login``, with ``next`` for a GET. Password not yet the person's own:
    redirect to ``/password``, unless ``first_password`` lets the page through. None of the permissions held
    anywhere: 403 in the frame. How far a permission reaches is the view's to check (``scope_of``, ``may``);
    forged requests are refused for the whole application before any view is called. A page being filled is
    sent on to the log-in page with all that was typed, and from there back.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> Any:
            actor = current_actor(site)
            if actor is None:
                return _to_login()
            if actor.must_change and not first_password:
                return redirect("/password", 303)
            if permissions and not any(holds(actor, permission) for permission in permissions):
                return deny(site, actor)
            return view(*args, actor=actor, **values)

        return guarded

    return decorate


def concerns(published: PublishedForm, actor: Actor) -> bool:
    """Tell whether the actor may know of the form: a township's own form stays within that township."""
    township = published.township
    return township is None or any(
        grant.unit.startswith(township) or township.startswith(grant.unit) for grant in actor.grants
    )


def choose_frame(actor: Actor | None) -> str:
    """Return the template round a page both workers and administrators see."""
    keys = {key.split(":")[-1] for key, scope in actor.permissions.items() if scope.roots} if actor else set()
    return "desk.html" if keys - _WORKER else "worker.html"


def deny(site: Site, actor: Actor) -> Response:
    """Return the 403 page: what is missing and whom to ask."""
    return show_page(
        site,
        "denied.html",
        actor=actor,
        status=403,
        heading=say_word("没有权限", page_language(actor)),
        around=choose_frame(actor),
        back="/",
    )


def find_typed() -> list[tuple[str, str]]:
    """Return what was posted of a page being filled: its controls are named by JSON pointers."""
    return [(name, text) for name, text in request.form.items(multi=True) if name.startswith(("/", "@unit"))]


def _to_login() -> Any:
    if request.method == "POST" and request.path.startswith("/fill/") and find_typed():
        return redirect(f"/login?next={quote(request.path)}", 307)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(f"/login?next={quote(wanted)}" if wanted else "/login", 303)
