"""Every word the pages say in Chinese has its English, also those said by Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from lizheng.core.web.words import read_words

CHINESE = re.compile("[\u4e00-\u9fff]")
SAYING = {"say_word", "say_to"}


def find_said(source: str) -> Iterator[str]:
    """Yield every Chinese constant handed to a function that says it in the reader's language."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in SAYING:
            continue
        for argument in node.args:
            for part in ast.walk(argument):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield from [part.value] if CHINESE.search(part.value) else []


def test_every_word_said_by_python_has_its_english() -> None:
    sources = Path(str(files("lizheng.core.web"))).rglob("*.py")
    said = {words for file in sources for words in find_said(file.read_text("utf-8"))}
    assert (len(said) > 50, sorted(said - read_words().keys())) == (True, [])


def test_the_search_sees_a_word_without_english() -> None:
    assert list(find_said("say_word('没有译' if x else 'en', language)")) == ["没有译"]
