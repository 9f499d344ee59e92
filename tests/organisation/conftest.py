"""A small county on a real SQLite store, and people to act in it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lizheng.core.audit import search
from lizheng.core.organisation.account_opening import create_account
from lizheng.core.organisation.accounts import NewAccount
from lizheng.core.organisation.hashing import Hashing
from lizheng.core.organisation.policy import ASVS, MLPS3
from lizheng.core.organisation.sessions import find_session, log_in
from lizheng.core.organisation.shell import shell_actor
from lizheng.core.organisation.unit_import import import_units
from lizheng.core.organisation.values import Grant
from lizheng.core.store import open_store

COUNTY, TOWNSHIP, SIBLING = "339924", "339924101", "339924102"
VILLAGE, GRID = "339924101001", "339924101001001"
NOW = datetime(2026, 2, 26, 6, 20, tzinfo=UTC)
UNITS = """区划代码,名称,级别
339924000000,清溪县,县
339924101000,测试一镇,乡镇
339924102000,测试二镇,乡镇
339924101001,甲村,村
339924101002,乙村,村
339924101001001,一网格,网格
339924d01,县民政局,部门
""".encode()
PASSWORD = "Guxiang-2026-lu"


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """A database that has been brought up to date once, to be copied."""
    file = tmp_path_factory.mktemp("organisation") / "template.db"
    store = open_store(f"sqlite:///{file}", synchronous="OFF")
    import_units(store, UNITS, actor=shell_actor(COUNTY), now=NOW)
    store.close()
    return file


@pytest.fixture
def store(template, tmp_path):
    file = tmp_path / "records.db"
    shutil.copy(template, file)
    store = open_store(f"sqlite:///{file}", synchronous="OFF")
    yield store
    store.close()


@pytest.fixture
def policy():
    """The default policy with a hash that costs nothing."""
    return replace(MLPS3, hashing=Hashing(memory=64, passes=1))


@pytest.fixture
def asvs():
    return replace(ASVS, hashing=Hashing(memory=64, passes=1))


@pytest.fixture
def shell():
    return shell_actor(COUNTY)


@pytest.fixture
def person(store, policy, shell):
    """Make an account (with the known password) and return who acts in a session of it."""

    def make(account, role="worker", unit=VILLAGE, at=None):
        grants = (Grant(role, at or unit),) if role else ()
        new = NewAccount(account, f"测试{account}", unit, grants)
        create_account(store, new, actor=shell, now=NOW, policy=policy, password=PASSWORD, must_change=False)
        session = log_in(store, account, PASSWORD, address="10.0.0.9", now=NOW, policy=policy)
        actor = find_session(store, session.token, now=NOW, policy=policy)
        assert actor is not None
        return actor

    return make


@pytest.fixture
def audited(store):
    """Return (actor, action, object, outcome) of entries with this action, oldest first."""

    def entries(action):
        with store.read() as connection:
            rows, _ = search(connection, scope_roots=(COUNTY,), action=action, limit=500)
        return [(row.actor, row.object, row.outcome) for row in reversed(rows)]

    return entries


def later(**span):
    return NOW + timedelta(**span)
