"""The vocabulary: complete for the typed profile, and without two meanings for a word."""

from __future__ import annotations

import logging
import re
from collections import Counter
from pathlib import Path

import pytest
from lark import Lark
from lizheng.rules.text import build_names, read_condition
from lizheng.rules.text.grammar import GRAMMAR
from lizheng.rules.text.words import CALLS, KINDS, WORDS, Call
from lizheng.rules.types import Type

SPEC = Path(__file__).parents[3] / "docs" / "rules-spec.md"
NAMES = build_names({"x": Type("list", of=Type("number"))})
# Said with words and signs, not as a function.
UNSAID = set(re.findall(r"\S+", "var val and or ! !! if ?: == != === !== < <= > >= + * - / % in empty"))


def say(call: Call, name: str) -> str:
    """Return a call with as few arguments as it takes."""
    return f"{name}({', '.join(['x'] * call.least)})"


def find_operators() -> set[str]:
    """Return every operator of the table of the typed profile."""
    table = SPEC.read_text("utf-8").partition("### 3.4")[2].partition("`reduce`, ")[0]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for cell in first for name in re.findall(r"`([^`]+)`", cell)}


def test_every_operator_of_the_profile_can_be_said() -> None:
    assert find_operators() - UNSAID - {call.op for call in CALLS} == set()


def test_no_word_has_two_meanings() -> None:
    # A function is told from an operator by the bracket behind it, and no two functions share a name.
    said = Counter(one for word in WORDS for one in word.zh + word.en + word.signs)
    named = Counter(name for call in CALLS for name in {*call.zh, *call.en})
    assert [one for one, count in (said + named).items() if count > 1] == []


def test_the_grammar_and_the_vocabulary_know_the_same_words() -> None:
    declared = set(" ".join(re.findall(r"%declare (.*)", GRAMMAR)).split())
    assert declared == {word.terminal for word in WORDS} | set(KINDS) - {"$END"}


def test_the_grammar_leaves_nothing_to_chance(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "lark")
    Lark(GRAMMAR, parser="lalr", lexer="basic", debug=True)
    assert caplog.messages == []


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.op)
def test_a_function_has_a_name_in_each_language(call: Call) -> None:
    assert all(name.isascii() for name in call.en) and not any(name.isascii() for name in call.zh)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.op)
def test_a_function_means_the_same_in_each_language(call: Call) -> None:
    assert read_condition(say(call, call.zh[0]), NAMES) == read_condition(say(call, call.en[0]), NAMES)
