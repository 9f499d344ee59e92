"""A form with rules judges itself while it is filled, in a real browser, and says what the server says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from ..pages.ruled_form import FORM, FORM_ID, RULES
from ..rules.engines.asking import ROOT
from ..serving import Served
from .conftest import Open, set_look
from .looking import find_faults
from .published import publish
from .test_pages import find_violations
from .test_walk import press

pytestmark = [pytest.mark.browser, pytest.mark.first]

ANSWERS = ROOT / "core/web/static/js/answers.js"
MEETING = "/fill/village_merge.village_meeting"
RULED = f"/fill/{FORM_ID}"
WIDTHS = (375, 1280)


@pytest.fixture(scope="module")
def ruled(served: Served) -> Iterator[str]:
    with publish(served, FORM, RULES) as path:
        yield path


def open_form(open_page: Open, path: str, *, javascript: bool = True, width: int = 375) -> Page:
    page = open_page("shangao02", javascript=javascript, width=width)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return page


def find(page: Page, name: str) -> Locator:
    return page.locator(f"[data-name='/{name}']")


def fill_meeting(page: Page, present: str) -> None:
    page.get_by_label("户代表会议", exact=True).check()
    for name, text in (("base_households", "198"), ("present_households", present), ("for", "100")):
        page.locator(f"[name='/{name}']").fill(text)
    page.locator("[name='/notice_at']").fill("2026-11-01")
    page.locator("[name='/held_at']").fill("2026-11-20T14:00")


def open_gates(page: Page) -> Locator:
    gates = page.locator(".said__gates")
    if gates.get_attribute("open") is None:
        gates.locator("> summary").click()
    return gates


def read_said(page: Page) -> list[str]:
    """Return what the region says, line by line, with every reason opened but without its moment."""
    said = page.locator("#said")
    open_gates(page)
    for one in said.locator(".why > summary").all():
        if one.locator("..").get_attribute("open") is None:
            one.click()
    lines = [line.strip() for line in said.inner_text().splitlines() if line.strip()]
    return [line.rpartition("，")[0] if "起施行" in line else line for line in lines]


def test_questions_of_another_kind_of_meeting_go_away_and_come_back(open_page: Open) -> None:
    page = open_form(open_page, MEETING)
    page.get_by_label("户代表会议", exact=True).check()
    find(page, "base_adults").wait_for(state="hidden")
    assert find(page, "base_households").is_visible()
    page.get_by_label("村民会议", exact=True).check()
    find(page, "base_adults").wait_for(state="visible")
    assert find(page, "base_households").is_hidden()


def test_one_household_decides_whether_the_gate_opens(open_page: Open) -> None:
    page = open_form(open_page, MEETING)
    fill_meeting(page, "131")
    gate = open_gates(page).locator(".gate", has_text="村民会议表决")
    gate.get_by_text("到会 131 户，还差 1 户").wait_for()
    page.locator("[name='/present_households']").fill("132")
    gate.get_by_text("已满足").wait_for()
    assert (gate.inner_text().split(), page.locator(".act-bar__said").inner_text()) == (
        ["已满足", "村民会议表决"],
        "1 处请留意，前置条件 都已满足",
    )


def test_why_opens_in_place_names_the_values_and_stays_open(open_page: Open) -> None:
    page = open_form(open_page, MEETING)
    fill_meeting(page, "131")
    gate = open_gates(page).locator(".gate--closed", has_text="村民会议表决")
    gate.get_by_text("还差 1 户").wait_for()
    gate.locator("summary").click()
    assert gate.locator("dt").all_inner_texts() == ["规则", "用到的值", "依据", "版本与时间", "怎么办"]
    assert "到会 131" in gate.locator(".why__value").all_inner_texts()
    page.locator("[name='/for']").fill("99")
    gate.get_by_text("同意 99").wait_for()
    assert gate.locator("details").get_attribute("open") is not None


def test_what_was_typed_into_a_question_that_went_away_is_not_lost(open_page: Open) -> None:
    page = open_form(open_page, MEETING)
    page.get_by_label("村民会议", exact=True).check()
    page.locator("[name='/base_adults']").fill("431")
    page.get_by_label("户代表会议", exact=True).check()
    find(page, "base_adults").wait_for(state="hidden")
    page.get_by_label("村民会议", exact=True).check()
    find(page, "base_adults").wait_for(state="visible")
    assert page.locator("[name='/base_adults']").input_value() == "431"


def test_what_is_asked_because_of_an_answer_says_so_and_may_not_be_left_out(
    ruled: str, open_page: Open
) -> None:
    page = open_form(open_page, ruled)
    assert find(page, "why").is_hidden()
    page.get_by_label("丙", exact=True).check()
    find(page, "why").wait_for(state="visible")
    assert find(page, "why").inner_text().split() == ["原因", "选了丙，所以问原因"]


def test_only_the_allowed_choices_stay_and_locked_answers_are_not_typed(ruled: str, open_page: Open) -> None:
    page = open_form(open_page, ruled)
    page.get_by_label("乙", exact=True).check()
    page.get_by_label("上门", exact=True).wait_for(state="hidden")
    assert find(page, "way").locator("label:visible").all_inner_texts() == ["电话", "书面"]
    assert not page.locator("[name='/note']").is_editable()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_choice_made_before_it_was_ruled_out_is_named_before_it_is_sent(
    ruled: str, open_page: Open, javascript: bool
) -> None:
    page = open_form(open_page, ruled, javascript=javascript)
    page.get_by_label("上门", exact=True).check()
    page.get_by_label("乙", exact=True).check()
    press(page, "去核对")
    said = page.locator(".errors li").all_inner_texts()
    assert said == ["请在“办法”中改选：电话、书面。按规则：乙类不上门（帮扶办法 第2条）"]


def test_a_part_of_which_nothing_is_asked_goes_away_with_its_heading(ruled: str, open_page: Open) -> None:
    page = open_form(open_page, ruled)
    page.get_by_label("甲", exact=True).check()
    page.get_by_role("heading", name="三、联系").wait_for(state="hidden")
    assert page.get_by_role("heading", name="二、数字").is_visible()


def test_computed_answers_appear_as_they_are_typed(ruled: str, open_page: Open) -> None:
    page = open_form(open_page, ruled)
    for name, text in (("each", "２５．５"), ("count", "40"), ("from", "2026-02-13")):
        page.locator(f"[name='/{name}']").fill(text)
    find(page, "total").get_by_text("1020").wait_for()
    due = page.locator("[name='/due']")
    assert (due.input_value(), due.is_editable(), find(page, "grade").inner_text().split()) == (
        "2026-02-27",
        False,
        ["等次", "高"],
    )


def test_what_hangs_on_the_clock_waits_for_the_server(ruled: str, open_page: Open) -> None:
    page = open_form(open_page, ruled)
    page.locator("[name='/from']").fill("2026-02-13")
    gate = open_gates(page).locator(".gate", has_text="没有过期")
    gate.get_by_text("待服务器确认").wait_for()
    press(page, "暂存")
    assert "期限 2026年2月27日 已过。" in gate.inner_text()
    page.locator("[name='/count']").fill("3")
    gate.get_by_text("待服务器确认").wait_for()
    page.locator("[name='/count']").fill("")
    gate.get_by_text("期限 2026年2月27日 已过。").wait_for()


def test_nothing_is_judged_while_pinyin_is_being_composed(ruled: str, open_page: Open) -> None:
    page = open_form(open_page, ruled)
    each, total = page.locator("[name='/each']"), find(page, "total")
    page.locator("[name='/count']").fill("2")
    each.dispatch_event("compositionstart", {"bubbles": True})
    each.fill("600")
    page.wait_for_timeout(500)
    during = total.inner_text().split()
    each.dispatch_event("compositionend", {"bubbles": True})
    total.get_by_text("1200").wait_for()
    assert during == ["合计"]


def plain(said: str, why: list[str]) -> list[str]:
    """Return the words without blanks and without the minute."""
    return [re.sub(r"\s+|\d\d:\d\d", "", text) for text in (said, *why)]


def type_all(page: Page) -> None:
    page.get_by_label("乙", exact=True).check()
    for name, text in (("each", "600"), ("count", "2"), ("mobile", "138 0000 000"), ("trade", "行业3")):
        page.locator(f"[name='/{name}']").fill(text)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_says_word_for_word_what_the_server_says(ruled: str, open_page: Open, language: str) -> None:
    page = open_page("shangao02")
    set_look(page, False, language)
    try:
        page.goto(ruled)
        type_all(page)
        page.locator(".notice--warn").nth(2).wait_for()
        alone = page.locator(".said__notices").inner_text(), page.locator(".why__lines").all_text_contents()
        page.locator("button[value=save]").last.click()
        page.locator("input[name='/each'][value='600']").wait_for(state="attached")
        served = page.locator(".said__notices").inner_text(), page.locator(".why__lines").all_text_contents()
    finally:
        set_look(page, False, "zh-CN")
    assert plain(*alone) == plain(*served)


def test_without_javascript_the_same_is_said_after_saving(ruled: str, open_page: Open) -> None:
    plain, live = open_form(open_page, ruled, javascript=False), open_form(open_page, ruled)
    said = []
    for page in (plain, live):
        type_all(page)
        press(page, "暂存")
        said.append(read_said(page))
    assert said[0] == said[1]


def test_without_javascript_the_meeting_gets_the_same_answer(open_page: Open) -> None:
    plain = open_form(open_page, MEETING, javascript=False)
    fill_meeting(plain, "131")
    press(plain, "暂存")
    gate = plain.locator(".gate--closed", has_text="村民会议表决")
    assert ("到会 131 户，还差 1 户" in gate.inner_text(), find(plain, "base_adults").is_hidden()) == (
        True,
        True,
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_the_judged_page_breaks_no_rule_of_axe_and_none_of_ours(
    ruled: str, open_page: Open, width: int
) -> None:
    page = open_form(open_page, ruled, width=width)
    type_all(page)
    page.locator(".notice--warn").nth(2).wait_for()
    read_said(page)
    assert [*find_violations(page), *find_faults(page, width)] == []


def test_everything_can_be_reached_by_the_keyboard(open_page: Open) -> None:
    page = open_form(open_page, MEETING)
    page.locator(".said__gates > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".said__gates .why[open] dd").first.inner_text() == "通知和开会日期没有填全"


def test_the_line_below_leads_to_what_the_rules_say(open_page: Open) -> None:
    page = open_form(open_page, MEETING)
    fill_meeting(page, "131")
    page.locator(".act-bar__said a").click()
    assert page.locator(".gate--closed", has_text="村民会议表决").is_visible()


def test_what_changed_is_read_out_politely(open_page: Open) -> None:
    page = open_form(open_page, MEETING)
    fill_meeting(page, "131")
    spoken = page.locator("#said[aria-live=polite] [data-spoken]")
    expect(spoken).to_contain_text("还差 1 户")
    page.locator("[name='/present_households']").fill("132")
    expect(spoken).to_have_text("已满足 村民会议表决")


def test_the_policy_is_never_broken(ruled: str, open_page: Open) -> None:
    page = open_page("shangao02")
    page.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation', (e) => broken.push(e.blockedURI))"
    )
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(ruled)
    type_all(page)
    page.locator(".notice--warn").nth(2).wait_for()
    assert (page.evaluate("broken"), errors) == ([], [])


@pytest.mark.parametrize("path", [MEETING, RULED])
def test_the_first_load_of_a_form_with_rules_is_light(ruled: str, open_page: Open, path: str) -> None:
    page = open_page("shangao02")
    page.goto("about:blank")
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(answer.request.sizes()["responseBodySize"]))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert sum(weights) <= 60 * 1024


def test_the_controls_are_read_as_the_server_reads_them(ruled: str, open_page: Open) -> None:
    page = open_form(open_page, ruled)
    type_all(page)
    page.get_by_role("button", name="加一项：到场").click()
    page.wait_for_load_state("networkidle")
    page.locator("[name='/days/0/people']").fill(" ３ ")
    page.get_by_label("2", exact=True).check()
    page.locator("[name='/each']").fill("1,200.50")
    press(page, "暂存")
    kept = read_kept(page)
    assert kept == {
        **{"kind": "b", "each": 1200.5, "count": 2, "total": 2401, "mobile": "1380000000"},
        **{"note": "无", "trade": "行业3", "grade": "hi", "level": 2, "who": {}, "days": [{"people": 3}]},
    }


def read_kept(page: Page) -> object:
    """Return the answers as the page's own script reads them, of which the page gets no file of its own."""
    page.route("**/js/answers.js", lambda route: route.fulfill(path=ANSWERS, content_type="text/javascript"))
    source = page.locator("script[src*='js/live.js']").get_attribute("src") or ""
    return page.evaluate(
        """async (source) => {
          const { readAnswers } = await import(source.replace('live.js', 'answers.js'));
          const { fields } = JSON.parse(document.getElementById('rules').textContent);
          return readAnswers(document.getElementById('fill'), fields);
        }""",
        source,
    )
