"""Fill a form: a blank page, its draft, its errors. Every post saves the draft first and then redirects."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, request
from markupsafe import Markup
from uuid6 import uuid7

from ....forms.answers import Posted
from ....forms.messages import say
from ....forms.page import build_page, render_fields
from ....forms.problems import Problem
from ....forms.text import Language, read_label
from ....forms.widgets.slots import UNIT_LISTS, unit_list
from ...organisation.values import Actor
from ...records.drafts import discard_draft
from ...records.lists import find_reason, find_record
from ..frame import go_to, page_language, show_page
from ..guard import guard
from ..shown import field_title, show_moment
from ..site import Site
from ..words import say_word
from .filling import (
    Filling,
    check_filling,
    find_filling,
    find_open,
    save_filling,
)
from .places import capture_units, offered_units


def make_fill_pages(site: Site) -> Blueprint:
    """Return the pages from a blank form to a draft without errors."""
    pages = Blueprint("fill", __name__)

    @pages.get("/fill/<form>")
    @guard(site, "record.capture")
    def begin(form: str, actor: Actor) -> Response:
        published = find_open(site, form, actor)
        blank = Posted(state=None, answers={}, problems=())
        return _show_fill(site, actor, Filling(published, str(uuid7()), blank, actor.unit))

    @pages.get("/fill/<form>/<id>")
    @guard(site, "record.capture")
    def resume(form: str, id: str, actor: Actor) -> Response:
        filling = find_filling(site, form, id, actor)
        if filling is None:
            return go_to(f"/fill/{form}")
        asked = request.args.get("check") and filling.posted.answers is not None
        return _show_fill(site, actor, filling, check_filling(filling, site.clock()) if asked else ())

    @pages.post("/fill/<form>/<id>")
    @guard(site, "record.capture")
    def save(form: str, id: str, actor: Actor) -> Response:
        filling = save_filling(site, form, id, actor)
        do = request.form.get("do", "save")
        if filling.upload_refused:
            return go_to(filling.path, "upload_refused")
        if do == "review":
            return go_to(filling.path + ("?check=1" if check_filling(filling, site.clock()) else "/review"))
        if ":" in do:
            return go_to(f"{filling.path}#f{quote(do.partition(':')[2], safe='/~')}")
        return go_to(filling.path, "saved")

    @pages.post("/fill/<form>/<id>/discard")
    @guard(site, "record.capture")
    def discard(form: str, id: str, actor: Actor) -> Response:
        discard_draft(site.store, id, actor=actor)
        return go_to("/mine", "discarded")

    return pages


def _show_fill(site: Site, actor: Actor, filling: Filling, problems: tuple[Problem, ...] = ()) -> Response:
    language, form = page_language(actor), filling.published.definition
    fields = render_fields(build_page(form, language), filling.posted.state, problems)
    with site.store.read() as connection:
        units = capture_units(connection, actor, filling.published.form)
        record = (
            find_record(connection, filling.id, actor=actor)
            if filling.draft and filling.draft.record_revision
            else None
        )
        returned = find_reason(connection, record) if record else None
        offered = offered_units(connection, actor, _kinds_offered(fields))
    registry = site.live.current()
    open_units = [unit for unit in units if registry.is_open(filling.published, unit.code)]
    saved = filling.draft.saved_at if filling.draft else ""
    return show_page(
        site,
        "fill.html",
        actor=actor,
        heading=read_label(form.title, language),
        under=_module(site, filling, language),
        back="/mine" if saved else "/fill",
        action=filling.path,
        fields=Markup(fields),
        units=open_units or units[:1],
        unit=filling.unit,
        offered=offered,
        summary=[_summary_line(filling, problem, language) for problem in problems],
        saved_at=show_moment(saved, language, now=site.clock()) if saved else "",
        form_id=form.form,
        reason=returned.reason if returned else "",
        refuse=f"/refuse/{form.form}",
        foot_note=say_word("本表同时记录填报人、时间、单位。", language),
        scripts=True,
    )


def _kinds_offered(fields: str) -> tuple[str, ...]:
    return tuple(kind for kind in UNIT_LISTS if unit_list(kind) in fields)


def _summary_line(filling: Filling, problem: Problem, language: Language) -> dict[str, str]:
    title = field_title(filling.published.definition, problem.pointer, language)
    return {"anchor": "f" + problem.pointer, "text": say(problem, language, title=title)}


def _module(site: Site, filling: Filling, language: Language) -> str:
    plugin = site.live.current().plugins.get(filling.published.plugin or "")
    return read_label(plugin.title, language) if plugin else ""
