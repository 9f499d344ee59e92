"""A small county with one form: what the tests of records and of the API start from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lizheng.core.organisation.permissions import build_permissions
from lizheng.core.organisation.values import Actor, Grant
from lizheng.core.registry.values import PublishedForm, Registry, Switches
from lizheng.core.store import open_store, tables
from lizheng.core.store.form_index import ensure_index
from lizheng.forms.canonical import content_hash
from lizheng.forms.reading import read_form
from sqlalchemy import insert

from tests.engines import offer_address

VILLAGE, SIBLING, FOREIGN = "339924101201", "339924101202", "339924102201"
UNITS = ("339924", "339924101", "339924102", VILLAGE, SIBLING, FOREIGN)
NOW = datetime(2026, 2, 26, 6, 20, tzinfo=UTC)
FORM = {
    "form": "t339924101.finding",
    "title": {"zh-CN": "发现情况", "en": "Finding"},
    "subject": "matter",
    "kind": "business",
    "prefix": "FX",
    "schema": {
        "type": "object",
        "required": ["what"],
        "properties": {
            "what": {"type": "string", "title": "发生了什么", "minLength": 2, "maxLength": 200},
            "phone": {"type": "string", "title": "联系电话", "maxLength": 20, "format": "phone"},
            "count": {"type": "integer", "title": "数量"},
            "cost": {"type": "number", "title": "费用", "multipleOf": 0.01},
            "photo": {
                "type": "object",
                "title": "照片",
                "properties": {
                    "sha256": {"type": "string", "maxLength": 64},
                    "name": {"type": "string", "maxLength": 200},
                    "type": {"type": "string", "maxLength": 100},
                    "size": {"type": "integer"},
                },
            },
        },
    },
    "list": {
        "columns": ["what", "phone", "count"],
        "search": ["what"],
        "filters": ["count"],
        "sort": "-received_at",
    },
    "privacy": {"phone": "personal"},
}


@pytest.fixture(params=["sqlite"])
def address(request, tmp_path):
    with offer_address(request.param, tmp_path, request) as url:
        yield url


@pytest.fixture
def store(address):
    opened = open_store(address)
    rows = [{"code": code, "name": f"测试{code}", "level": "village"} for code in UNITS]
    opened.write(lambda connection: connection.execute(insert(tables.units), rows))
    yield opened
    opened.close()


@pytest.fixture
def published(store):
    form = PublishedForm(read_form(FORM), version=1)
    ensure_index(store, form.definition)
    return form


@pytest.fixture
def registry(published):
    return Registry({}, (), {published.form: (published,)}, Switches(), {})


@pytest.fixture
def world(store, published, registry):
    return World(store, published, registry)


class World:
    """Store, form and registry, with the verbs the tests say often."""

    def __init__(self, store, published, registry):
        self.store, self.published, self.registry = store, published, registry

    def submit(self, number=1, *, actor=None, now=NOW, **changes):
        from lizheng.core.records.submit import submit

        sent = make_submission(number, **changes)
        common = {"actor": actor or worker(), "registry": self.registry, "now": now}
        return submit(self.store, self.published, sent, **common)

    def revise(self, number, base, *, actor=None, now=NOW, **changes):
        from lizheng.core.records.revise import revise

        sent = make_submission(number, **changes)
        common = {"actor": actor or worker(), "registry": self.registry, "now": now}
        return revise(self.store, self.published, sent, base, **common)

    def give_back(self, number=1, **more):
        from lizheng.core.records.review import return_record

        common = {"actor": supervisor(), "registry": self.registry, "reason": "请补照片", "now": NOW}
        return return_record(self.store, make_id(number), **{**common, **more})

    def find(self, number=1, *, actor=None):
        from lizheng.core.records.lists import find_record

        with self.store.read() as connection:
            return find_record(connection, make_id(number), actor=actor or worker())

    def list(self, *, actor=None, **asked):
        from lizheng.core.records.lists import Asked, list_records

        with self.store.read() as connection:
            return list_records(connection, self.published, Asked(**asked), actor=actor or supervisor())

    def count(self, table):
        with self.store.read() as connection:
            return len(connection.execute(getattr(tables, table).select()).all())


def make_actor(account, role, unit):
    grants = (Grant(role, unit),)
    permissions = build_permissions(grants)
    return Actor(account, "测试甲", unit, grants, csrf="c", permissions=permissions)


def worker(account="ceshi-jia", unit=VILLAGE):
    return make_actor(account, "worker", unit)


def supervisor(unit="339924101"):
    return make_actor("ceshi-shenhe", "supervisor", unit)


def make_id(number):
    return f"019c9000-0000-7000-8000-{number:012x}"


def make_submission(number=1, **changes):
    from lizheng.core.records.values import Submission

    body = {
        "version": changes.get("version", 1),
        "unit": changes.get("unit", VILLAGE),
        "captured_at": changes.get("captured_at", "2026-02-26T14:19:00+08:00"),
        "answers": changes.get("answers", {"what": "路灯不亮", "count": 3}),
    }
    hash = content_hash({"form": FORM["form"], **body})
    return Submission(id=changes.get("id", make_id(number)), form=FORM["form"], request_hash=hash, **body)
