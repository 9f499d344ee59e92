"""Findings as people read them: one plain sentence for each code, in Chinese or in English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from .calendar_sayings import SAYINGS as OF_CALENDARS
from .findings import Finding
from .logic.sayings import SAYINGS as OF_LOGIC
from .sets.sayings import SAYINGS as OF_SETS
from .tables.sayings import SAYINGS as OF_TABLES
from .text.sayings import SAYINGS as OF_TEXT

Language = Literal["zh-CN", "en"]
Pair = tuple[str, str]

MOST_SHOWN = 12
KINDS: Mapping[str, Pair] = {
    "boolean": ("是或否", "yes or no"),
    "number": ("数字", "number"),
    "text": ("文字", "text"),
    "date": ("日期", "date"),
    "time": ("时刻", "time of day"),
    "datetime": ("日期和时刻", "date and time"),
    "list": ("列表", "list"),
    "row": ("分组", "group"),
}
SAYINGS: tuple[Mapping[str, Pair], ...] = (OF_TEXT, OF_SETS, OF_TABLES, OF_LOGIC, OF_CALENDARS)


def say_finding(finding: Finding, language: Language | str = "zh-CN") -> str:
    """Return what is wrong and what would be right, in ``zh-CN`` or ``en``; plain text, not escaped for HTML.

    Of several sentences for a code the first is taken whose holes the facts can fill. Rows and columns,
    which facts count from 0, are told from 1. A fact ``part`` that fills no hole, the part of a condition
    that is meant, stands before the sentence. A code nobody knows gets a general sentence with its code.
    """
    chosen: Language = "en" if language == "en" else "zh-CN"
    words = {name: _say_fact(name, fact, finding.code, chosen) for name, fact in finding.facts.items()}
    for pair in find_sayings(finding):
        sentence = pair[chosen == "en"]
        if all(hole in words for hole in _HOLE.findall(sentence)):
            before = _PART[chosen == "en"] if "part" in words and "{part}" not in sentence else ""
            # One pass, so that a fact that looks like a hole stays as it is.
            return _HOLE.sub(lambda hole: words[hole[1]], before + sentence)
    return _GENERAL[chosen == "en"].format(finding.code)


def find_sayings(finding: Finding) -> Iterator[Pair]:
    """Yield the sentences there are for the code: those for its ``reason``, the plain ones, the rest."""
    code = finding.code
    for key in (f"{code}.{finding.facts.get('reason')}", code):
        yield from (sayings[key] for sayings in SAYINGS if key in sayings)
    yield from (pair for sayings in SAYINGS for key, pair in sayings.items() if key.startswith(f"{code}."))


def _say_fact(name: str, fact: Any, code: str, language: Language) -> str:
    if isinstance(fact, Mapping) and language in fact:
        return str(fact[language])
    if isinstance(fact, Mapping):
        return _join([f"{key} {_say_one(key, one, code, language)}" for key, one in fact.items()], language)
    if isinstance(fact, list | tuple | set | frozenset):
        return _join([_say_one(name, one, code, language) for one in fact], language)
    return _say_one(name, fact, code, language)


def _say_one(name: str, fact: Any, code: str, language: Language) -> str:
    if fact is None or isinstance(fact, bool):
        return _WORDS[fact][language == "en"]
    if name in _COUNTED and isinstance(fact, int):
        return str(fact + 1)
    if code in _OF_KINDS and fact in KINDS:
        return KINDS[fact][language == "en"]
    return str(fact)


def _join(said: list[str], language: Language) -> str:
    shown = ("、" if language != "en" else ", ").join(said[:MOST_SHOWN])
    return (shown + (" …" if len(said) > MOST_SHOWN else "")) or _WORDS["none"][language == "en"]


_HOLE = re.compile(r"\{([a-z_]+)\}")
_GENERAL = ("请检查这里（{}）。", "Please look at this ({}).")
_PART = ("“{part}”：", "“{part}”: ")
_COUNTED = frozenset({"row", "rows", "column"})
_OF_KINDS = frozenset({"type_wanted", "column_kind", "output_kind", "output_mixed", "fact_type"})
_WORDS: Mapping[Any, Pair] = {
    None: ("未填", "not filled in"),
    True: ("是", "yes"),
    False: ("否", "no"),
    "none": ("无", "none"),
}
