"""Return, withdraw, delete and restore: who may, when, and what is left of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lizheng.core.records.history import list_steps
from lizheng.core.records.review import (
    delete_record,
    list_bin,
    may_withdraw,
    undelete_record,
    withdraw_record,
)

from .conftest import FOREIGN, NOW, SIBLING, make_id, supervisor, worker
from .test_submit import refused


def test_a_returned_record_says_why_and_who_acted(world):
    world.submit()
    record = world.give_back(pointers=["/what"])
    with world.store.read() as connection:
        (step,) = list_steps(connection, record)
    assert (record.state, step.do, step.reason, step.pointers, bool(record.acted_at)) == (
        "returned",
        "return",
        "请补照片",
        ("/what",),
        True,
    )


def test_a_step_leaves_one_audit_entry_and_one_piece_of_news(world):
    world.submit()
    world.give_back()
    assert (world.count("audit"), world.count("outbox")) == (2, 2)


def test_the_audit_does_not_hold_the_reason(world):
    world.submit()
    world.give_back()
    with world.store.read() as connection:
        assert "补照片" not in str(connection.exec_driver_sql("SELECT detail FROM audit").all())


def test_a_return_needs_a_reason(world):
    world.submit()
    assert refused(lambda: world.give_back(reason=" ")) == (422, "reason_missing")


def test_a_worker_cannot_return(world):
    world.submit()
    assert refused(lambda: world.give_back(actor=worker())) == (403, "denied")


@pytest.mark.parametrize("unit", [SIBLING, FOREIGN])
def test_a_reviewer_of_another_place_finds_nothing(world, unit):
    world.submit()
    assert refused(lambda: world.give_back(actor=supervisor(unit))) == (404, "record_unknown")


def test_a_record_is_returned_once(world):
    world.submit()
    world.give_back()
    assert refused(world.give_back) == (409, "not_open")


def test_the_filler_withdraws_before_anyone_acted(world):
    world.submit()
    offered = may_withdraw(worker(), world.find())
    record = withdraw_record(world.store, make_id(1), registry=world.registry, **by(worker()))
    assert (offered, record.state, may_withdraw(worker(), record)) == (True, "withdrawn", False)


def test_after_somebody_acted_it_cannot_be_withdrawn(world):
    world.submit()
    world.give_back()
    world.revise(1, 1, answers={"what": "已补照片"})
    assert refused(lambda: withdraw(world)) == (409, "acted_on")


def test_nobody_withdraws_for_another(world):
    world.submit()
    assert refused(lambda: withdraw(world, worker("ceshi-yi"))) == (403, "denied")


def test_a_deleted_record_leaves_the_lists_and_lies_in_the_bin(world):
    world.submit()
    delete(world)
    with world.store.read() as connection:
        lying = list_bin(connection, actor=supervisor(), now=NOW)
    assert (world.list().items, world.find(), [one.id for one in lying]) == ((), None, [make_id(1)])


def test_a_restored_record_is_back_in_the_list(world):
    world.submit()
    delete(world)
    undelete_record(world.store, make_id(1), registry=world.registry, **by(supervisor()))
    assert [record.id for record in world.list().items] == [make_id(1)]


def test_after_thirty_days_it_cannot_be_restored(world):
    world.submit()
    delete(world)
    late = {**by(supervisor()), "now": NOW + timedelta(days=31)}
    act = lambda: undelete_record(world.store, make_id(1), registry=world.registry, **late)  # noqa: E731
    assert refused(act) == (409, "not_in_bin")


def test_a_worker_cannot_delete(world):
    world.submit()
    assert refused(lambda: delete(world, worker())) == (403, "denied")


def by(actor):
    return {"actor": actor, "now": NOW}


def delete(world, actor=None):
    common = by(actor or supervisor())
    return delete_record(world.store, make_id(1), registry=world.registry, reason="重复", **common)


def withdraw(world, actor=None):
    return withdraw_record(world.store, make_id(1), registry=world.registry, **by(actor or worker()))
