"""Replays walk and compare alike on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import pytest
from lizheng.core.records.rejudging import rejudge_records
from lizheng.core.records.replaying import SetReader, replay_form
from lizheng.core.records.walking import walk_records

from tests.engines import ENGINES, offer_address

from .conftest import FORM, SIBLING, VILLAGE, make_id, worker
from .judged import change, judge_by


@pytest.fixture(params=ENGINES)
def address(request, tmp_path):
    with offer_address(request.param, tmp_path, request) as url:
        yield url


@pytest.fixture
def judged(world):
    judge_by(world)
    for number, unit in enumerate([VILLAGE, SIBLING, VILLAGE, SIBLING, VILLAGE], 1):
        world.submit(number, unit=unit, actor=worker(unit=unit))
    return world


def test_every_record_is_walked_once_whatever_the_page(judged):
    walked = [row["id"] for row in walk_records(judged.store, FORM["form"], at_once=2)]
    assert walked == [make_id(number) for number in range(1, 6)]


def test_every_decision_comes_out_again(judged):
    found = replay_form(judged.store, FORM["form"], SetReader(judged.registry), judged.registry.calendar)
    assert [one.same for one in found] == [True] * 5


def test_a_new_set_is_compared_with_what_was_kept(judged):
    document = change(compute={"double": {"+": [{"var": "count"}, 0]}})
    found = rejudge_records(judged.store, document, judged.registry)
    assert [(one.state, one.values) for one in found] == [("differs", {"double": (6, 3)})] * 5
