"""A demo server, a real Chromium and people who are logged in, for every test of pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from ..serving import Served, serve_demo
from .pages import WORKER, Look


@pytest.fixture(scope="session")
def served(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve_demo(Path(shutil.copytree(demo, tmp_path_factory.mktemp("served") / "data"))) as server:
        yield server


Open = Callable[..., Page]


Enter = Callable[[str], StorageState | None]


@pytest.fixture(scope="session")
def enter(chromium: Browser, served: Served) -> Enter:
    """Give a function that logs an account in, on the page, once, and returns the cookies that it got."""
    kept: dict[str, StorageState | None] = {"": None}

    def find_cookies(account: str) -> StorageState | None:
        if account not in kept:
            with closing(chromium.new_context(locale="zh-CN", base_url=served.url)) as context:
                log_in(context.new_page(), account, served.passwords[account])
                kept[account] = context.storage_state()
        return kept[account]

    return find_cookies


@pytest.fixture
def open_page(chromium: Browser, served: Served, enter: Enter) -> Iterator[Open]:
    """Give a function that returns an account's page; nothing outside the site may be asked."""
    contexts = []

    def open_as(account: str = "", *, width: int = 375, javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 812 if width < 700 else 900},
            locale="zh-CN",
            java_script_enabled=javascript,
            base_url=served.url,
            storage_state=enter(account),
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_as
    for context in contexts:
        context.close()


def log_in(page: Page, account: str, password: str) -> None:
    page.goto("/login")
    page.fill("#account", account)
    page.fill("#password", password)
    page.click("form[action='/login'] button")
    page.wait_for_url(lambda url: not url.endswith("/login"))


Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def visit(chromium: Browser, served: Served, enter: Enter) -> Iterator[Visit]:
    """Give a function that opens a page as one of the demo's people."""
    contexts: dict[str, BrowserContext] = {}

    def find_context(account: str) -> BrowserContext:
        if account not in contexts:
            contexts[account] = chromium.new_context(
                locale="zh-CN", base_url=served.url, storage_state=enter(account)
            )
        return contexts[account]

    def open_look(
        look: Look, *, width: int, large: bool = False, language: str = "zh-CN", status: int = 200
    ) -> Page:
        context = find_context(look.account)
        page = context.pages[0] if context.pages else context.new_page()
        page.set_viewport_size({"width": width, "height": 812 if width < 700 else 900})
        if large or language != "zh-CN":
            set_look(page, large, language)
        answer = page.goto(look.path.format_map(things))
        assert answer and answer.status == status, f"{look}: {answer and answer.status}"
        if large or language != "zh-CN":
            # The choice is kept with the account; the next test finds it as the demo made it.
            set_look(page, False, "zh-CN")
        return page

    things = find_things(find_context(WORKER))
    yield open_look
    for context in contexts.values():
        context.close()


def set_look(page: Page, large: bool, language: str) -> None:
    """Choose size and language as the switches of the page do."""
    if page.url == "about:blank":
        page.goto("/")  # whoever is logged in finds the token there
    csrf = page.locator("[name=csrf]")
    sent = {"large": str(int(large)), "language": language, "back": "/"}
    if csrf.count():
        sent["csrf"] = csrf.first.input_value()
    origin = page.evaluate("location.origin")
    page.request.post("/look", form=sent, headers={"Origin": origin})


def find_things(context: BrowserContext) -> dict[str, str]:
    """Return addresses in the running demo: a draft with gaps, one ready to submit, two records."""
    page = context.new_page()
    page.goto("/")
    returned = page.locator("a[href$='/edit']").first.get_attribute("href") or ""
    page.goto("/mine")
    record = page.locator("a[href^='/record/']:has-text('发现情况')").first.get_attribute("href") or ""
    draft = begin_finding(page, what="溪口桥")
    ready = begin_finding(page, what="溪口桥北侧栏杆松动，行人扶着会晃。", whole=True)
    page.close()
    return {"returned": returned.removesuffix("/edit"), "record": record, "draft": draft, "ready": ready}


def begin_finding(page: Page, *, what: str, whole: bool = False) -> str:
    """Type a finding and keep it as a draft; return its address."""
    page.goto("/fill/security_patrol.finding")
    page.locator("[name='/what']").fill(what)
    if whole:
        for words in ("没有", "道路设施", "一般", "登记上报"):
            page.get_by_label(words, exact=True).check()
        page.locator("[name='/place/words']").fill("溪口桥北侧")
        page.locator("[name='/found_at']").fill("2026-11-20T14:20")
    path = page.locator("#fill").get_attribute("action") or ""
    page.get_by_role("button", name="暂存", exact=True).last.click()
    page.wait_for_load_state()
    return path


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    from PIL import Image

    path = tmp_path / "桥栏杆.jpg"
    Image.new("RGB", (640, 480), (120, 140, 150)).save(path)
    return path
