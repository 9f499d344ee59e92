"""A problem as one plain sentence that says what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from .catalogue import MESSAGES
from .problems import Problem
from .text import Language, read_label

UNTITLED = {"zh-CN": "此项", "en": "this field"}
QUOTES = {"zh-CN": "“{}”", "en": "“{}”"}
JOINTS = {"zh-CN": "、", "en": ", "}
MOST_SHOWN = 12

TYPES = {
    "string": ("文字", "text"),
    "integer": ("整数", "whole number"),
    "number": ("数字", "number"),
    "boolean": ("是或否", "yes or no"),
    "array": ("列表", "list"),
    "object": ("分项", "group"),
    "null": ("空", "nothing"),
}


def say(problem: Problem, language: Language | str = "zh-CN", *, title: str = "") -> str:
    """Return what is wrong and what would be right, in ``zh-CN`` or ``en``; plain text, not escaped for HTML.

    ``title`` is the field's title in that language. A code of another package, which has no sentence here,
    gets a general one with its code.
    """
    chosen: Language = "en" if language == "en" else "zh-CN"
    sentences = MESSAGES.get(f"{problem.code}.{problem.facts.get('reason')}") or MESSAGES.get(problem.code)
    if sentences is None:
        sentences = (f"请检查{{title}}（{problem.code}）", f"Please check {{title}} ({problem.code})")
    return _fill(sentences[chosen == "en"], problem, chosen, title)


def _fill(sentence: str, problem: Problem, language: Language, title: str) -> str:
    words = {name: _word(fact, problem, language) for name, fact in problem.facts.items()}
    words["title"] = QUOTES[language].format(title) if title else UNTITLED[language]
    # One pass, so that a fact that looks like a hole stays as it is.
    return re.sub(r"\{([a-z]+)\}", lambda hole: words.get(hole[1], hole[0]), sentence)


def _word(fact: object, problem: Problem, language: Language) -> str:
    if isinstance(fact, Sequence) and not isinstance(fact, str):
        shown = [_one(item, problem, language) for item in fact[:MOST_SHOWN]]
        return JOINTS[language].join(shown) + (" …" if len(fact) > MOST_SHOWN else "")
    return _one(fact, problem, language)


def _one(fact: object, problem: Problem, language: Language) -> str:
    if problem.code.startswith("type_") and fact in TYPES:
        return TYPES[str(fact)][language == "en"]
    return read_label(fact, language) if isinstance(fact, Mapping) else str(fact)
