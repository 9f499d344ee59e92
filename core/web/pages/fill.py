"""Fill a form: blank page, draft, check, review, submit. Every POST saves the draft first and then redirects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, abort, request
from markupsafe import Markup
from uuid6 import uuid7

from ....forms.answers import Posted, read_posted
from ....forms.canonical import content_hash, write_json
from ....forms.check import check_answers, warn_answers
from ....forms.messages import say
from ....forms.page import build_page, render_fields
from ....forms.problems import Problem
from ....forms.rows import apply_row_button
from ....forms.summary import column_title, describe_answers
from ....forms.text import read_label
from ...organisation.values import Actor
from ...records.attachments import store_attachment
from ...records.drafts import Draft, discard_draft, find_draft, save_draft
from ...records.lists import find_reason, find_record
from ...records.revise import revise
from ...records.submit import submit
from ...records.values import Rejection, Submission
from ...registry.values import PublishedForm
from ..frame import go_to, page_language, show_page
from ..guard import guard
from ..shown import show_moment
from ..site import Site
from ..words import say_word
from .places import capture_units


@dataclass(frozen=True)
class Filling:
    """One page being filled: the form as begun on, the draft's id, and what stands in the controls."""

    published: PublishedForm
    id: str
    posted: Posted
    unit: str
    draft: Draft | None = None

    @property
    def path(self) -> str:
        """The address of the page."""
        return f"/fill/{self.published.form}/{self.id}"


def make_fill_pages(site: Site) -> Blueprint:
    """Return the pages from a blank form to its submission."""
    pages = Blueprint("fill", __name__)

    @pages.get("/fill/<form>")
    @guard(site, "record.capture")
    def begin(form: str, actor: Actor) -> Response:
        published = _find_open(site, form)
        blank = Posted(state=None, answers={}, problems=())
        return _show_fill(site, actor, Filling(published, str(uuid7()), blank, actor.unit))

    @pages.get("/fill/<form>/<id>")
    @guard(site, "record.capture")
    def resume(form: str, id: str, actor: Actor) -> Response:
        filling = _find_filling(site, form, id, actor)
        if filling is None:
            return go_to(f"/fill/{form}")
        problems = _check(filling) if request.args.get("check") and filling.posted.answers is not None else ()
        return _show_fill(site, actor, filling, problems)

    @pages.post("/fill/<form>/<id>")
    @guard(site, "record.capture")
    def save(form: str, id: str, actor: Actor) -> Response:
        filling = _save(site, form, id, actor)
        do = request.form.get("do", "save")
        if do == "review":
            return go_to(filling.path + ("?check=1" if _check(filling) else "/review"))
        if ":" in do:
            return go_to(f"{filling.path}#f{do.partition(':')[2]}")
        return go_to(filling.path, "saved")

    @pages.get("/fill/<form>/<id>/review")
    @guard(site, "record.capture")
    def review(form: str, id: str, actor: Actor) -> Response:
        filling = _find_filling(site, form, id, actor)
        if filling is None or filling.posted.answers is None or _check(filling):
            return go_to(f"/fill/{form}/{id}?check=1" if filling else "/mine")
        return _show_review(site, actor, filling)

    @pages.post("/fill/<form>/<id>/submit")
    @guard(site, "record.capture")
    def send(form: str, id: str, actor: Actor) -> Response:
        filling = _find_filling(site, form, id, actor)
        if filling is None or filling.posted.answers is None:
            # The same press arriving twice: the record is there already.
            return go_to(f"/record/{id}/receipt")
        try:
            _send(site, actor, filling)
        except Rejection as refusal:
            return _show_review(site, actor, filling, refusal)
        return go_to(f"/record/{id}/receipt")

    @pages.post("/fill/<form>/<id>/discard")
    @guard(site, "record.capture")
    def discard(form: str, id: str, actor: Actor) -> Response:
        discard_draft(site.store, id, actor=actor)
        return go_to("/mine", "discarded")

    @pages.get("/record/<id>/edit")
    @guard(site, "record.capture")
    def edit(id: str, actor: Actor) -> Response:
        with site.store.read() as connection:
            record = find_record(connection, id, actor=actor)
            kept = find_draft(connection, id, actor=actor)
        if record is None:
            abort(404)
        if kept is None:
            draft = Draft(
                id,
                record.form,
                record.version,
                record.unit,
                _pack(Posted(record.answers, record.answers, ())),
                record.revision,
            )
            save_draft(site.store, draft, actor=actor, now=site.clock())
        return go_to(f"/fill/{record.form}/{id}")

    return pages


def _find_open(site: Site, form: str) -> PublishedForm:
    published = site.live.current().find_form(form)
    if published is None:
        abort(404)
    return published


def _find_filling(site: Site, form: str, id: str, actor: Actor) -> Filling | None:
    with site.store.read() as connection:
        draft = find_draft(connection, id, actor=actor)
    published = site.live.current().find_form(form, draft.version) if draft else None
    if draft is None or published is None or draft.form != form:
        return None
    return Filling(published, id, _unpack(draft.state), draft.unit, draft)


def _save(site: Site, form: str, id: str, actor: Actor) -> Filling:
    """Keep what was posted, uploads included, after the row button (if any) did its work."""
    earlier = _find_filling(site, form, id, actor)
    published = earlier.published if earlier else _find_open(site, form)
    posted = read_posted(
        published.definition, [*request.form.items(multi=True), *_store_uploads(site, actor)]
    )
    state, do = posted.state, request.form.get("do", "save")
    if ":" in do:
        state = apply_row_button(published.definition, state, do)
    unit = request.form.get("@unit") or actor.unit
    base = earlier.draft.record_revision if earlier and earlier.draft else None
    # After a row button the answers are read anew from the page it shows, never from what stood there before.
    pressed = state is not posted.state
    draft = Draft(
        id, form, published.version, unit, _pack(replace(posted, state=state), complete=not pressed), base
    )
    kept = save_draft(site.store, draft, actor=actor, now=site.clock())
    return Filling(published, id, posted, unit, kept)


