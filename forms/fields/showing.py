"""From an answer to the text its control holds, and to the words a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import Any

from ..canonical import write_json
from ..text import Language, read_label
from .choosing import value_label
from .nodes import Leaf
from .parsing import COUNTY_ZONE, read_date, read_moment, read_time

RAW = "~raw"


def raw_text(state: Any) -> str | None:
    """Return the unreadable text kept in a leaf's state, None if the leaf was readable."""
    return str(state[RAW]) if isinstance(state, Mapping) and set(state) == {RAW} else None


def write_text(value: Any) -> str:
    """Return a scalar as typed; structures as JSON."""
    if isinstance(value, str):
        return value
    return format(value, "f") if _plain_decimal(value) else write_json(value)


def control_text(leaf: Leaf, value: Any) -> str:
    """Return what stands in the control for an answer: moments in county time, the rest as typed."""
    if leaf.kind == "datetime":
        return _local(value)
    if leaf.kind == "time":
        return _clock(value)
    return write_text(value)


def show_answer(leaf: Leaf, value: Any, language: Language = "zh-CN") -> str:
    """Return the answer in words: labels of choices, 是/否, 2026年2月26日 14:20, file names."""
    if isinstance(value, list):
        return ("；" if language == "zh-CN" else "; ").join(show_answer(leaf, v, language) for v in value)
    for choice in leaf.choices:
        if choice.value == value and isinstance(choice.value, bool) == isinstance(value, bool):
            return read_label(choice.label, language)
    if value is None or isinstance(value, bool):
        return read_label(value_label(value), language)
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("sha256", "")[:12])
    return _show_scalar(leaf, value, language)


def _show_scalar(leaf: Leaf, value: Any, language: Language) -> str:
    text = write_text(value)
    try:
        if leaf.kind == "date":
            day = read_date(text)
            return f"{day.year}年{day.month}月{day.day}日" if language == "zh-CN" else text
        if leaf.kind == "datetime":
            moment = read_moment(text).astimezone(COUNTY_ZONE)
            day_text = f"{moment.year}年{moment.month}月{moment.day}日"
            return f"{day_text if language == 'zh-CN' else moment.date().isoformat()} {moment:%H:%M}"
    except (ValueError, OverflowError):
        return text
    return _clock(text)[:5] if leaf.kind == "time" else text


def _local(value: Any) -> str:
    try:
        moment = read_moment(str(value)).astimezone(COUNTY_ZONE)
    except (ValueError, OverflowError):
        return str(value)
    return moment.strftime("%Y-%m-%dT%H:%M:%S" if moment.second else "%Y-%m-%dT%H:%M").zfill(16)


def _clock(value: Any) -> str:
    text = str(value)
    try:
        moment = time.fromisoformat(text).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return text
    return moment.isoformat("seconds" if moment.second else "minutes")


def is_shown_exactly(leaf: Leaf, value: Any) -> bool:
    """Return whether the control of a day or moment can hold the value at all (else it is plain text)."""
    read = {"date": read_date, "time": read_time, "datetime": read_moment}[leaf.kind]
    try:
        read(control_text(leaf, value))
    except (ValueError, OverflowError):
        return False
    return True


def _plain_decimal(value: Any) -> bool:
    return isinstance(value, Decimal) and -30 < value.adjusted() < 30
