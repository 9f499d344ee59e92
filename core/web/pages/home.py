"""The first page: what came back on top, drafts, and the forms to fill; for the desk, what arrived."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ....forms.text import Language
from ...organisation.names import read_names
from ...organisation.permissions import holds
from ...organisation.values import Actor
from ...records.drafts import Draft, list_drafts
from ...records.lists import list_mine, list_recent, list_returned
from ...records.values import Record
from ...registry.values import PublishedForm, Registry
from ..frame import page_language, show_page
from ..guard import choose_frame, guard
from ..shown import form_title, group_forms, show_moment, tell_record
from ..site import Site, current_registry
from ..words import say_word
from .places import capture_units, forms_to_fill


def make_home_pages(site: Site) -> Blueprint:
    """Return ``/``, ``/fill`` and ``/mine``."""
    pages = Blueprint("home", __name__)

    @pages.get("/")
    @guard(site)
    def home(actor: Actor) -> Response:
        if choose_frame(actor) == "desk.html":
            return _desk_home(site, actor)
        return _worker_home(site, actor)

    @pages.get("/fill")
    @guard(site, "record.capture")
    def fill_list(actor: Actor) -> Response:
        language, registry = page_language(actor), current_registry(site)
        q = request.args.get("q", "").strip()
        forms = [
            form
            for form in forms_to_fill(site, actor)
            if q.lower() in form_title(form.form, registry, language).lower()
        ]
        return show_page(
            site,
            "fill_list.html",
            actor=actor,
            tab="/fill",
            q=q,
            heading=say_word("填表", language),
            modules=group_forms(forms, registry, language),
        )

    @pages.get("/mine")
    @guard(site, "record.capture")
    def mine(actor: Actor) -> Response:
        language, registry = page_language(actor), current_registry(site)
        with site.store.read() as connection:
            page = list_mine(connection, actor, limit=30, cursor=request.args.get("cursor"))
            drafts = list_drafts(connection, actor=actor)
        return show_page(
            site,
            "mine.html",
            actor=actor,
            tab="/mine",
            heading=say_word("我填的", language),
            next=page.next,
            items=[_show_item(site, record, registry, language) for record in page.items],
            drafts=[_show_draft(site, draft, registry, language) for draft in drafts],
        )

    return pages


def _worker_home(site: Site, actor: Actor) -> Response:
    language, registry = page_language(actor), current_registry(site)
    with site.store.read() as connection:
        returned = list_returned(connection, actor, limit=20)
        drafts = list_drafts(connection, actor=actor)
        units = capture_units(connection, actor)
        names = read_names(connection, [item.by for item in returned])
    return show_page(
        site,
        "home.html",
        actor=actor,
        tab="/",
        heading=units[0].name if units else "",
        returned=[
            {
                "id": item.record.id,
                "form_title": form_title(item.record.form, registry, language),
                "title": tell_record(item.record, registry, language),
                "by": names[item.by],
                "at": show_moment(item.at, language, now=site.clock()),
                "reason": item.reason,
            }
            for item in returned
        ],
        drafts=[_show_draft(site, draft, registry, language) for draft in drafts],
        modules=group_forms(forms_to_fill(site, actor), registry, language),
    )


def _desk_home(site: Site, actor: Actor) -> Response:
    language, registry = page_language(actor), current_registry(site)
    recent: tuple[Record, ...] = ()
    if holds(actor, "record.view"):
        with site.store.read() as connection:
            recent = list_recent(connection, actor, limit=15)
    fillable: tuple[PublishedForm, ...] = forms_to_fill(site, actor) if holds(actor, "record.capture") else ()
    return show_page(
        site,
        "desk_home.html",
        actor=actor,
        heading=say_word("首页", language),
        items=[_show_item(site, record, registry, language) for record in recent],
        modules=group_forms(fillable, registry, language),
        sees_records=holds(actor, "record.view"),
    )


def _show_item(site: Site, record: Record, registry: Registry, language: Language) -> dict[str, str]:
    return {
        "id": record.id,
        "state": record.state,
        "number": record.number,
        "unit": record.unit,
        "form_title": form_title(record.form, registry, language),
        "title": tell_record(record, registry, language),
        "at": show_moment(record.received_at, language, now=site.clock()),
    }


def _show_draft(site: Site, draft: Draft, registry: Registry, language: Language) -> dict[str, str]:
    return {
        "path": f"/fill/{draft.form}/{draft.id}",
        "form_title": form_title(draft.form, registry, language),
        "saved_at": show_moment(draft.saved_at, language, now=site.clock()),
    }
