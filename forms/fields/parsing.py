"""From what a control posts to a typed answer: numbers, dates, choices, files; unreadable text is said so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

from ..canonical import read_json
from ..formats import fold_for
from ..text import LANGUAGES, read_label
from .nodes import Leaf

COUNTY_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBER = re.compile(r"[+-]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,3})?")
_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")
_TIME = re.compile(r"(\d{1,2})[::时](\d{1,2})(?:分?|[::分](\d{1,2})(\.\d{1,6})?秒?)")
_SHA256 = re.compile(r"[0-9a-f]{64}")
ABSENT: Any = type("Absent", (), {"__repr__": lambda self: "ABSENT", "__bool__": lambda self: False})()


class Unreadable(ValueError):
    """The text cannot be this kind of answer; ``code`` names what was expected."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(code)


def read_leaf(leaf: Leaf, texts: Sequence[str]) -> Any:
    """Return the typed answer of a leaf, ``ABSENT`` for nothing; raises ``Unreadable``."""
    given = [text for text in texts if text.strip()]
    if leaf.kind == "choices":
        return [_read_choice(leaf, text) for text in given] or ABSENT
    return _READERS[leaf.kind](leaf, given[-1]) if given else ABSENT


def fold(text: str) -> str:
    """Return the text without blanks and with full-width digits, letters and signs made plain (NFKC)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _read_text(leaf: Leaf, text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return fold_for(str(leaf.schema["format"]), text) if "format" in leaf.schema else text


def _read_number(leaf: Leaf, text: str) -> int | Decimal:
    folded = fold(text).replace("。", ".").replace("−", "-")
    if _THOUSANDS.fullmatch(folded):
        folded = folded.replace(",", "")
    if not _NUMBER.fullmatch(folded):
        raise Unreadable("type_number", text)
    if folded.lstrip("+-").isdigit():
        return int(folded)
    return Decimal(folded)


def _read_integer(leaf: Leaf, text: str) -> int:
    try:
        number = _read_number(leaf, text)
    except Unreadable as error:
        raise Unreadable("type_integer", text) from error
    if number != number.to_integral_value() if isinstance(number, Decimal) else False:
        raise Unreadable("type_integer", text)
    return int(number)


def _read_boolean(leaf: Leaf, text: str) -> bool:
    words = {"true": True, "是": True, "yes": True, "1": True, "有": True}
    words |= {"false": False, "否": False, "no": False, "0": False, "没有": False}
    folded = fold(text).lower()
    if folded not in words:
        raise Unreadable("type_boolean", text)
    return words[folded]


def read_date(text: str) -> date:
    """Return the day a Chinese or ISO date names; raises ``ValueError``."""
    found = _DATE.fullmatch(fold(text))
    if not found:
        raise ValueError(text)
    return date(int(found[1]), int(found[2]), int(found[3]))


def read_time(text: str) -> time:
    """Return the time of day that 14:20, 14:20:05 or 14时20分 names; raises ``ValueError``."""
    found = _TIME.fullmatch(fold(text))
    if not found:
        raise ValueError(text)
    fraction = int((found[4] or ".0")[1:].ljust(6, "0"))
    return time(int(found[1]), int(found[2]), int(found[3] or 0), fraction)


def read_moment(text: str) -> datetime:
    """Return the moment with its zone; a text without one is county time (UTC+8). Raises ``ValueError``."""
    text = unicodedata.normalize("NFKC", text).strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        day, _, hour = text.replace("日", "日 ").replace("T", " ").partition(" ")
        moment = datetime.combine(read_date(day), read_time(hour))
    return moment if moment.tzinfo else moment.replace(tzinfo=COUNTY_ZONE)


def _temporal(read: Callable[[str], Any], code: str) -> Callable[[Leaf, str], str]:
    def reader(leaf: Leaf, text: str) -> str:
        try:
            value = read(text)
        except (ValueError, OverflowError) as error:
            raise Unreadable(code, text) from error
        short = isinstance(value, time) and not value.second and not value.microsecond
        return value.isoformat("minutes") if short else value.isoformat()

    return reader


def _read_choice(leaf: Leaf, text: str) -> Any:
    """A choice may be posted by its token or typed by its label; all else is left to the check."""
    chosen = leaf.by_token.get(text) or leaf.by_token.get(text.strip())
    if chosen:
        return chosen.value
    wanted = fold(text)
    for choice in leaf.choices:
        labels = {fold(read_label(choice.label, language)) for language in LANGUAGES}
        labels |= {fold(f"{choice.parent}/{label}") for label in labels} | {fold(str(choice.value))}
        if wanted in labels:
            return choice.value
    return text.strip()


def _read_file(leaf: Leaf, text: str) -> Mapping[str, Any]:
    try:
        value = read_json(text)
    except ValueError as error:
        raise Unreadable("type_file", text) from error
    if not isinstance(value, Mapping) or not _SHA256.fullmatch(str(value.get("sha256", ""))):
        raise Unreadable("type_file", text)
    return value


def _read_fixed(leaf: Leaf, text: str) -> Any:
    return leaf.choices[0].value


def _read_null(leaf: Leaf, text: str) -> None:
    return None


_READERS: Mapping[str, Callable[[Leaf, str], Any]] = {
    "text": _read_text,
    "integer": _read_integer,
    "number": _read_number,
    "boolean": _read_boolean,
    "date": _temporal(read_date, "format_date"),
    "time": _temporal(read_time, "format_time"),
    "datetime": _temporal(read_moment, "format_date_time"),
    "choice": _read_choice,
    "file": _read_file,
    "fixed": _read_fixed,
    "null": _read_null,
}
