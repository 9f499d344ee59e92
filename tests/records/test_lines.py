"""The lines a list is sent as say what the records say, at every moment of their life."""

from __future__ import annotations

import pytest
from lizheng.core.records.lists import Asked, list_lines
from lizheng.forms.canonical import read_json

from .conftest import FOREIGN, SIBLING, supervisor, worker

FIXED = (
    *("id", "form", "version", "number", "unit", "state", "revision"),
    *("created_by", "captured_at", "received_at", "changed_at"),
)


@pytest.fixture
def lines(world):
    def read(actor=None, **asked):
        with world.store.read() as connection:
            found, _ = list_lines(
                connection, world.published, Asked({}, **asked), actor=actor or supervisor()
            )
        return [read_json(line) for line in found]

    return read


def fixed(record):
    return {name: getattr(record, name) for name in FIXED}


def test_a_line_says_what_the_record_says(world, lines):
    world.submit(answers={"what": "路灯不亮", "count": 3})
    assert lines() == [fixed(world.find()) | {"values": {"what": "路灯不亮", "count": 3}}]


def test_a_line_follows_a_return_and_a_correction(world, lines):
    world.submit(answers={"what": "路灯不亮", "count": 3})
    world.give_back()
    world.revise(1, 1, answers={"what": "路灯不亮", "count": 4})
    assert lines() == [fixed(world.find()) | {"values": {"what": "路灯不亮", "count": 4}}]


def test_a_phone_in_a_line_is_masked(world, lines):
    world.submit(answers={"what": "路灯不亮", "phone": "13800000000"})
    assert lines()[0]["values"]["phone"] == "138****0000"


@pytest.mark.parametrize("unit", [SIBLING, FOREIGN])
def test_a_stranger_to_the_unit_gets_no_line(world, lines, unit):
    world.submit(answers={"what": "路灯不亮"})
    assert lines(worker("ceshi-yi", unit)) == []


def test_lines_come_in_the_order_of_the_records(world, lines):
    for number, count in ((1, 5), (2, 7), (3, 6)):
        world.submit(number, answers={"what": "路灯不亮", "count": count})
    assert [line["values"]["count"] for line in lines(sort="-count")] == [7, 6, 5]
