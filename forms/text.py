"""Labels in two languages: a string, or a mapping from language to string."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["zh-CN", "en"]
Label = str | Mapping[str, str]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


def read_label(label: object, language: Language = "zh-CN") -> str:
    """Return the label's text in ``language``, else in Chinese, else in whatever it has; ``""`` for none."""
    if isinstance(label, str):
        return label
    if isinstance(label, Mapping) and label:
        return str(label.get(language) or label.get("zh-CN") or next(iter(label.values())))
    return ""
