"""Division codes: read them as people and spreadsheets write them, and tell their level."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from .refusals import Refused

LEVELS: Mapping[int, str] = {6: "county", 9: "township", 12: "village", 15: "grid"}
LEVEL_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("county", "县", "区", "县级", "县市区", "县(市、区)"), "county"),
    **dict.fromkeys(("township", "乡镇", "街道", "乡", "镇", "乡级", "乡镇街道", "乡镇(街道)"), "township"),
    **dict.fromkeys(("village", "community", "村", "社区", "村级", "村社区", "村(社区)"), "village"),
    **dict.fromkeys(("grid", "网格"), "grid"),
    **dict.fromkeys(("department", "部门", "科室"), "department"),
}

_DEPARTMENT = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,2}d[0-9]{2}", re.ASCII)


def read_code(written: object) -> str:
    """Return the unit code in 6, 9, 12 or 15 digits, padding zeros taken off; raises ``Refused``.

    ``339924101000`` is the township ``339924101``; a department (``339924101d01``) stays as it is.
    """
    text = unicodedata.normalize("NFKC", str(written)).strip().removeprefix("'").removesuffix(".0").lower()
    if _DEPARTMENT.fullmatch(text):
        return text
    if not (text.isascii() and text.isdigit() and len(text) in LEVELS):
        raise Refused("code_malformed", got=text[:40])
    if text[2:6] == "0000" or text[4:6] == "00":
        raise Refused("code_above_county", got=text)
    while len(text) > 6 and text.endswith("000"):
        text = text[:-3]
    return text


def level_of(code: str) -> str:
    """Return the level a normalised code shows: county, township, village, grid or department."""
    return "department" if "d" in code else LEVELS[len(code)]


def parent_of(code: str) -> str | None:
    """Return the code of the unit above; ``None`` for a county."""
    return None if len(code) == 6 else code[:-3]


def path_codes(code: str) -> tuple[str, ...]:
    """Return the codes from the county down to and including this one."""
    return tuple(code[:length] for length in range(6, len(code) + 1, 3))


def township_of(code: str) -> str:
    """Return the 9-digit township of a unit, or the county's 6 digits above it: the audit chain's name."""
    return code[:9] if len(code) >= 9 and "d" not in code[:9] else code[:6]


def read_level(written: object) -> str | None:
    """Return the level a word names (县, township, 村(社区) ...), ``None`` for an empty cell; may refuse."""
    text = unicodedata.normalize("NFKC", str(written or "")).strip().lower()
    if not text:
        return None
    if text not in LEVEL_WORDS:
        raise Refused("level_unknown", got=text[:40])
    return LEVEL_WORDS[text]
