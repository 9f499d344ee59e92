"""Kept decisions come out again to the letter; a new set is asked which records it would judge otherwise."""

from __future__ import annotations

import zlib
from dataclasses import replace

from lizheng.core.records.rejudging import rejudge_records
from lizheng.core.records.replaying import SetReader, replay_form, replay_records
from lizheng.core.records.walking import count_records, walk_records
from lizheng.core.registry.values import Switches
from lizheng.core.store.tables import decisions, definitions_kept, records
from lizheng.core.testing import load_folder, write_plugin
from lizheng.forms.canonical import write_json
from lizheng.rules.calendar import Calendar
from sqlalchemy import delete, update

from .conftest import FORM, make_id
from .judged import TOWNSHIP, change, judge_by

OTHER = {
    "rule_set": f"t{TOWNSHIP}.aaa",
    "form": FORM["form"],
    "effective_from": "2026-01-01",
    "rules": [{"rule": "A1", "if": {"==": [{"var": "phone"}, "1"]}, "then": [{"warn": "a"}]}],
}


def replay(world, number=1, *, registry=None, calendar=None):
    """Return (revision, rule set, why it differs, in what) of each decision kept with a record."""
    registry = registry or world.registry
    with world.store.read() as connection:
        ids, reader = [make_id(number)], SetReader(registry)
        replays = replay_records(connection, ids, reader, calendar or registry.calendar)
    return [(one.revision, one.rule_set.split(".")[1], one.reason, one.differences) for one in replays]


def test_a_decision_comes_out_again(world):
    judge_by(world)
    world.submit()
    assert replay(world) == [(1, "finding", "", ())]


def test_every_revision_is_replayed(world):
    judge_by(world)
    world.submit()
    world.give_back()
    world.revise(1, 1, answers={"what": "路灯不亮", "count": 1, "phone": "13800000000"})
    assert replay(world) == [(1, "finding", "", ()), (2, "finding", "", ())]


def test_a_set_that_changed_since_is_replayed_as_it_was(world):
    judge_by(world)
    world.submit()
    judge_by(world, compute={"double": {"*": [{"var": "count"}, 3]}})
    assert replay(world) == [(1, "finding", "", ())]


def test_what_another_set_hid_afterwards_is_read_as_it_was(world):
    judge_by(world, OTHER, change())
    world.submit(answers={"what": "路灯不亮", "count": 1, "phone": "1"})
    assert replay(world) == [(1, "aaa", "", ()), (1, "finding", "", ())]


def test_what_another_set_computed_before_is_read_as_it_was(world):
    first = {**OTHER, "compute": {"count": {"+": [1, 1]}}, "rules": []}
    judge_by(world, first, change(compute={"double": {"+": [{"var": "count"}, 0]}, "cost": {"+": [0.5, 1]}}))
    world.submit()
    assert replay(world) == [(1, "aaa", "", ()), (1, "finding", "", ())]


def write(world, statement):
    world.store.write(lambda connection: connection.execute(statement).rowcount)


def test_an_altered_decision_is_found_with_what_differs(world):
    judge_by(world)
    world.submit()
    altered = '{"effects":[],"gates":{"closed":[]},"values":{"double":6},"hidden":[],"undecided":{}}'
    write(world, update(decisions).values(outcome=altered))
    assert replay(world) == [(1, "finding", "differs", ("effects", "gates"))]


def test_a_calendar_that_changed_is_named_where_the_answer_did(world):
    late = {"late": {"add_workdays": ["2026-02-13", {"var": "count"}]}}
    judge_by(world, compute=late, rules=[])
    world.submit()
    other = Calendar(years=(2026,), off=tuple(range(739_661, 739_664)))
    assert replay(world, calendar=other) == [(1, "finding", "calendar_changed", ("values", "trace"))]


def test_a_set_that_was_not_kept_cannot_be_replayed(world):
    judge_by(world)
    world.submit()
    write(world, delete(definitions_kept))
    assert replay(world) == [(1, "finding", "set_missing", ())]


def test_a_set_that_cannot_be_read_any_more_is_named(world):
    judge_by(world)
    world.submit()
    unreadable = zlib.compress(write_json(change(compute={"double": {"var": "unheard_of"}})).encode())
    write(world, update(definitions_kept).values(document=unreadable))
    assert replay(world) == [(1, "finding", "set_refused", ())]


