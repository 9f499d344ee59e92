"""Every page on a phone and on a desktop: axe finds nothing, nothing sticks out, targets are large."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
from lizheng.core.app import create_app
from lizheng.core.settings import read_settings
from playwright.sync_api import Page

from .conftest import Visit
from .looking import find_faults
from .pages import LOOKS, NO_PAGES, REFUSALS, Look

pytestmark = [pytest.mark.browser, pytest.mark.first]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
FOUND = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`)"""


def find_violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    return page.evaluate(FOUND)


def test_every_page_the_product_answers_is_looked_at(tmp_path: Path) -> None:
    app = create_app(read_settings(data=tmp_path))
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    pages = {rule.rule for rule in rules if not rule.rule.startswith("/api/")}
    assert pages - NO_PAGES == {look.route for look in LOOKS}


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_breaks_no_rule_of_axe_and_none_of_ours(visit: Visit, look: Look, width: int) -> None:
    page = visit(look, width=width)
    narrow = (320, 375) if width == 375 else (1024, 1280)
    assert [*find_violations(page), *(fault for one in narrow for fault in find_faults(page, one))] == []


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize(("look", "status"), REFUSALS, ids=str)
def test_a_page_that_says_no_keeps_the_same_rules(visit: Visit, look: Look, status: int, width: int) -> None:
    page = visit(look, width=width, status=status)
    assert [*find_violations(page), *find_faults(page, width)] == []
