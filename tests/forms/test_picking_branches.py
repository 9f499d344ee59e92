"""Which branch kept answers belong to, when none of them fits well."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from lizheng.forms.fields.building import build_fields
from lizheng.forms.fields.states import pick_branch
from lizheng.forms.reading import read_form

SCHEMA = {
    "type": "object",
    "properties": {
        "x": {
            "anyOf": [
                {"type": "integer"},
                {"type": "string", "format": "date"},
                {"type": "boolean"},
            ]
        }
    },
}


@pytest.mark.parametrize("value", [Decimal("1.5"), "no date", [1], 3, "2026-02-28"])
def test_some_branch_shows_whatever_was_kept(value: Any) -> None:
    node: Any = build_fields(read_form({"form": "import.x", "schema": SCHEMA}, profile="import")).members["x"]
    assert pick_branch(node, value)[1] == value
