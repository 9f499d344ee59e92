"""A small installation: a township with its own form, one worker before the page, a fixed moment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from lizheng.core.app import create_app, open_site
from lizheng.core.definitions import publish_form
from lizheng.core.organisation.hashing import Hashing
from lizheng.core.organisation.sessions import open_session
from lizheng.core.organisation.values import Actor
from lizheng.core.records.lists import find_record
from lizheng.core.records.revise import revise
from lizheng.core.records.submit import submit
from lizheng.core.records.values import Receipt, Record, Submission
from lizheng.core.registry.values import PublishedForm
from lizheng.core.settings import read_settings
from lizheng.core.store import tables
from lizheng.core.store.form_index import ensure_index
from lizheng.core.store.times import write_time
from lizheng.forms.canonical import content_hash
from lizheng.forms.definition import FormDefinition
from sqlalchemy import insert

# 07:00 of the 27th in the county is still the 26th in UTC.
NOW = datetime(2026, 2, 26, 23, 0, tzinfo=UTC)
TOWNSHIP, VILLAGE, GRID = "339924101", "339924101201", "339924101201001"
UNITS = (
    ("339924", "county", "清溪县", None),
    (TOWNSHIP, "township", "青岭镇", "339924"),
    (VILLAGE, "village", "上岙村", TOWNSHIP),
    (GRID, "grid", "上岙村第一网格", VILLAGE),
    ("339924102", "township", "别的镇", "339924"),
    ("339924102201", "village", "别的村", "339924102"),
)


class Station:
    """The installation with its worker, and the two ways in: the page and the submission."""

    def __init__(self, folder: Any) -> None:
        self.site = open_site(read_settings(data=folder), clock=lambda: NOW)
        self._add(
            tables.units, [dict(zip(("code", "level", "name", "parent"), u, strict=True)) for u in UNITS]
        )
        at, light = write_time(NOW), Hashing(memory=64, passes=1)
        self._add(
            tables.accounts,
            [
                {
                    "account": "ceshi",
                    "name": "测试甲",
                    "unit": VILLAGE,
                    "password_hash": light.hash_password("Qing-xi-2026!"),
                    "must_change": False,
                    "created_at": at,
                    "password_changed_at": at,
                }
            ],
        )
        grant = {"account": "ceshi", "role": "worker", "unit": VILLAGE, "granted_by": "shell"}
        self._add(tables.grants, [grant | {"granted_at": at}])
        self.session = self.site.store.write(
            lambda connection: open_session(
                connection,
                "ceshi",
                roles=self.site.live.current().roles,
                address="127.0.0.1",
                now=NOW,
                policy=self.site.policy,
            )
        )

    @property
    def worker(self) -> Actor:
        return self.session.actor

    def publish(self, *forms: FormDefinition) -> None:
        with self.site.definitions.change() as change:
            for form in forms:
                publish_form(change, form, TOWNSHIP, "shell", write_time(NOW))
        for form in forms:
            ensure_index(self.site.store, form)

    def page(self, path: str, **posted: Any) -> Any:
        """Return the worker's answer to a page: read, or with ``data`` posted and followed."""
        client = create_app(self.site.settings, site=self.site).test_client()
        client.set_cookie("lizheng", self.session.token)
        headers = {"X-CSRF-Token": self.session.actor.csrf}
        if not posted:
            return client.get(path)
        return client.post(path, headers=headers, follow_redirects=True, **posted)

    def submit(self, form: str, answers: Any, number: int = 1) -> Receipt:
        published, sent = self._submission(form, answers, number)
        registry = self.site.live.current()
        return submit(self.site.store, published, sent, actor=self.worker, registry=registry, now=NOW)

    def revise(self, form: str, answers: Any, number: int, now: datetime) -> Receipt:
        published, sent = self._submission(form, answers, number)
        registry = self.site.live.current()
        return revise(self.site.store, published, sent, 1, actor=self.worker, registry=registry, now=now)

    def _submission(self, form: str, answers: Any, number: int) -> tuple[PublishedForm, Submission]:
        published = self.site.live.current().find_form(form)
        assert published is not None
        body = {
            "version": published.version,
            "unit": VILLAGE,
            "captured_at": "2026-02-26T14:19:00+08:00",
            "answers": answers,
        }
        hashed = content_hash({"form": form, **body})
        return published, Submission(id=make_id(number), form=form, request_hash=hashed, **body)

    def find(self, number: int = 1) -> Record:
        with self.site.store.read() as connection:
            record = find_record(connection, make_id(number), actor=self.worker)
        assert record is not None
        return record

    def close(self) -> None:
        self.site.store.close()

    def _add(self, table: Any, rows: list[dict[str, Any]]) -> None:
        self.site.store.write(lambda connection: connection.execute(insert(table), rows).rowcount)


def make_id(number: int) -> str:
    return str(UUID(int=(0x019C9000 << 96) | (0x7 << 76) | (0x8 << 60) | number))
