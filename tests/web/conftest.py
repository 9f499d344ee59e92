"""One installation for each file of tests: making it takes longer than all calls of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .county import County


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    made = County(tmp_path_factory.mktemp("county"))
    yield made
    made.close()
