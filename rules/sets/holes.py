"""Holes in sentences: ``到会 {present} 户`` is filled with values, and never with anything that runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..numbers import read_number, write_plainly
from .values import Label

# What a value under a name is in words of a language.
Show = Callable[[str, Any, str], str]
_HOLE = re.compile(r"\{([^{}]{1,200})\}")
_WORDS: Mapping[str, Mapping[Any, str]] = {
    "zh-CN": {True: "是", False: "否", None: "未填"},
    "en": {True: "yes", False: "no", None: "not filled in"},
}


def find_holes(text: str) -> tuple[str, ...]:
    """Return the names in braces, in order."""
    return tuple(name.strip() for name in _HOLE.findall(text))


def show_plainly(name: str, value: Any, language: str) -> str:
    """Return a value as people read it who know nothing of its name."""
    return show_value(value, language)


def fill_holes(label: Label, values: Mapping[str, Any], show: Show = show_plainly) -> Label:
    """Return the sentence, in each of its languages, with what stands under each name; absent reads 未填."""
    if isinstance(label, str):
        return _fill(label, values, "zh-CN", show)
    return {language: _fill(text, values, language, show) for language, text in label.items()}


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


def _fill(text: str, values: Mapping[str, Any], language: str, show: Show) -> str:
    def tell(hole: re.Match[str]) -> str:
        name = hole[1].strip()
        return show(name, read_path(values, name), language)

    return _HOLE.sub(tell, text)
