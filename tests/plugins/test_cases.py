"""A case must come out as told, and must notice when its constraint is lost."""

import pytest
from lizheng.core.testing import failed_cases, write_form

FIELDS = {
    "place": {"type": "string", "minLength": 2, "maxLength": 20},
    "depth": {"type": "integer", "minimum": 0, "maximum": 99},
    "dry": {"type": "boolean"},
}
FORM = write_form("wells.well", FIELDS, ["place"])
TIED = {"type": "integer", "minimum": 0, "maximum": 99, "allOf": [{"minimum": 0}]}


@pytest.fixture
def outcome_of(make_plugin):
    """Return the codes that the check of one case yields."""

    def outcome(given, expect, definition=FORM, **members):
        case = {"case": "甲", "form": "well", "given": given, "expect": expect} | members
        folder = make_plugin(
            forms={"well": definition}, cases={"well": {"answers": {"place": "村口"}, "cases": [case]}}
        )
        return [one.problem.code for one in failed_cases(folder)]

    return outcome


def refused(pointer, code):
    return {"problems": [{"pointer": pointer, "code": code}]}


def test_an_accepted_case_passes(outcome_of):
    assert outcome_of({"depth": 3}, {"accepted": True}) == []


def test_null_removes_a_default_answer(outcome_of):
    assert outcome_of({"place": None}, {"accepted": True}) == ["case_wrong"]


def test_a_case_that_comes_out_differently_fails(outcome_of):
    assert outcome_of({"depth": -1}, {"accepted": True}) == ["case_wrong"]


@pytest.mark.parametrize("expect", [{}, {"accepted": False}, {"problems": []}, {"effects": []}])
def test_an_expectation_that_says_nothing_is_refused(outcome_of, expect):
    assert outcome_of({}, expect) == ["case_shape"]


def test_an_unknown_member_is_refused(outcome_of):
    assert outcome_of({}, {"accepted": True}, colour=1) == ["case_shape"]


def test_an_unknown_form_is_named(outcome_of):
    assert outcome_of({}, {"accepted": True}, form="lake") == ["case_form_unknown"]


def test_a_refusal_by_one_keyword_is_proved(outcome_of):
    assert outcome_of({"depth": -1}, refused("/depth", "minimum")) == []


def test_a_refusal_that_stays_without_its_keyword_proves_nothing(outcome_of):
    tied = write_form("wells.well", {**FIELDS, "depth": TIED}, ["place"])
    assert outcome_of({"depth": -1}, refused("/depth", "minimum"), tied) == ["case_idle"]


def test_a_missing_field_is_proved_by_its_required(outcome_of):
    assert outcome_of({"place": None}, refused("/place", "required")) == []
