"""What all tests share: the order of files, what coverage sees, and things that a process makes only once."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from .postgres import Server

# Off in every window: the pages that Chromium itself draws behind its address bar, which cost more than ours.
# The last such flag counts alone, so what Playwright turns off is named again.
OFF = [
    *(
        "WebUIOmniboxPopup",
        "WebUIOmniboxAimPopup",
        "WebUIOmniboxFullPopup",
        "AimEnabled",
        "PreconnectToSearch",
    ),
    *(
        "AvoidUnnecessaryBeforeUnloadCheckSync",
        "DestroyProfileOnBrowserClose",
        "HttpsUpgrades",
        "LensOverlay",
    ),
    *("HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying"),
]
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--lang=zh-CN", f"--disable-features={','.join(OFF)}"),
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest files start first, so that no process is alone with one of them at the end."""
    items.sort(key=lambda item: item.get_closest_marker("first") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let coverage look away from a test, and from the fixtures made for it, where it is marked so."""
    if not item.get_closest_marker("untraced"):
        return (yield)
    here, in_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(here)
        threading.settrace(in_threads)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has been brought up to date once, to be copied."""
    from lizheng.core.store import open_store

    file = tmp_path_factory.mktemp("template") / "records.db"
    open_store(f"sqlite:///{file}", synchronous="OFF").close()
    return file


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The data folder of the demo county, made once for all processes: to be copied, never changed."""
    from filelock import FileLock
    from lizheng.core.demo.building import build_demo
    from lizheng.core.settings import read_settings

    own = tmp_path_factory.getbasetemp()
    place = own if worker_id == "master" else own.parent
    with FileLock(place / "demo.lock"):
        build_demo(read_settings(data=str(place / "demo")))
    return place / "demo"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    from .engines import offer_server

    with offer_server() as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give the system's Chromium, headless; without one the tests skip, and in CI they fail."""
    # Read here, so that a run without pages does not pay for it.
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine: install Debian's package chromium")
    assert path, "CI needs Debian's package chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
