"""审计: search the log, and prove that nothing in it was altered or name the first entry that was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from sqlalchemy import select

from ...audit import Verdict, search, verify
from ...organisation.permissions import scope_of
from ...organisation.trail import write_entry
from ...organisation.units import Units, read_units
from ...organisation.values import Actor, Scope
from ...store.cursor import InvalidCursor
from ...store.tables import audit
from ..frame import go_to, page_language, show_page
from ..guard import guard
from ..saying import read_day, say_to
from ..shown import show_moment
from ..site import Site
from .audit_words import list_actions, list_facts, say_action

PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What is searched for, as typed."""

    actor: str
    action: str
    object: str
    township: str
    since: str
    until: str
    cursor: str


@dataclass(frozen=True)
class Broken:
    """The first entry of a chain that does not fit: where, what it says now, and the hashes around it."""

    township: str
    number: int
    reason: str
    entry: Any


def make_audit_pages(site: Site) -> Blueprint:
    """Return ``/audit`` and ``/audit/verify``."""
    pages = Blueprint("audit", __name__)

    @pages.get("/audit")
    @guard(site, "audit.view")
    def log(actor: Actor) -> Response:
        return _show_log(site, actor, _read_asked())

    @pages.get("/audit/verify")
    @guard(site, "audit.verify")
    def proof(actor: Actor) -> Response:
        return _show_verdict(site, actor, None)

    @pages.post("/audit/verify")
    @guard(site, "audit.verify")
    def prove(actor: Actor) -> Response:
        verdicts = verify_within(site, scope_of(actor, "audit.verify"))
        broken = [verdict.township for verdict in verdicts if not verdict.whole]
        site.store.write(
            lambda connection: write_entry(
                connection,
                actor,
                "audit.verify",
                "audit",
                now=site.clock(),
                chains=len(verdicts),
                broken=broken,
            )
        )
        return _show_verdict(site, actor, verdicts)

    return pages


def verify_within(site: Site, scope: Scope) -> tuple[Verdict, ...]:
    """Return one verdict for each chain at or below the scope, in order of code."""
    return tuple(verdict for verdict in verify(site.store) if scope.covers(verdict.township))


def find_broken(site: Site, verdicts: Iterable[Verdict]) -> Broken | None:
    """Return the first broken chain's first wrong entry, ``None`` when every chain is whole."""
    verdict = next((verdict for verdict in verdicts if not verdict.whole), None)
    if verdict is None or verdict.broken_at is None:
        return None
    with site.store.read() as connection:
        place = (audit.c.township == verdict.township, audit.c.seq == verdict.broken_at)
        entry = connection.execute(select(audit).where(*place)).first()
    return Broken(verdict.township, verdict.broken_at, verdict.reason, entry)


def _show_log(site: Site, actor: Actor, asked: Asked) -> Response:
    language, scope = page_language(actor), scope_of(actor, "audit.view")
    try:
        with site.store.read() as connection:
            units = read_units(connection)
            rows, following = search(
                connection,
                scope_roots=scope.roots,
                without=scope.without,
                township=asked.township or None,
                actor=asked.actor or None,
                action=asked.action or None,
                object=asked.object or None,
                since=read_day(asked.since) or None,
                until=read_day(asked.until, after=True) or None,
                limit=PAGE,
                cursor=asked.cursor or None,
            )
    except InvalidCursor:
        return go_to("/audit")
    return show_page(
        site,
        "audit.html",
        actor=actor,
        heading=say_to(actor, "审计日志"),
        under=say_to(actor, "谁、什么时候、做了什么。只能看，不能改。"),
        rows=rows,
        following=following,
        asked=asked,
        actions=list_actions(language),
        first_page=_address(asked, ""),
        next_page=_address(asked, following or ""),
        chains=[(unit.code, unit.name) for unit in units.within(scope) if _has_chain(unit.code)],
        unit_of=units.name,
        act=lambda action: say_action(action, language),
        facts=list_facts,
        moment=lambda text: show_moment(text, language, seconds=True),
    )


def _show_verdict(site: Site, actor: Actor, verdicts: tuple[Verdict, ...] | None) -> Response:
    language = page_language(actor)
    with site.store.read() as connection:
        units = read_units(connection)
    broken = find_broken(site, verdicts or ())
    return show_page(
        site,
        "audit_verify.html",
        actor=actor,
        heading=say_to(actor, "日志校验"),
        under=_say_size(actor, verdicts),
        verdicts=sorted(verdicts, key=lambda verdict: verdict.whole) if verdicts else verdicts,
        wrong=sum(not verdict.whole for verdict in verdicts or ()),
        sentence=_say_verdict(actor, verdicts, units) if verdicts else "",
        broken=broken,
        unit_of=units.name,
        act=lambda action: say_action(action, language),
        facts=list_facts,
        moment=lambda text: show_moment(text, language, seconds=True),
    )


def _read_asked() -> Asked:
    names = ("actor", "action", "object", "township", "since", "until", "cursor")
    return Asked(*(request.args.get(name, "").strip()[:2000] for name in names))


def _address(asked: Asked, cursor: str) -> str:
    """Return the address of the same search at another place of its list."""
    told = {name: value for name, value in asdict(replace(asked, cursor=cursor)).items() if value}
    return f"/audit?{urlencode(told)}"


def _has_chain(code: str) -> bool:
    return len(code) in (6, 9)


def _say_size(actor: Actor, verdicts: tuple[Verdict, ...] | None) -> str:
    if verdicts is None:
        return say_to(actor, "每个乡镇一条链，每条日志都扣着上一条。点“校验”从头算一遍。")
    entries = sum(verdict.entries for verdict in verdicts)
    return say_to(actor, "刚刚校验，共 {n} 条链、{entries:,} 条日志。", n=len(verdicts), entries=entries)


def _say_verdict(actor: Actor, verdicts: tuple[Verdict, ...], units: Units) -> str:
    whole = sum(verdict.whole for verdict in verdicts)
    wrong = next((verdict for verdict in verdicts if not verdict.whole), None)
    if wrong is None:
        return say_to(actor, "{n} 条链全部完整，没有一条日志被改过。", n=whole)
    return say_to(
        actor,
        "{all} 条链里 {whole} 条完整，{unit}的从第 {n} 条起对不上",
        all=len(verdicts),
        whole=whole,
        unit=units.name(wrong.township),
        n=f"{wrong.broken_at:,}",
    )
