"""表单: a township's own forms, written as JSON, checked at their pointers, previewed and published."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, request
from markupsafe import Markup
from sqlalchemy import Connection, func, select

from ....forms.canonical import write_json
from ....forms.definition import FormDefinition
from ....forms.page import build_page, render_fields
from ....forms.problems import DefinitionError, Problem
from ....forms.reading import read_form
from ....forms.text import Language, read_label
from ...definitions import change_definitions, publish_form, retire_form
from ...discovery.errors import say
from ...organisation.units import find_unit
from ...organisation.values import Actor
from ...registry.values import PublishedForm, Registry
from ...store.tables import records
from ..frame import go_to, page_language, show_page
from ..guard import guard
from ..saying import say_to
from ..site import Site, current_registry
from .township import own_township

# What forms.reading puts into the effective definition beside the author's own members.
_ADDED = frozenset({"codes", "order"})


@dataclass(frozen=True)
class FormLine:
    """One of the township's forms in the list; ``state`` is a badge of icons.html."""

    form: str
    title: str
    version: int
    state: str
    records: int


@dataclass(frozen=True)
class Mend:
    """One place to mend in a definition: its pointer and the sentence that says what is allowed there."""

    pointer: str
    sentence: str


def make_forms_pages(site: Site) -> Blueprint:
    """Return ``/forms``: the list of the township's own forms and the editor."""
    pages = Blueprint("forms", __name__)

    @pages.get("/forms")
    @guard(site, "form.publish")
    def forms(actor: Actor) -> Response:
        return _show_list(site, actor, own_township(actor, "form.publish"))

    @pages.get("/forms/edit")
    @guard(site, "form.publish")
    def edit(actor: Actor) -> Response:
        township, wanted = own_township(actor, "form.publish"), request.args.get("form", "")
        if not wanted:
            return _show_editor(site, actor, township, write_starter(township))
        published = _find_own(current_registry(site), wanted, township) or abort(404)
        source = write_source(published.definition)
        return _show_editor(site, actor, township, source, published=published)

    @pages.post("/forms/edit")
    @guard(site, "form.publish")
    def save(actor: Actor) -> Response:
        township, source = own_township(actor, "form.publish"), request.form.get("source", "")
        try:
            definition = read_township_form(current_registry(site), source, township)
            if request.form.get("do") == "publish":
                _publish(site, actor, definition, township)
                return go_to(f"/forms?township={township}", "published")
        except DefinitionError as error:
            return _show_editor(site, actor, township, source, problems=error.problems, status=422)
        return _show_editor(site, actor, township, source, definition=definition)

    @pages.post("/forms/retire")
    @guard(site, "form.publish")
    def retire(actor: Actor) -> Response:
        township, form = own_township(actor, "form.publish"), request.form.get("form", "")
        if not _find_own(current_registry(site), form, township):
            abort(404)
        change_definitions(
            site.store,
            site.definitions,
            "form.retire",
            form,
            lambda change, at: retire_form(change, form, actor.account, at),
            actor=actor,
            now=site.clock(),
            unit=township,
        )
        return go_to(f"/forms?township={township}", "retired")

    return pages


def read_township_form(registry: Registry, source: str, township: str) -> FormDefinition:
    """Return the township's own form in the text; ``DefinitionError`` says all there is to mend."""
    definition = read_form(source, codes=registry.codes)
    if not definition.form.startswith(f"t{township}."):
        facts = {"got": definition.form, "allowed": f"t{township}."}
        raise DefinitionError((Problem("form_township", "/form", facts),))
    return definition


def write_source(definition: FormDefinition) -> str:
    """Return the JSON from which the form was read, to be edited: without what reading adds to it."""
    members = {name: value for name, value in definition.document.items() if name not in _ADDED}
    first = {name: members.pop(name) for name in ("form", "title", "subject", "kind")}
    return write_json({**first, **members}, indent=2)


def write_starter(township: str) -> str:
    """Return the JSON a new form begins with: three fields, and the township's own prefix in its id."""
    fields = {
        "place": {"type": "string", "title": "地点", "minLength": 2, "maxLength": 100},
        "found_on": {"type": "string", "format": "date", "title": "发现日期"},
        "what": {"type": "string", "title": "情况", "maxLength": 500},
    }
    starter = {
        "form": f"t{township}.new_form",
        "title": "新表单",
        "subject": "matter",
        "kind": "internal",
        "schema": {
            "type": "object",
            "properties": fields,
            "required": ["place", "found_on"],
            "additionalProperties": False,
        },
        "ui": {"ui:order": list(fields), "what": {"ui:widget": "textarea"}},
        "list": {"columns": ["place", "found_on"], "search": ["place"], "filters": ["found_on"]},
    }
    return write_json(starter, indent=2)


def _show_list(site: Site, actor: Actor, township: str) -> Response:
    registry, language = current_registry(site), page_language(actor)
    own = [
        versions[-1] for _, versions in sorted(registry.forms.items()) if versions[-1].township == township
    ]
    with site.store.read() as connection:
        unit = find_unit(connection, township)
        lines = [_read_line(connection, registry, published, language) for published in own]
    return show_page(
        site,
        "forms.html",
        actor=actor,
        heading=say_to(actor, "表单"),
        under=say_to(
            actor, "{unit}自己的表单。模块带来的表单在“启用与参数”里。", unit=unit.name if unit else township
        ),
        lines=lines,
        township=township,
    )


def _show_editor(
    site: Site,
    actor: Actor,
    township: str,
    source: str,
    *,
    published: PublishedForm | None = None,
    definition: FormDefinition | None = None,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> Response:
    language = page_language(actor)
    shown = definition or (published.definition if published else None)
    return show_page(
        site,
        "form_edit.html",
        actor=actor,
        status=status,
        heading=read_label(shown.title, language) if shown else say_to(actor, "写一张表单"),
        under=_say_version(actor, published),
        source=source,
        problems=[Mend(problem.pointer, say(problem, language)) for problem in problems],
        checked=definition is not None,
        # Our own renderer wrote this and escaped every word of the author's.
        preview=Markup(render_fields(build_page(shown, language), {})) if shown else None,
        township=township,
    )


def _publish(site: Site, actor: Actor, definition: FormDefinition, township: str) -> PublishedForm:
    return change_definitions(
        site.store,
        site.definitions,
        "form.publish",
        definition.form,
        lambda change, at: publish_form(change, definition, township, actor.account, at),
        actor=actor,
        now=site.clock(),
        unit=township,
        definition=definition.hash,
    )


def _read_line(
    connection: Connection, registry: Registry, published: PublishedForm, language: Language
) -> FormLine:
    live = registry.find_form(published.form)
    return FormLine(
        published.form,
        read_label(published.definition.title, language),
        (live or published).version,
        "live" if live else "retired",
        # A number only, of forms that no other township has: nothing leaves the scope.
        connection.scalar(select(func.count()).where(records.c.form == published.form)) or 0,
    )


def _find_own(registry: Registry, form: str, township: str) -> PublishedForm | None:
    versions = [one for one in registry.forms.get(form, ()) if one.township == township]
    return next((one for one in versions if one.live), versions[-1] if versions else None)


def _say_version(actor: Actor, published: PublishedForm | None) -> str:
    if published is None:
        return say_to(actor, "先检查，再发布。发布以后，本乡镇的人就能填。")
    said = (
        "正在用第 {n} 版。再发布一次就是下一版，旧记录不变。"
        if published.live
        else "已停用，停在第 {n} 版。再发布一次就恢复使用。"
    )
    return say_to(actor, said, n=published.version)
