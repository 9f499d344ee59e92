"""The same promises on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from lizheng.core.records.review import withdraw_record

from tests.engines import ENGINES, offer_address

from .conftest import NOW, SIBLING, make_id, supervisor, worker
from .looking import add_wells, ask, send, send_well
from .test_export import count as count_exported
from .test_submit import WRITTEN, refused


@pytest.fixture(params=ENGINES)
def address(request, tmp_path):
    with offer_address(request.param, tmp_path, request) as url:
        yield url


def test_fifty_parallel_identical_submissions_create_one_record(world):
    with ThreadPoolExecutor(50) as pool:
        receipts = list(pool.map(lambda _: world.submit(), range(50)))
    created = [receipt.created for receipt in receipts].count(True)
    assert (created, [world.count(name) for name in WRITTEN]) == (1, [1, 1, 1, 1])


def test_parallel_submissions_get_numbers_without_gap(world):
    with ThreadPoolExecutor(16) as pool:
        numbers = sorted(receipt.number for receipt in pool.map(world.submit, range(1, 41)))
    assert numbers == [f"FX-260226-{place:04d}" for place in range(1, 41)]


def test_a_stale_correction_is_refused(world):
    world.submit()
    world.revise(1, 1, actor=supervisor(), answers={"what": "已经修好"})
    act = lambda: world.revise(1, 1, actor=supervisor(), answers={"what": "路灯全灭"})  # noqa: E731
    assert refused(act) == (412, "stale")


def test_a_refused_submission_leaves_its_neighbours_alone(world):
    """Group commit: one failing job rolls back only itself."""
    with ThreadPoolExecutor(16) as pool:
        bad = [
            pool.submit(world.submit, number, unit="339924101999", actor=supervisor()) for number in (1, 2)
        ]
        good = [pool.submit(world.submit, number) for number in range(3, 13)]
        arrived = [one.result().created for one in good]
        failed = [one.exception() is not None for one in bad]
    assert (arrived, failed, world.count("records")) == ([True] * 10, [True] * 2, 10)


def test_lists_keep_to_scope_words_and_order(world):
    world.submit(1, answers={"what": "路灯不亮", "count": 1})
    world.submit(2, answers={"what": "路灯全灭", "count": 2})
    world.submit(3, unit=SIBLING, actor=worker("ceshi-yi", SIBLING))
    found = world.list(actor=worker(), q="路灯", sort="-count")
    assert [record.answers["count"] for record in found.items] == [2, 1]


def test_steps_change_the_state_once(world):
    world.submit()
    common = {"actor": worker(), "registry": world.registry, "now": NOW}
    withdrawn = withdraw_record(world.store, make_id(1), **common)
    assert (withdrawn.state, refused(world.give_back)) == ("withdrawn", (409, "not_open"))


def test_facts_are_looked_up_alike(world):
    ask(world, period="month", scope="village", match={"count": "count"}, **{"if": "count >= 1 且 what 已填"})
    assert [send(world, number, count=count) for number, count in enumerate((1, 2, 1, 1), 1)] == [0, 0, 1, 2]


@pytest.mark.parametrize(("days", "counted"), [({"days": 1}, 2), ("year", 3)])
def test_days_are_looked_up_alike(world, days, counted):
    ask(world, period=days)
    for number, day in enumerate((20, 26, 26), 1):
        send(world, number, now=NOW.replace(day=day))
    assert send(world, 9) == counted


@pytest.mark.parametrize(
    ("kind", "asked", "found"),
    [
        ("sum", {"field": "depth"}, Decimal("0.3")),
        ("sum", {"field": "depth", "match": {"code": "what"}}, Decimal("0.2")),
        ("look_up", {"field": "depth", "match": {"code": "what"}}, Decimal("0.2")),
    ],
)
def test_another_form_is_asked_alike(world, tmp_path, kind, asked, found):
    add_wells(world, tmp_path)
    ask(world, kind, type="number" if kind == "look_up" else "", form="wells.well", **asked)
    for number, depth in enumerate(("0.1", "0.2"), 1):
        send_well(world, number, code=f"{number}号井", depth=Decimal(depth))
    assert send(world, 9, what="2号井") == found


def test_a_list_is_taken_out_whole(world):
    for number in (1, 2, 3):
        world.submit(number)
    assert count_exported(world) == 3
