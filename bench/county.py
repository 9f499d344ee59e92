"""A county to measure: townships, one account of each kind, the survey switched on, records as asked."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from lizheng.core.app import open_site
from lizheng.core.definitions import switch_on
from lizheng.core.organisation.account_opening import create_account
from lizheng.core.organisation.accounts import NewAccount
from lizheng.core.organisation.permissions import build_permissions
from lizheng.core.organisation.shell import shell_actor
from lizheng.core.organisation.unit_import import UnitRow, import_units
from lizheng.core.organisation.values import Actor, Grant
from lizheng.core.records.numbers import take_number
from lizheng.core.records.values import Submission
from lizheng.core.records.writing import Arrival, write_record
from lizheng.core.settings import keep_setting, read_settings
from lizheng.core.store.times import write_time
from lizheng.core.web.site import Site
from lizheng.forms.canonical import content_hash, read_json, write_json
from sqlalchemy import text
from survey import FORM, PLUGIN, build_answers, write_survey

COUNTY, TOWNSHIP = "339924", "339924101"
VILLAGES = tuple(f"{TOWNSHIP}{place}" for place in range(201, 221))
PASSWORD = "Lz-Bench-339924"
WORKER, SUPERVISOR = "gongzuo", "zongzhi"
_BATCH = 1_000


@dataclass(frozen=True)
class County:
    """A data folder that ``lizheng serve`` can be pointed at."""

    data: Path

    def open(self) -> Site:
        """Return the site, opened in this process; close its store before serving."""
        return open_site(read_settings(data=str(self.data)))

    def copy(self, data: Path) -> County:
        """Return a copy of the county as it stands, in another folder."""
        shutil.copytree(self.data, data)
        return County(data)


def build_county(data: Path) -> County:
    """Return a county with one township of 20 villages, a worker and a supervisor, and no record."""
    data.mkdir(parents=True)
    write_survey(data / "plugins")
    keep_setting(data, "county", COUNTY)
    county, shell, now = County(data), shell_actor(COUNTY), datetime.now(UTC)
    site = county.open()
    import_units(site.store, list(_units()), actor=shell, now=now)
    for account, role, unit in ((WORKER, "worker", VILLAGES[0]), (SUPERVISOR, "supervisor", TOWNSHIP)):
        new = NewAccount(account, "测试甲", unit, (Grant(role, unit),))
        keep = {"password": PASSWORD, "must_change": False, "policy": site.policy}
        create_account(site.store, new, actor=shell, now=now, **keep)
    with site.definitions.change() as change:
        switch_on(change, PLUGIN, TOWNSHIP, "shell", write_time(now))
    site.store.close()
    return county


def fill_county(site: Site, count: int, *, seed: int = 339924) -> None:
    """Write records with all their traces, a thousand in one commit, already delivered to plugins."""
    drawn = _arrivals(site, seed)
    for begin in range(0, count, _BATCH):
        batch = [next(drawn) for _ in range(min(_BATCH, count - begin))]
        site.store.write_alone(lambda connection, batch=batch: _write_all(connection, batch))


def _write_all(connection: object, batch: list[Arrival]) -> None:
    for arrival in batch:
        number = take_number(connection, arrival.published.definition.prefix, arrival.now)
        write_record(connection, arrival, number)
    # What is measured is the list, not the plugins hearing of a hundred thousand records.
    delivered = text("UPDATE outbox SET delivered_at = created_at WHERE delivered_at IS NULL")
    connection.execute(delivered)


def arrival_of(site: Site, id: str, chance: random.Random, now: datetime) -> Arrival:
    """Return a new record on its way in, from the worker of one of the villages."""
    published = site.live.current().find_form(FORM)
    assert published is not None
    unit = chance.choice(VILLAGES)
    grants = (Grant("worker", unit),)
    actor = Actor(WORKER, "测试甲", unit, grants, "local", permissions=build_permissions(grants))
    answers = read_json(write_json(build_answers(chance)))
    body = {"version": published.version, "unit": unit, "captured_at": write_time(now), "answers": answers}
    submission = Submission(id=id, form=FORM, request_hash=content_hash({"form": FORM, **body}), **body)
    return Arrival(published, submission, actor, now)


def _arrivals(site: Site, seed: int) -> Iterator[Arrival]:
    chance, now = random.Random(seed), site.clock() - timedelta(days=30)
    while True:
        now += timedelta(milliseconds=7)
        yield arrival_of(site, make_id(now, chance), chance, now)


def make_id(moment: datetime, chance: random.Random) -> str:
    """Return a UUIDv7 (RFC 9562) of that moment."""
    value = (int(moment.timestamp() * 1000) << 80) | (7 << 76) | (chance.getrandbits(12) << 64)
    return str(UUID(int=value | (2 << 62) | chance.getrandbits(62)))


def _units() -> Iterator[UnitRow]:
    yield UnitRow(1, COUNTY, "清溪县", "county")
    yield UnitRow(2, TOWNSHIP, "青岭镇", "township")
    for place, code in enumerate(VILLAGES, 3):
        yield UnitRow(place, code, f"第{place - 2}村", "village")
