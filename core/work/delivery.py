"""Hand the outbox to the plugins: at least once, in order, each plugin's failure its own."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pluggy
from sqlalchemy import Connection, RowMapping, Select, delete, insert, select, update

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
ROUND_SECONDS = 30  # a round hands over no further event after this long, well before its lease runs out
NOTICE = "notice"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Delivered:
    """What one round did: deliveries finished, and the failures by plugin."""

    finished: int = 0
    failures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Handed:
    """One event of a round: what the plugins answered, and those that must still hear it."""

    row: Row
    record: Row
    results: tuple[HookResult, ...]
    owed: frozenset[str]


@dataclass(frozen=True)
class _Round:
    """What a round read before it asked anybody: events, their records, who has heard, who is silent."""

    waiting: tuple[Row, ...]
    records: Mapping[str, Row]
    marks: frozenset[str]
    silent: frozenset[str]


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
    A sentence that a hook returns becomes a ``notice`` step of the record, once. What a round did is kept in
    one write: if that never comes, the plugins hear the whole round again.
    """
    if not _is_waiting(store) or not store.write(lambda connection: _take_lease(connection, now)):
        return Delivered()
    try:
        handed = _hand_over(_read_round(store, limit), registry, plugins, seconds)
        return store.write(lambda connection: _keep_round(connection, handed, write_time(now)))
    except BaseException:
        store.write(_give_lease_back)
        raise


def _is_waiting(store: Store) -> bool:
    with store.read() as connection:
        return connection.execute(_waiting(1)).first() is not None


def _waiting(limit: int) -> Select[Any]:
    return select(outbox).where(outbox.c.delivered_at.is_(None)).order_by(outbox.c.delivery).limit(limit)


def _read_round(store: Store, limit: int) -> _Round:
    with store.read() as connection:
        waiting = tuple(_read_row(row) for row in connection.execute(_waiting(limit)).mappings())
        named = select(records).where(records.c.id.in_({row["record"] for row in waiting}))
        found = {row["id"]: _read_row(row) for row in connection.execute(named).mappings()}
        marks = select(counters.c.name).where(counters.c.name.startswith("delivery/"))
        return _Round(waiting, found, frozenset(connection.scalars(marks)), silent_plugins(connection))


def _read_row(row: RowMapping) -> Row:
    return {str(name): value for name, value in row.items()}


def _hand_over(
    this: _Round, registry: Registry, plugins: pluggy.PluginManager, seconds: float
) -> list[_Handed]:
    """Call each plugin with each event it has not had, in order, until it fails or the round's time is up."""
    until = time.monotonic() + ROUND_SECONDS
    failed: frozenset[str] = frozenset()
    handed: list[_Handed] = []
    for row in this.waiting:
        listening = [name for name in _listeners(plugins, row, registry) if name not in this.silent]
        asked = [name for name in listening if name not in failed and _mark(row, name) not in this.marks]
        record = _build_event(row, this.records.get(row["record"])) if asked else {}
        results = tuple(_call(plugins, name, row, record, seconds) for name in asked)
        failed |= {result.plugin for result in results if result.failure}
        owed = {name for name in listening if name in failed and _mark(row, name) not in this.marks}
        handed.append(_Handed(row, record, results, frozenset(owed)))
        if time.monotonic() > until:
            break
    return handed


def _listeners(plugins: pluggy.PluginManager, row: Row, registry: Registry) -> list[str]:
    if row["event"] not in REACT_HOOKS:
        return []
    unit = read_json(row["content"]).get("unit") or row["township"]
    return [name for name in plugins_with(plugins, row["event"]) if registry.is_on(name, unit)]


def _build_event(row: Row, found: Row | None) -> Row:
    """Return the record as it stands, under what the event itself says."""
    record = dict(found or {"id": row["record"]})
    if "answers" in record:
        record["answers"] = read_json(record["answers"])
    return record | read_json(row["content"])


def _call(plugins: pluggy.PluginManager, name: str, row: Row, record: Row, seconds: float) -> HookResult:
    delivery = Delivery(row["delivery"], row["event"], row["township"], row["created_at"])
    # A copy for each: what one plugin does to it must reach neither the next nor what is written afterwards.
    own = deepcopy(record)
    return call_plugin(plugins, name, row["event"], limit=seconds, record=own, delivery=delivery)


def _keep_round(connection: Connection, handed: Iterable[_Handed], at: str) -> Delivered:
    """Write all that a round did: notices, failures, who has heard what, the events finished, the lease."""
    handed = tuple(handed)
    results = [result for one in handed for result in one.results]
    for plugin in {result.plugin for result in results if not result.failure}:
        note_success(connection, plugin)
    failures = {result.plugin: result.failure for result in results if result.failure}
    silenced = {name for name, why in failures.items() if note_failure(connection, name, why, at)}
    for one in handed:
        _write_notices(connection, one, at)
    finished = [one.row for one in handed if one.owed <= silenced]
    _mark_heard(connection, [one for one in handed if not one.owed <= silenced])
    _finish(connection, [row["delivery"] for row in finished], at)
    _give_lease_back(connection)
    return Delivered(len(finished), failures)


def _write_notices(connection: Connection, handed: _Handed, at: str) -> None:
    for result in handed.results:
        if not isinstance(result.value, str) or not result.value:
            continue
        notice = {
            "record": handed.row["record"],
            "do": NOTICE,
            "actor": f"plugin:{result.plugin}",
            "reason": result.value,
        }
        same = [steps.c[name] == value for name, value in notice.items()]
        if not connection.scalar(select(steps.c.step).where(*same).limit(1)):
            revision = handed.record.get("revision", 0)
            connection.execute(insert(steps).values(revision=revision, at=at, **notice))


def _mark_heard(connection: Connection, unfinished: Iterable[_Handed]) -> None:
    """Remember who has heard an event that comes again, so that only those who failed get it."""
    heard = [
        {"name": _mark(one.row, result.plugin), "value": 1}
        for one in unfinished
        for result in one.results
        if not result.failure
    ]
    if heard:
        connection.execute(insert(counters), heard)


def _finish(connection: Connection, deliveries: list[int], at: str) -> None:
    done = set(deliveries)
    marks = connection.scalars(select(counters.c.name).where(counters.c.name.startswith("delivery/")))
    old = [name for name in marks if int(name.split("/")[1]) in done]
    connection.execute(delete(counters).where(counters.c.name.in_(old)))
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


def _give_lease_back(connection: Connection) -> None:
    connection.execute(delete(counters).where(counters.c.name == LEASE))


def _mark(row: Row, plugin: str) -> str:
    return f"delivery/{row['delivery']}/{plugin}"
