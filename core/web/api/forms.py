"""Views of forms: which ones the caller meets, and each as its version says."""

from __future__ import annotations

from typing import Any

from flask import Response

from ...organisation.permissions import scope_of
from ...records.values import Rejection
from ...registry.values import PublishedForm
from ..guard import concerns
from .call import Call, answer

_REACH = ("record.capture", "record.view")


def get_forms(call: Call) -> Response:
    """Return the live forms open where the caller may capture or view."""
    live = (call.registry.find_form(form) for form in call.registry.forms)
    items = [_name(published) for published in live if published and _is_offered(call, published)]
    return answer({"items": items})


def get_form(call: Call) -> Response:
    """Return the live version of a form, or the newest one of a form that is retired."""
    return answer(_show(call.published()))


def get_version(call: Call) -> Response:
    """Return one version of a form, as it was published."""
    text = call.path["version"]
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Rejection(404, "version_unknown")
    return answer(_show(call.published(int(text))))


def _is_offered(call: Call, published: PublishedForm) -> bool:
    if not concerns(published, call.who):
        return False
    roots = {root for name in _REACH for root in scope_of(call.who, name, published.form).roots}
    return any(_is_open_below(call, published, root) for root in roots)


def _is_open_below(call: Call, published: PublishedForm, root: str) -> bool:
    if len(root) >= 9 or published.plugin is None:
        return published.plugin is None or call.registry.is_open(published, root)
    townships = {unit for plugin, unit in call.registry.switches.on if plugin == published.plugin}
    return any(unit.startswith(root) and call.registry.is_open(published, unit) for unit in sorted(townships))


def _name(published: PublishedForm) -> dict[str, Any]:
    return {
        "form": published.form,
        "title": published.definition.title,
        "version": published.version,
        "plugin": published.plugin,
    }


def _show(published: PublishedForm) -> dict[str, Any]:
    form = published.definition
    view = form.list
    columns = {"columns": view.columns, "search": view.search, "filters": view.filters, "group": view.group}
    return _name(published) | {
        "hash": form.hash,
        "live": published.live,
        "subject": form.subject,
        "kind": form.kind,
        "schema": form.schema,
        "ui": form.ui,
        "list": {**{name: list(paths) for name, paths in columns.items()}, "sort": view.sort},
        "privacy": dict(form.privacy),
    }
