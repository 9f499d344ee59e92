"""账号: the accounts within reach, one of them, and what an administrator may do to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, abort, request

from ...organisation.account_care import disable_account, enable_account, reset_password, unlock_account
from ...organisation.account_opening import create_account
from ...organisation.accounts import Account, NewAccount, find_account, list_accounts, manages
from ...organisation.attempts import find_lock
from ...organisation.codes import read_code
from ...organisation.granting import role_title
from ...organisation.grants import grant_role, revoke_role
from ...organisation.permissions import DENY, ROLE_TITLES, grantable, may, scope_of
from ...organisation.refusals import Refused
from ...organisation.slips import Slip
from ...organisation.units import list_units, read_units
from ...organisation.values import Actor, Grant, Scope
from ..frame import go_to, page_language, show_page
from ..guard import guard
from ..saying import say_to
from ..shown import show_moment
from ..site import Site, current_registry

PAGE = 50
MOST_UNITS = 400
ADMINISTER = ("account.manage", "account.grant")


def make_accounts_pages(site: Site) -> Blueprint:
    """Return ``/accounts``: list, new, one account, and the acts on it."""
    pages = Blueprint("accounts", __name__)

    @pages.get("/accounts")
    @guard(site, *ADMINISTER)
    def accounts(actor: Actor) -> Response:
        return _show_list(site, actor, request.args.get("q", "").strip(), request.args.get("after", ""))

    @pages.get("/accounts/new")
    @guard(site, "account.manage")
    def new(actor: Actor) -> Response:
        return show_new(site, actor, {})

    @pages.post("/accounts/new")
    @guard(site, "account.manage")
    def create(actor: Actor) -> Response:
        typed = {name: request.form.get(name, "").strip() for name in ("account", "name", "unit", "role")}
        try:
            unit = read_code(typed["unit"])
            grants = (Grant(typed["role"], unit),) if typed["role"] else ()
            wanted = NewAccount(typed["account"], typed["name"], unit, grants)
            slip = create_account(
                site.store,
                wanted,
                actor=actor,
                now=site.clock(),
                policy=site.policy,
                roles=current_registry(site).roles,
            )
        except Refused as refused:
            return show_new(site, actor, typed, refused)
        return show_slips(site, actor, (slip,))

    @pages.get("/accounts/<account>")
    @guard(site, *ADMINISTER)
    def one(actor: Actor, account: str) -> Response:
        return _show_account(site, actor, account)

    @pages.post("/accounts/<account>/<any(reset,disable,enable,unlock,grant,revoke):do>")
    @guard(site, *ADMINISTER)
    def act(actor: Actor, account: str, do: str) -> Response:
        _find(site, actor, account)
        try:
            slip = _ACTS[do](site, actor, account)
        except Refused as refused:
            return _show_account(site, actor, account, refused)
        return show_slips(site, actor, (slip,)) if slip else go_to(f"/accounts/{account}", _SAID[do])

    return pages


def show_slips(site: Site, actor: Actor, slips: tuple[Slip, ...]) -> Response:
    """Return the page of first passwords to print: this answer is the only place where they are shown."""
    return show_page(
        site,
        "slip.html",
        actor=actor,
        heading=say_to(actor, "初始密码"),
        under=say_to(actor, "只显示这一次。打印或抄下后当面交给本人。"),
        slips=slips,
    )


def account_reach(actor: Actor) -> Scope:
    """Return the units whose accounts the actor may see: to manage them, or to give and take roles."""
    scopes = [scope_of(actor, permission) for permission in ADMINISTER]
    roots = dict.fromkeys(root for scope in scopes for root in scope.roots)
    return Scope(tuple(roots), tuple(dict.fromkeys(unit for scope in scopes for unit in scope.without)))


def list_roles(site: Site, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the roles the actor may give somewhere, as (role, title), built-in ones first."""
    roles, language = current_registry(site).roles, page_language(actor)
    places = account_reach(actor).roots
    return tuple(
        (role, role_title(role, roles, language))
        for role in (*ROLE_TITLES, *sorted(roles))
        if any(grantable(actor, role, unit) for unit in places)
    )


