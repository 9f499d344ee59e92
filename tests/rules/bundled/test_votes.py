"""What becomes of a vote that is recorded as it was: the result, the clause, and which step stays closed."""

from __future__ import annotations

from typing import Any

import pytest

from .bundled_sets import close_gates, find_set, judge

QUORUM = find_set("village_merge.quorum")
ECON = find_set("village_merge.econ_quorum")


def households(present: int, **more: Any) -> dict[str, Any]:
    return {"mode": "households", "base_households": 198, "present_households": present, "for": 90, **more}


def members(**more: Any) -> dict[str, Any]:
    file = {"sha256": "a" * 64, "name": "清单.pdf", "type": "application/pdf", "size": 1}
    days = {"party_review_date": "2026-04-22", "notice_at": "2026-05-10"}
    kept = {"topic": "merge", "mode": "members", "asset_list": file, "balance_sheet": file, **days}
    return {**kept, "held_at": "2026-05-28T14:00:00+08:00", "members_capable": 768, **more}


def test_131_of_198_households_are_kept_with_the_result_and_the_step_stays_closed() -> None:
    outcome = judge(QUORUM, households(131))
    assert outcome.values["result"] == "未达法定人数（应到 ≥ 132）"
    assert close_gates(QUORUM, households(131)) == {
        "village_voted": ["未达法定人数（应到 ≥ 132）：共 198 户，到会 131 户，还差 1 户。"]
    }


def test_132_of_198_households_open_the_step() -> None:
    assert close_gates(QUORUM, households(132)) == {"village_voted": []}


@pytest.mark.parametrize(
    ("day", "clause"),
    [
        ("2025-12-31", "村民委员会组织法（2018年） 第22条、第26条"),
        ("2026-01-01", "村民委员会组织法（2025年修订，2026年1月1日起施行；条文暂定）"),
    ],
)
def test_the_clause_is_that_of_the_day_of_the_meeting(day: str, clause: str) -> None:
    outcome = judge(find_set("village_merge.quorum", day), households(131))
    assert [effect.basis for effect in outcome.effects] == [clause]


@pytest.mark.parametrize(("base", "least"), [(197, 132), (198, 132), (199, 133), (1, 1), (100_000, 66_667)])
def test_two_thirds_of_the_households_are_rounded_up(base: int, least: int) -> None:
    outcome = judge(QUORUM, households(least, base_households=base))
    assert (outcome.values["least_present"], outcome.values["quorum_met"]) == (least, True)


@pytest.mark.parametrize(("base", "least"), [(802, 402), (803, 402), (804, 403), (1, 1)])
def test_of_adult_villagers_more_than_half_must_come(base: int, least: int) -> None:
    answers = {"mode": "villagers", "base_adults": base, "present_adults": least - 1, "for": 1}
    outcome = judge(QUORUM, answers)
    assert (outcome.values["least_present"], outcome.values["quorum_met"]) == (least, False)


def test_a_tie_does_not_pass() -> None:
    assert judge(QUORUM, households(132, **{"for": 66})).values["result"] == "未通过"


def test_one_vote_more_than_half_of_those_present_passes() -> None:
    assert judge(QUORUM, households(132, **{"for": 67})).values["result"] == "通过"


def test_the_collective_economy_needs_two_thirds_of_all_members_not_of_those_present() -> None:
    answers = members(present_onsite=600, **{"for": 511})
    assert close_gates(ECON, answers) == {
        "econ_decided": ["同意 511 票，全体 768 人，同意应不少于 512 票（按全体算，不按到会算）。"]
    }


def test_512_of_768_members_in_favour_open_the_step() -> None:
    assert close_gates(ECON, members(present_onsite=512, **{"for": 512})) == {"econ_decided": []}


def test_both_votes_of_one_number_differ() -> None:
    village = judge(QUORUM, households(132, **{"for": 70}))
    economy = judge(ECON, members(members_capable=198, present_onsite=132, **{"for": 70}))
    assert (village.values["carried"], economy.values["carried"]) == (True, False)
