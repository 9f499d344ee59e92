"""A store on each engine, and the small things that fill it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lizheng.core.store import Store, open_store

from tests.engines import ENGINES, offer_address


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with offer_address(request.param, tmp_path, request) as url:
        yield url


@pytest.fixture(params=ENGINES)
def new_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a store that nobody has opened yet."""
    with offer_address(request.param, tmp_path, request, new=True) as url:
        yield url


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    opened = open_store(address)
    yield opened
    opened.close()
