"""Fill an empty installation with the demo county, through the same doors as real work."""

from __future__ import annotations

import random
import re
import secrets
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID

from ...forms.canonical import content_hash, read_json, write_json
from ..app import open_site
from ..definitions import set_allowed, switch_on
from ..organisation.account_opening import create_account
from ..organisation.accounts import NewAccount
from ..organisation.permissions import build_permissions
from ..organisation.shell import shell_actor
from ..organisation.unit_import import import_units
from ..organisation.values import Actor, Grant
from ..records.review import return_record
from ..records.submit import submit
from ..records.values import Submission
from ..settings import Settings, keep_setting
from ..store.times import write_time
from ..web.site import Site
from .accounts import DemoAccount, keep_demo_accounts, read_demo_accounts

COUNTY = "339924"
TOWNSHIPS = ("339924101", "339924102", "339924001")
# plugin -> townships where it is on; 云坪街道 shows what a township without a module sees
SWITCHED_ON: Mapping[str, tuple[str, ...]] = {
    "security_patrol": TOWNSHIPS,
    "village_merge": ("339924101", "339924102"),
}
# account, name, role, unit
PEOPLE = (
    ("xianxin", "测试戊", "county_it", COUNTY),
    ("anquan", "测试辛", "security_admin", COUNTY),
    ("shenji", "测试己", "auditor", COUNTY),
    ("qingling", "测试丁", "township_admin", "339924101"),
    ("xikou", "测试壬", "township_admin", "339924102"),
    ("zongzhi", "测试乙", "supervisor", "339924101"),
    ("shangao02", "测试甲", "worker", "339924101201"),
    ("daping01", "测试丙", "worker", "339924102201"),
)
_RECORDS = 160
_REASONS = ("请补一张能看清桥名牌的照片，交通部门要按桥名派人。", "请写清是哪一天的情况。")
_DAY = re.compile(r"\b20[0-9]{2}-[01][0-9]-[0-3][0-9](?=[T\"])")


def build_demo(settings: Settings, site: Site | None = None) -> tuple[DemoAccount, ...]:
    """Return the demo's accounts, making the county first where the installation is still empty."""
    kept = read_demo_accounts(settings.data)
    if kept:
        return kept
    opened = site or open_site(settings)
    try:
        return _build(settings, opened)
    finally:
        if site is None:
            opened.store.close()


def _build(settings: Settings, site: Site) -> tuple[DemoAccount, ...]:
    now = site.clock()
    keep_setting(settings.data, "county", COUNTY)
    shell = shell_actor(COUNTY)
    import_units(
        site.store, files("lizheng.core.demo").joinpath("units.csv").read_bytes(), actor=shell, now=now
    )
    accounts = tuple(_open_account(site, shell, now, *person) for person in PEOPLE)
    _switch_on(site, now)
    _fill_records(site, now)
    keep_demo_accounts(settings.data, accounts)
    return accounts


def _open_account(
    site: Site, shell: Actor, now: datetime, account: str, name: str, role: str, unit: str
) -> DemoAccount:
    password = f"Lz-{secrets.token_urlsafe(6)}-{secrets.randbelow(90) + 10}"
    new = NewAccount(account, name, unit, (Grant(role, unit),))
    create_account(
        site.store,
        new,
        actor=shell,
        now=now,
        policy=site.policy,
        password=password,
        must_change=False,
        roles=site.live.current().roles,
    )
    return DemoAccount(role, unit, account, password)


def _switch_on(site: Site, now: datetime) -> None:
    with site.definitions.change() as change:
        set_allowed(change, "village_merge", SWITCHED_ON["village_merge"], "shell", write_time(now))
        for plugin, townships in SWITCHED_ON.items():
            for township in townships:
                switch_on(change, plugin, township, "shell", write_time(now))


def _fill_records(site: Site, now: datetime) -> None:
    """Submit examples of every switched-on form over the last weeks, and return two of them."""
    chance = random.Random(339924)
    moments = sorted(now - timedelta(minutes=chance.uniform(30, 60 * 24 * 40)) for _ in range(_RECORDS))
    workers = {unit: _worker(account, name, unit) for account, name, role, unit in PEOPLE if role == "worker"}
    units = [chance.choice(tuple(workers)) for _ in moments]
    drawn = zip(moments, units, _examples(site, chance), strict=False)
    sent = [_send_example(site, chance, moment, workers[unit], *example) for moment, unit, example in drawn]
    mine = [id for id, unit in zip(sent, units, strict=True) if id and unit == "339924101201"]
    supervisor, registry = _supervisor(), site.live.current()
    for id, reason in zip(mine[-2:], _REASONS, strict=False):
        return_record(
            site.store, id, actor=supervisor, registry=registry, reason=reason, pointers=(), now=now
        )


def _send_example(
    site: Site, chance: random.Random, moment: datetime, worker: Actor, form: str, answers: Any
) -> str:
    """Hand an example in as if it had happened the day before, and return its id; ``""`` where it is off."""
    registry = site.live.current()
    published = registry.find_form(form)
    if published is None or not registry.is_open(published, worker.unit):
        return ""
    body = {
        "version": published.version,
        "unit": worker.unit,
        "captured_at": write_time(moment),
        "answers": bring_to(answers, moment),
    }
    request_hash = content_hash({"form": form, **body})
    submission = Submission(id=_make_id(moment, chance), form=form, request_hash=request_hash, **body)
    return submit(site.store, published, submission, actor=worker, registry=registry, now=moment).id


def _read_examples(file: Path) -> Mapping[str, Any]:
    return read_json(file.read_text("utf-8"))


def bring_to(answers: Any, moment: datetime) -> Any:
    """Return the answers with every day moved alike, so that the latest is the day before the moment."""
    days = [date.fromisoformat(day) for day in _DAY.findall(write_json(answers))]
    if not days:
        return answers
    shift = moment.date() - timedelta(days=1) - max(days)
    return read_json(_DAY.sub(lambda day: str(date.fromisoformat(day.group()) + shift), write_json(answers)))


def _examples(site: Site, chance: random.Random) -> Iterator[tuple[str, Any]]:
    """Yield (form, answers) without end, daily forms more often than yearly ones."""
    files = [plugin.folder / "cases" / "examples.json" for plugin in site.live.plugins]
    found = {
        form: examples for file in files if file.exists() for form, examples in _read_examples(file).items()
    }
    weights = [
        12 if form.endswith((".finding", ".patrol_log")) else 4 if "security" in form else 2 for form in found
    ]
    while found:
        form = chance.choices(tuple(found), weights)[0]
        yield form, chance.choice(found[form])


def _make_id(moment: datetime, chance: random.Random) -> str:
    """Return a UUIDv7 (RFC 9562) of that moment."""
    value = (int(moment.timestamp() * 1000) << 80) | (7 << 76) | (chance.getrandbits(12) << 64)
    return str(UUID(int=value | (2 << 62) | chance.getrandbits(62)))


def _worker(account: str, name: str, unit: str) -> Actor:
    grants = (Grant("worker", unit),)
    return Actor(account, name, unit, grants, "local", permissions=build_permissions(grants))


def _supervisor() -> Actor:
    account, name, role, unit = PEOPLE[5]
    grants = (Grant(role, unit),)
    return Actor(account, name, unit, grants, "local", permissions=build_permissions(grants))
