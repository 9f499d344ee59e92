"""导入账号: a sheet of people in, slips and a sheet of what is to be mended out."""

from __future__ import annotations

import base64

from flask import Blueprint, Response, request

from ...organisation.account_import import AccountsImported, import_accounts
from ...organisation.refusals import Refused
from ...organisation.values import Actor
from ..frame import page_language, show_page
from ..guard import guard
from ..saying import say_to
from ..site import Site, current_registry

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make_accounts_import_pages(site: Site) -> Blueprint:
    """Return ``/accounts/import``: choose a sheet, try it, bring it in."""
    pages = Blueprint("accounts_import", __name__)

    @pages.get("/accounts/import")
    @guard(site, "account.manage")
    def choose(actor: Actor) -> Response:
        return _show(site, actor)

    @pages.post("/accounts/import")
    @guard(site, "account.manage")
    def bring_in(actor: Actor) -> Response:
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            return _show(site, actor, wrong=say_to(actor, "请选一个文件。"))
        trial = request.form.get("do") == "try"
        try:
            outcome = import_accounts(
                site.store,
                sent.read(),
                actor=actor,
                now=site.clock(),
                policy=site.policy,
                roles=current_registry(site).roles,
                dry_run=trial,
            )
        except Refused as refused:
            return _show(site, actor, wrong=refused.say(page_language(actor)))
        return _show(site, actor, outcome=outcome, trial=trial)

    return pages


def _show(
    site: Site,
    actor: Actor,
    *,
    outcome: AccountsImported | None = None,
    wrong: str = "",
    trial: bool = False,
) -> Response:
    # The marked sheet travels inside the page: nothing about people is left lying on the server.
    marked = outcome.workbook if outcome else None
    return show_page(
        site,
        "accounts_import.html",
        actor=actor,
        status=422 if wrong else 200,
        heading=say_to(actor, "导入账号"),
        under=say_to(actor, "用 Excel 一次建多个账号。有问题的行退回，其余照建。"),
        outcome=outcome,
        trial=trial,
        wrong=wrong,
        language_of=page_language(actor),
        workbook=f"data:{_XLSX};base64,{base64.b64encode(marked).decode()}" if marked else "",
    )
