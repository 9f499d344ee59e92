"""The same on SQLite and on a real PostgreSQL server: units in scope, accounts, locks and sessions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from lizheng.core.organisation.account_opening import create_account
from lizheng.core.organisation.accounts import NewAccount, list_accounts
from lizheng.core.organisation.grants import grant_role
from lizheng.core.organisation.own_password import change_password
from lizheng.core.organisation.sessions import LoginRefused, find_session, log_in, log_out
from lizheng.core.organisation.unit_import import import_units
from lizheng.core.organisation.units import list_units
from lizheng.core.organisation.values import Grant, Scope
from lizheng.core.store import open_store

from tests.engines import ENGINES, offer_address

from .conftest import COUNTY, NOW, PASSWORD, TOWNSHIP, UNITS, VILLAGE, later


@pytest.fixture(params=ENGINES)
def store(request, tmp_path, shell):
    with offer_address(request.param, tmp_path, request) as url:
        opened = open_store(url)
        import_units(opened, UNITS, actor=shell, now=NOW)
        yield opened
        opened.close()


@pytest.fixture
def jia(store, policy, shell):
    new = NewAccount("jia", "测试甲", VILLAGE, (Grant("worker", VILLAGE),))
    create_account(store, new, actor=shell, now=NOW, policy=policy, password=PASSWORD)
    return new


def test_a_scope_reaches_the_same_units(store):
    with store.read() as connection:
        found = list_units(connection, Scope((TOWNSHIP, "339924d01"), ("339924101002",)))
    assert [unit.code for unit in found] == [TOWNSHIP, VILLAGE, "339924101001001", "339924d01"]


def test_an_account_lives_the_same_life(store, jia, policy, shell):
    session = log_in(store, "jia", PASSWORD, address="", now=NOW, policy=policy)
    fresh = change_password(store, session.actor, PASSWORD, "Shanlu-7731-qi", now=NOW, policy=policy)
    grant_role(store, "jia", Grant("supervisor", TOWNSHIP), actor=shell, now=NOW)
    actor = find_session(store, fresh.token, now=later(minutes=2), policy=policy)
    assert actor.grants == (Grant("supervisor", TOWNSHIP), Grant("worker", VILLAGE))
    log_out(store, actor, now=NOW)
    ended = [find_session(store, each.token, now=NOW, policy=policy) for each in (session, fresh)]
    assert ended == [None, None]
    with store.read() as connection:
        assert [found.account for found in list_accounts(connection, Scope((COUNTY,)), q="测试")] == ["jia"]


def test_tries_at_the_same_moment_are_counted_one_by_one(store, jia, policy):
    def enter(number):
        with pytest.raises(LoginRefused) as caught:
            log_in(store, "jia", "wrong", address=str(number), now=NOW, policy=policy)
        return caught.value.code

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(enter, range(12)))
    assert codes == ["locked"] * 7 + ["wrong"] * 5
