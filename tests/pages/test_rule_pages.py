"""规则: a township writes rules of its own, is told what to mend, and its records are judged by them."""

from __future__ import annotations

import json

import pytest

from ..web.calls import make_rules
from ..web.county import County, own_form

EDIT = "/rules/edit"


@pytest.fixture(scope="module")
def county(tmp_path_factory) -> County:
    return County(tmp_path_factory.mktemp("rules") / "data")


def post(county: County, document: object, do: str = "check"):
    source = json.dumps(document, ensure_ascii=False)
    return county.call("township_admin", "POST", EDIT, data={"source": source, "do": do})


def test_a_sound_set_passes_the_check_and_nothing_is_published(county):
    answer = post(county, make_rules("own"))
    assert (answer.status_code, "检查通过" in answer.text) == (200, True)


def test_a_name_nobody_knows_is_pointed_at_and_what_was_written_stays(county):
    wrong = make_rules("own") | {"compute": {"length": "字数(情形)"}}
    answer = post(county, wrong)
    assert answer.status_code == 422
    assert "/compute/length" in answer.text and "字数(情形)" in answer.text


@pytest.mark.parametrize("written", [[], 3, "规则"])
def test_what_is_no_set_at_all_is_refused_in_words(county, written):
    answer = post(county, written)
    assert (answer.status_code, "请改正" in answer.text) == (422, True)


def test_a_set_for_another_township_is_refused(county):
    assert post(county, make_rules("sibling"), do="publish").status_code == 422


def test_a_published_set_judges_the_township_s_records_until_it_is_retired(county):
    name = make_rules("own")["rule_set"]
    assert post(county, make_rules("own"), do="publish").status_code == 303
    registry = county.site.live.current()
    published = registry.find_form(own_form("own"))
    township = name[1:10]
    assert [one.rule_set for one in registry.rules_of(published, township)] == [name]
    county.call("township_admin", "POST", "/rules/retire", data={"rule_set": name})
    assert county.site.live.current().rules_of(published, township) == ()


def test_a_set_may_count_the_townships_records_and_not_the_countys(county):
    own = make_rules("own")
    ask = [{"count": {"form": own["form"], "scope": scope}} for scope in ("township", "county")]
    told = [post(county, own | {"facts": {"here": one}, "compute": {"n": "here + 0"}}) for one in ask]
    assert [(one.status_code, "不能查全县" in one.text) for one in told] == [(200, False), (422, True)]


def test_publishing_the_same_again_makes_no_new_version(county):
    for _ in range(2):
        post(county, make_rules("own", "twice"), do="publish")
    kept = [one for one in county.site.definitions.read().rules if one.rule_set.endswith(".twice")]
    assert [(one.version, one.live) for one in kept] == [(1, True)]