def test_a_form_that_is_gone_is_named(world):
    judge_by(world)
    world.submit()
    assert replay(world, registry=replace(world.registry, forms={})) == [(1, "finding", "form_missing", ())]


def test_parameters_of_a_plugin_that_is_gone_are_what_they_were(world, tmp_path):
    levels = {"least": {"schema": {"type": "integer"}, "default": 2}}
    folder = write_plugin(tmp_path / "wells", manifest={"parameters": levels})
    published = replace(world.published, plugin="wells")
    plugin = replace(load_folder(folder), rules={"x": change(compute={"double": {"var": "least"}})})
    forms, switches = {published.form: (published,)}, Switches(on=frozenset({("wells", TOWNSHIP)}))
    world.published = published
    world.registry = replace(world.registry, forms=forms, plugins={"wells": plugin}, switches=switches)
    world.submit()
    assert replay(world, registry=replace(world.registry, plugins={})) == [(1, "finding", "", ())]


def test_the_records_of_a_form_are_replayed_one_after_the_other(world):
    judge_by(world)
    for number in (1, 2, 3):
        world.submit(number)
    found = replay_form(world.store, FORM["form"], SetReader(world.registry), world.registry.calendar)
    assert [one.same for one in found] == [True] * 3


def rejudge(world, document, **more):
    """Return (number of the record, state, effects, values, hidden) of each record under the set."""
    numbers = {make_id(number): number for number in range(1, 10)}
    found = rejudge_records(world.store, document, world.registry, **more)
    return [(numbers[one.record], one.state, one.effects, one.values, one.hidden) for one in found]


def test_a_set_that_says_the_same_changes_no_record(world):
    judge_by(world)
    world.submit()
    assert rejudge(world, change()) == [(1, "same", {}, {}, {})]


def test_records_that_a_new_set_judges_differently_are_told_with_what_differs(world):
    judge_by(world)
    world.submit(1)
    world.submit(2, answers={"what": "路灯不亮", "count": 1})
    thrice = change(compute={"double": {"*": [{"var": "count"}, 1]}}, rules=change()["rules"][:1])
    assert rejudge(world, thrice) == [
        (1, "differs", {"R1 gate closed": (True, False)}, {"double": (6, 3)}, {}),
        (2, "differs", {"R2 hide phone": (True, False)}, {"double": (2, 1)}, {"phone": (True, False)}),
    ]


def test_records_from_before_any_rules_are_compared_with_nothing(world):
    world.submit()
    assert rejudge(world, change(compute={}, rules=[]))[0][1] == "same"
    assert rejudge(world, change())[0][2:4] == ({"R1 gate closed": (False, True)}, {"double": (None, 6)})


def test_a_record_of_another_day_is_not_the_sets(world):
    world.submit()
    assert [one[1] for one in rejudge(world, change(effective_from="2026-03-01"))] == ["not_dated"]


def test_a_version_of_the_form_that_the_set_does_not_fit_is_told(world):
    world.submit()
    unreadable = change(compute={"double": {"var": "unheard_of"}})
    assert [one[1] for one in rejudge(world, unreadable)] == ["not_readable"]


def test_a_version_of_the_form_that_is_gone_is_told(world):
    world.submit()
    world.registry = replace(world.registry, forms={})
    assert [one[1] for one in rejudge(world, change())] == ["not_readable"]


def test_a_townships_set_is_asked_of_its_own_records(world):
    world.submit()
    assert [len(rejudge(world, change(), township=one)) for one in (TOWNSHIP, "339924102")] == [1, 0]


def test_many_records_are_walked_a_page_at_a_time(world):
    for number in range(1, 6):
        world.submit(number)
    walked = [row["id"] for row in walk_records(world.store, FORM["form"], at_once=2)]
    assert (sorted(walked), count_records(world.store, FORM["form"])) == (
        [make_id(n) for n in range(1, 6)],
        5,
    )


def test_a_deleted_record_is_left_out(world):
    world.submit()
    write(world, update(records).values(deleted_at="2026-02-27T00:00:00.000000Z"))
    assert (rejudge(world, change()), count_records(world.store, FORM["form"], TOWNSHIP)) == ([], 0)
