"""Full-width signs, letters and digits read as the ASCII ones, character for character."""

from __future__ import annotations

import re

# One character for one, so that a column of the folded text is the same column of what was written.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
# Chinese may be cut between any two characters; all other letters and digits make whole words.
_WHOLE = re.compile(r"[^\W\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2}")


def fold(text: str) -> str:
    """Return the text with full-width forms folded, of the same length."""
    return text.translate(_FOLDED)


def lower(text: str) -> str:
    """Return the text with A to Z in lower case, of the same length."""
    return text.translate(_SMALL)


def is_joined(text: str, at: int) -> bool:
    """Return whether no word may end between the characters at ``at - 1`` and ``at``."""
    return at > 0 and _WHOLE.match(text, at - 1) is not None
