"""Of the versions of a set, the newest one counts whose dates cover the record's own."""

from __future__ import annotations

import pytest
from lizheng.core.records.judging import choose_sets
from lizheng.rules.sets import read_rule_set
from lizheng.rules.types import Type

FIELDS = {"held_on": Type("date"), "at": Type("datetime")}
NOW = "2026-02-26T06:20:00.000000Z"


def version(begin, end=None, name="wells.water", by="held_on"):
    document = {"rule_set": name, "form": "wells.visit", "effective_from": begin, "effective_to": end}
    return read_rule_set({**document, "dated_by": by}, FIELDS)


OLD, NEW = version("2020-01-01"), version("2025-01-01")


@pytest.mark.parametrize(
    ("answers", "chosen"),
    [
        ({"held_on": "2024-12-31"}, [OLD]),
        ({"held_on": "2025-01-01"}, [NEW]),
        ({}, [NEW]),
        ({"held_on": 3}, [NEW]),
        ({"held_on": "2019-12-31"}, []),
    ],
)
def test_a_new_version_takes_over_on_its_first_day(answers, chosen):
    assert list(choose_sets([OLD, NEW], answers, NOW)) == chosen


def test_a_version_ends_with_its_last_day():
    ended = version("2020-01-01", "2020-12-31")
    days = ("2020-12-31", "2021-01-01")
    assert [list(choose_sets([ended], {"held_on": day}, NOW)) for day in days] == [[ended], []]


def test_a_moment_is_of_the_countys_day():
    begun = version("2026-01-01", by="at")
    assert list(choose_sets([begun], {"at": "2025-12-31T16:00:00Z"}, NOW)) == [begun]


def test_sets_of_other_names_are_chosen_by_themselves():
    other = version("2024-01-01", name="wells.works")
    assert list(choose_sets([OLD, NEW, other], {"held_on": "2024-06-01"}, NOW)) == [OLD, other]
