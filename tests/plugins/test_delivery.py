"""The outbox reaches plugins at least once, in order; a plugin that keeps failing goes silent by itself."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from lizheng.core.discovery import build_plugin_manager
from lizheng.core.discovery.health import plugin_health, restart_hooks
from lizheng.core.registry import Registry, Switches
from lizheng.core.store import StoreFull, open_store
from lizheng.core.store.tables import counters, outbox, steps
from lizheng.core.work.delivery import LEASE, deliver_outbox
from sqlalchemy import insert, select

from tests.engines import ENGINES, offer_address

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
TOWNSHIP = "339924101"
KEEP = "heard = []\n@hookimpl\ndef record_submitted(record, delivery):\n    heard.append(delivery.id)\n"
FAIL = KEEP + "    raise ValueError('broken')\n"


@pytest.fixture(params=ENGINES)
def store(request, tmp_path):
    with offer_address(request.param, tmp_path, request) as url:
        store = open_store(url)
        yield store
        store.close()


@pytest.fixture
def desk(store, load_python_plugins):
    """Start plugins with these sources, all on in the township, and deliver on demand."""

    def start(store=store, **sources):
        loaded = load_python_plugins(**sources)
        on = frozenset((name, TOWNSHIP) for name in sources)
        registry = Registry({one.name: one for one in loaded}, (), {}, Switches(on=on), {})
        plugins = build_plugin_manager(loaded)
        return SimpleNamespace(
            heard={one.name: one.module.heard for one in loaded},
            deliver=lambda now=NOW: deliver_outbox(store, registry, plugins, now=now, seconds=0.5),
        )

    return start


def post(store, count=1, township=TOWNSHIP):
    row = {
        "event": "record_submitted",
        "township": township,
        "record": "r",
        "content": "{}",
        "created_at": "t",
    }
    store.write(lambda connection: connection.execute(insert(outbox), [row] * count))


class WatchedStore:
    """A store that counts what is written to it, and whose disk is full at one write."""

    def __init__(self, store, full_at=0):
        self.store, self.read, self.full_at, self.writes = store, store.read, full_at, 0

    def write(self, job):
        self.writes += 1
        if self.writes == self.full_at:
            raise StoreFull("/data")
        return self.store.write(job)


def waiting(store):
    with store.read() as connection:
        return len(connection.execute(select(outbox.c.delivery).where(outbox.c.delivered_at.is_(None))).all())


def test_events_arrive_in_order_and_once(store, desk):
    post(store, 3)
    plugins = desk(wells=KEEP)
    plugins.deliver()
    plugins.deliver()
    assert (plugins.heard["wells"], waiting(store)) == ([1, 2, 3], 0)


def test_a_round_takes_the_lease_in_one_write_and_keeps_all_it_did_in_another(store, desk):
    post(store, 50)
    counting = WatchedStore(store)
    desk(store=counting, wells=KEEP, bad=FAIL).deliver()
    assert counting.writes == 2


def test_a_round_that_could_not_be_kept_is_heard_again(store, desk):
    post(store, 2)
    plugins = desk(store=WatchedStore(store, full_at=2), wells=KEEP)
    with pytest.raises(StoreFull):
        plugins.deliver()
    plugins.deliver()
    assert (plugins.heard["wells"], waiting(store)) == ([1, 2, 1, 2], 0)


def test_a_plugin_that_is_off_in_the_township_hears_nothing(store, desk):
    post(store, township="339924102")
    plugins = desk(wells=KEEP)
    plugins.deliver()
    assert (plugins.heard["wells"], waiting(store)) == ([], 0)


def test_a_failed_event_comes_again_to_that_plugin_alone_and_keeps_its_order(store, desk):
    post(store, 2)
    plugins = desk(bad=FAIL, good=KEEP)
    plugins.deliver()
    plugins.deliver()
    assert plugins.heard == {"bad": [1, 1], "good": [1, 2]}


def test_after_five_failures_in_a_row_the_plugin_is_silent_and_named(store, desk):
    post(store, 2)
    plugins = desk(bad=FAIL)
    for _ in range(7):
        plugins.deliver()
    [health] = plugin_health(store)
    assert (plugins.heard["bad"], waiting(store)) == ([1] * 5, 0)
    assert (health.plugin, health.failures_in_row, health.last_reason) == ("bad", 5, "ValueError: broken")


def test_a_restarted_plugin_hears_new_events(store, desk):
    post(store)
    plugins = desk(bad=FAIL)
    for _ in range(5):
        plugins.deliver()
    restart_hooks(store, "bad")
    post(store)
    plugins.deliver()
    assert plugins.heard["bad"] == [1] * 5 + [2]


def test_a_sentence_becomes_a_notice_of_the_record_once(store, desk):
    post(store, 2)
    desk(
        wells="heard = []\n@hookimpl\ndef record_submitted(record, delivery):\n    return '紧急'\n"
    ).deliver()
    with store.read() as connection:
        rows = connection.execute(select(steps.c.record, steps.c.do, steps.c.actor, steps.c.reason)).all()
    assert rows == [("r", "notice", "plugin:wells", "紧急")]


def test_while_another_process_delivers_nothing_is_done_until_its_lease_runs_out(store, desk):
    post(store)
    until = int((NOW + timedelta(seconds=60)).timestamp())
    store.write(lambda connection: connection.execute(insert(counters).values(name=LEASE, value=until)))
    plugins = desk(wells=KEEP)
    plugins.deliver()
    assert plugins.heard["wells"] == []
    plugins.deliver(NOW + timedelta(seconds=61))
    assert plugins.heard["wells"] == [1]


def test_what_one_plugin_does_to_the_record_no_other_plugin_sees(desk, store):
    spoil = KEEP + "    record.clear()\n"
    look = KEEP.replace("delivery.id", "record['id']")
    post(store)
    plugins = desk(alpha=spoil, beta=look)
    plugins.deliver()
    assert plugins.heard["beta"] == ["r"]