def _pack(posted: Posted, *, complete: bool = True) -> Mapping[str, Any]:
    """Return a draft's state: what stands in the controls, the answers read from it, and what was unreadable."""
    unread = [{"code": one.code, "pointer": one.pointer, "facts": dict(one.facts)} for one in posted.problems]
    return {"shown": posted.state, "answers": posted.answers if complete else None, "unread": unread}


def _unpack(state: Mapping[str, Any]) -> Posted:
    return Posted(state["shown"], state["answers"], tuple(Problem(**one) for one in state["unread"]))


def _store_uploads(site: Site, actor: Actor) -> list[tuple[str, str]]:
    """Return ``(control name, value as JSON)`` for every file sent along."""
    stored: list[tuple[str, str]] = []
    for name, upload in request.files.items(multi=True):
        if upload.filename:
            value = store_attachment(
                site.store,
                site.settings.attachments,
                upload.stream,
                declared_name=upload.filename,
                actor=actor,
                township=actor.unit[:9],
                now=site.clock(),
            )
            stored.append((name, write_json(value)))
    return stored


def _check(filling: Filling) -> tuple[Problem, ...]:
    unread = {problem.pointer for problem in filling.posted.problems}
    found = check_answers(filling.published.definition, filling.posted.answers)
    return (*filling.posted.problems, *(problem for problem in found if problem.pointer not in unread))


def _send(site: Site, actor: Actor, filling: Filling) -> None:
    draft = filling.draft
    if draft is None:
        raise Rejection(409, "conflict")
    body = {
        "version": draft.version,
        "unit": filling.unit,
        "captured_at": draft.saved_at,
        "answers": filling.posted.answers,
    }
    submission = Submission(
        id=filling.id, form=draft.form, request_hash=content_hash({"form": draft.form, **body}), **body
    )
    common: Mapping[str, Any] = {"actor": actor, "registry": site.live.current(), "now": site.clock()}
    if draft.record_revision is None:
        submit(site.store, filling.published, submission, **common)
    else:
        revise(site.store, filling.published, submission, draft.record_revision, **common)
        discard_draft(site.store, filling.id, actor=actor)


def _show_fill(site: Site, actor: Actor, filling: Filling, problems: tuple[Problem, ...] = ()) -> Response:
    language, form = page_language(actor), filling.published.definition
    with site.store.read() as connection:
        units = capture_units(connection, actor, filling.published.form)
        record = (
            find_record(connection, filling.id, actor=actor)
            if filling.draft and filling.draft.record_revision
            else None
        )
        returned = find_reason(connection, record) if record else None
    registry = site.live.current()
    open_units = [unit for unit in units if registry.is_open(filling.published, unit.code)]
    skeleton = build_page(form, language)
    saved = filling.draft.saved_at if filling.draft else ""
    return show_page(
        site,
        "fill.html",
        actor=actor,
        heading=read_label(form.title, language),
        under=_module(site, filling, language),
        back="/mine" if saved else "/fill",
        action=filling.path,
        fields=Markup(render_fields(skeleton, filling.posted.state, problems)),
        units=open_units or units[:1],
        unit=filling.unit,
        summary=[_summary_line(filling, problem, language) for problem in problems],
        saved_at=show_moment(saved, language, now=site.clock()) if saved else "",
        form_id=form.form,
        reason=returned.reason if returned else "",
        refuse=f"/refuse/{form.form}",
        foot_note=say_word("本表同时记录填报人、时间、单位。", language),
        scripts=True,
    )


def _summary_line(filling: Filling, problem: Problem, language: Any) -> dict[str, str]:
    title = column_title(filling.published.definition, problem.pointer, language)
    return {"anchor": "f" + problem.pointer, "text": say(problem, language, title=title)}


def _show_review(site: Site, actor: Actor, filling: Filling, refusal: Rejection | None = None) -> Response:
    language, form = page_language(actor), filling.published.definition
    warnings = [
        say(problem, language, title=column_title(form, problem.pointer, language))
        for problem in warn_answers(form, filling.posted.answers)
    ]
    said = [] if refusal is None else [_say_refusal(refusal, language)]
    saved = filling.draft.saved_at if filling.draft else ""
    return show_page(
        site,
        "review.html",
        actor=actor,
        status=refusal.status if refusal else 200,
        messages=said,
        heading=say_word("核对", language),
        under=read_label(form.title, language),
        back=filling.path,
        sections=describe_answers(form, filling.posted.answers, language),
        warnings=warnings,
        edit=filling.path,
        action=f"{filling.path}/submit",
        saved_at=show_moment(saved, language, now=site.clock()) if saved else "",
        submit_words=say_word(
            "提交修改" if filling.draft and filling.draft.record_revision else "提交", language
        ),
        form_id=form.form,
    )


def _say_refusal(refusal: Rejection, language: str) -> dict[str, str]:
    from ..problem import describe_code

    return {
        "kind": "mend",
        "title": say_word("没能提交，填的都还在", language),
        "text": describe_code(refusal.code, language),
    }


def _module(site: Site, filling: Filling, language: Any) -> str:
    plugin = site.live.current().plugins.get(filling.published.plugin or "")
    return read_label(plugin.title, language) if plugin else ""
