"""改密码: the person's own password, with the rules said before the first try."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ...organisation.own_password import change_password
from ...organisation.policy import Policy
from ...organisation.refusals import Refused
from ...organisation.values import Actor
from ..access import set_session
from ..frame import go_to, page_language, show_page
from ..guard import choose_frame, guard
from ..saying import say_to
from ..site import Site, current_registry


def make_password_pages(site: Site) -> Blueprint:
    """Return ``/password``: change one's own password; a first password leads nowhere else."""
    pages = Blueprint("password", __name__)

    @pages.get("/password")
    @guard(site, first_password=True)
    def password(actor: Actor) -> Response:
        return _show(site, actor)

    @pages.post("/password")
    @guard(site, first_password=True)
    def change(actor: Actor) -> Response:
        old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
        if new != again:
            return _show(site, actor, "again", say_to(actor, "两次输入的新密码不一样。请重新输入。"))
        try:
            session = change_password(
                site.store,
                actor,
                old,
                new,
                now=site.clock(),
                policy=site.policy,
                roles=current_registry(site).roles,
            )
        except Refused as refused:
            field = "old" if refused.code in _OF_OLD else "new"
            return _show(site, actor, field, refused.say(page_language(actor)))
        response = go_to("/", "password_changed")
        set_session(response, session)
        return response

    return pages


_OF_OLD = frozenset({"password_wrong", "locked", "throttled", "busy"})


def say_rules(actor: Actor, policy: Policy) -> tuple[str, ...]:
    """Return what the policy asks of a new password, one sentence each."""
    rules = [say_to(actor, "至少 {n} 位。", n=policy.min_length)]
    if policy.classes:
        rules.append(say_to(actor, "大写字母、小写字母、数字、符号，至少有 {n} 种。", n=policy.classes))
    rules.append(say_to(actor, "不含账号和姓名，不用常见的密码。"))
    rules.append(say_to(actor, "不与最近 {n} 次的相同。", n=policy.history))
    if policy.expiry:
        rules.append(say_to(actor, "每 {n} 天换一次。", n=policy.expiry.days))
    return tuple(rules)


def _show(site: Site, actor: Actor, field: str = "", problem: str = "") -> Response:
    under = say_to(actor, "用的还是初始密码或到期的密码，请先改成自己的。") if actor.must_change else ""
    return show_page(
        site,
        "password.html",
        actor=actor,
        status=422 if problem else 200,
        heading=say_to(actor, "改密码"),
        first=under,
        around=choose_frame(actor),
        back="/",
        rules=say_rules(actor, site.policy),
        wrong={field: problem} if problem else {},
    )
