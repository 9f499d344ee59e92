"""The page being filled follows the rules without JavaScript: hidden, required, computed, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from lizheng.core.definitions import publish_rules
from lizheng.core.store.times import write_time
from lizheng.forms.reading import read_form

from ..forms.station import NOW, TOWNSHIP, Station, make_id
from .ruled_form import FORM, FORM_ID, RULES

PATH = f"/fill/{FORM_ID}/{make_id(1)}"


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    station = Station(tmp_path_factory.mktemp("ruled"))
    station.publish(read_form(FORM))
    with station.site.definitions.change() as change:
        publish_rules(change, RULES, TOWNSHIP, "shell", write_time(NOW))
    yield station
    station.close()


def fill(station: Station, do: str = "save", **answers: str) -> str:
    """Return the page after a press of a button."""
    sent = {f"/{name.replace('__', '/')}": text for name, text in answers.items()}
    return station.page(PATH, data={"do": do, **sent}).get_data(as_text=True)


def open_blank(station: Station) -> str:
    return station.page(f"/fill/{FORM_ID}").get_data(as_text=True)


def find_question(page: str, name: str) -> str:
    """Return the HTML from the question's own tag to that of the next one."""
    found = re.search(
        rf'<\w+ class="f[^>]* data-name="/{name}".*?(?=<\w+ class="f[^>]* data-name=|</section>)', page, re.S
    )
    assert found, name
    return found[0]


def is_hidden(page: str, name: str) -> bool:
    return " hidden" in find_question(page, name).partition(">")[0]


def read_said(page: str) -> list[str]:
    """Return every sentence of the region above the fields, without the reasons behind them."""
    region = page.partition('id="said"')[2].partition("<form")[0]
    plain = re.sub(r"<details class=\"why\".*?</details>", "", region, flags=re.S)
    return [text.strip() for text in re.findall(r">([^<>]*[一-鿿][^<>]*)<", plain)]


def test_a_question_no_rule_asks_for_is_hidden_and_one_that_is_asked_says_why(station: Station) -> None:
    asked = fill(station, kind="c")
    assert (is_hidden(open_blank(station), "why"), is_hidden(asked, "why")) == (True, False)
    assert '<p class="f-note">选了丙，所以问原因</p>' in find_question(asked, "why")


def test_what_a_rule_requires_is_not_called_optional(station: Station) -> None:
    assert 'class="f-opt" hidden' in find_question(fill(station, kind="c"), "why")


def test_what_was_typed_into_a_question_hidden_later_stays_in_the_page(station: Station) -> None:
    page = fill(station, kind="a", why="因为下雨")
    assert (is_hidden(page, "why"), 'value="因为下雨"' in page) == (True, True)


def test_a_part_of_which_nothing_is_asked_is_not_shown(station: Station) -> None:
    heading = '<section class="f-section" hidden><h2>三、联系'
    assert (heading in fill(station, kind="a"), heading in fill(station, kind="b")) == (True, False)


def test_computed_answers_stand_in_their_questions_and_cannot_be_typed(station: Station) -> None:
    page = fill(station, kind="b", each="25.5", count="40", **{"from": "2026-02-13"})
    total, due = find_question(page, "total"), find_question(page, "due")
    assert ("1020" in total, 'value="2026-02-27"' in due, "readonly" in due) == (True, True, True)


def test_a_computed_answer_that_is_absent_leaves_its_question_empty(station: Station) -> None:
    fill(station, kind="b", each="25.5", count="40")
    assert "1020" not in find_question(fill(station, kind="b", count="40"), "total")


def test_only_the_allowed_choices_can_be_pressed(station: Station) -> None:
    way = find_question(fill(station, kind="b"), "way")
    assert re.findall(r'value="(\w)"[^>]* disabled', way) == ["x"]


def test_warnings_blocks_and_gates_stand_above_the_fields(station: Station) -> None:
    days = {"days__~n": "1", "days__0__people": "41"}
    said = read_said(fill(station, kind="b", each="25.5", count="40", **{"from": "2026-02-02"}, **days))
    assert said == [
        *("须改正", "到场 41 人，数量 40。", "请留意", "合计 1020 元，超过 1000 元。"),
        *("前置条件", "1 项未满足", "不满足也可以提交，只影响下一步。"),
        *("未满足", "没有过期", "期限 2026年2月9日 已过。", "已满足", "数字齐全"),
    ]


def test_why_has_its_five_lines(station: Station) -> None:
    page = fill(station, kind="b", each="600", count="2")
    lines = re.search(r'<dl class="why__lines">(.*?)</dl>', page, re.S)
    assert lines
    assert re.findall(r"<dt>([^<]+)</dt>", lines[1]) == ["规则", "用到的值", "依据", "版本与时间", "怎么办"]


def test_a_row_just_added_is_judged_with_what_stands_beside_it(station: Station) -> None:
    page = fill(station, "add:/days", kind="b", each="600", count="2")
    assert ("合计 1200 元，超过 1000 元。" in read_said(page), 'name="/days/0/people"' in page) == (
        True,
        True,
    )


def test_the_page_carries_what_it_needs_and_nothing_that_ends_its_script(station: Station) -> None:
    found = re.search(r'<script type="application/json" id="rules">(.*?)</script>', open_blank(station), re.S)
    assert found
    document = json.loads(found[1])
    place = document["places"][TOWNSHIP]
    fields = {name: field for name, field in document["fields"].items() if name != "/trade"}
    assert (place, fields, len(document["fields"]["/trade"]["labels"]), "<" in found[1]) == (
        {"sets": [0], "given": {}},
        {
            "/mobile": {"format": "mobile"},
            "/level": {"json": True},
            "/who": {"required": True},
            "/days/*": {"required": True},
            "/grade": {"labels": {"高": "hi", "低": "lo"}},
        },
        20,
        False,
    )


def test_a_form_without_rules_loads_none_of_it(station: Station) -> None:
    plain = {**FORM, "form": f"t{TOWNSHIP}.plain"}
    station.publish(read_form(plain))
    page = station.page(f"/fill/{plain['form']}").get_data(as_text=True)
    assert ("live.js" in page, 'id="said"' in page, 'id="rules"' in page) == (False, False, False)


def read_errors(page: str) -> list[str]:
    region = page.partition('id="errors"')[2].partition("</ul>")[0]
    return re.findall(r'<a href="#f/way">([^<]+)</a>', region)


def test_a_choice_outside_the_options_in_force_is_named_with_its_rule(station: Station) -> None:
    page = fill(station, "review", kind="b", way="x")
    assert read_errors(page) == ["请在“办法”中改选：电话、书面。按规则：乙类不上门（帮扶办法 第2条）"]


def test_a_correction_shows_what_was_changed_though_it_is_readonly(station: Station) -> None:
    answers = {"kind": "b", "note": "原话", "who": {}}
    station.submit(FORM_ID, answers, number=7)
    place = f"/fill/{FORM_ID}/{make_id(7)}"
    station.page(f"/record/{make_id(7)}/withdraw", data={"do": "withdraw"})
    station.page(f"/record/{make_id(7)}/edit")
    sent = {"/kind": "b", "/note": "改过", "do": "review"}
    page = station.page(place, data=sent).get_data(as_text=True)
    assert "请把“备注”改回：原话。此时不能改，按规则：乙类不上门（帮扶办法 第2条）" in page
