"""The bundled rules that look at other records, over a real store."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lizheng.core.records.decisions import list_decisions
from lizheng.core.records.lists import find_record
from lizheng.core.records.submit import submit
from lizheng.core.registry.values import PublishedForm, Registry, Switches
from lizheng.core.store.form_index import ensure_index

from ..rules.bundled.bundled_sets import NAMES, list_shipped_answers, read_plugins
from .conftest import NOW, SIBLING, VILLAGE, make_id, make_submission, supervisor, worker
from .judged import TOWNSHIP

ANSWERS = {form: answers for form, number, answers in list_shipped_answers() if number == 0}


@pytest.fixture
def county(store):
    forms = [PublishedForm(form, 1, name) for name, plugin in read_plugins().items() for form in plugin.forms]
    for one in forms:
        ensure_index(store, one.definition)
    switches = Switches(on=frozenset((name, TOWNSHIP) for name in NAMES))
    return store, Registry(dict(read_plugins()), (), {one.form: (one,) for one in forms}, switches, {})


def send(county, number, form, *, unit=VILLAGE, **changed):
    """Submit the module's own example with changes; return the rules in force."""
    store, registry = county
    answers = {**ANSWERS[form], **changed}
    sent = replace(make_submission(number, unit=unit, answers=answers), form=form)
    published = registry.find_form(form)
    submit(store, published, sent, actor=worker(unit=unit), registry=registry, now=NOW)
    with store.read() as connection:
        record = find_record(connection, make_id(number), actor=supervisor())
        found = list_decisions(connection, record)
    return {effect["rule"]: effect.get("say", "") for one in found for effect in one.outcome["effects"]}


def profile(county, number, unit, **changed):
    return send(county, number, "village_merge.village_profile", unit=unit, village_code=unit, **changed)


PLAN = {"community_type": "rural", "member_villages": [VILLAGE, SIBLING], "center_village": VILLAGE}


def test_a_plan_adds_up_the_profiles_of_its_villages(county):
    profile(county, 1, VILLAGE, pop_resident=400, registered_living=300)
    profile(county, 2, SIBLING, pop_resident=599, registered_living=300)
    found = send(county, 3, "village_merge.layout_plan", **PLAN)
    assert found["VM-R02"] == "成员村常住人口合计 999 人，一般在 1000 到 3000 人。"


def test_a_plan_says_when_a_village_has_no_profile_yet(county):
    profile(county, 1, VILLAGE)
    found = send(county, 2, "village_merge.layout_plan", **PLAN)
    assert found["VM-R02b"] == "成员村 2 个，本乡镇查到村情表 1 张，人口和户数还合不起来。"


def test_a_second_profile_of_a_village_is_noticed(county):
    assert ["VM-F01o" in profile(county, number, VILLAGE) for number in (1, 2)] == [False, True]


def test_a_meeting_is_held_against_the_village_profile(county):
    profile(county, 1, VILLAGE, adults_18=804)
    found = send(county, 2, "village_merge.village_meeting", village_code=VILLAGE)
    assert found["VM-F07p"] == "应到填了 803，村情表是 804。"


def test_the_third_finding_of_a_kind_at_a_place_in_two_weeks_is_told(county):
    at = {"checkpoint": "DW-03", "class": "fire"}
    found = ["SP-R29" in send(county, number, "security_patrol.finding", **at) for number in (1, 2, 3)]
    other = send(county, 4, "security_patrol.finding", **at | {"class": "road"})
    assert (found, "SP-R29" in other) == ([False, False, True], False)


def test_a_shift_is_held_against_its_beat(county):
    send(county, 1, "security_patrol.beat", beat_code="XQ-01", min_people=3)
    found = send(county, 2, "security_patrol.shift_plan", beat="XQ-01", members=["测试甲", "测试乙"])
    assert found["SP-F04m"] == "巡区 XQ-01 每班最少 3 人，这班排了 2 人。"
