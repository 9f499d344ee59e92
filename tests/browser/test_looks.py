"""The same pages in large type and in English: nothing left out, nothing left over."""

from __future__ import annotations

import pytest
from lizheng.core.web.words import read_words

from .conftest import Visit
from .looking import CHINESE, find_faults
from .pages import LOOKS, WORKER, Look

pytestmark = [pytest.mark.browser, pytest.mark.first]


@pytest.mark.parametrize("look", [look for look in LOOKS if look.account == WORKER], ids=str)
def test_large_type_gives_targets_of_sixty_and_still_fits(visit: Visit, look: Look) -> None:
    page = visit(look, width=375, large=True)
    assert [fault for one in (320, 375) for fault in find_faults(page, one, least=60)] == []


@pytest.mark.parametrize("look", [look for look in LOOKS if "{" not in look.path], ids=str)
def test_an_english_page_says_none_of_our_own_words_in_chinese(visit: Visit, look: Look) -> None:
    page = visit(look, width=375, language="en")
    assert page.evaluate(CHINESE, sorted(read_words())) == []
