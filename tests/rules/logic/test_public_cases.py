from __future__ import annotations

import pytest

from .public_cases import ABSENT, is_same, list_files, list_wrong


@pytest.mark.parametrize("file", list_files() or [pytest.param("", marks=pytest.mark.skip(reason=ABSENT))])
def test_every_published_case_is_answered_as_published(file: str) -> None:
    assert list_wrong(file) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(1, 1.0, True), (1, True, False), ([0], [False], False), ({"a": 1}, {"a": 1}, True), ("1", 1, False)],
)
def test_cases_are_compared_strictly(one: object, other: object, same: bool) -> None:
    assert is_same(one, other) is same
