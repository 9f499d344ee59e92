"""Corrections are appended; an edit on an old revision is refused with the differences, never lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from lizheng.core.records.differences import find_differences
from lizheng.core.records.history import list_revisions
from lizheng.core.records.values import Rejection

from .conftest import FOREIGN, supervisor, worker
from .test_submit import refused

BETTER = {"what": "路灯不亮", "count": 4}


def test_a_correction_without_a_base_is_asked_for_it(world):
    world.submit()
    assert refused(lambda: world.revise(1, None, answers=BETTER)) == (428, "revision_missing")


def test_the_filler_cannot_correct_what_stands_submitted(world):
    world.submit()
    assert refused(lambda: world.revise(1, 1, answers=BETTER)) == (409, "not_open")


def test_the_filler_corrects_what_came_back(world):
    world.submit()
    world.give_back()
    receipt = world.revise(1, 1, answers=BETTER)
    record = world.find()
    assert (receipt.revision, record.state, record.answers) == (2, "submitted", BETTER)


def test_a_reviewer_corrects_at_any_time(world):
    world.submit()
    assert world.revise(1, 1, actor=supervisor(), answers=BETTER).revision == 2


def test_a_colleague_may_look_but_not_correct(world):
    world.submit()
    assert refused(lambda: world.revise(1, 1, actor=worker("ceshi-yi"), answers=BETTER)) == (403, "denied")


def test_a_stranger_finds_nothing_to_correct(world):
    world.submit()
    stranger = worker("ceshi-yi", FOREIGN)
    assert refused(lambda: world.revise(1, 1, actor=stranger, answers=BETTER)) == (404, "record_unknown")


def test_a_stale_correction_is_refused_field_by_field(world):
    world.submit()
    world.revise(1, 1, actor=supervisor(), answers=BETTER)
    with pytest.raises(Rejection) as caught:
        world.revise(1, 1, actor=supervisor(), answers={"what": "路灯全灭", "count": 3})
    assert (caught.value.status, caught.value.facts["differences"]) == (
        412,
        [
            {"pointer": "/what", "theirs": "路灯不亮", "yours": "路灯全灭", "changed_by_them": False},
            {"pointer": "/count", "theirs": 4, "yours": 3, "changed_by_them": True},
        ],
    )


def test_a_correction_sent_twice_is_answered_with_its_first_receipt(world):
    world.submit()
    world.revise(1, 1, actor=supervisor(), answers=BETTER)
    again = world.revise(1, 1, actor=supervisor(), answers=BETTER)
    assert (again.revision, again.created, world.count("revisions")) == (2, False, 2)


def test_every_revision_stays_with_what_it_changed(world):
    world.submit()
    world.revise(1, 1, actor=supervisor(), answers=BETTER)
    with world.store.read() as connection:
        first, second = list_revisions(connection, world.find())
    found = [(one.pointer, one.before, one.after) for one in second.differences]
    assert (first.answers["count"], found) == (3, [("/count", 3, 4)])


def test_the_list_shows_the_newest_revision(world):
    world.submit()
    world.revise(1, 1, actor=supervisor(), answers={"what": "已经修好"})
    assert [record.answers["what"] for record in world.list(q="修好").items] == ["已经修好"]


def test_a_broken_correction_changes_nothing(world):
    world.submit()
    assert refused(lambda: world.revise(1, 1, actor=supervisor(), answers={})) == (422, "answers_invalid")


def test_differences_name_added_removed_and_nested_fields():
    before = {"a": 1, "b": {"c": [1, 2]}, "x/y": True}
    after = {"b": {"c": [1, 3, 4]}, "x/y": 1}
    found = [(one.pointer, one.before, one.after) for one in find_differences(before, after)]
    assert found == [("/b/c/1", 2, 3), ("/b/c/2", None, 4), ("/x~1y", True, 1), ("/a", 1, None)]


def test_no_editor_ever_overwrites_another_unseen(world):
    """Bar 13: editors who read at any time and save at any time; a save on an old base is refused."""
    world.submit()

    class Editors(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.seen = {}
            self.saved = world.find().revision

        @rule(editor=st.integers(0, 3))
        def read(self, editor):
            self.seen[editor] = world.find().revision

        @precondition(lambda self: self.seen)
        @rule(editor=st.integers(0, 3), count=st.integers(0, 10**6))
        def save(self, editor, count):
            if editor not in self.seen:
                return
            actor, answers = supervisor(), {"what": f"编辑 {editor}", "count": count}
            fresh = self.seen[editor] == self.saved
            try:
                receipt = world.revise(1, self.seen[editor], actor=actor, answers=answers)
            except Rejection as refusal:
                assert (refusal.code, fresh) == ("stale", False)
                return
            if receipt.created:
                assert fresh
                self.saved = self.seen[editor] = receipt.revision

    limits = settings(
        max_examples=20,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(Editors, settings=limits)
    assert world.count("revisions") == world.find().revision
