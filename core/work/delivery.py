"""Hand the outbox to the plugins: at least once, in order, each plugin's failure its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pluggy
from sqlalchemy import Connection, delete, insert, select, update

from ...forms.canonical import read_json
from ..discovery.calling import LIMIT, HookResult, call_plugin, plugins_with
from ..discovery.health import note_failure, note_success, silent_plugins
from ..hookspecs import REACT_HOOKS, Delivery
from ..registry.values import Registry
from ..store.store import Store
from ..store.tables import counters, outbox, records, steps
from ..store.times import write_time

LEASE = "outbox/lease"
LEASE_SECONDS = 120
NOTICE = "notice"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Delivered:
    """What one round did: deliveries finished, and the failures by plugin."""

    finished: int = 0
    failures: Mapping[str, str] = field(default_factory=dict)


def deliver_outbox(
    store: Store,
    registry: Registry,
    plugins: pluggy.PluginManager,
    *,
    now: datetime,
    limit: int = 200,
    seconds: float = LIMIT,
) -> Delivered:
    """Hand up to ``limit`` waiting events to the plugins that are on where they happened.

    One process at a time holds the lease, so order is kept. An event is finished when every plugin that
    listens has worked; a plugin that failed is asked no more in this round and gets the same event, under
    the same delivery id, in the next; after 5 failures in a row it is silent and events go on without it.
    A sentence that a hook returns becomes a ``notice`` step of the record, once.
    """
    waiting = _read_waiting(store, limit)
    if not waiting or not store.write(lambda connection: _take_lease(connection, now)):
        return Delivered()
    try:
        # Read again: another process may have finished some before it gave the lease back.
        return _deliver_all(store, registry, plugins, _read_waiting(store, limit), write_time(now), seconds)
    finally:
        store.write(lambda connection: connection.execute(delete(counters).where(counters.c.name == LEASE)))


def _read_waiting(store: Store, limit: int) -> list[Row]:
    with store.read() as connection:
        undelivered = select(outbox).where(outbox.c.delivered_at.is_(None))
        rows = connection.execute(undelivered.order_by(outbox.c.delivery).limit(limit)).mappings()
        return [{str(name): value for name, value in row.items()} for row in rows]


def _deliver_all(
    store: Store,
    registry: Registry,
    plugins: pluggy.PluginManager,
    waiting: list[Row],
    at: str,
    seconds: float,
) -> Delivered:
    with store.read() as connection:
        silent = silent_plugins(connection)
    failures: dict[str, str] = {}
    finished: list[int] = []
    for row in waiting:
        listening = [name for name in _listeners(plugins, row, registry) if name not in silent]
        asked = [name for name in listening if name not in failures]
        results = _call_all(store, plugins, row, asked, seconds)
        if results:
            silent |= store.write(
                lambda connection, row=row, results=results: _note(connection, row, results, at)
            )
        failures |= {result.plugin: result.failure for result in results if result.failure}
        if all(name not in failures or name in silent for name in listening):
            finished.append(row["delivery"])
    if finished:
        store.write(lambda connection: _finish(connection, finished, at))
    return Delivered(len(finished), failures)


def _listeners(plugins: pluggy.PluginManager, row: Row, registry: Registry) -> list[str]:
    if row["event"] not in REACT_HOOKS:
        return []
    unit = read_json(row["content"]).get("unit") or row["township"]
    return [name for name in plugins_with(plugins, row["event"]) if registry.is_on(name, unit)]


def _call_all(
    store: Store, plugins: pluggy.PluginManager, row: Row, asked: list[str], seconds: float
) -> list[HookResult]:
    """Call each plugin that has not yet had this delivery."""
    if not asked:
        return []
    with store.read() as connection:
        had = set(
            connection.scalars(select(counters.c.name).where(counters.c.name.startswith(_mark(row, ""))))
        )
        record = _read_record(connection, row)
    delivery = Delivery(row["delivery"], row["event"], row["township"], row["created_at"])
    return [
        call_plugin(plugins, name, row["event"], limit=seconds, record=record, delivery=delivery)
        for name in asked
        if _mark(row, name) not in had
    ]


def _read_record(connection: Connection, row: Row) -> Mapping[str, Any]:
    """The record as it stands, under what the event itself says."""
    found = connection.execute(select(records).where(records.c.id == row["record"])).mappings().first()
    record = dict(found or {"id": row["record"]})
    if "answers" in record:
        record["answers"] = read_json(record["answers"])
    return record | read_json(row["content"])


def _note(connection: Connection, row: Row, results: list[HookResult], at: str) -> frozenset[str]:
    """Write what each call did and return the plugins it silenced."""
    silenced = set()
    for result in results:
        if result.failure:
            if note_failure(connection, result.plugin, result.failure, at):
                silenced.add(result.plugin)
            continue
        note_success(connection, result.plugin)
        connection.execute(insert(counters).values(name=_mark(row, result.plugin), value=1))
        if isinstance(result.value, str) and result.value:
            _write_notice(connection, row, result, at)
    return frozenset(silenced)


def _write_notice(connection: Connection, row: Row, result: HookResult, at: str) -> None:
    revision = connection.scalar(select(records.c.revision).where(records.c.id == row["record"])) or 0
    notice = {
        "record": row["record"],
        "do": NOTICE,
        "actor": f"plugin:{result.plugin}",
        "reason": result.value,
    }
    same = [steps.c[name] == value for name, value in notice.items()]
    if not connection.scalar(select(steps.c.step).where(*same).limit(1)):
        connection.execute(insert(steps).values(revision=revision, at=at, **notice))


def _finish(connection: Connection, deliveries: list[int], at: str) -> None:
    for delivery in deliveries:
        connection.execute(delete(counters).where(counters.c.name.startswith(f"delivery/{delivery}/")))
    connection.execute(update(outbox).where(outbox.c.delivery.in_(deliveries)).values(delivered_at=at))


def _take_lease(connection: Connection, now: datetime) -> bool:
    """Take the lease unless another process holds one that has not run out."""
    until = int((now + timedelta(seconds=LEASE_SECONDS)).timestamp())
    held = connection.scalar(select(counters.c.value).where(counters.c.name == LEASE))
    if held is None:
        connection.execute(insert(counters).values(name=LEASE, value=until))
    elif held > int(now.timestamp()):
        return False
    else:
        connection.execute(update(counters).where(counters.c.name == LEASE).values(value=until))
    return True


def _mark(row: Row, plugin: str) -> str:
    return f"delivery/{row['delivery']}/{plugin}"
