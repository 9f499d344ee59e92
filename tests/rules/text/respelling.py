"""The same condition in other words: synonyms, full-width signs, brackets, more or less space."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from lark import Token
from lizheng.rules.text.scanning import scan
from lizheng.rules.text.words import CALLS, WORDS

from .village_names import NAMES

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
SPELLINGS = {word.terminal: word.zh + word.en + word.signs for word in WORDS}
FUNCTIONS = {name: call.zh + call.en for call in CALLS for name in call.zh + call.en}
_HAN = "[\u4e00-\u9fff]"


def respell(text: str, chance: Random) -> str:
    """Return a condition that means the same, each word in a spelling of chance."""
    return " ".join(_respell(token, chance) for token in scan(text, NAMES))


def squeeze(text: str) -> str:
    """Return the text without the spaces between Chinese characters."""
    return re.sub(f"(?<={_HAN}) (?={_HAN})", "", text)


def _respell(token: Token, chance: Random) -> str:
    spell = _SPELL.get(token.type, _spell_word)
    written = spell(token, chance)
    return (
        written.translate(WIDE) if token.type not in ("TEXT", "MOMENT") and chance.random() < 0.2 else written
    )


def _spell_word(token: Token, chance: Random) -> str:
    return chance.choice(SPELLINGS[token.type])


def _spell_function(token: Token, chance: Random) -> str:
    return chance.choice(FUNCTIONS[token])


def _spell_text(token: Token, chance: Random) -> str:
    opening, closing = chance.choice(["“”", '""', "＂＂"])
    return opening + token.replace(closing, closing * 2) + closing


def _spell_name(token: Token, chance: Random) -> str:
    opening, closing = chance.choice(["「」", "[]", "［］"])
    return opening + token.replace(closing, closing * 2) + closing


def _keep(token: Token, chance: Random) -> str:
    return str(token)


_SPELL: dict[str, Callable[[Token, Random], str]] = {
    "FUNC": _spell_function,
    "CONSTANT": _spell_function,
    "TEXT": _spell_text,
    "NAME": _spell_name,
    "WORD": _spell_name,
    "NUMBER": _keep,
    "MOMENT": _keep,
}
