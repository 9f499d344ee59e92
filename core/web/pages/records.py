"""Lists of records: filter, search, page by page, and export with its purpose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, request

from ....forms.summary import column_title
from ....forms.text import Language, read_label
from ...organisation.permissions import scope_of
from ...organisation.units import Units, read_units
from ...organisation.values import Actor
from ...records.export import export_list
from ...records.lists import Asked, count_records, list_records
from ...records.values import Record, Rejection
from ...registry.values import PublishedForm
from ..frame import page_language, show_page
from ..guard import guard, holds
from ..shown import column_choices, group_forms, show_cell, show_moment
from ..site import Site, current_registry
from ..words import say_word

PAGE = 50
MOST_COLUMNS = 5  # the rest is in the record; status and time must stay in sight at 1280 px
_ARGUMENTS = ("q", "sort")


def make_records_pages(site: Site) -> Blueprint:
    """Return ``/records``, one list for each form, and its export."""
    pages = Blueprint("records", __name__)

    @pages.get("/records")
    @guard(site, "record.view")
    def records_home(actor: Actor) -> Response:
        language, registry = page_language(actor), current_registry(site)
        forms = [
            versions[-1]
            for form, versions in registry.forms.items()
            if scope_of(actor, "record.view", form).roots and _concerns(versions[-1], actor)
        ]
        return show_page(
            site,
            "records_home.html",
            actor=actor,
            heading=say_word("记录", language),
            modules=group_forms(forms, registry, language),
        )

    @pages.get("/records/<form>")
    @guard(site, "record.view")
    def records(form: str, actor: Actor) -> Response:
        published = _find(site, form, actor)
        try:
            return _show_list(site, actor, published)
        except Rejection:
            # A stale or altered address: the list from its beginning, without conditions.
            return make_response("", 303, {"Location": f"/records/{form}"})

    @pages.get("/records/<form>/export")
    @guard(site, "record.export")
    def ask_purpose(form: str, actor: Actor) -> Response:
        return _show_export(site, actor, _find(site, form, actor))

    @pages.post("/records/<form>/export")
    @guard(site, "record.export")
    def export(form: str, actor: Actor) -> Response:
        published, language = _find(site, form, actor), page_language(actor)
        purpose = request.form.get("purpose", "").strip()
        if len(purpose) < 2:
            problem = say_word("请写明用途，至少 2 个字。", language)
            return _show_export(site, actor, published, problem=problem, status=422)
        made = export_list(
            site.store,
            published,
            Asked(_read_filters(), request.args.get("q", ""), request.args.get("sort", "")),
            actor=actor,
            registry=current_registry(site),
            purpose=purpose,
            format="csv" if request.form.get("format") == "csv" else "xlsx",
            language=language,
            now=site.clock(),
        )
        response = make_response(made.content)
        response.headers["Content-Type"] = made.type
        response.headers.set("Content-Disposition", "attachment", filename=made.name)
        return response

    return pages


def _concerns(published: PublishedForm, actor: Actor) -> bool:
    """A township's own form is shown to those who reach that township."""
    return (
        published.township is None
        or scope_of(actor, "record.view").covers(published.township)
        or actor.unit.startswith(published.township)
    )


def _find(site: Site, form: str, actor: Actor) -> PublishedForm:
    versions = current_registry(site).forms.get(form, ())
    if not versions or not scope_of(actor, "record.view", form).roots or not _concerns(versions[-1], actor):
        abort(404)
    return versions[-1]


def _read_filters() -> dict[str, str]:
    """Return the conditions of the address: ``filter[path]=value``, empty ones left out."""
    return {
        name[7:-1]: value
        for name, value in request.args.items()
        if name.startswith("filter[") and name.endswith("]") and value
    }


def _query(**changes: str | None) -> str:
    kept = {
        name: value
        for name, value in request.args.items()
        if value and (name in _ARGUMENTS or name.startswith("filter["))
    }
    return urlencode({name: value for name, value in {**kept, **changes}.items() if value})


