"""The product's own words in English; Chinese is what stands in the templates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import pass_context
from jinja2.runtime import Context

from ...forms.canonical import read_json


@cache
def read_words() -> Mapping[str, str]:
    """Return Chinese -> English for every word the templates and pages use."""
    return read_json(files("lizheng.core.web").joinpath("words.json").read_text("utf-8"))


def say_word(text: str, language: str) -> str:
    """Return the text in the language; Chinese when no translation is known."""
    return text if language == "zh-CN" else read_words().get(text, text)


@pass_context
def translate(context: Context, text: str) -> str:
    """Return the text in the page's language; ``_`` of the templates."""
    return say_word(text, context.get("language", "zh-CN"))
