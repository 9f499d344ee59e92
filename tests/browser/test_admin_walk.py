"""An administrator's way in a real browser: a form of one's own, who sees it, the proof of the log."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.first]

ADMIN_PAGES = {
    "qingling": (
        *(
            "/settings",
            "/forms",
            "/forms/edit",
            "/rules",
            "/rules/edit",
            "/accounts",
            "/accounts/new",
            "/accounts/import",
        ),
        *("/accounts/shangao02", "/password"),
    ),
    "xianxin": ("/modules", "/units", "/units?under=339924101", "/accounts"),
    "shenji": ("/audit", "/audit/verify"),
    "shangao02": ("/password", "/refuse/security_patrol.finding", "/settings"),
    "": ("/notice", "/notice?form=security_patrol.finding", "/complaint"),
}
WIDER = "document.documentElement.scrollWidth - window.innerWidth"


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).last.click()
    page.wait_for_load_state()


def publish(page: Page, name: str, title: str) -> None:
    page.goto("/forms/edit")
    source = page.locator("#source").input_value()
    page.locator("#source").fill(source.replace("new_form", name).replace("新表单", title))
    press(page, "检查")
    press(page, "发布")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_townships_own_form_reaches_its_workers_and_nobody_elses(open_page: Open, javascript: bool) -> None:
    title = f"河道巡查{'一' if javascript else '二'}"
    admin = open_page("qingling", width=1280, javascript=javascript)
    publish(admin, f"river_{str(javascript).lower()}", title)
    own, other = open_page("shangao02"), open_page("daping01")
    own.goto("/fill")
    other.goto("/fill")
    assert (own.get_by_text(title).count(), other.get_by_text(title).count()) == (1, 0)


def test_the_keyboard_begins_at_what_is_to_be_mended(open_page: Open) -> None:
    page = open_page("qingling", width=1280)
    page.goto("/forms/edit")
    page.locator("#source").fill("{")
    press(page, "检查")
    assert page.title().startswith("错误：")
    assert page.evaluate("document.activeElement.id") == "errors"


def test_the_proof_of_the_log_names_every_chain(open_page: Open) -> None:
    page = open_page("shenji", width=1280)
    page.goto("/audit/verify")
    press(page, "校验")
    assert page.locator("tbody tr").count() >= 3
    assert page.get_by_text("没有一条日志被改过").count() == 1


@pytest.mark.parametrize("account", ADMIN_PAGES)
@pytest.mark.parametrize("width", [375, 1280])
def test_no_administration_page_scrolls_sideways(open_page: Open, account: str, width: int) -> None:
    page = open_page(account, width=width)
    wide = [path for path in ADMIN_PAGES[account] if page.goto(path) and page.evaluate(WIDER) > 0]
    assert wide == []