def _show_list(site: Site, actor: Actor, published: PublishedForm) -> Response:
    language, form = page_language(actor), published.definition
    filters, q = _read_filters(), request.args.get("q", "").strip()
    sort = request.args.get("sort", "") or form.list.sort
    asked = Asked(filters, q, sort, PAGE, request.args.get("cursor"))
    with site.store.read() as connection:
        page = list_records(connection, published, asked, actor=actor)
        total, capped = count_records(connection, published, asked, actor=actor)
        units = read_units(connection)
    return show_page(
        site,
        "records.html",
        actor=actor,
        heading=read_label(form.title, language),
        form=form.form,
        here="/records",
        q=q,
        sort=sort,
        query=_query(),
        total=f"{total}+" if capped else total,
        filters=_filter_choices(published, filters, language),
        state=filters.get("state", ""),
        unit=filters.get("unit", ""),
        units=_unit_choices(units, actor, form.form),
        chips=_chips(published, filters, q, units, language),
        columns=[_show_column(published, path, sort, language) for path in form.list.columns[:MOST_COLUMNS]],
        rows=[_show_row(published, record, units, language, site) for record in page.items],
        next_page=f"?{_query(cursor=page.next)}" if page.next else "",
        first_page=f"?{_query()}" if request.args.get("cursor") else "",
        order_words=_order_words(published, sort, language),
        may_fill=holds(actor, "record.capture") and current_registry(site).find_form(form.form) is not None,
        may_export=holds(actor, "record.export"),
    )


def _show_row(
    published: PublishedForm, record: Record, units: Units, language: Language, site: Site
) -> dict[str, Any]:
    form = published.definition
    return {
        "id": record.id,
        "number": record.number,
        "state": record.state,
        "unit": units.name(record.unit),
        "received_at": show_moment(record.received_at, language, now=site.clock()),
        "cells": [
            show_cell(form, path, record, language, site.clock()) for path in form.list.columns[:MOST_COLUMNS]
        ],
    }


def _show_column(published: PublishedForm, path: str, sort: str, language: Language) -> dict[str, Any]:
    down = sort == f"-{path}"
    sorted_words = "descending" if down else "ascending" if sort == path else ""
    following = path if down else f"-{path}"
    title = column_title(published.definition, path, language)
    return {"title": title, "sorted": sorted_words, "sort_link": f"?{_query(sort=following)}"}


def _filter_choices(
    published: PublishedForm, filters: Mapping[str, str], language: Language
) -> list[dict[str, Any]]:
    """Return the conditions with choices: at most three, as the look has it."""
    choices = []
    for path in published.definition.list.filters:
        options = column_choices(published.definition, path, language)
        if options:
            shown = [{"value": value, "label": label} for value, label in options]
            title = column_title(published.definition, path, language)
            choices.append({"path": path, "title": title, "options": shown, "value": filters.get(path, "")})
    return choices[:3]


def _unit_choices(units: Units, actor: Actor, form: str) -> list[dict[str, str]]:
    scope = scope_of(actor, "record.view", form)
    within = [unit for unit in units.within(scope) if len(unit.code) in (9, 12)]
    return [{"code": unit.code, "name": unit.name} for unit in within[:400]]


def _chips(
    published: PublishedForm, filters: Mapping[str, str], q: str, units: Units, language: Language
) -> list[dict[str, str]]:
    chips = [{"text": f"“{q}”", "without": f"?{_query(q=None)}"}] if q else []
    for path, value in filters.items():
        if path == "unit":
            title, words = say_word("单位", language), units.name(value)
        elif path == "state":
            title, words = (
                say_word("状态", language),
                say_word(
                    {"submitted": "已送达", "returned": "退回", "withdrawn": "已撤回"}.get(value, value),
                    language,
                ),
            )
        else:
            title = column_title(published.definition, path, language)
            words = dict(column_choices(published.definition, path, language)).get(value, value)
        chips.append({"text": f"{title}：{words}", "without": f"?{_query(**{f'filter[{path}]': None})}"})
    return chips


def _order_words(published: PublishedForm, sort: str, language: Language) -> str:
    path = sort.lstrip("-")
    title = (
        say_word("收到", language)
        if path == "received_at"
        else column_title(published.definition, path, language)
    )
    order = say_word("大的、新的在前" if sort.startswith("-") else "小的、旧的在前", language)
    return f"{say_word('按', language)}{title}{say_word('，', language)}{order}"


def _show_export(
    site: Site, actor: Actor, published: PublishedForm, *, problem: str = "", status: int = 200
) -> Response:
    language = page_language(actor)
    asked = Asked(_read_filters(), request.args.get("q", ""))
    with site.store.read() as connection:
        total, capped = count_records(connection, published, asked, actor=actor)
    words = f"{say_word('导出', language)} {total}{'+' if capped else ''} {say_word('条记录', language)}"
    return show_page(
        site,
        "export.html",
        actor=actor,
        status=status,
        heading=words,
        problem=problem,
        here="/records",
        form=published.form,
        form_title=read_label(published.definition.title, language),
        query=_query(),
        purpose=request.form.get("purpose", ""),
    )
