"""The columns of a list: their titles, and the text a person reads in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...forms.definition import FormDefinition
from ...forms.text import Language, read_label
from ..store.times import COUNTY_TIME, read_time
from .masking import find_schema, mask_value
from .values import Record, Rejection

# What every record has, whatever its form asks.
FIXED: Mapping[str, Mapping[str, str]] = {
    "number": {"zh-CN": "回执号", "en": "Receipt number"},
    "unit": {"zh-CN": "单位", "en": "Unit"},
    "state": {"zh-CN": "状态", "en": "State"},
    "received_at": {"zh-CN": "收到时间", "en": "Received"},
    "captured_at": {"zh-CN": "填写时间", "en": "Filled"},
    "created_by": {"zh-CN": "填报人账号", "en": "Filled by"},
}
STATES: Mapping[str, Mapping[str, str]] = {
    "submitted": {"zh-CN": "已提交", "en": "Submitted"},
    "returned": {"zh-CN": "已退回", "en": "Returned"},
    "withdrawn": {"zh-CN": "已撤回", "en": "Withdrawn"},
}
_TRUTH = {True: {"zh-CN": "是", "en": "Yes"}, False: {"zh-CN": "否", "en": "No"}}
# What a value made of parts says in one cell, in this order.
_SAYING = ("words", "name", "title", "value", "lat", "lng")


@dataclass(frozen=True)
class Column:
    """A column of a list: a field path or a fixed name, and its title."""

    path: str
    title: str


def find_columns(
    form: FormDefinition, paths: tuple[str, ...] = (), language: Language = "zh-CN"
) -> tuple[Column, ...]:
    """Return the columns asked for, else number, the form's own list columns, state and time.

    Raises ``Rejection`` 422 for a path the form does not have.
    """
    asked = paths or ("number", *form.list.columns, "state", "received_at")
    return tuple(Column(path, _title(form, path, language)) for path in dict.fromkeys(asked))


def read_cell(form: FormDefinition, record: Record, path: str, language: Language = "zh-CN") -> str:
    """Return the text of one cell: choices by their title, times in Asia/Shanghai, phones masked."""
    if path in FIXED and not find_schema(form, path):
        return _fixed(record, path, language)
    value = mask_value(form, path, find_value(record.answers, path.replace("[]", ".[]").split(".")))
    return _say(value, find_schema(form, path), language)


def find_value(answers: Any, keys: list[str]) -> Any:
    """Return the value at a path, a list of them below ``[]``, ``None`` where it is absent."""
    for place, key in enumerate(keys):
        if key == "[]":
            items = answers if isinstance(answers, list) else []
            return [find_value(item, keys[place + 1 :]) for item in items]
        answers = answers.get(key) if isinstance(answers, Mapping) else None
    return answers


def _title(form: FormDefinition, path: str, language: Language) -> str:
    schema = find_schema(form, path)
    if not schema and path not in FIXED:
        raise Rejection(422, "column_unknown", pointer="/columns", facts={"column": path})
    last = path.rsplit(".", 1)[-1].removesuffix("[]")
    return read_label(schema.get("title"), language) or read_label(FIXED.get(path), language) or last


def _fixed(record: Record, path: str, language: Language) -> str:
    value = getattr(record, path)
    if path == "state":
        return read_label(STATES.get(value, value), language)
    return _say_moment(read_time(value)) if path.endswith("_at") else str(value)


def _say(value: Any, schema: Mapping[str, Any], language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return read_label(_TRUTH[value], language)
    if isinstance(value, list):
        inner = schema.get("items", schema)
        return "；".join(filter(None, (_say(item, inner, language) for item in value)))
    if isinstance(value, Mapping):
        return " ".join(str(value[part]) for part in _SAYING if value.get(part) not in (None, ""))
    if schema.get("format") == "date-time":
        return _say_written_moment(str(value))
    return _choice_title(value, schema, language) or str(value)


def _choice_title(value: Any, schema: Mapping[str, Any], language: Language) -> str:
    for choice in schema.get("oneOf", ()):
        if isinstance(choice, Mapping) and "const" in choice and choice["const"] == value:
            return read_label(choice.get("title"), language)
    return ""


def _say_written_moment(text: str) -> str:
    try:
        return _say_moment(datetime.fromisoformat(text))
    except ValueError:
        return text


def _say_moment(moment: datetime) -> str:
    local = moment.astimezone(COUNTY_TIME) if moment.tzinfo else moment
    return local.strftime("%Y-%m-%d %H:%M")
