"""A rule looks at other records: how many lie here, what they add up to, what another form says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from lizheng.core.records.facts import find_window
from lizheng.core.records.rejudging import rejudge_records
from lizheng.core.records.review import delete_record, undelete_record, withdraw_record
from lizheng.core.registry.values import Switches

from .conftest import FOREIGN, FORM, NOW, SIBLING, make_id, supervisor, worker
from .judged import change, judge_by
from .looking import GRID, NEXT_GRID, TOLD, add_grids, add_wells, ask, look, send, send_well
from .test_replaying import replay


def step(world, do, number=1, **more):
    common = {"actor": worker(), "registry": world.registry, "now": NOW}
    return do(world.store, make_id(number), **{**common, **more})


def test_a_count_holds_the_other_records_and_never_the_record_itself(world):
    ask(world)
    assert [send(world, number) for number in (1, 2, 3)] == [0, 1, 2]


def test_a_correction_does_not_count_the_record_it_corrects(world):
    ask(world)
    send(world, 1)
    world.give_back()
    world.revise(1, 1, answers={"what": "路灯全灭"})
    assert look(world, 1) == 0


def test_another_township_is_not_counted(world):
    ask(world)
    send(world, 1, unit=FOREIGN)
    assert send(world, 2) == 0


def test_a_township_cannot_look_across_the_county(world):
    ask(world, scope="county")
    send(world, 1)
    assert send(world, 2) is None


def test_what_was_deleted_is_not_counted_until_it_is_back(world):
    ask(world)
    send(world, 1)
    deleted = {"actor": supervisor(), "reason": "重复"}
    step(world, delete_record, **deleted)
    without = send(world, 2)
    step(world, undelete_record, actor=supervisor())
    assert (without, send(world, 3)) == (0, 2)


def test_what_went_back_or_was_taken_back_is_not_counted(world):
    ask(world)
    for number in (1, 2, 3):
        send(world, number)
    world.give_back(1)
    step(world, withdraw_record, 2)
    assert send(world, 4) == 1


@pytest.mark.parametrize(
    ("scope", "counted"), [("unit", 1), ("grid", 1), ("village", 2), ("township", 3), ("county", None)]
)
def test_a_scope_is_a_unit_and_all_below_it(world, scope, counted):
    add_grids(world)
    ask(world, scope=scope)
    for number, unit in enumerate((GRID, NEXT_GRID, SIBLING, FOREIGN), 1):
        send(world, number, unit=unit)
    assert send(world, 9, unit=GRID) == counted


def test_a_record_of_a_village_lies_in_no_grid(world):
    ask(world, scope="grid")
    assert send(world, 1) is None


def test_a_month_begins_at_midnight_in_the_county(world):
    ask(world, period="month")
    before, after = (datetime(2026, 1, 31, hour, minute, tzinfo=UTC) for hour, minute in ((15, 59), (16, 0)))
    send(world, 1, now=before)
    send(world, 2, now=after)
    asked = ("2026-01-31T23:59:59+08:00", "2026-02-01T00:00:00+08:00")
    # Two wait for the network, so that neither counts the other's month.
    assert [send(world, 3 + n, now=NOW, captured_at=at) for n, at in enumerate(asked)] == [1, 2]


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [
        ("day", "2026-02-25T16", "2026-02-26T16"),
        ("week", "2026-02-22T16", "2026-03-01T16"),
        ("month", "2026-01-31T16", "2026-02-28T16"),
        ("quarter", "2025-12-31T16", "2026-03-31T16"),
        ("year", "2025-12-31T16", "2026-12-31T16"),
        (1, "2026-02-25T16", "2026-02-26T16"),
        (14, "2026-02-12T16", "2026-02-26T16"),
    ],
)
def test_a_period_is_whole_days_of_the_county(period, first, after):
    assert find_window(period, NOW) == (f"{first}:00:00.000000Z", f"{after}:00:00.000000Z")


def test_days_are_counted_back_from_the_day_of_capture(world):
    ask(world, period={"days": 14})
    for number, day in enumerate((12, 13, 26), 1):
        send(world, number, now=datetime(2026, 2, day, 4, tzinfo=UTC))
    assert send(world, 9) == 2


@pytest.mark.parametrize(
    ("condition", "counted"),
    [
        ("count = 3", 1),
        ("count != 3", 2),
        ("count > 1 且 count <= 3", 1),
        ("count 在 1 到 3 之间", 2),
        ("count 属于 (1, 3)", 2),
        ("count 未填", 1),
        ("非 (count = 3 或 count 未填)", 1),
        ("3 > count", 1),
        ('发生了什么 = "路灯不亮"', 2),
    ],
)
def test_a_condition_picks_records_as_the_rule_language_would(world, condition, counted):
    ask(world, **{"if": condition})
    send(world, 1, count=1)
    send(world, 2, count=3)
    send(world, 3, what="路灯全灭")
    assert send(world, 4, count=0, what="没有") == counted


def test_a_count_is_asked_for_what_this_record_says(world):
    ask(world, match={"count": "count"})
    assert [send(world, n, count=count) for n, count in enumerate((1, 2, 1, 1), 1)] == [0, 0, 1, 2]


def test_what_is_not_filled_in_matches_nothing_and_leaves_the_fact_absent(world):
    ask(world, match={"count": "count"})
    send(world, 1)
    assert send(world, 2) is None


def test_an_answer_of_another_type_is_refused_by_the_form_and_breaks_no_look_up(world):
    ask(world, match={"count": "count"})
    with pytest.raises(Exception, match="answers_invalid"):
        send(world, 1, count={"a": [1]})


def test_a_sum_is_exact(world, tmp_path):
    add_wells(world, tmp_path)
    ask(world, "sum", form="wells.well", field="depth")
    for number, depth in enumerate((Decimal("0.1"), Decimal("0.2"), None), 1):
        send_well(world, number, **({"depth": depth} if depth else {}))
    assert send(world, 9) == Decimal("0.3")


def test_a_look_up_tells_the_record_that_came_last(world, tmp_path):
    add_wells(world, tmp_path)
    ask(world, "look_up", type="text", form="wells.well", field="note", match={"code": "what"})
    for number, note in enumerate(("浅", "深"), 1):
        send_well(world, number, code="一号", note=note)
    assert (send(world, 8, what="一号"), send(world, 9, what="二号")) == ("深", None)


def test_a_look_up_stays_in_the_township(world, tmp_path):
    add_wells(world, tmp_path)
    ask(world, "look_up", type="text", form="wells.well", field="note", match={"code": "what"})
    send_well(world, 1, unit=FOREIGN, code="一号", note="别处的")
    assert send(world, 9, what="一号") is None


def test_a_modules_own_set_may_count_across_the_county(world, tmp_path):
    add_wells(world, tmp_path)
    about = {"here": {"count": {"form": "wells.well", "scope": "county"}}}
    rules = change(rule_set="wells.all", form="wells.well", facts=about, **TOLD)
    plugin = replace(world.registry.plugins["wells"], rules={"all": rules})
    world.registry = replace(world.registry, plugins={"wells": plugin})
    send_well(world, 1, unit=FOREIGN, code="一号")
    send_well(world, 2, code="二号")
    assert look(world, 2) == 1


def test_a_module_that_is_off_leaves_its_facts_absent(world, tmp_path):
    add_wells(world, tmp_path)
    send_well(world, 1, code="一号")
    world.registry = replace(world.registry, switches=Switches())
    ask(world, form="wells.well")
    assert send(world, 9) is None


def test_a_form_that_nobody_has_leaves_its_facts_absent(world):
    ask(world, form="wells.well")
    assert send(world, 1) is None


def test_a_field_that_is_personal_is_never_told(world, tmp_path):
    add_wells(world, tmp_path)
    ask(world, "look_up", type="text", form="wells.well", field="owner", match={"code": "what"})
    send_well(world, 1, code="一号", owner="测试甲")
    assert send(world, 9, what="一号") is None


def test_a_decision_by_facts_is_replayed_with_the_facts_it_was_given(world):
    ask(world)
    for number in (1, 2, 3):
        send(world, number)
    assert [replay(world, number) for number in (1, 2)] == [[(1, "finding", "", ())]] * 2


def foretell(world, **ask):
    document = change(facts={"here": {"count": {"form": FORM["form"], **ask}}}, **TOLD)
    return [(one.state, one.facts) for one in rejudge_records(world.store, document, world.registry)]


def test_a_changed_set_that_asks_the_same_is_foretold_by_what_was_kept(world):
    ask(world)
    send(world, 1)
    send(world, 2)
    assert foretell(world) == [("same", ()), ("same", ())]


def test_a_set_that_asks_something_else_is_foretold_by_what_is_there_now(world):
    ask(world)
    send(world, 1)
    send(world, 2)
    assert foretell(world, scope="village") == [("differs", ("here",)), ("same", ("here",))]


def test_a_set_without_facts_reads_no_store(world, monkeypatch):
    judge_by(world)
    opened = []
    read = world.store.read
    monkeypatch.setattr(world.store, "read", lambda: opened.append(1) or read())
    world.submit()
    assert opened == []


def test_a_township_that_names_another_ones_form_learns_nothing(world):
    ask(world, form="t339924102.secret")
    assert send(world, 1) is None
