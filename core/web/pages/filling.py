"""A page being filled: found again, saved with its uploads, checked, and sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast

from flask import abort, request

from ....forms.answers import Posted, read_posted
from ....forms.canonical import content_hash, write_json
from ....forms.problems import Problem
from ....forms.rows import apply_row_button
from ...organisation.codes import township_of
from ...organisation.permissions import scope_of
from ...organisation.values import Actor
from ...records.admission import check_judged, check_kept
from ...records.attachments import store_attachment
from ...records.drafts import Draft, find_draft, save_draft
from ...records.facts import OtherRecords
from ...records.judging import Judgement, judge
from ...records.lists import find_record
from ...records.revise import revise
from ...records.submit import submit
from ...records.values import Record, Rejection, Submission
from ...registry.values import PublishedForm
from ..guard import concerns
from ..site import Site, current_registry


@dataclass(frozen=True)
class Filling:
    """One page being filled: the form as begun on, the draft's id, and what stands in the controls."""

    published: PublishedForm
    id: str
    posted: Posted
    unit: str
    draft: Draft | None = None
    upload_refused: bool = False

    @property
    def path(self) -> str:
        """The address of the page."""
        return f"/fill/{self.published.form}/{self.id}"


def find_open(site: Site, form: str, actor: Actor) -> PublishedForm:
    """Return the live version of a form the actor may fill somewhere.

    404 when there is none or it is another township's own; 403 when the actor may fill other forms only.
    """
    published = current_registry(site).find_form(form)
    if published is None or not concerns(published, actor):
        abort(404)
    if not scope_of(actor, "record.capture", form).roots:
        abort(403)
    return published


def find_filling(site: Site, form: str, id: str, actor: Actor) -> Filling | None:
    """Return the actor's own page as last saved, on the version it was begun with; ``None`` without one."""
    with site.store.read() as connection:
        draft = find_draft(connection, id, actor=actor)
    published = current_registry(site).find_form(form, draft.version) if draft else None
    if draft is None or published is None or draft.form != form:
        return None
    return Filling(published, id, _unpack(draft.state), draft.unit, draft)


def save_filling(site: Site, form: str, id: str, actor: Actor) -> Filling:
    """Keep what was posted, uploads included, after the row button (if any) did its work; return it."""
    earlier = find_filling(site, form, id, actor)
    published = earlier.published if earlier else find_open(site, form, actor)
    uploads, refused = _store_uploads(site, actor)
    posted = read_posted(published.definition, [*request.form.items(multi=True), *uploads])
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
    return Filling(published, id, posted, unit, kept, refused)


def _pack(posted: Posted, *, complete: bool = True) -> Mapping[str, Any]:
    """Return a draft's state: what stands in the controls, the answers read from it, what was unreadable."""
    unread = [{"code": one.code, "pointer": one.pointer, "facts": dict(one.facts)} for one in posted.problems]
    return {"shown": posted.state, "answers": posted.answers if complete else None, "unread": unread}


def _unpack(state: Mapping[str, Any]) -> Posted:
    """Return what a page kept; a program may have kept anything under the same id, which reads as blank."""
    shown, answers, unread = (state.get(name) for name in ("shown", "answers", "unread"))
    if not isinstance(shown, Mapping) or not isinstance(answers, Mapping | None):
        return Posted(None, {}, ())
    try:
        return Posted(shown, answers, tuple(Problem(**one) for one in unread or ()))
    except TypeError:
        return Posted(shown, None, ())


def _store_uploads(site: Site, actor: Actor) -> tuple[list[tuple[str, str]], bool]:
    """Return ``(control name, value as JSON)`` for every file kept, and whether one was refused."""
    sent = [(name, upload) for name, upload in request.files.items(multi=True) if upload.filename]
    stored, refused = [], False
    for name, upload in sent:
        try:
            value = store_attachment(
                site.store,
                site.settings.attachments,
                cast(BinaryIO, upload.stream),
                declared_name=upload.filename or "",
                actor=actor,
                township=township_of(actor.unit),
                now=site.clock(),
            )
            stored.append((name, write_json(value)))
        except Rejection:
            # One bad photo must not cost the person what is typed beside it.
            refused = True
    return stored, refused


def judge_filling(site: Site, filling: Filling) -> Judgement:
    """Return what the rules say of the page as it stands now."""
    return judge(
        filling.published,
        filling.posted.answers or {},
        registry=current_registry(site),
        unit=filling.unit,
        moment=site.clock(),
        others=OtherRecords(site.store, current_registry(site), filling.id),
        event="change",
    )


def check_filling(site: Site, actor: Actor, filling: Filling) -> tuple[Problem, ...]:
    """Return what could not be read and what does not fit at this moment, one a place."""
    judgement = judge_filling(site, filling)
    found = [*filling.posted.problems]
    for one in (
        *check_judged(filling.published, judgement, site.clock()),
        *_check_kept(site, actor, filling, judgement),
    ):
        if all(one.pointer != other.pointer or not one.pointer for other in found):
            found.append(one)
    return tuple(found)


def _check_kept(site: Site, actor: Actor, filling: Filling, judgement: Judgement) -> tuple[Problem, ...]:
    if filling.draft is None or filling.draft.record_revision is None:
        return ()
    with site.store.read() as connection:
        earlier = find_record(connection, filling.id, actor=actor)
    # Somebody else's newer revision is compared with before anything is sent.
    if earlier is None or earlier.revision != filling.draft.record_revision:
        return ()
    others = OtherRecords(site.store, current_registry(site), earlier.id)
    return check_kept(filling.published, judgement, earlier, others)


def send_filling(site: Site, actor: Actor, filling: Filling, base: int | None = None) -> None:
    """Hand the page in as a record, or as the correction of one; raises ``Rejection``.

    ``base`` is the revision the person has compared with, when another one came first.
    """
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
    common: Mapping[str, Any] = {"actor": actor, "registry": current_registry(site), "now": site.clock()}
    base = base or draft.record_revision
    if base is None:
        submit(site.store, filling.published, submission, **common)
    else:
        revise(site.store, filling.published, submission, base, **common)


def begin_correction(site: Site, record: Record, actor: Actor) -> None:
    """Open the record's answers as a draft of its next revision, unless one is open already."""
    with site.store.read() as connection:
        kept = find_draft(connection, record.id, actor=actor)
    if kept is None:
        state = _pack(Posted(record.answers, record.answers, ()))
        draft = Draft(record.id, record.form, record.version, record.unit, state, record.revision)
        save_draft(site.store, draft, actor=actor, now=site.clock())
