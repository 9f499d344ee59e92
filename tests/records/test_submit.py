"""A submission arrives exactly once, whole, or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from lizheng.core.organisation.values import Actor
from lizheng.core.records.review import delete_record
from lizheng.core.records.values import Rejection
from lizheng.core.registry.values import Registry, Switches

from .conftest import FOREIGN, NOW, SIBLING, make_id, supervisor, worker

WRITTEN = ("records", "revisions", "audit", "outbox")


def test_a_receipt_bears_number_revision_and_the_hash_of_what_was_sent(world):
    receipt = world.submit()
    assert (receipt.number, receipt.revision, receipt.created) == ("FX-260226-0001", 1, True)


def test_the_day_of_a_number_is_the_day_in_shanghai(world):
    late = NOW.replace(hour=16, minute=30)
    assert world.submit(now=late).number == "FX-260227-0001"


def test_numbers_count_on_within_the_day(world):
    world.submit(1)
    assert world.submit(2).number == "FX-260226-0002"


def test_record_revision_audit_and_outbox_are_written_together(world):
    world.submit()
    assert [world.count(name) for name in WRITTEN] == [1, 1, 1, 1]


def test_the_same_submission_again_gives_the_same_receipt_and_nothing_new(world):
    first = world.submit()
    again = world.submit()
    assert (again, [world.count(name) for name in WRITTEN]) == (replace(first, created=False), [1, 1, 1, 1])


def test_fifty_parallel_identical_submissions_create_one_record(world):
    with ThreadPoolExecutor(50) as pool:
        receipts = list(pool.map(lambda _: world.submit(), range(50)))
    created = [receipt.created for receipt in receipts]
    assert (created.count(True), [world.count(name) for name in WRITTEN]) == (1, [1, 1, 1, 1])


def test_another_content_under_the_same_id_is_a_conflict_and_the_first_stays(world):
    world.submit()
    refusal = refused(lambda: world.submit(answers={"what": "别的内容"}))
    assert (refusal, world.find().answers["what"]) == ((409, "conflict"), "路灯不亮")


def test_the_same_content_from_another_account_is_a_conflict(world):
    world.submit()
    assert refused(lambda: world.submit(actor=worker("ceshi-yi"))) == (409, "conflict")


def test_a_deleted_record_sent_again_is_gone(world):
    world.submit()
    common = {"actor": supervisor(), "registry": world.registry, "now": NOW}
    delete_record(world.store, make_id(1), reason="重复", **common)
    assert refused(world.submit) == (410, "deleted")


def test_answers_that_break_the_schema_are_refused_at_their_place_and_nothing_is_stored(world):
    with pytest.raises(Rejection) as caught:
        world.submit(answers={"count": "三"})
    found = [(problem.code, problem.pointer) for problem in caught.value.problems]
    assert (found, world.count("records")) == ([("required", "/what"), ("type_integer", "/count")], 0)


@pytest.mark.parametrize("id", ["", "1", "not-a-uuid", "019C9000-0000-7000-8000-000000000001", "\x00" * 36])
def test_an_id_that_is_no_uuid_is_refused(world, id):
    assert refused(lambda: world.submit(id=id)) == (422, "id_invalid")


@pytest.mark.parametrize("text", ["", "gestern", "2026-02-26T14:20:00", "0001-01-01T00:00:00+14:00"])
def test_a_device_time_without_zone_or_sense_is_refused(world, text):
    assert refused(lambda: world.submit(captured_at=text)) == (422, "captured_at_invalid")


def test_a_device_clock_an_hour_ahead_is_kept_and_marked(world):
    world.submit(captured_at="2026-02-26T15:20:00+08:00")
    record = world.find()
    assert (record.captured_at[:19], record.received_at[:19], marks(world)) == (
        "2026-02-26T07:20:00",
        "2026-02-26T06:20:00",
        [True],
    )


def test_a_foreign_unit_is_unknown(world):
    assert refused(lambda: world.submit(unit=FOREIGN)) == (404, "unit_unknown")


def test_a_sibling_unit_is_unknown(world):
    assert refused(lambda: world.submit(unit=SIBLING)) == (404, "unit_unknown")


def test_a_unit_that_does_not_exist_is_unknown_though_the_scope_would_cover_it(world):
    assert refused(lambda: world.submit(unit="339924101999", actor=supervisor())) == (404, "unit_unknown")


def test_no_grant_means_no(world):
    nobody = Actor("ceshi-bing", "测试丙", "339924101201")
    assert refused(lambda: world.submit(actor=nobody)) == (404, "unit_unknown")


def test_a_refusal_leaves_one_audit_entry_and_no_record(world):
    refused(lambda: world.submit(unit=FOREIGN))
    assert [world.count(name) for name in WRITTEN] == [0, 0, 1, 0]


def test_a_version_never_published_is_refused_with_those_that_are(world):
    with pytest.raises(Rejection) as caught:
        world.submit(version=9)
    assert (caught.value.code, caught.value.facts["allowed"]) == ("version_unknown", [1])


def test_a_plugin_that_is_off_takes_nothing_new(world):
    switch_off(world, "2026-02-26T06:00:00.000000Z")
    assert refused(world.submit) == (403, "plugin_off")


def test_what_was_captured_before_the_plugin_went_off_is_taken(world):
    switch_off(world, "2026-02-26T06:19:30.000000Z")
    assert world.submit().created


def test_a_repeat_is_answered_though_the_plugin_went_off_meanwhile(world):
    first = world.submit()
    switch_off(world, "2026-02-26T06:00:00.000000Z")
    assert world.submit() == replace(first, created=False)


def test_the_audit_entry_holds_no_answer(world):
    world.submit(answers={"what": "路灯不亮", "phone": "13800000000"})
    with world.store.read() as connection:
        text = str(connection.exec_driver_sql("SELECT * FROM audit").all())
    assert ("路灯" in text, "13800000000" in text) == (False, False)


def test_a_missing_attachment_is_refused_at_its_place_and_nothing_is_stored(world):
    photo = {"sha256": "a" * 64, "name": "照片.jpg", "type": "image/jpeg", "size": 3}
    with pytest.raises(Rejection) as caught:
        world.submit(answers={"what": "路灯不亮", "photo": photo})
    found = (caught.value.code, caught.value.pointer)
    assert (found, world.count("records")) == (("attachment_missing", "/answers/photo"), 0)


def refused(act):
    with pytest.raises(Rejection) as caught:
        act()
    return caught.value.status, caught.value.code


def marks(world):
    with world.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT detail FROM audit").scalars()
        return ["clock_off" in text for text in rows]


def switch_off(world, at):
    """Make the form belong to a plugin that was switched off for the township at that moment."""
    world.published = replace(world.published, plugin="t339924101", township=None)
    closed = Switches(closed={("t339924101", "339924101"): at})
    world.registry = Registry({}, (), {world.published.form: (world.published,)}, closed, {})
