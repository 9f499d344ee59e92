"""A page that judges itself tells answers word for word as the server does, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from ..pages.told_form import FORM, RULES, SAID
from ..serving import Served
from .conftest import Open, set_look
from .published import publish

pytestmark = pytest.mark.browser

LABELS = {"zh-CN": ("甲", "上门", "电话", "女"), "en": ("First", "Visit", "Phone", "Woman")}
WORDS = {"zh-CN": ("行业3", "是"), "en": ("Trade 3", "Yes")}


@pytest.fixture(scope="module")
def told(served: Served) -> Iterator[str]:
    with publish(served, FORM, RULES) as path:
        yield path


def type_all(page: Page, language: str) -> None:
    for label in LABELS[language]:
        page.get_by_label(label, exact=True).check()
    trade, yes = WORDS[language]
    page.locator("[name='/trade']").fill(trade)
    page.locator("[data-name='/done']").get_by_label(yes, exact=True).check()
    page.locator("[name='/on']").fill("2026-02-28")
    page.locator("[name='/at']").fill("2026-03-01T04:05")
    page.locator("[name='/each']").fill("1,200.50")


# The words of each notice without its heading, and the lines of 为什么 without the minute and blanks.
READ = """notices => notices.map(one => [
  [...one.querySelector('strong').parentElement.childNodes].find(node => node.nodeType === 3).data.trim(),
  one.querySelector('.why__lines').textContent.replace(/\\s+|\\d\\d:\\d\\d(?!.*\\d\\d:\\d\\d)/gs, ''),
])"""


def read_said(page: Page, language: str) -> list[list[str]]:
    for sentence in SAID[language]:
        page.get_by_text(sentence, exact=False).first.wait_for()
    return page.locator(".said__notices .notice--warn").evaluate_all(READ)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_alone_and_the_server_tell_the_same_words(told: str, open_page: Open, language: str) -> None:
    page = open_page("shangao02")
    set_look(page, False, language)
    try:
        page.goto(told)
        type_all(page, language)
        alone = read_said(page, language)
        page.locator("button[value=save]").last.click()
        page.locator("input[name='/each'][value*='1200.5']").wait_for(state="attached")
        served = read_said(page, language)
    finally:
        set_look(page, False, "zh-CN")
    assert ([said for said, _ in alone], alone) == (SAID[language], served)
