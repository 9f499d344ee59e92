"""The whole application on a small county, as a program that calls the API meets it."""

from __future__ import annotations

import hashlib
import io
import shutil
from datetime import UTC, datetime

import pytest
from lizheng.core.app import create_app, open_site
from lizheng.core.definitions import publish_form
from lizheng.core.organisation.sessions import open_session
from lizheng.core.settings import read_settings
from lizheng.core.store import tables
from lizheng.core.store.form_index import ensure_index
from lizheng.forms.reading import read_form
from PIL import Image
from sqlalchemy import insert

NOW = datetime(2026, 2, 26, 6, 20, tzinfo=UTC)
VILLAGE, SIBLING, FOREIGN = "339924101201", "339924101202", "339924102201"
UNITS = ("339924", "339924101", "339924102", VILLAGE, SIBLING, FOREIGN)
PASSWORD = "Qing-xi-2026!"
PEOPLE = {
    "ceshi-jia": ("worker", VILLAGE),
    "ceshi-yi": ("worker", FOREIGN),
    "ceshi-bing": ("supervisor", "339924101"),
    "ceshi-ding": ("auditor", "339924"),
}
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
            "what": {
                "type": "string",
                "title": {"zh-CN": "发生了什么", "en": "What happened"},
                "minLength": 2,
                "maxLength": 200,
            },
            "phone": {"type": "string", "title": "联系电话", "maxLength": 20, "format": "phone"},
            "count": {"type": "integer", "title": "数量"},
            "cost": {"type": "number", "title": "费用"},
            "photo": {"$ref": "lizheng:photo/1"},
        },
    },
    "list": {"columns": ["what", "phone", "count"], "search": ["what"], "filters": ["count"]},
    "privacy": {"phone": "personal"},
}
RECORDS = f"/api/v1/forms/{FORM['form']}/records"


class Server:
    """An application in this process, and the calls the tests make."""

    def __init__(self, folder, tokens=None):
        self.site = open_site(read_settings(data=folder), clock=lambda: NOW)
        if tokens is None:
            self._found_county()
        self.app = create_app(self.site.settings, site=self.site)
        self.tokens = tokens or {account: self._log_in(account) for account in PEOPLE}

    def call(self, method, path, account="ceshi-jia", *, client=None, **more):
        headers = dict(more.pop("headers", {}))
        if account:
            headers["Authorization"] = f"Bearer {self.tokens[account]}"
        return (client or self.app.test_client()).open(path, method=method, headers=headers, **more)

    def put(self, number=1, account="ceshi-jia", *, answers=None, **changes):
        return self.call("PUT", f"{RECORDS}/{make_id(number)}", account, json=make_body(answers, **changes))

    def upload(self, content, account="ceshi-jia", name="照片.jpg"):
        path = f"/api/v1/attachments/{hashlib.sha256(content).hexdigest()}"
        return self.call("PUT", path, account, data=content, query_string={"name": name})

    def count(self, table):
        with self.site.store.read() as connection:
            return len(connection.execute(getattr(tables, table).select()).all())

    def close(self):
        self.site.store.close()

    def _found_county(self):
        moment = "2026-02-20T00:00:00.000000Z"
        kept = self.site.policy.hashing.hash_password(PASSWORD)
        units = [{"code": code, "name": f"测试{code}", "level": "village"} for code in UNITS]
        people = [
            {"account": name, "name": "测试甲", "unit": unit, "password_hash": kept, "created_at": moment}
            | {"password_changed_at": moment, "must_change": False}
            for name, (_, unit) in PEOPLE.items()
        ]
        granted = {"granted_by": "shell", "granted_at": moment}
        grants = [
            {"account": name, "role": role, "unit": unit, **granted} for name, (role, unit) in PEOPLE.items()
        ]
        for table, rows in ((tables.units, units), (tables.accounts, people), (tables.grants, grants)):
            self.site.store.write(lambda connection, t=table, r=rows: connection.execute(insert(t), r))
        with self.site.definitions.change() as change:
            published = publish_form(change, read_form(FORM), "339924101", "shell", moment)
        ensure_index(self.site.store, published.definition)

    def _log_in(self, account):
        common = {"address": "127.0.0.1", "now": self.site.clock(), "policy": self.site.policy}
        job = lambda connection: open_session(connection, account, **common)  # noqa: E731
        return self.site.store.write(job).token


@pytest.fixture(scope="session")
def county(tmp_path_factory):
    """An installation made once; each test works on a copy, which is quicker than founding it again."""
    folder = tmp_path_factory.mktemp("county")
    made = Server(folder)
    made.close()
    return folder, made.tokens


@pytest.fixture
def server(tmp_path, county):
    folder, tokens = county
    shutil.copytree(folder, tmp_path / "lizheng")
    made = Server(tmp_path / "lizheng", tokens)
    yield made
    made.close()


def make_id(number):
    return f"019c9000-0000-7000-8000-{number:012x}"


def make_body(answers=None, **changes):
    body = {"version": 1, "unit": VILLAGE, "captured_at": "2026-02-26T14:19:00+08:00"}
    return {**body, "answers": answers or {"what": "路灯不亮", "count": 3}, **changes}


def make_photo():
    written = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(written, "JPEG")
    return written.getvalue()
