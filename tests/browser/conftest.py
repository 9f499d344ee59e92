"""A demo server and a real Chromium for every test of pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ..serving import Served, serve_demo

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --lang=zh-CN"
).split()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve_demo(tmp_path_factory.mktemp("demo") / "data") as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine: install Debian's package chromium")
    assert path, "CI needs Debian's package chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, served: Served) -> Iterator[Open]:
    """Give a function that logs an account in and returns its page; nothing outside the site may be asked."""
    contexts = []

    def open_as(account: str = "", *, width: int = 375, javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 812 if width < 700 else 900},
            locale="zh-CN",
            java_script_enabled=javascript,
            base_url=served.url,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if account:
            page.goto("/login")
            page.fill("#account", account)
            page.fill("#password", served.passwords[account])
            page.click("form[action='/login'] button")
        return page

    yield open_as
    for context in contexts:
        context.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    from PIL import Image

    path = tmp_path / "桥栏杆.jpg"
    Image.new("RGB", (640, 480), (120, 140, 150)).save(path)
    return path
