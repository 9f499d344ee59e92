"""The worker's way through a form, the supervisor's answer, and the correction, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.first]

WORDS = "溪口桥北侧栏杆松动，行人扶着会晃，已拉警戒带。"


def fill_finding(page: Page) -> None:
    page.goto("/fill/security_patrol.finding")
    page.get_by_label("没有", exact=True).check()
    page.get_by_label("道路设施").check()
    page.get_by_label("一般", exact=True).check()
    page.locator("[name='/what']").fill(WORDS)
    page.locator("[name='/place/words']").fill("溪口桥北侧")
    page.locator("[name='/found_at']").fill("2026-11-20T14:20")
    page.get_by_label("登记上报").check()


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).last.click()
    page.wait_for_load_state()


def submit_finding(page: Page) -> str:
    fill_finding(page)
    press(page, "去核对")
    press(page, "提交")
    return page.locator(".receipt__number").inner_text()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_worker_fills_checks_and_submits_with_and_without_javascript(
    open_page: Open, javascript: bool
) -> None:
    page = open_page("shangao02", javascript=javascript)
    assert submit_finding(page).startswith("FX-")


def test_an_incomplete_page_leads_to_each_place_to_mend_and_keeps_what_was_typed(open_page: Open) -> None:
    page = open_page("shangao02")
    page.goto("/fill/security_patrol.finding")
    page.locator("[name='/what']").fill("太短")
    press(page, "去核对")
    assert page.title().startswith("错误：")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.locator(".errors a", has_text="发现时间").click()
    assert page.evaluate("document.activeElement.name") == "/found_at"
    assert page.locator("[name='/what']").input_value() == "太短"


def test_a_draft_waits_among_my_records_with_everything_typed(open_page: Open) -> None:
    page = open_page("daping01")
    page.goto("/fill/security_patrol.finding")
    page.locator("[name='/what']").fill(WORDS)
    press(page, "暂存")
    page.goto("/mine")
    page.get_by_role("link", name="发现情况").first.click()
    assert page.locator("[name='/what']").input_value() == WORDS


def test_a_returned_record_stands_on_top_and_is_corrected(open_page: Open) -> None:
    worker, supervisor = open_page("shangao02"), open_page("zongzhi", width=1280)
    number = submit_finding(worker)
    supervisor.goto(f"/records/security_patrol.finding?q={number}")
    supervisor.get_by_role("link", name=number, exact=True).click()
    supervisor.locator("[name=reason]").fill("请写清是哪一根栏杆。")
    press(supervisor, "退回填报人")
    worker.goto("/")
    assert "请写清是哪一根栏杆。" in worker.locator(".returned").first.inner_text()
    worker.get_by_role("link", name="去修改").first.click()
    worker.locator("[name='/what']").fill(WORDS + "是第三根。")
    press(worker, "去核对")
    press(worker, "提交修改")
    supervisor.reload()
    assert "是第三根。" in supervisor.locator(".new").inner_text()


def test_rows_are_added_and_removed_without_javascript(open_page: Open) -> None:
    page = open_page("shangao02", javascript=False)
    page.goto("/fill/security_patrol.beat")
    before = page.locator("[name$='/cp_code']").count()
    page.locator("button[value='add:/checkpoints']").click()
    assert page.locator("[name$='/cp_code']").count() == before + 1
    page.locator("button[value='remove:/checkpoints/0']").click()
    assert page.locator("[name$='/cp_code']").count() == before


def test_a_photo_survives_the_way_to_the_record(open_page: Open, photo: Path) -> None:
    page = open_page("shangao02")
    fill_finding(page)
    page.locator("input[type=file]").first.set_input_files(photo)
    press(page, "去核对")
    press(page, "提交")
    page.get_by_role("link", name="看这条记录").click()
    assert (
        page.locator(".photos img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    )


def test_a_file_that_is_no_photo_costs_nothing_else(open_page: Open, tmp_path: Path) -> None:
    bad = tmp_path / "照片.jpg"
    bad.write_bytes(b"not a picture at all")
    page = open_page("shangao02")
    fill_finding(page)
    page.locator("input[type=file]").first.set_input_files(bad)
    press(page, "去核对")
    assert "有文件没有收下" in page.locator(".notice").inner_text()
    assert page.locator("[name='/what']").input_value() == WORDS


def test_english_is_one_switch_away(open_page: Open) -> None:
    page = open_page()
    page.goto("/login")
    page.get_by_role("button", name="English").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Log in"


def test_large_type_holds_before_log_in_and_makes_targets_of_sixty(open_page: Open) -> None:
    page = open_page()
    page.goto("/login")
    page.get_by_role("button", name="大字版").click()
    assert page.locator("#account").bounding_box()["height"] >= 60  # type: ignore[index]
