"""A list holds what its reader may see, in order, page by page; nothing else, whatever is asked."""

from __future__ import annotations

import pytest
from lizheng.core.organisation.permissions import build_permissions
from lizheng.core.organisation.values import Actor, Grant, Scope
from lizheng.core.records.lists import Asked, count_records, list_mine, list_recent, list_returned
from lizheng.core.records.masking import mask_phone, mask_value
from lizheng.core.records.scoped import meet

from .conftest import FOREIGN, SIBLING, VILLAGE, make_actor, make_id, supervisor, worker
from .test_submit import refused


def test_a_worker_sees_the_own_village_only(world):
    fill_three_places(world)
    assert [record.unit for record in world.list(actor=worker()).items] == [VILLAGE]


def test_a_supervisor_sees_the_township_and_nothing_of_the_next(world):
    fill_three_places(world)
    assert {record.unit for record in world.list().items} == {VILLAGE, SIBLING}


def test_an_account_without_a_grant_sees_nothing(world):
    world.submit()
    assert world.list(actor=Actor("ceshi-bing", "测试丙", VILLAGE)).items == ()


def test_an_administrator_of_the_system_sees_no_record(world):
    world.submit()
    assert world.list(actor=make_actor("ceshi-ding", "county_it", "339924")).items == ()


def test_a_restriction_takes_a_village_out_of_the_list(world):
    fill_three_places(world)
    grants = (Grant("supervisor", "339924101"), Grant("deny:record.view", SIBLING))
    actor = Actor("ceshi-wu", "测试戊", "339924101", grants, permissions=build_permissions(grants))
    assert {record.unit for record in world.list(actor=actor).items} == {VILLAGE}


def test_a_page_under_a_restriction_is_full_and_its_count_right(world):
    for number, unit in enumerate((VILLAGE, SIBLING) * 3):
        world.submit(number, actor=worker("ceshi-yi", unit), unit=unit)
    grants = (Grant("supervisor", "339924101"), Grant("deny:record.view", SIBLING))
    actor = Actor("ceshi-wu", "测试戊", "339924101", grants, permissions=build_permissions(grants))
    with world.store.read() as connection:
        counted = count_records(connection, world.published, Asked(), actor=actor)
    assert (len(world.list(actor=actor, limit=2).items), counted) == (2, (3, False))


def test_a_foreign_record_is_not_found(world):
    world.submit()
    assert world.find(actor=worker("ceshi-yi", FOREIGN)) is None


def test_pages_follow_each_other_without_gap_or_repeat(world):
    for number in range(1, 8):
        world.submit(number)
    first = world.list(limit=3)
    second = world.list(limit=3, cursor=first.next)
    third = world.list(limit=3, cursor=second.next)
    numbers = [record.number[-1] for page in (first, second, third) for record in page.items]
    assert (sorted(numbers), third.next) == (list("1234567"), None)


def test_words_and_conditions_narrow_the_list(world):
    world.submit(1, answers={"what": "路灯不亮", "count": 1})
    world.submit(2, answers={"what": "井盖破损", "count": 2})
    found = [world.list(q="井盖"), world.list(filters={"count": "1"})]
    assert [[record.answers["count"] for record in page.items] for page in found] == [[2], [1]]


def test_a_list_can_be_sorted_by_a_field(world):
    for number, count in enumerate((2, 3, 1), 1):
        world.submit(number, answers={"what": "路灯不亮", "count": count})
    assert [record.answers["count"] for record in world.list(sort="-count").items] == [3, 2, 1]


@pytest.mark.parametrize("asked", [{"sort": "created_by;--"}, {"filters": {"phone'": "1"}}])
def test_a_path_the_list_does_not_have_is_refused(world, asked):
    assert refused(lambda: world.list(**asked)) == (400, "query_invalid")


def test_a_made_up_cursor_is_refused(world):
    assert refused(lambda: world.list(cursor="bm9uc2Vuc2U")) == (400, "cursor_invalid")


def test_the_count_covers_the_scope(world):
    fill_three_places(world)
    with world.store.read() as connection:
        assert count_records(connection, world.published, Asked(), actor=supervisor()) == (2, False)


def test_mine_are_those_i_filled_newest_first_and_paged(world):
    for number in (1, 2, 3):
        world.submit(number)
    world.submit(4, actor=worker("ceshi-yi"))
    with world.store.read() as connection:
        first = list_mine(connection, worker(), limit=2)
        second = list_mine(connection, worker(), limit=2, cursor=first.next)
    assert [record.id for record in (*first.items, *second.items)] == [make_id(n) for n in (3, 2, 1)]


def test_what_i_filled_where_i_no_longer_work_does_not_end_my_list(world):
    world.submit(1)
    world.submit(2, actor=worker(unit=SIBLING), unit=SIBLING)
    world.submit(3)
    with world.store.read() as connection:
        first = list_mine(connection, worker(), limit=2)
        second = list_mine(connection, worker(), limit=2, cursor=first.next)
    assert [[record.id for record in page.items] for page in (first, second)] == [[make_id(3)], [make_id(1)]]


@pytest.mark.parametrize("cursor", ["2026-02-26~x", "bm9uc2Vuc2U", "~", "1" * 3000])
def test_a_place_that_my_own_list_did_not_give_out_is_refused(world, cursor):
    with world.store.read() as connection:
        assert refused(lambda: list_mine(connection, worker(), cursor=cursor)) == (400, "cursor_invalid")


def test_what_came_back_shows_its_reason_and_the_marked_fields(world):
    world.submit()
    world.give_back(pointers=["/photo"])
    with world.store.read() as connection:
        found = list_returned(connection, worker())
    shown = [(one.record.id, one.reason, one.pointers) for one in found]
    assert shown == [(make_id(1), "请补照片", ("/photo",))]


def test_recent_news_come_latest_first_and_once_a_record(world):
    world.submit(1)
    world.submit(2)
    world.give_back(1)
    with world.store.read() as connection:
        assert [one.id for one in list_recent(connection, supervisor())] == [make_id(1), make_id(2)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13800000000", "138****0000"),
        ("+86 138 0000 0000", "+86 1** **** 0000"),
        ("0579-8800000", "057*-***0000"),
        ("8800000", "88***00"),
        ("12 号 3 楼", "12 号 3 楼"),
    ],
)
def test_a_phone_keeps_its_ends_only(text, shown):
    assert mask_phone(text) == shown


def test_a_phone_field_is_masked_and_another_field_is_not(published):
    shown = [mask_value(published.definition, path, "13800000000") for path in ("phone", "what")]
    assert shown == ["138****0000", "13800000000"]


def test_two_scopes_meet_in_the_narrower_one():
    township, village = Scope(("339924101",)), Scope((VILLAGE, FOREIGN))
    assert meet(township, village) == meet(village, township) == Scope((VILLAGE,))


def fill_three_places(world):
    for number, unit in enumerate((VILLAGE, SIBLING, FOREIGN), 1):
        world.submit(number, unit=unit, actor=worker(f"ceshi-{number}", unit))