def show_new(site: Site, actor: Actor, typed: Mapping[str, str], refused: Refused | None = None) -> Response:
    """Return the page for a new account, with what was typed and why it was refused."""
    language = page_language(actor)
    columns = {"roles": "role", "": "account"}
    with site.store.read() as connection:
        units = list_units(connection, scope_of(actor, "account.manage"))
    column = str(refused.facts.get("column", "unit")) if refused else ""
    return show_page(
        site,
        "account_new.html",
        actor=actor,
        status=422 if refused else 200,
        heading=say_to(actor, "建账号"),
        under="",
        typed=typed,
        wrong={columns.get(column, column): refused.say(language)} if refused else {},
        units=units[:MOST_UNITS],
        many=len(units) > MOST_UNITS,
        roles=list_roles(site, actor),
    )


def _show_list(site: Site, actor: Actor, q: str, after: str) -> Response:
    with site.store.read() as connection:
        units = read_units(connection)
        found = list_accounts(connection, account_reach(actor), q=q, after=after, limit=PAGE + 1)
    roles, language = current_registry(site).roles, page_language(actor)
    return show_page(
        site,
        "accounts.html",
        actor=actor,
        heading=say_to(actor, "账号"),
        under=say_to(actor, "管辖范围内的账号，按账号排列。"),
        accounts=found[:PAGE],
        following=found[PAGE - 1].account if len(found) > PAGE else "",
        q=q,
        after=after,
        may_create=may_manage(actor),
        unit_of=units.name,
        title_of=lambda role: role_title(role, roles, language),
    )


def may_manage(actor: Actor) -> bool:
    """Tell whether the actor may create accounts anywhere."""
    return bool(scope_of(actor, "account.manage").roots)


def _find(site: Site, actor: Actor, account: str) -> Account:
    """Return the account; 404 for a foreign and for an unknown one alike."""
    with site.store.read() as connection:
        found = find_account(connection, account)
    if found is None or not account_reach(actor).covers(found.unit):
        abort(404)
    return found


def _show_account(site: Site, actor: Actor, account: str, refused: Refused | None = None) -> Response:
    found = _find(site, actor, account)
    registry, language = current_registry(site), page_language(actor)
    with site.store.read() as connection:
        units = read_units(connection)
        lock = find_lock(connection, found.account, "", site.clock(), site.policy)
    return show_page(
        site,
        "account.html",
        actor=actor,
        status=422 if refused else 200,
        heading=found.name,
        under=f"{found.account}·{units.name(found.unit)}",
        account=found,
        refused=refused.say(language) if refused else "",
        locked=lock is not None,
        managed=manages(actor, found),
        unlocks=manages(actor, found) or may(actor, "account.unlock", found.unit),
        own=found.account == actor.account,
        may_take=lambda grant: grantable(actor, grant.role, grant.unit) and found.account != actor.account,
        roles=list_roles(site, actor),
        units=[unit for unit in units.within(account_reach(actor)) if unit.code.startswith(found.unit[:9])][
            :MOST_UNITS
        ],
        unit_of=units.name,
        title_of=lambda role: role_title(role.removeprefix(DENY), registry.roles, language),
        moment=lambda text: show_moment(text, language) if text else "",
    )


def _reset(site: Site, actor: Actor, account: str) -> Slip:
    return reset_password(site.store, account, actor=actor, now=site.clock(), policy=site.policy)


def _disable(site: Site, actor: Actor, account: str) -> None:
    disable_account(site.store, account, actor=actor, now=site.clock())


def _enable(site: Site, actor: Actor, account: str) -> None:
    enable_account(site.store, account, actor=actor, now=site.clock())


def _unlock(site: Site, actor: Actor, account: str) -> None:
    unlock_account(site.store, account, actor=actor, now=site.clock())


def _grant(site: Site, actor: Actor, account: str) -> None:
    grant = Grant(request.form.get("role", ""), read_code(request.form.get("unit", "")))
    roles = current_registry(site).roles
    grant_role(site.store, account, grant, actor=actor, now=site.clock(), roles=roles)


def _revoke(site: Site, actor: Actor, account: str) -> None:
    grant = Grant(request.form.get("role", ""), request.form.get("unit", ""))
    revoke_role(site.store, account, grant, actor=actor, now=site.clock())


_ACTS: Mapping[str, Callable[[Site, Actor, str], Slip | None]] = {
    "reset": _reset,
    "disable": _disable,
    "enable": _enable,
    "unlock": _unlock,
    "grant": _grant,
    "revoke": _revoke,
}
_SAID = {
    "disable": "account_disabled",
    "enable": "account_enabled",
    "unlock": "unlocked",
    "grant": "granted",
    "revoke": "revoked",
}
