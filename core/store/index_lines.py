"""The line by which a list knows a record: kept ready as JSON, so that a page is read and not computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...forms.canonical import write_json
from .index_columns import find_values

LINE = "line"  # the column of the index table
NAMES = (
    *("id", "form", "version", "number", "unit", "state", "revision"),
    *("created_by", "captured_at", "received_at", "changed_at"),
)


def write_line(paths: Sequence[str], record: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """Return the record's fixed columns and, under ``values``, what its answers say at each path.

    Values are whole and unmasked: whoever shows a line masks it. An absent answer has no member; below
    ``[]`` stands a list.
    """
    line = {name: record[name] for name in NAMES}
    found = ((path, list(find_values(answers, path))) for path in paths)
    values = {path: every if "[]" in path else every[0] for path, every in found if every}
    return write_json(line | {"values": {path: value for path, value in values.items() if value is not None}})
