"""The page says of every example of the bundled sets what the server says."""

from __future__ import annotations

from typing import Any

import pytest

from ..sets_js.asking_sets import answer_here, answer_in_node
from .bundled_sets import NAMES, read_one, read_plugins, run_with


@pytest.mark.parametrize("name", NAMES)
def test_the_page_judges_every_example_as_the_server_does(name: str) -> None:
    sets = [read_one(name, file) for file in read_plugins()[name].rules]
    given = run_with(name)["given"]
    calls: list[dict[str, Any]] = [
        {"set": at, "facts": {**given, **one["given"]}, "event": one.get("on", "submit")}
        for at, rule_set in enumerate(sets)
        for one in rule_set.examples
    ]
    assert answer_in_node(sets, calls)["outcomes"] == answer_here(sets, calls)
