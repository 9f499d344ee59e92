"""Two small counties in one installation, a person for every role, and fresh things for each to try at."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from itertools import count
from types import MappingProxyType
from uuid import UUID

from lizheng.core.app import create_app, open_site
from lizheng.core.definitions import publish_form, switch_on
from lizheng.core.organisation.hashing import Hashing
from lizheng.core.organisation.permissions import build_permissions
from lizheng.core.organisation.sessions import open_session
from lizheng.core.organisation.values import Actor, Grant
from lizheng.core.records.attachments import store_attachment
from lizheng.core.records.drafts import Draft, save_draft
from lizheng.core.records.review import return_record
from lizheng.core.records.submit import submit
from lizheng.core.records.values import Submission
from lizheng.core.settings import read_settings
from lizheng.core.store import open_store, tables
from lizheng.core.store.form_index import ensure_index
from lizheng.forms.canonical import content_hash, read_json
from lizheng.forms.reading import read_form
from PIL import Image
from sqlalchemy import false, func, insert, or_, select

NOW = datetime(2026, 2, 26, 6, 20, tzinfo=UTC)
AT = "2026-02-20T00:00:00.000000Z"
PASSWORD = "Qing-xi-2026!"
COUNTY, ELSEWHERE = "339924", "339925"
# scope -> township and village: the own ones, those of the same county, those of another county
TOWNSHIPS = MappingProxyType({"own": "339924101", "sibling": "339924102", "foreign": "339925101"})
VILLAGES = MappingProxyType({scope: f"{code}201" for scope, code in TOWNSHIPS.items()})
UNITS = (
    *((COUNTY, "county", None), (ELSEWHERE, "county", None)),
    *((code, "township", code[:6]) for code in TOWNSHIPS.values()),
    *((code, "village", code[:9]) for code in VILLAGES.values()),
)
# role in the tables of expected answers -> role and unit in the database
PEOPLE = MappingProxyType(
    {
        "worker": ("worker", VILLAGES["own"]),
        "supervisor": ("supervisor", TOWNSHIPS["own"]),
        "township_admin": ("township_admin", TOWNSHIPS["own"]),
        "county_it": ("county_it", COUNTY),
        "security_admin": ("security_admin", COUNTY),
        "auditor": ("auditor", COUNTY),
        "plugin_role": ("security_patrol.sp_leader", TOWNSHIPS["own"]),
    }
)
FILLERS = MappingProxyType({f"filler-{scope}": ("worker", unit) for scope, unit in VILLAGES.items()})
SHARED = "security_patrol.finding"
# No answer to anybody outside may hold these words.
CANARIES = MappingProxyType({scope: f"{scope}gold" for scope in TOWNSHIPS})


def own_form(scope: str) -> str:
    """Return the id of the form that the township of this scope published for itself."""
    return f"t{TOWNSHIPS[scope]}.note"


class County:
    """The installation, and calls to it as any of its people."""

    def __init__(self, folder, clock=lambda: NOW):
        settings = read_settings(data=folder)
        folder.mkdir(parents=True, exist_ok=True)
        # What is durable is proved elsewhere; here thousands of calls must be quick.
        store = open_store(settings.database, synchronous="OFF")
        site = open_site(settings, clock=clock, store=store)
        light = replace(site.policy, hashing=Hashing(memory=64, passes=1))
        self.site = replace(site, policy=light)
        self._numbers = count(1)
        self._found()
        self.app = create_app(self.site.settings, site=self.site)
        self.sessions = {name: self.log_in(name) for name in (*PEOPLE, *FILLERS)}

    def call(self, who, method, path, /, **more):
        """Return the answer to a person (``""`` for nobody), whose browser sends cookie and token."""
        client, headers = self.app.test_client(), dict(more.pop("headers", {}))
        if who:
            client.set_cookie("lizheng", self.sessions[who].token)
            headers = {"X-CSRF-Token": self.sessions[who].actor.csrf, **headers}
        return client.open(path, method=method, headers=headers, **more)

    def log_in(self, account):
        common = {"address": "127.0.0.1", "now": self.site.clock(), "policy": self.site.policy}
        return self.site.store.write(
            lambda connection: open_session(
                connection, account, roles=self.site.live.current().roles, **common
            )
        )

    def actor(self, account):
        role, unit = (PEOPLE | FILLERS)[account]
        grants = (Grant(role, unit),)
        permissions = build_permissions(grants, self.site.live.current().roles)
        return Actor(account, "测试甲", unit, grants, permissions=permissions)

    def entries(self):
        with self.site.store.read() as connection:
            return connection.execute(select(tables.audit).order_by(tables.audit.c.at)).mappings().all()

    def heads(self):
        """Return the number of the last entry of each chain."""
        with self.site.store.read() as connection:
            rows = connection.execute(select(tables.audit_heads.c.township, tables.audit_heads.c.seq))
            return {township: seq for township, seq in rows}

    def entries_since(self, heads):
        """Return (action, outcome) of every entry written since."""
        new = [
            (tables.audit.c.township == township) & (tables.audit.c.seq > heads.get(township, 0))
            for township, seq in self.heads().items()
            if seq > heads.get(township, 0)
        ]
        query = select(tables.audit.c.action, tables.audit.c.outcome).where(or_(false(), *new))
        with self.site.store.read() as connection:
            return tuple(map(tuple, connection.execute(query)))

    def count(self, table="audit"):
        with self.site.store.read() as connection:
            return connection.execute(select(func.count()).select_from(getattr(tables, table))).scalar_one()

    def make_id(self):
        return str(UUID(int=(0x019C9000 << 96) | (0x7 << 76) | (0x8 << 60) | next(self._numbers)))

    def make_record(self, scope, form=SHARED, *, by="", returned=False, **answers):
        """Return the id of a new record filled in the scope's village."""
        filler, published = by or f"filler-{scope}", self.site.live.current().find_form(form)
        body = {
            "version": published.version,
            "unit": VILLAGES[scope],
            "captured_at": "2026-02-26T14:19:00+08:00",
            "answers": make_answers(form, scope) | answers,
        }
        sent = Submission(
            id=self.make_id(), form=form, request_hash=content_hash({"form": form, **body}), **body
        )
        common = {"registry": self.site.live.current(), "now": self.site.clock()}
        submit(self.site.store, published, sent, actor=self.actor(filler), **common)
        if returned:
            reviewer = replace(
                self.actor(filler), permissions=build_permissions((Grant("supervisor", VILLAGES[scope]),))
            )
            return_record(self.site.store, sent.id, actor=reviewer, reason="请补照片", **common)
        return sent.id

    def make_draft(self, account, form=SHARED, scope="own"):
        shown = make_answers(form, scope)
        state = {"shown": shown, "answers": shown, "unread": []}
        draft = Draft(self.make_id(), form, 1, VILLAGES[scope], state)
        return save_draft(self.site.store, draft, actor=self.actor(account), now=self.site.clock()).id

    def make_photo_record(self, scope):
        """Return the hash of a photo that a record of the scope uses."""
        size = (8 + next(self._numbers) % 200, 8 + next(self._numbers) % 200)
        value = store_attachment(
            self.site.store,
            self.site.settings.attachments,
            io.BytesIO(make_photo(size)),
            declared_name="照片.jpg",
            actor=self.actor(f"filler-{scope}"),
            township=TOWNSHIPS[scope],
            now=self.site.clock(),
        )
        self.make_record(scope, photo=[dict(value)])
        return value["sha256"]

    def make_account(self, scope, role="worker"):
        account = f"ceshi{next(self._numbers):05d}"
        self._insert_people({account: (role, VILLAGES[scope])})
        return account

    def close(self):
        self.site.store.close()

    def _found(self):
        rows = [
            {"code": code, "name": f"测试{code}", "level": level, "parent": parent}
            for code, level, parent in UNITS
        ]
        self._insert(tables.units, rows)
        self._insert_people(PEOPLE | FILLERS)
        with self.site.definitions.change() as change:
            for scope, township in TOWNSHIPS.items():
                switch_on(change, "security_patrol", township, "shell", AT)
                published = publish_form(change, read_form(make_form(scope)), township, "shell", AT)
                ensure_index(self.site.store, published.definition)

    def _insert_people(self, people):
        kept = self.site.policy.hashing.hash_password(PASSWORD)
        common = {"name": "测试甲", "password_hash": kept, "created_at": AT, "password_changed_at": AT}
        self._insert(
            tables.accounts,
            [
                {"account": one, "unit": unit, "must_change": False, **common}
                for one, (_, unit) in people.items()
            ],
        )
        self._insert(
            tables.password_history,
            [{"account": one, "password_hash": kept, "changed_at": AT} for one in people],
        )
        self._insert(
            tables.grants,
            [
                {"account": one, "role": role, "unit": unit, "granted_by": "shell", "granted_at": AT}
                for one, (role, unit) in people.items()
            ],
        )

    def _insert(self, table, rows):
        self.site.store.write(lambda connection: connection.execute(insert(table), rows).rowcount)


