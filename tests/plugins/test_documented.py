"""What a plugin author may meet is in the guide: every hook and every code."""

from pathlib import Path

from lizheng.core.discovery.errors import SENTENCES
from lizheng.core.discovery.finding import BUNDLED
from lizheng.core.hookspecs import DECLARE_HOOKS, REACT_HOOKS

GUIDE = (Path(BUNDLED).parent / "docs" / "plugin-authors.md").read_text("utf-8")


def test_every_hook_is_in_the_guide():
    assert [hook for hook in (*DECLARE_HOOKS, *REACT_HOOKS) if f"`{hook}`" not in GUIDE] == []


def test_every_code_is_in_the_guide():
    assert [code for code in SENTENCES if f"`{code}`" not in GUIDE] == []


def test_every_sentence_is_in_chinese_and_in_english():
    chinese = [any("一" <= letter <= "鿿" for letter in pair[0]) for pair in SENTENCES.values()]
    english = [pair[1].isascii() for pair in SENTENCES.values()]
    assert (all(chinese), all(english)) == (True, True)
