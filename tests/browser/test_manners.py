"""The rules of use (docs/accessibility.md), each as something a person does in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from .conftest import Open
from .test_walk import WORDS, fill_finding, press

pytestmark = [pytest.mark.browser, pytest.mark.first]

FINDING = "/fill/security_patrol.finding"
# Where the letters of an element end to the right and begin at the top.
LETTERS = """one => {
  const range = document.createRange();
  range.selectNodeContents(one);
  const box = range.getBoundingClientRect();
  return [box.right, box.top];
}"""


def open_finding(open_page: Open, javascript: bool = True) -> Page:
    page = open_page("shangao02", javascript=javascript)
    page.goto(FINDING)
    return page


def test_the_words_of_the_summary_stand_beside_each_field(open_page: Open) -> None:
    page = open_finding(open_page)
    press(page, "去核对")
    said = page.locator(".errors li").all_inner_texts()
    beside = page.locator(".f-error span:not(.f-spoken)").all_inner_texts()
    assert (len(said) > 3, said) == (True, beside)


def test_one_error_gets_a_summary_too(open_page: Open) -> None:
    page = open_page("shangao02")
    fill_finding(page)
    page.locator("[name='/what']").fill("短")
    press(page, "去核对")
    assert page.locator(".errors li").count() == 1


def test_leaving_a_field_scolds_nobody_and_the_browser_itself_never_does(open_page: Open) -> None:
    page = open_finding(open_page)
    page.locator("[name='/what']").fill("短")
    page.locator("[name='/people_involved_count']").fill("abc")
    page.locator("[name='/place/words']").focus()
    assert page.locator(".f-error, .errors").count() == 0
    assert page.locator("#fill").evaluate("form => form.noValidate")


def test_full_width_digits_and_stray_blanks_are_forgiven(open_page: Open) -> None:
    page = open_page("shangao02")
    fill_finding(page)
    page.locator("[name='/people_involved_count']").fill(" ３ ")
    press(page, "去核对")
    answer = page.locator(".answers > div", has_text="涉及人数").locator("dd").first
    assert answer.inner_text() == "3"


def test_only_what_may_be_left_out_is_marked(open_page: Open) -> None:
    page = open_finding(open_page)
    labels = page.locator(".f-label, .f-legend").all_inner_texts()
    assert [label for label in labels if "*" in label or "必填" in label] == []
    assert [label for label in labels if "选填" in label]


def test_going_back_keeps_what_was_typed(open_page: Open) -> None:
    page = open_page("shangao02")
    fill_finding(page)
    press(page, "去核对")
    page.get_by_role("link", name="返回改", exact=True).click()
    assert page.locator("[name='/what']").input_value() == WORDS


def test_a_change_link_leads_to_its_own_field(open_page: Open) -> None:
    page = open_page("shangao02")
    fill_finding(page)
    press(page, "去核对")
    page.get_by_role("link", name="修改 发生了什么").or_(
        page.get_by_role("link", name="修改发生了什么")
    ).click()
    page.wait_for_url(re.compile("#f/what$"))
    assert page.evaluate("document.querySelector(':target').name") == "/what"


def test_every_answer_has_its_change_link(open_page: Open) -> None:
    page = open_page("shangao02")
    fill_finding(page)
    press(page, "去核对")
    assert page.locator(".answers dt").count() == page.locator(".answers dd a").count() > 5


def test_a_draft_saves_itself_after_a_change(open_page: Open) -> None:
    page = open_finding(open_page)
    with page.expect_response(lambda answer: answer.request.method == "POST", timeout=10_000):
        page.locator("[name='/what']").press_sequentially("栏杆松动")
    page.locator(".strip", has_text="已暂存").wait_for()


def test_nothing_fires_while_pinyin_is_being_composed(open_page: Open) -> None:
    page = open_finding(open_page)
    page.clock.install()
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.method))
    control = page.locator("[name='/what']")
    control.dispatch_event("compositionstart", {"bubbles": True})
    control.fill("lan gan")
    page.clock.run_for(10_000)
    during = list(sent)
    control.dispatch_event("compositionend", {"bubbles": True})
    control.fill("栏杆")
    page.clock.run_for(10_000)
    assert (during, "POST" in sent) == ([], True)


def test_home_keeps_its_order(open_page: Open) -> None:
    page = open_page("shangao02")
    page.goto(FINDING)
    page.locator("[name='/what']").fill(WORDS)
    press(page, "暂存")
    page.goto("/")
    heads = [head.split()[0] for head in page.locator("main h2").all_inner_texts()]
    known = ["退回待修改", "草稿", "填表"]
    assert [one for one in (re.sub(r"\d.*", "", head) for head in heads) if one in known] == known


@pytest.mark.parametrize("javascript", [True, False])
def test_the_numbers_to_ring_appear_with_the_answer(open_page: Open, javascript: bool) -> None:
    page = open_finding(open_page, javascript)
    calls = page.locator(".f-urgent")
    assert not calls.is_visible()
    page.get_by_label("有", exact=True).check()
    assert [one.get_attribute("href") for one in calls.locator("a").all()] == [
        "tel:110",
        "tel:119",
        "tel:120",
    ]
    assert calls.is_visible()


def test_the_bar_below_never_hides_the_field_in_focus(open_page: Open) -> None:
    page = open_finding(open_page)
    bar = page.locator(".act-bar").bounding_box()
    assert bar
    hidden = []
    for control in page.locator("#fill .f-in:visible").all():
        control.focus()
        box = control.bounding_box()
        if box and box["y"] + min(box["height"], 48) > bar["y"]:
            hidden.append(control.get_attribute("name"))
    assert hidden == []


def test_numbers_bring_up_the_digits_keyboard(open_page: Open) -> None:
    page = open_finding(open_page)
    assert page.locator("[name='/people_involved_count']").get_attribute("inputmode") == "numeric"


def test_people_are_named_by_name_and_dates_stand_in_chinese(open_page: Open) -> None:
    page = open_page("zongzhi", width=1280)
    page.goto("/records/security_patrol.finding")
    page.locator("tbody a").first.click()
    story = page.locator(".line").last.inner_text()
    assert ("测试" in story, "shangao02" in story) == (True, False)
    assert re.search(r"\d月\d{1,2}日|今天", story)


def test_status_and_arrival_of_each_record_show_without_scrolling(open_page: Open) -> None:
    page = open_page("zongzhi", width=1280)
    page.goto("/records/security_patrol.finding")
    box = page.locator(".table-box")
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") == 0
    assert page.locator("thead th").all_inner_texts()[-2:] == ["状态", "收到"]


def test_a_supervisor_begins_at_what_arrived(open_page: Open) -> None:
    page = open_page("zongzhi", width=1280)
    page.goto("/")
    assert page.locator("main h2").first.inner_text() == "最近收到"
    assert page.locator("main .row-link").count() >= 10


def test_the_first_load_of_a_worker_page_is_light_and_asks_nobody_else(open_page: Open) -> None:
    page = open_page("shangao02")
    page.goto("about:blank")
    page.context.clear_cookies(name="none")
    weights: list[int] = []
    hosts: set[str] = set()

    def weigh(answer: object) -> None:
        sizes = answer.request.sizes()  # type: ignore[attr-defined]
        weights.append(sizes["responseBodySize"])
        hosts.add(answer.url.split("/")[2])  # type: ignore[attr-defined]

    page.on("response", weigh)
    page.goto(FINDING)
    page.wait_for_load_state("networkidle")
    assert (sum(weights) <= 60 * 1024, len(hosts)) == (True, 1)


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_seal_never_covers_the_number_of_the_receipt(open_page: Open, width: int) -> None:
    page = open_page("shangao02", width=width)
    page.goto("/mine")
    record = page.locator("a[href^='/record/']:has-text('已送达')").first.get_attribute("href")
    page.goto(f"{record}/receipt")
    seal = page.locator(".receipt__seal").bounding_box()
    right, top = page.locator(".receipt__number").evaluate(LETTERS)
    assert seal and (seal["y"] + seal["height"] <= top or seal["x"] >= right)