def make_form(scope):
    """Return the definition of a township's own form of one field."""
    properties = {"what": {"type": "string", "title": "情况", "minLength": 2, "maxLength": 200}}
    return {
        "form": own_form(scope),
        "title": f"本镇表单{CANARIES[scope]}",
        "subject": "matter",
        "kind": "internal",
        "schema": {"type": "object", "properties": properties, "required": ["what"]},
        "list": {"columns": ["what"], "search": ["what"]},
    }


def make_answers(form, scope):
    words = f"路灯不亮，已拉警戒带，请派人来修。{CANARIES[scope]}"
    if form != SHARED:
        return {"what": words}
    examples = files("lizheng.plugins.security_patrol").joinpath("cases/examples.json").read_text("utf-8")
    return {**read_json(examples)[SHARED][1], "what": words}


def make_body(scope, form=SHARED, **changes):
    """Return a submission's body as JSON text."""
    body = {"version": 1, "unit": VILLAGES[scope], "captured_at": "2026-02-26T14:19:00+08:00"}
    return json.dumps({**body, "answers": make_answers(form, scope), **changes}, default=float)


def make_photo(size=(8, 6)):
    written = io.BytesIO()
    Image.new("RGB", size, "red").save(written, "JPEG")
    return written.getvalue()


def hash_of(content):
    return hashlib.sha256(content).hexdigest()
