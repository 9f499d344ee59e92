"""Clocks that are wrong: of a device by days, of the server set back and forth. Order and sessions hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lizheng.core.app import create_app, open_site
from lizheng.core.audit import verify
from lizheng.core.demo.accounts import read_demo_accounts
from lizheng.core.settings import read_settings
from lizheng.core.store.tables import audit
from lizheng.core.web.site import Site
from sqlalchemy import select

from .service import make_body, make_id, path_of

NOW = datetime(2026, 12, 1, 6, 20, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Clock:
    """A server's clock that a test sets."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class County:
    """The demo county in this process, under that clock."""

    site: Site
    clock: Clock
    browser: FlaskClient
    password: str

    def log_in(self) -> tuple[int, str]:
        secret = {"account": "shangao02", "password": self.password}
        answer = self.browser.post("/api/v1/session", json=secret)
        return answer.status_code, (answer.get_json() or {}).get("token", "")

    def put(self, token: str, **changes: Any) -> tuple[int, Any]:
        answer = self.browser.put(
            path_of(make_id()),
            json=make_body() | changes,
            headers={"Authorization": f"Bearer {token}"},
        )
        return answer.status_code, answer.get_json()

    def knows(self, token: str) -> bool:
        answer = self.browser.get("/api/v1/forms", headers={"Authorization": f"Bearer {token}"})
        return answer.status_code == 200


@contextmanager
def open_county(data: Path) -> Iterator[County]:
    clock = Clock()
    site = open_site(read_settings(data=str(data)), clock=clock)
    password = {one.account: one.password for one in read_demo_accounts(data)}["shangao02"]
    browser = create_app(site.settings, site=site).test_client(use_cookies=False)
    try:
        yield County(site, clock, browser, password)
    finally:
        site.store.close()


@pytest.fixture
def here(data: Path) -> Iterator[County]:
    with open_county(data) as county:
        yield county


@pytest.mark.parametrize("days", [-400, -3, 3, 400])
def test_a_device_whose_clock_is_wrong_by_days_still_hands_its_record_in(here: County, days: int) -> None:
    _, token = here.log_in()
    told = (NOW + timedelta(days=days)).isoformat()
    status, receipt = here.put(token, captured_at=told)
    with here.site.store.read() as connection:
        last = select(audit.c.detail).where(audit.c.object == receipt["id"])
        detail = connection.execute(last).scalar_one()
    assert (status, receipt["received_at"][:10], "clock_off" in detail) == (201, "2026-12-01", days > 0)


def test_the_log_keeps_its_order_when_the_clock_jumps(here: County) -> None:
    _, token = here.log_in()
    for jump in (timedelta(0), timedelta(minutes=4), timedelta(minutes=2), timedelta(minutes=1)):
        here.clock.now = NOW + jump
        assert here.put(token)[0] == 201
    with here.site.store.read() as connection:
        mine = (audit.c.township == "339924101", audit.c.at >= "2026-11-30")
        rows = connection.execute(select(audit.c.seq).where(*mine).order_by(audit.c.seq)).scalars().all()
    assert len(rows) >= 5
    assert rows == list(range(rows[0], rows[0] + len(rows)))
    assert [verdict for verdict in verify(here.site.store) if not verdict.whole] == []


def test_a_day_lived_twice_gives_no_number_twice(here: County) -> None:
    numbers = []
    for jump in (timedelta(0), DAY, timedelta(0), -DAY, timedelta(0)):
        here.clock.now = NOW + jump
        _, token = here.log_in()
        numbers.append(here.put(token)[1]["number"])
    assert len(set(numbers)) == 5


@pytest.mark.parametrize(
    "set_back", [DAY, timedelta(days=400), timedelta(hours=1)], ids=["day", "400 days", "hour"]
)
def test_a_clock_set_back_revives_no_session(here: County, set_back: timedelta) -> None:
    _, token = here.log_in()
    here.clock.now = NOW + DAY
    ended = here.knows(token)
    here.clock.now = NOW + DAY - set_back
    assert (ended, here.knows(token)) == (False, False)


def test_a_session_begun_in_the_future_does_not_last_until_then(here: County) -> None:
    here.clock.now = NOW + timedelta(days=400)
    _, token = here.log_in()
    here.clock.now = NOW
    assert here.knows(token) is False


@pytest.mark.parametrize("jump", [-DAY, timedelta(days=400)], ids=["back", "forth"])
def test_whoever_may_log_in_may_still_after_the_clock_jumped(here: County, jump: timedelta) -> None:
    assert here.log_in()[0] == 201
    here.clock.now = NOW + jump
    assert here.log_in()[0] == 201


def lock(here: County) -> None:
    for _ in range(6):
        here.browser.post("/api/v1/session", json={"account": "shangao02", "password": "wrong"})


def test_a_lock_does_not_grow_when_the_clock_is_set_back(here: County) -> None:
    lock(here)
    assert here.log_in()[0] == 429
    here.clock.now = NOW - DAY
    assert here.log_in()[0] == 201


def test_a_leap_day_and_the_turn_of_the_year_are_days_like_others(here: County) -> None:
    receipts = []
    for moment in (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), datetime(2026, 12, 31, 16, 0, tzinfo=UTC)):
        here.clock.now = moment
        _, token = here.log_in()
        receipts.append(here.put(token, captured_at="2024-02-29T23:59:59+08:00"))
    # Numbers go by the day in Shanghai, where the new year begins at 16:00 UTC.
    assert [(status, receipt["number"][:9]) for status, receipt in receipts] == [
        (201, "FX-261231"),
        (201, "FX-270101"),
    ]
