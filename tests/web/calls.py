"""One request for every route: how a person tries it at a thing of the given scope."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lizheng.core.definitions import publish_form, publish_rules
from lizheng.forms.reading import read_form

from .county import (
    AT,
    PASSWORD,
    SHARED,
    TOWNSHIPS,
    VILLAGES,
    County,
    hash_of,
    make_body,
    make_form,
    make_photo,
    own_form,
)

Call = tuple[str, dict[str, Any]]
Build = Callable[[County, str, str], Call]
API = "/api/v1"
ACTS = "POST /accounts/<account>/<any(reset,disable,enable,unlock,grant,revoke):do>"


def _get(path: str) -> Build:
    return lambda county, who, scope: (path, {})


def _form(path: str, **data: str) -> Build:
    """Post these values; ``{unit}``, ``{township}`` and ``{form}`` stand for those of the scope."""
    return lambda county, who, scope: (
        path,
        {"data": {key: _fill(text, scope) for key, text in data.items()}},
    )


def _at(path: str) -> Build:
    return lambda county, who, scope: (_fill(path, scope), {})


def _fill(text: str, scope: str) -> str:
    known = scope if scope in TOWNSHIPS else "own"
    return text.format(unit=VILLAGES[known], township=TOWNSHIPS[known], form=own_form(known), shared=SHARED)


def _record(path: str, *, returned: bool = False, **more: Any) -> Build:
    def build(county: County, who: str, scope: str) -> Call:
        by = who if scope == "mine" else ""
        id = county.make_record("own" if by else scope, by=by, returned=returned)
        return path.format(id=id), dict(more)

    return build


def _kept_record(path: str) -> Build:
    """Read a record: one for each scope is enough."""
    return lambda county, who, scope: (path.format(id=_once(county, scope, county.make_record)), {})


def _photo(path: str) -> Build:
    def build(county: County, who: str, scope: str) -> Call:
        return path.format(sha=_once(county, f"photo {scope}", lambda _: county.make_photo_record(scope))), {}

    return build


def _once(county: County, key: str, make: Callable[[str], str]) -> str:
    known: dict[str, str] = county.__dict__.setdefault("made", {})
    if key not in known:
        known[key] = make(key)
    return known[key]


def _draft(path: str, **more: Any) -> Build:
    def build(county: County, who: str, scope: str) -> Call:
        id = county.make_draft(who if scope == "mine" else "filler-own")
        return path.format(form=SHARED, id=id), dict(more)

    return build


def _new_draft(county: County, who: str, scope: str) -> Call:
    id = county.make_id() if scope == "mine" else county.make_draft("filler-own")
    body = {"form": SHARED, "version": 1, "unit": VILLAGES["own"], "state": {}}
    return f"{API}/drafts/{id}", {"json": body}


def _page_draft(county: County, who: str, scope: str) -> Call:
    id = county.make_draft("filler-own") if scope == "theirs" else county.make_id()
    form = SHARED if scope in ("mine", "theirs") else own_form(scope)
    return f"/fill/{form}/{id}", {"data": {"/what": "路灯不亮", "do": "save"}}


def _submission(form: str) -> Build:
    def build(county: County, who: str, scope: str) -> Call:
        body = make_body(scope, form or own_form(scope))
        path = f"{API}/forms/{form or own_form(scope)}/records/{county.make_id()}"
        return path, {"data": body, "content_type": "application/json"}

    return build


def _revision(county: County, who: str, scope: str) -> Call:
    path, _ = _record(f"{API}/records/{{id}}/revisions", returned=True)(county, who, scope)
    body = json.loads(make_body("own" if scope == "mine" else scope, what="路灯杆歪了，已拉警戒带，请派人。"))
    del body["unit"], body["what"]
    return path, {"json": body, "headers": {"If-Match": '"1"'}}


def _upload(county: County, who: str, scope: str) -> Call:
    photo = make_photo()
    return f"{API}/attachments/{hash_of(photo)}", {"data": photo}


def _account(do: str, **data: str) -> Build:
    def build(county: County, who: str, scope: str) -> Call:
        account = county.make_account(scope)
        return f"/accounts/{account}/{do}", {"data": {key: _fill(text, scope) for key, text in data.items()}}

    return build


def _new_account(county: County, who: str, scope: str) -> Call:
    values = {"account": f"xin{county.make_id()[-8:]}", "name": "测试乙", "role": "worker"}
    return "/accounts/new", {"data": {**values, "unit": VILLAGES[scope]}}


def _log_in(path: str, **how: str) -> Build:
    def build(county: County, who: str, scope: str) -> Call:
        kind = "json" if path.startswith(API) else "data"
        return path, {kind: {"account": county.make_account("own"), "password": PASSWORD}}

    return build


def _log_out(path: str) -> Build:
    def build(county: County, who: str, scope: str) -> Call:
        if who:  # in a session of its own, for the person goes on working
            county.sessions[who] = county.log_in(who)
        return path, {}

    return build


def _retire(county: County, who: str, scope: str) -> Call:
    definition = read_form({**make_form(scope), "form": f"t{TOWNSHIPS[scope]}.old{county.make_id()[-6:]}"})
    with county.site.definitions.change() as change:
        publish_form(change, definition, TOWNSHIPS[scope], "shell", AT)
    return "/forms/retire", {"data": {"form": definition.form, "township": TOWNSHIPS[scope]}}


def _publish(county: County, who: str, scope: str) -> Call:
    source = json.dumps(make_form(scope), ensure_ascii=False)
    return "/forms/edit", {"data": {"source": source, "township": TOWNSHIPS[scope], "do": "publish"}}


def make_rules(scope: str, name: str = "judge") -> dict[str, Any]:
    """Return a rule set of the township of this scope for its own form."""
    rule = {"rule": "R1", "if": "what 已填", "then": [{"warn": "请看一看。"}], "basis": "本乡镇约定"}
    own = {"rule_set": f"t{TOWNSHIPS[scope]}.{name}", "form": own_form(scope)}
    return {**own, "effective_from": "2026-01-01", "rules": [rule]}


def _publish_rules(county: County, who: str, scope: str) -> Call:
    source = json.dumps(make_rules(scope), ensure_ascii=False)
    return "/rules/edit", {"data": {"source": source, "township": TOWNSHIPS[scope], "do": "publish"}}


def _retire_rules(county: County, who: str, scope: str) -> Call:
    document = make_rules(scope, f"old{county.make_id()[-6:]}")
    with county.site.definitions.change() as change:
        publish_rules(change, document, TOWNSHIPS[scope], "shell", AT)
    return "/rules/retire", {"data": {"rule_set": document["rule_set"], "township": TOWNSHIPS[scope]}}


def _sheet(path: str, text: str, **data: str) -> Build:
    def build(county: County, who: str, scope: str) -> Call:
        return path, {"data": {"file": (io.BytesIO(text.encode()), "sheet.csv"), **data}}

    return build


def _import_people(county: County, who: str, scope: str) -> Call:
    text = f"账号,姓名,单位代码\nbiao{county.make_id()[-6:]},测试丁,{VILLAGES['own']}\n"
    return _sheet("/accounts/import", text, do="import")(county, who, scope)


def _asset(county: County, who: str, scope: str) -> Call:
    return "/static/0/css/base.css", {}


_EXPORT: dict[str, Any] = {"json": {"purpose": "月报核对", "format": "csv"}}
_STEP = {"do": "return", "reason": "请补照片"}

CALLS: Mapping[str, Build] = {
    "POST /api/v1/session": _log_in(f"{API}/session"),
    "DELETE /api/v1/session": _log_out(f"{API}/session"),
    "GET /api/v1/openapi.json": _get(f"{API}/openapi.json"),
    "GET /healthz": _get("/healthz"),
    "GET /api/v1/forms": _get(f"{API}/forms"),
    "GET /api/v1/forms/<form>": _at(f"{API}/forms/{{form}}"),
    "GET /api/v1/forms/<form>#shared": _at(f"{API}/forms/{{shared}}"),
    "GET /api/v1/forms/<form>/versions/<version>": _at(f"{API}/forms/{{form}}/versions/1"),
    "GET /api/v1/forms/<form>/versions/<version>#shared": _at(f"{API}/forms/{{shared}}/versions/1"),
    "PUT /api/v1/forms/<form>/records/<id>": _submission(""),
    "PUT /api/v1/forms/<form>/records/<id>#shared": _submission(SHARED),
    "GET /api/v1/forms/<form>/records": _at(f"{API}/forms/{{form}}/records"),
    "GET /api/v1/forms/<form>/records#shared": _at(f"{API}/forms/{{shared}}/records?limit=200"),
    "POST /api/v1/forms/<form>/export": lambda c, w, s: (f"{API}/forms/{own_form(s)}/export", {**_EXPORT}),
    "POST /api/v1/forms/<form>/export#shared": lambda c, w, s: (
        f"{API}/forms/{SHARED}/export",
        {**_EXPORT},
    ),
    "GET /api/v1/mine": _get(f"{API}/mine"),
    "GET /api/v1/returned": _get(f"{API}/returned"),
    "GET /api/v1/records/<id>": _kept_record(f"{API}/records/{{id}}"),
    "GET /api/v1/records/<id>/revisions": _kept_record(f"{API}/records/{{id}}/revisions"),
    "POST /api/v1/records/<id>/revisions": _revision,
    "POST /api/v1/records/<id>/steps": _record(f"{API}/records/{{id}}/steps", json=_STEP),
    "POST /api/v1/records/<id>/steps#delete": _record(
        f"{API}/records/{{id}}/steps", json={"do": "delete", "reason": "重复登记"}
    ),
    "GET /api/v1/drafts": _get(f"{API}/drafts"),
    "GET /api/v1/drafts/<id>": _draft(f"{API}/drafts/{{id}}"),
    "PUT /api/v1/drafts/<id>": _new_draft,
    "DELETE /api/v1/drafts/<id>": _draft(f"{API}/drafts/{{id}}"),
    "PUT /api/v1/attachments/<sha256>": _upload,
    "GET /api/v1/attachments/<sha256>": _photo(f"{API}/attachments/{{sha}}"),
    "GET /static/<digest>/<path:name>": _asset,
    "GET /login": _get("/login"),
    "POST /login": _log_in("/login"),
    "POST /logout": _log_out("/logout"),
    "POST /look": _form("/look", large="0"),
    "GET /notice": _get("/notice"),
    "GET /complaint": _get("/complaint"),
    "GET /password": _get("/password"),
    "POST /password": _form("/password", old="x", new="y", again="z"),
    "GET /": _get("/"),
    "GET /fill": _get("/fill"),
    "GET /mine": _get("/mine"),
    "GET /fill/<form>": _at("/fill/{form}"),
    "GET /fill/<form>#shared": _at("/fill/{shared}"),
    "GET /fill/<form>/<id>": _draft("/fill/{form}/{id}"),
    "POST /fill/<form>/<id>": _page_draft,
    "POST /fill/<form>/<id>#shared": _page_draft,
    "POST /fill/<form>/<id>/discard": _draft("/fill/{form}/{id}/discard"),
    "GET /fill/<form>/<id>/review": _draft("/fill/{form}/{id}/review"),
    "POST /fill/<form>/<id>/submit": _draft("/fill/{form}/{id}/submit"),
    "GET /refuse/<form>": _at("/refuse/{form}"),
    "GET /refuse/<form>#shared": _at("/refuse/{shared}"),
    "POST /refuse/<form>": lambda c, w, s: (f"/refuse/{own_form(s)}", {"data": {"reason": "twice"}}),
    "GET /record/<id>": _kept_record("/record/{id}"),
    "GET /record/<id>/receipt": _kept_record("/record/{id}/receipt"),
    "GET /record/<id>/edit": _record("/record/{id}/edit", returned=True),
    "POST /record/<id>/return": _record("/record/{id}/return", data={"reason": "请补照片"}),
    "POST /record/<id>/withdraw": _record("/record/{id}/withdraw"),
    "GET /attachments/<sha256>": _photo("/attachments/{sha}"),
    "GET /records": _get("/records"),
    "GET /records/<form>": _at("/records/{form}"),
    "GET /records/<form>#shared": _at("/records/{shared}"),
    "GET /records/<form>/export": _at("/records/{form}/export"),
    "POST /records/<form>/export": lambda c, w, s: (
        f"/records/{own_form(s)}/export",
        {"data": {"purpose": "月报核对", "format": "csv"}},
    ),
    "POST /records/<form>/export#shared": lambda c, w, s: (
        f"/records/{SHARED}/export",
        {"data": {"purpose": "月报核对", "format": "csv"}},
    ),
    "GET /settings": _at("/settings?township={township}"),
    "POST /settings/switch": _form("/settings/switch", plugin="security_patrol", unit="{unit}", on="1"),
    "POST /settings/parameter": _form(
        "/settings/parameter",
        plugin="security_patrol",
        name="rest_hours_between",
        value="9",
        township="{township}",
    ),
    "GET /forms": _at("/forms?township={township}"),
    "GET /forms/edit": _at("/forms/edit?township={township}&form={form}"),
    "POST /forms/edit": _publish,
    "POST /forms/retire": _retire,
    "GET /rules": _at("/rules?township={township}"),
    "GET /rules/edit": _at("/rules/edit?township={township}"),
    "POST /rules/edit": _publish_rules,
    "POST /rules/retire": _retire_rules,
    "GET /accounts": _get("/accounts"),
    "GET /accounts/new": _get("/accounts/new"),
    "POST /accounts/new": _new_account,
    "GET /accounts/import": _get("/accounts/import"),
    "POST /accounts/import": _import_people,
    "GET /accounts/<account>": lambda c, w, s: (f"/accounts/filler-{s}", {}),
    f"{ACTS}#reset": _account("reset"),
    f"{ACTS}#disable": _account("disable"),
    f"{ACTS}#enable": _account("enable"),
    f"{ACTS}#unlock": _account("unlock"),
    f"{ACTS}#grant": _account("grant", role="supervisor", unit="{unit}"),
    f"{ACTS}#revoke": _account("revoke", role="worker", unit="{unit}"),
    "GET /modules": _get("/modules"),
    "POST /modules/allow": _form(
        "/modules/allow", plugin="security_patrol", township="{township}", allow="1"
    ),
    "POST /modules/switch": _form("/modules/switch", plugin="security_patrol", township="{township}", on="1"),
    "POST /modules/restart": _form("/modules/restart", plugin="security_patrol"),
    "GET /units": _at("/units?under={township}"),
    "POST /units/import": _sheet("/units/import", "区划代码,名称\n339924103,石门镇\n"),
    "GET /audit": _at("/audit"),
    "GET /audit/verify": _get("/audit/verify"),
    "POST /audit/verify": _form("/audit/verify"),
}


@dataclass(frozen=True)
class Tried:
    """What came of a try: the answer, its bytes, and the (action, outcome) of each audit entry it left."""

    answer: Any
    content: bytes
    entries: tuple[tuple[str, str], ...]

    @property
    def outcome(self) -> str:
        """The status, or ``login`` for a redirect to the log-in page."""
        to_login = self.answer.status_code in (303, 307) and self.answer.location.split("?")[0] == "/login"
        return "login" if to_login else str(self.answer.status_code)


def try_route(
    county: County,
    who: str,
    route: str,
    scope: str,
    *,
    method: str = "",
    headers: Mapping[str, str] | None = None,
    before: Callable[[], None] = lambda: None,
) -> Tried:
    """Return what came of it when this person tried the route at a thing of this scope.

    ``headers`` are sent besides, ``before`` is called when the thing is made and nothing is sent yet.
    """
    person = "" if who == "nobody" else who
    kept = county.sessions.get(person)
    path, more = CALLS[route](county, person, scope)
    more = {**more, "headers": {**more.get("headers", {}), **(headers or {})}}
    before()
    heads = county.heads()
    answer = county.call(person, method or route.split(" ")[0], path, **more)
    content = answer.get_data()
    answer.close()
    if kept is not None:
        county.sessions[person] = kept
    return Tried(answer, content, county.entries_since(heads))
