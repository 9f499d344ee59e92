"""Fill a form: a blank page, its draft, its errors. Every post saves the draft first and then redirects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request
from markupsafe import Markup
from sqlalchemy import Connection
from uuid6 import uuid7

from ....forms.answers import Posted
from ....forms.messages import say
from ....forms.page import build_page, render_fields
from ....forms.problems import Problem
from ....forms.state_answers import read_state
from ....forms.text import Language, read_label
from ....forms.widgets.slots import UNIT_LISTS, unit_list
from ...organisation.values import Actor, Unit
from ...records.drafts import discard_draft
from ...records.judging import Judgement
from ...records.lists import find_reason, find_record
from ...records.values import Rejection
from ...registry.values import PublishedForm
from ...store.times import write_time
from ..asked import fill_computed, mark_fields
from ..drawn import DrawnPages
from ..frame import go_to, page_language, show_page
from ..guard import guard
from ..live import make_parts, sum_up, write_live
from ..reasons import tell_judgement
from ..shown import field_title, show_moment
from ..site import Site, current_registry
from ..words import say_word
from .filling import (
    Filling,
    check_filling,
    find_filling,
    find_open,
    judge_filling,
    save_filling,
)
from .places import capture_units, forms_to_fill, offered_units


def make_fill_pages(site: Site) -> Blueprint:
    """Return the pages from a blank form to a draft without errors."""
    pages = Blueprint("fill", __name__)
    drawn = DrawnPages("csrf", "name", "id")

    @pages.get("/fill/<form>")
    @guard(site, "record.capture")
    def begin(form: str, actor: Actor) -> Response:
        published = _find_blank(site, form, actor)
        blank = Posted(state=None, answers={}, problems=())
        filling = Filling(published, str(uuid7()), blank, actor.unit)
        return _show_fill(site, actor, filling) if request.args else _show_blank(site, actor, filling, drawn)

    @pages.get("/fill/<form>/<id>")
    @guard(site, "record.capture")
    def resume(form: str, id: str, actor: Actor) -> Response:
        filling = find_filling(site, form, id, actor)
        if filling is None:
            return go_to(f"/fill/{form}")
        asked = request.args.get("check") and filling.posted.answers is not None
        return _show_fill(site, actor, filling, check_filling(site, actor, filling) if asked else ())

    @pages.post("/fill/<form>/<id>")
    @guard(site, "record.capture")
    def save(form: str, id: str, actor: Actor) -> Response:
        filling = save_filling(site, form, id, actor)
        do = request.form.get("do", "save")
        if do == "keep":
            # The page saves itself: only this answer says it is kept, a redirect may lead to the log-in.
            return Response(status=204)
        if filling.upload_refused:
            return go_to(filling.path, "upload_refused")
        if do == "review":
            return go_to(filling.path + ("?check=1" if check_filling(site, actor, filling) else "/review"))
        if ":" in do:
            return go_to(f"{filling.path}#f{quote(do.partition(':')[2], safe='/~')}")
        return go_to(filling.path, "saved")

    @pages.post("/fill/<form>/<id>/discard")
    @guard(site, "record.capture")
    def discard(form: str, id: str, actor: Actor) -> Response:
        discard_draft(site.store, id, actor=actor)
        return go_to("/mine", "discarded")

    return pages


def _find_blank(site: Site, form: str, actor: Actor) -> PublishedForm:
    """Return the form to begin; that its module is off is said before anything is typed, not at the end."""
    published = find_open(site, form, actor)
    if all(published.form != offered.form for offered in forms_to_fill(site, actor)):
        raise Rejection(403, "plugin_off", facts={"plugin": published.plugin})
    return published


def _show_blank(site: Site, actor: Actor, filling: Filling, drawn: DrawnPages) -> Response:
    """Show the blank page as it was drawn for whoever sees the same form, units and frame."""
    form, serial = filling.published, current_registry(site).serial
    kinds = _kinds_offered(_draw_fields(filling, actor, None))
    places = site.store.recall(
        ("places", serial, form.form, kinds, actor.unit, actor.grants),
        lambda connection: _read_places(site, connection, actor, filling, kinds),
    )
    line = (request.is_secure, request.host, request.headers.get("X-Forwarded-For") is None)
    look = (actor.language, actor.large_type, actor.unit, actor.grants, line)
    # Rules may read the clock, and say when they were asked: to the minute.
    minute = write_time(site.clock())[:16] if _has_rules(site, filling) else ""
    seen = (serial, form.form, form.definition.hash, places, look, minute)
    return drawn.show(
        seen,
        {"csrf": actor.csrf, "name": actor.name, "id": filling.id},
        lambda marks: _show_fill(
            site, replace(actor, csrf=marks["csrf"], name=marks["name"]), replace(filling, id=marks["id"])
        ),
    )


def _show_fill(site: Site, actor: Actor, filling: Filling, problems: tuple[Problem, ...] = ()) -> Response:
    language, form = page_language(actor), filling.published.definition
    judgement = _judge_page(site, filling)
    fields = _draw_fields(filling, actor, judgement, problems)
    with site.store.read() as connection:
        places = _read_places(site, connection, actor, filling, _kinds_offered(fields))
        record = (
            find_record(connection, filling.id, actor=actor)
            if filling.draft and filling.draft.record_revision
            else None
        )
        returned = find_reason(connection, record) if record else None
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
        units=places.units,
        unit=filling.unit,
        offered=dict(places.offered),
        summary=[_summary_line(filling, problem, language) for problem in problems],
        saved_at=show_moment(saved, language, now=site.clock()) if saved else "",
        form_id=form.form,
        **_tell_rules(site, filling, places, judgement, language),
        reason=returned.reason if returned else "",
        refuse=f"/refuse/{form.form}",
        foot_note=say_word("本表同时记录填报人、时间、单位。", language),
        scripts=True,
    )


@dataclass(frozen=True)
class _Places:
    """Where the page may be filled for, and the units its fields offer, by kind."""

    units: tuple[Unit, ...]
    offered: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def _read_places(
    site: Site, connection: Connection, actor: Actor, filling: Filling, kinds: tuple[str, ...]
) -> _Places:
    registry = current_registry(site)
    units = capture_units(connection, actor, filling.published.form)
    open_units = tuple(unit for unit in units if registry.is_open(filling.published, unit.code))
    offered = offered_units(connection, actor, kinds)
    return _Places(open_units or units[:1], tuple(offered.items()))


def _has_rules(site: Site, filling: Filling) -> bool:
    return bool(current_registry(site).rules_of(filling.published, filling.unit[:9]))


def _judge_page(site: Site, filling: Filling) -> Judgement | None:
    """Return what the rules say of the page as it is shown, defaults and new rows included."""
    form, state = filling.published.definition, filling.posted.state
    if not _has_rules(site, filling):
        return None
    return judge_filling(site, replace(filling, posted=Posted(state, read_state(form, state), ())))


def _draw_fields(
    filling: Filling, actor: Actor, judgement: Judgement | None, problems: tuple[Problem, ...] = ()
) -> str:
    form, language = filling.published.definition, page_language(actor)
    skeleton = build_page(form, language)
    if judgement is None:
        return render_fields(skeleton, filling.posted.state, problems)
    state = fill_computed(filling.posted.state, judgement, form)
    return render_fields(skeleton, state, problems, mark_fields(judgement, form, language))


def _tell_rules(
    site: Site, filling: Filling, places: _Places, judgement: Judgement | None, language: Language
) -> dict[str, Any]:
    """Return what the page says of the rules, and what it needs to say it again by itself."""
    if judgement is None:
        return {}
    told = tell_judgement(judgement, filling.published.definition, language)
    live = Markup(_write_live(site, filling, places, language))
    return {"told": told, "sums": sum_up(told, language), "live": live, "parts": make_parts(language)}


def _write_live(site: Site, filling: Filling, places: _Places, language: Language) -> str:
    townships = dict.fromkeys(code[:9] for code in (filling.unit, *(unit.code for unit in places.units)))
    return write_live(filling.published, current_registry(site), tuple(townships), language)


@lru_cache(maxsize=16)
def _kinds_offered(fields: str) -> tuple[str, ...]:
    return tuple(kind for kind in UNIT_LISTS if unit_list(kind) in fields)


def _summary_line(filling: Filling, problem: Problem, language: Language) -> dict[str, str]:
    title = field_title(filling.published.definition, problem.pointer, language)
    return {"anchor": "f" + problem.pointer, "text": say(problem, language, title=title)}


def _module(site: Site, filling: Filling, language: Language) -> str:
    plugin = current_registry(site).plugins.get(filling.published.plugin or "")
    return read_label(plugin.title, language) if plugin else ""
