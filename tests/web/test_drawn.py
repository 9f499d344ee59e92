"""Pages that are drawn once: each person finds the own name and token, and what changed is drawn anew."""

from __future__ import annotations

from flask import Flask, make_response
from lizheng.core.web.drawn import DrawnPages


def show(pages, seen, drawings, **own):
    def draw(marks):
        drawings.append(seen)
        return make_response(f"<p>{marks['name']}</p>{seen}")

    with Flask("test").test_request_context():
        return pages.show(seen, own, draw).get_data(as_text=True)


def test_two_people_share_a_drawing_and_each_finds_the_own_name():
    pages, drawings = DrawnPages("name"), []
    shown = [show(pages, "a", drawings, name=name) for name in ("测试甲", "测试乙")]
    assert (shown, drawings) == (["<p>测试甲</p>a", "<p>测试乙</p>a"], ["a"])


def test_what_differs_in_anything_seen_is_drawn_anew():
    pages, drawings = DrawnPages("name"), []
    shown = [show(pages, seen, drawings, name="测试甲") for seen in ("a", "b")]
    assert shown == ["<p>测试甲</p>a", "<p>测试甲</p>b"]


def test_a_name_cannot_bring_markup():
    assert show(DrawnPages("name"), "a", [], name="<b>") == "<p>&lt;b&gt;</p>a"


def test_no_more_pages_are_kept_than_allowed():
    pages, drawings = DrawnPages("name", most=2), []
    for seen in ("a", "b", "c", "a"):
        show(pages, seen, drawings, name="测试甲")
    assert drawings == ["a", "b", "c", "a"]
