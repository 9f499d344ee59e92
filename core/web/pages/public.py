"""个人信息告知, 投诉建议 and 拒填: what everybody may read, and the worker's right to decline a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, request

from ....forms.definition import FormDefinition
from ....forms.text import Language, read_label
from ...discovery.values import LoadedPlugin
from ...organisation.granting import role_title
from ...organisation.trail import write_entry
from ...organisation.units import find_county, find_unit
from ...organisation.values import Actor
from ...records.masking import find_schema
from ...registry.values import PublishedForm, Registry
from ..access import current_actor
from ..frame import go_to, page_language, show_page
from ..guard import guard
from ..saying import say_to
from ..site import Site, current_registry

# 统计法 (2024) 第17条: whoever is asked may refuse a survey without these marks or past its date.
REASONS: Mapping[str, str] = {
    "marks_missing": "没有表号等标识",
    "expired": "已过有效期",
    "twice": "重复填报",
    "not_mine": "不属于职责",
    "other": "其他",
}
MARKS: Mapping[str, str] = {"form_no": "表号", "issuer": "制定机关", "approval_no": "批准文号"}
LONGEST = 200


@dataclass(frozen=True)
class Purpose:
    """What one plugin asks personal facts for: as its manifest says, in words."""

    title: str
    purposes: tuple[str, ...]
    fields: tuple[tuple[str, tuple[str, ...]], ...]  # form title, field titles
    basis: tuple[str, ...]
    days: int | None
    viewers: tuple[str, ...]


def make_public_pages(site: Site) -> Blueprint:
    """Return ``/notice`` and ``/complaint`` (no log-in), and ``/refuse/<form>``."""
    pages = Blueprint("public", __name__)

    @pages.get("/notice")
    def notice() -> Response:
        actor, registry = current_actor(site), current_registry(site)
        language = page_language(actor)
        form = registry.find_form(request.args.get("form", ""))
        return _show(
            site,
            "notice.html",
            actor,
            say_to(actor, "个人信息告知"),
            purposes=read_purposes(registry, form, language),
            form_title=read_label(form.definition.title, language) if form else "",
            form_purpose=read_label(form.definition.purpose, language) if form else "",
            county=_county_name(site),
        )

    @pages.get("/complaint")
    def complaint() -> Response:
        actor = current_actor(site)
        return _show(site, "complaint.html", actor, say_to(actor, "投诉建议"), county=_county_name(site))

    @pages.get("/refuse/<form>")
    @guard(site, "record.capture")
    def refuse(actor: Actor, form: str) -> Response:
        return _show_refusal(site, actor, _find_form(site, actor, form))

    @pages.post("/refuse/<form>")
    @guard(site, "record.capture")
    def record_refusal(actor: Actor, form: str) -> Response:
        published = _find_form(site, actor, form)
        reason, words = request.form.get("reason", ""), request.form.get("words", "").strip()
        wrong = _check_refusal(reason, words)
        if wrong:
            return _show_refusal(site, actor, published, reason, words, wrong)
        site.store.write(
            lambda connection: write_entry(
                connection, actor, "form.refused", form, now=site.clock(), reason=reason, words=words
            )
        )
        return go_to("/", "refused")

    return pages


def read_purposes(registry: Registry, form: PublishedForm | None, language: Language) -> tuple[Purpose, ...]:
    """Return what is asked and why: for the form's plugin, or for every plugin when no form is named."""
    chosen: Iterable[LoadedPlugin] = registry.plugins.values()
    if form:
        chosen = [plugin for plugin in chosen if plugin.name == form.plugin]
    return tuple(
        _read_purpose(registry, plugin, form.form if form else None, language)
        for plugin in chosen
        if plugin.privacy
    )


def _show(site: Site, template: str, actor: Actor | None, heading: str, **context: Any) -> Response:
    return show_page(site, template, actor=actor, heading=heading, back="/" if actor else "/login", **context)


def _read_purpose(registry: Registry, plugin: LoadedPlugin, form: str | None, language: Language) -> Purpose:
    privacy = plugin.privacy
    named = {one.form: one for one in plugin.forms if form is None or one.form == form}
    fields = privacy.get("fields", {})
    asked = fields.items() if isinstance(fields, Mapping) else ()
    days = privacy.get("retention_days")
    return Purpose(
        read_label(plugin.title, language),
        _labels(privacy.get("purposes"), language),
        tuple(
            (
                read_label(named[one].title, language),
                tuple(_field_title(named[one], path, language) for path in paths),
            )
            for one, paths in asked
            if one in named
        ),
        _labels(privacy.get("basis"), language),
        days if isinstance(days, int) else None,
        tuple(
            role_title(f"{plugin.name}.{role}", registry.roles, language)
            for role in privacy.get("viewers", ())
        ),
    )


def _field_title(form: FormDefinition, path: str, language: Language) -> str:
    """Return the words beside the field at the path; of its nearest titled parent when it has none itself."""
    parts = path.split(".")
    above = (".".join(parts[:count]).removesuffix("[]") for count in range(len(parts), 0, -1))
    titles = (read_label(find_schema(form, place).get("title"), language) for place in above)
    return next(filter(None, titles), path)


def _labels(written: Any, language: Language) -> tuple[str, ...]:
    several = written if isinstance(written, list | tuple) else [written] if written else []
    return tuple(read_label(one, language) for one in several)


def _county_name(site: Site) -> str:
    with site.store.read() as connection:
        county = find_county(connection)
    return county.name if county else ""


def _find_form(site: Site, actor: Actor, form: str) -> PublishedForm:
    """Return the form if it is offered where the actor fills; 404 for a foreign and an unknown one alike."""
    published = current_registry(site).find_form(form)
    if published is None or (published.township and not actor.unit.startswith(published.township)):
        abort(404)
    return published


def _check_refusal(reason: str, words: str) -> str:
    """Return the sentence that says what to mend, ``""`` when the refusal is complete."""
    if reason not in REASONS:
        return "请选一个原因。"
    if reason == "other" and not words:
        return "请写清原因。"
    return "原因请写在 200 个字以内。" if len(words) > LONGEST else ""


def _show_refusal(
    site: Site, actor: Actor, published: PublishedForm, reason: str = "", words: str = "", wrong: str = ""
) -> Response:
    definition = published.definition
    marks = [(MARKS[name], definition.marks.get(name, "")) for name in MARKS]
    with site.store.read() as connection:
        unit = find_unit(connection, actor.unit)
    return show_page(
        site,
        "refuse.html",
        actor=actor,
        status=422 if wrong else 200,
        heading=say_to(actor, "拒填"),
        under=read_label(definition.title, page_language(actor)),
        back=f"/fill/{published.form}",
        form_id=published.form,
        marks=marks if definition.kind == "survey" or any(value for _, value in marks) else [],
        valid_until=definition.valid_until or "",
        reasons=REASONS,
        reason=reason,
        words=words,
        wrong=say_to(actor, wrong) if wrong else "",
        unit=unit.name if unit else "",
    )
