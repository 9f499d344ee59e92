"""Check answers, hand in, and open a record for correction."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from ....forms.check import warn_answers
from ....forms.messages import say
from ....forms.summary import describe_answers, differences
from ....forms.text import Language, read_label
from ...organisation.values import Actor
from ...records.lists import find_record
from ...records.revise import why_not
from ...records.values import Record, Rejection
from ..frame import go_to, page_language, show_page
from ..guard import guard
from ..noting import remember
from ..problem import describe_code
from ..reasons import tell_judgement
from ..shown import field_title, show_moment
from ..site import Site
from ..words import say_word
from .filling import (
    Filling,
    begin_correction,
    check_filling,
    find_filling,
    judge_filling,
    send_filling,
)


def make_review_pages(site: Site) -> Blueprint:
    """Return the pages from a draft to its receipt, and back from a record to a draft."""
    pages = Blueprint("review", __name__)

    @pages.get("/fill/<form>/<id>/review")
    @guard(site, "record.capture")
    def review(form: str, id: str, actor: Actor) -> Response:
        filling = find_filling(site, form, id, actor)
        if filling is None or filling.posted.answers is None or check_filling(site, actor, filling):
            return go_to(f"/fill/{form}/{id}?check=1" if filling else "/mine")
        return _show_review(site, actor, filling)

    @pages.post("/fill/<form>/<id>/submit")
    @guard(site, "record.capture")
    def send(form: str, id: str, actor: Actor) -> Response:
        filling = find_filling(site, form, id, actor)
        if filling is None or filling.posted.answers is None:
            # The same press arriving twice: the record is there already.
            return go_to(f"/record/{id}/receipt")
        try:
            send_filling(site, actor, filling, request.form.get("base", type=int))
        except Rejection as refusal:
            remember(refusal)
            return _show_review(site, actor, filling, refusal)
        return go_to(f"/record/{id}/receipt")

    @pages.get("/record/<id>/edit")
    @guard(site, "record.capture")
    def edit(id: str, actor: Actor) -> Response:
        with site.store.read() as connection:
            record = find_record(connection, id, actor=actor)
        if record is None:
            abort(404)
        refusal = why_not(actor, record)
        if refusal:
            raise refusal
        begin_correction(site, record, actor)
        return go_to(f"/fill/{record.form}/{id}")

    return pages


def _show_review(site: Site, actor: Actor, filling: Filling, refusal: Rejection | None = None) -> Response:
    language, form = page_language(actor), filling.published.definition
    warnings = [
        say(problem, language, title=field_title(form, problem.pointer, language))
        for problem in warn_answers(form, filling.posted.answers)
    ]
    theirs = _find_other(site, actor, filling, refusal)
    said = [] if refusal is None else [_say_refusal(refusal, language, sent=theirs is not None)]
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
        told=tell_judgement(judge_filling(site, filling), form, language),
        edit=filling.path,
        action=f"{filling.path}/submit",
        saved_at=show_moment(saved, language, now=site.clock()) if saved else "",
        submit_words=say_word(_submit_words(filling, theirs), language),
        form_id=form.form,
        theirs=theirs,
        changes=differences(form, theirs.answers, filling.posted.answers, language) if theirs else (),
        may_send=theirs is None or why_not(actor, theirs) is None,
    )


def _find_other(site: Site, actor: Actor, filling: Filling, refusal: Rejection | None) -> Record | None:
    """Return the record as it stands when it is why the page could not go in."""
    if refusal is None or refusal.code not in {"stale", "conflict", "not_open"}:
        return None
    with site.store.read() as connection:
        found = find_record(connection, filling.id, actor=actor)
    return found if found and found.deleted_at is None else None


def _submit_words(filling: Filling, theirs: Record | None) -> str:
    if theirs:
        return "按我填的提交"
    return "提交修改" if filling.draft and filling.draft.record_revision else "提交"


def _say_refusal(refusal: Rejection, language: Language, *, sent: bool) -> dict[str, str]:
    # A page has no numbers to choose: the same id again is a form handed in before, changed after going back.
    text = (
        say_word("这张表已经提交过。这次改的没有交上去。", language)
        if sent and refusal.code == "conflict"
        else ""
    )
    return {
        "kind": "mend",
        "title": say_word("没能提交，填的都还在", language),
        "text": text or describe_code(refusal.code, language),
    }
