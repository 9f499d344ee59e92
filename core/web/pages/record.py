"""One record: what it says, how it changed, and the steps a person may take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, request, send_file

from ....forms.summary import describe_answers, differences
from ....forms.text import Language, read_label
from ...organisation.names import read_names
from ...organisation.permissions import may
from ...organisation.units import find_unit
from ...organisation.values import Actor
from ...records.attachments import open_attachment
from ...records.decisions import list_decisions
from ...records.history import Revision, TakenStep, list_revisions, list_steps
from ...records.lists import find_record
from ...records.review import may_withdraw, return_record, withdraw_record
from ...records.revise import may_revise
from ...records.values import Record, Rejection
from ...registry.values import PublishedForm
from ..frame import go_to, page_language, show_page
from ..guard import choose_frame, guard
from ..problem import describe_code
from ..reasons import tell_decisions
from ..shown import form_title, show_moment, tell_record
from ..site import Site, current_registry
from ..words import say_word


def make_record_pages(site: Site) -> Blueprint:
    """Return the pages of one record, its receipt, its steps and its attachments."""
    pages = Blueprint("record", __name__)

    @pages.get("/record/<id>")
    @guard(site)
    def record(id: str, actor: Actor) -> Response:
        return _show_record(site, actor, _find(site, id, actor))

    @pages.get("/record/<id>/receipt")
    @guard(site)
    def receipt(id: str, actor: Actor) -> Response:
        return _show_receipt(site, actor, _find(site, id, actor))

    @pages.post("/record/<id>/return")
    @guard(site)
    def give_back(id: str, actor: Actor) -> Response:
        try:
            return_record(
                site.store,
                id,
                actor=actor,
                registry=current_registry(site),
                now=site.clock(),
                reason=request.form.get("reason", ""),
                pointers=request.form.getlist("pointer"),
            )
        except Rejection as refusal:
            problem = describe_code(refusal.code, page_language(actor))
            return _show_record(
                site, actor, _find(site, id, actor), return_problem=problem, status=refusal.status
            )
        return go_to(f"/record/{id}", "returned")

    @pages.post("/record/<id>/withdraw")
    @guard(site)
    def withdraw(id: str, actor: Actor) -> Response:
        try:
            withdraw_record(site.store, id, actor=actor, registry=current_registry(site), now=site.clock())
        except Rejection as refusal:
            abort(refusal.status)
        return go_to(f"/record/{id}", "withdrawn")

    @pages.get("/attachments/<sha256>")
    @guard(site)
    def attachment(sha256: str, actor: Actor) -> Response:
        found = open_attachment(site.store, site.settings.attachments, sha256, actor=actor)
        if found is None:
            abort(404)
        answer = send_file(
            found.path,
            mimetype=found.type,
            download_name=found.name,
            as_attachment=not found.type.startswith("image/"),
        )
        answer.headers["Cache-Control"] = "private, max-age=3600"
        return answer

    return pages


def _find(site: Site, id: str, actor: Actor) -> Record:
    with site.store.read() as connection:
        found = find_record(connection, id, actor=actor)
    if found is None:
        abort(404)
    return found


def _definition(site: Site, record: Record) -> PublishedForm:
    published = current_registry(site).find_form(record.form, record.version)
    if published is None:
        abort(404)
    return published


def _show_record(
    site: Site, actor: Actor, record: Record, *, status: int = 200, return_problem: str = ""
) -> Response:
    language, registry = page_language(actor), current_registry(site)
    form = _definition(site, record).definition
    with site.store.read() as connection:
        revisions = list_revisions(connection, record)
        steps = list_steps(connection, record)
        decisions = list_decisions(connection, record)
        names = read_names(connection, [one.actor for one in (*revisions, *steps)])
    names = {who: _name_plugin(site, who, language) or name for who, name in names.items()}
    newer = revisions[-1]
    older = revisions[-2] if len(revisions) > 1 else None
    sections = describe_answers(form, record.answers, language)
    desk = choose_frame(actor) == "desk.html"
    return show_page(
        site,
        "record.html" if desk else "record_worker.html",
        actor=actor,
        status=status,
        record=record,
        heading=tell_record(record, registry, language),
        form_title=form_title(record.form, registry, language),
        under=""
        if not desk
        else f"{say_word('第', language)} {record.revision} {say_word('次提交', language)}",
        back="/mine",
        sections=sections,
        told=tell_decisions(decisions, form, record.answers, language),
        photos=_photos(record.answers),
        changes=differences(form, older.answers, newer.answers, language) if older else (),
        older=older.revision if older else 0,
        newer=newer.revision,
        version_words=f"{say_word('按表单第', language)} {record.version} {say_word('版', language)}",
        story=_tell_story(revisions, steps, names, language, site),
        return_problem=return_problem,
        markable=[item for section in sections for item in section.items],
        may_edit=record.deleted_at is None and may_revise(actor, record),
        may_withdraw=may_withdraw(actor, record),
        may_return=record.state == "submitted"
        and record.deleted_at is None
        and may(actor, "record.return", record.unit, record.form),
    )


def _show_receipt(site: Site, actor: Actor, record: Record) -> Response:
    language, registry = page_language(actor), current_registry(site)
    with site.store.read() as connection:
        unit = find_unit(connection, record.township)
    return show_page(
        site,
        "receipt.html",
        actor=actor,
        record=record,
        heading=say_word("回执", language),
        back="/",
        under=form_title(record.form, registry, language),
        received_at=show_moment(record.changed_at, language, seconds=True),
        unit_name=unit.name if unit else record.township,
        line=tell_record(record, registry, language),
        times=_count_words(record, language),
    )


def _count_words(record: Record, language: Language) -> str:
    nth, by_version = say_word("第", language), say_word("次提交，按表单第", language)
    return f"{nth} {record.revision} {by_version} {record.version} {say_word('版', language)}"


def _tell_story(
    revisions: tuple[Revision, ...],
    steps: tuple[TakenStep, ...],
    names: Mapping[str, str],
    language: Language,
    site: Site,
) -> list[dict[str, str]]:
    """Return revisions and steps in one line of time, newest first."""
    told = [(one.received_at, _tell_revision(one, language)) for one in revisions]
    told += [(one.at, _tell_step(one, language)) for one in steps]
    return [
        {**line, "who": names[line["who"]], "at": show_moment(at, language, now=site.clock())}
        for at, line in sorted(told, key=lambda pair: pair[0], reverse=True)
    ]


def _name_plugin(site: Site, who: str, language: Language) -> str:
    """Return the title of the plugin that took a step, ``""`` when a person took it."""
    kind, _, name = who.partition(":")
    plugin = current_registry(site).plugins.get(name) if kind == "plugin" else None
    return read_label(plugin.title, language) if plugin else ""


def _tell_revision(revision: Revision, language: str) -> dict[str, str]:
    first = revision.revision == 1
    changed = (
        ""
        if first
        else f"{say_word('改了', language)} {len(revision.differences)} {say_word('项', language)}"
    )
    title = f"{say_word('第', language)} {revision.revision} {say_word('次', language)}"
    return {"icon": "done" if first else "edit", "title": title, "who": revision.actor, "text": changed}


_STEPS = {"return": "退回", "withdraw": "撤回", "delete": "删除", "undelete": "找回", "notice": "提示"}


def _tell_step(step: TakenStep, language: str) -> dict[str, str]:
    return {
        "icon": "info" if step.do == "notice" else "hook",
        "title": say_word(_STEPS.get(step.do, step.do), language),
        "who": step.actor,
        "text": step.reason,
    }


def _photos(answers: Any) -> list[dict[str, str]]:
    """Return every picture named in the answers, in order."""
    if isinstance(answers, dict):
        if {"sha256", "type"} <= answers.keys():
            picture = str(answers["type"]).startswith("image/")
            return (
                [{"path": f"/attachments/{answers['sha256']}", "name": str(answers.get("name", ""))}]
                if picture
                else []
            )
        return [photo for value in answers.values() for photo in _photos(value)]
    return [photo for value in answers for photo in _photos(value)] if isinstance(answers, list) else []
