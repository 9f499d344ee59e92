"""The words for cells, boxes and changes, in Chinese and English; holes are filled in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")

# 以上, 以下 include the number itself; 超过, 不满 do not (民法典 art. 1259).
WORDS: Mapping[str, tuple[str, str]] = {
    "anything": ("任意", "any"),
    "filled": ("已填", "filled in"),
    "absent": ("未填", "not filled in"),
    "nothing": ("没有可填的值", "nothing"),
    "true": ("是", "yes"),
    "false": ("否", "no"),
    "or": ("{}或{}", "{} or {}"),
    "also": ("{}、{}", "{}, {}"),
    "not": ("不是{}", "not {}"),
    "number_low_in": ("{}及以上", "{} or more"),
    "number_low_out": ("超过{}", "more than {}"),
    "number_high_in": ("{}及以下", "{} or less"),
    "number_high_out": ("不满{}", "less than {}"),
    "date_low_in": ("{}及以后", "{} or later"),
    "date_low_out": ("晚于{}", "after {}"),
    "date_high_in": ("{}及以前", "{} or earlier"),
    "date_high_out": ("早于{}", "before {}"),
    "between": ("{}到{}", "{} to {}"),
    "without": ("{}（不含{}）", "{} (without {})"),
    "and": ("{}和{}", "{} and {}"),
    "is": ("{}为{}", "{} is {}"),
    "has": ("{}{}", "{} {}"),
    "both": ("{}，{}", "{}, {}"),
    "everywhere": ("任何情况", "in every case"),
    "quoted": ("“{}”", "“{}”"),
    "becomes": ("由{}变为{}", "{} becomes {}"),
    "changed": ("{}：{}", "{}: {}"),
    "undecided": ("没有结果", "no outcome"),
    "conflict": ("互相矛盾", "a contradiction"),
    "units": ("{}{}", "{} {}"),
    "day": ("{}年{}月{}日", "{}-{}-{}"),
}


def fill_words(name: str, language: Language, *parts: str) -> str:
    """Return the words with holes filled; a space stands where a Han character meets a letter or digit."""
    first, *rest = WORDS[name][language == "en"].split("{}")
    said = first
    for part, text in zip(parts, rest, strict=True):
        said = _set(_set(said, part), text)
    return said


def _set(left: str, right: str) -> str:
    # A minus sign belongs to its digits.
    seam = left[-1:] + right.removeprefix("-")[:1]
    spaced = len(seam) == 2 and seam.isalnum() and seam[0].isascii() != seam[1].isascii()
    return f"{left} {right}" if spaced else left + right
