"""Holes in sentences: ``到会 {present} 户`` is filled with values, and never with anything that runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..numbers import read_number, write_plainly
from .values import Label

_HOLE = re.compile(r"\{([^{}]{1,200})\}")
_WORDS: Mapping[str, Mapping[Any, str]] = {
    "zh-CN": {True: "是", False: "否", None: "未填"},
    "en": {True: "yes", False: "no", None: "not filled in"},
}


def find_holes(text: str) -> tuple[str, ...]:
    """Return the names in braces, in order."""
    return tuple(name.strip() for name in _HOLE.findall(text))


def fill_holes(label: Label, values: Mapping[str, Any]) -> Label:
    """Return the sentence, in each of its languages, with what stands under each name; absent reads 未填."""
    if isinstance(label, str):
        return _fill(label, values, "zh-CN")
    return {language: _fill(text, values, language) for language, text in label.items()}


def show_value(value: Any, language: str = "zh-CN") -> str:
    """Return a value as people read it."""
    words = _WORDS.get(language, _WORDS["zh-CN"])
    if value is None or isinstance(value, bool):
        return words[value]
    if isinstance(value, Mapping | list):
        items = value.values() if isinstance(value, Mapping) else value
        return "、".join(show_value(one, language) for one in items)
    number = read_number(value)
    return str(value) if number is None else write_plainly(number)


def read_path(values: Mapping[str, Any], name: str) -> Any:
    """Return what stands at a dotted path, ``None`` where nothing does."""
    found: Any = values
    for key in [name] if name in values else name.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _fill(text: str, values: Mapping[str, Any], language: str) -> str:
    return _HOLE.sub(lambda hole: show_value(read_path(values, hole[1].strip()), language), text)
