"""What the index holds of an answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from lizheng.core.records import columns
from lizheng.core.store.index_columns import FIXED
from lizheng.core.store.schema_kinds import find_kind
from lizheng.forms.lint.paths import RECORD_COLUMNS

from tests.store.listing import (
    SCHEMA,
    column_value,
)


@pytest.mark.parametrize(
    "path, answers, value",
    [
        ("place.words", {"place": {"words": "村口"}}, "村口"),
        ("place", {"place": {"words": "村口", "n": 3}}, "村口、3"),
        ("people.count", {"people": [{}, {}]}, 2),
        ("people.count", {}, None),
        ("people[].name", {"people": [{"name": "测试甲"}, {}, {"name": "测试乙"}]}, "\n测试甲\n测试乙\n"),
        ("kinds", {"kinds": ["a", "b"]}, "\na\nb\n"),
        ("count", {"count": Decimal("3.0")}, 3),
        ("count", {"count": 10**30}, 2**63 - 1),
        ("count", {"count": Decimal("1E+999999")}, 2**63 - 1),
        ("count", {"count": Decimal("1.5")}, None),
        ("count", {"count": "three"}, None),
        ("count", {"count": True}, None),
        ("count", {"count": None}, None),
        ("area", {"area": Decimal("0.1")}, 0.1),
        ("area", {"area": Decimal("1e999999")}, float("inf")),
        ("closed", {"closed": False}, 0),
        ("closed", {"closed": "no"}, None),
        ("grade", {"grade": "x" * 500}, "x" * 200),
        ("grade", {"grade": "a\0b\ud800"}, "ab?"),
        ("grade", {"grade": Decimal("1.50")}, "1.50"),
        ("place.words", {"place": ["not an object"]}, None),
    ],
)
def test_a_column_holds_what_its_path_says(path: str, answers: dict[str, Any], value: Any) -> None:
    assert column_value(answers, path) == value


@pytest.mark.parametrize(
    "path, kind",
    [
        *[("place.words", "text"), ("place", "text"), ("grade", "text"), ("count", "integer")],
        *[("area", "number"), ("found_at", "time"), ("closed", "boolean"), ("kinds", "list")],
        *[("people.count", "count"), ("people[].name", "list"), ("late", "integer"), ("nowhere", None)],
    ],
)
def test_the_schema_gives_each_path_its_kind(path: str, kind: str | None) -> None:
    assert find_kind(SCHEMA, path) == kind


def test_a_schema_that_refers_to_itself_is_read_to_an_end() -> None:
    assert find_kind({"properties": {"a": {"$ref": "#"}, "b": {"$ref": "#/properties/b"}}}, "a.a.b") == "text"


def test_what_a_form_may_name_beside_its_fields_every_list_can_show_and_sort_by():
    assert [name for name in RECORD_COLUMNS if name not in FIXED or name not in columns.FIXED] == []
