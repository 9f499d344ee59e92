"""A draft is for its own account, keeps the version it was begun on, and ends when it is submitted."""

from __future__ import annotations

from lizheng.core.records.drafts import Draft, discard_draft, find_draft, list_drafts, save_draft

from .conftest import NOW, VILLAGE, make_id, worker
from .test_submit import refused

COMMON = {"actor": worker(), "now": NOW}


def test_a_kept_draft_comes_back_as_it_stood(world):
    kept = save_draft(world.store, make_draft(state={"what": "路", "count": "三"}), **COMMON)
    assert (find(world), kept.state) == (kept, {"what": "路", "count": "三"})


def test_saving_again_keeps_version_and_begin(world):
    save_draft(world.store, make_draft(), **COMMON)
    again = save_draft(world.store, make_draft(version=2, state={"what": "路灯"}), **COMMON)
    assert (again.version, again.state, len(listed(world))) == (1, {"what": "路灯"}, 1)


def test_nobody_else_sees_or_takes_over_a_draft(world):
    save_draft(world.store, make_draft(), **COMMON)
    other = worker("ceshi-yi")
    act = lambda: save_draft(world.store, make_draft(), actor=other, now=NOW)  # noqa: E731
    assert (find(world, other), refused(act)) == (None, (404, "draft_unknown"))


def test_a_discarded_draft_is_gone(world):
    save_draft(world.store, make_draft(), **COMMON)
    gone = [discard_draft(world.store, make_id(1), actor=worker()) for _ in range(2)]
    assert (gone, find(world)) == ([True, False], None)


def test_submitting_ends_the_draft(world):
    save_draft(world.store, make_draft(), **COMMON)
    world.submit()
    assert listed(world) == ()


def test_a_draft_beyond_half_a_megabyte_is_refused(world):
    large = make_draft(state={"what": "长" * 200_000})
    assert refused(lambda: save_draft(world.store, large, **COMMON)) == (413, "draft_too_large")


def make_draft(version=1, state=None):
    return Draft(make_id(1), "t339924101.finding", version, VILLAGE, state or {"what": "路"})


def find(world, actor=None):
    with world.store.read() as connection:
        return find_draft(connection, make_id(1), actor=actor or worker())


def listed(world):
    with world.store.read() as connection:
        return list_drafts(connection, actor=worker())
