"""Named formats of text values: what is wrong with a text, or nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from .identity import Facts, check_id_number, check_uscc, is_digits

SHAPE: Facts = {"reason": "shape"}

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?")
_ZONE = re.compile(r"[Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(0[0-9]{2,3}-?)?[2-9][0-9]{6,7}(-[0-9]{1,6})?|[48]00-?[0-9]{3}-?[0-9]{4}")
_PLATE = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Z]"
    "(?:[0-9A-HJ-NP-Z]{4}[0-9A-HJ-NP-Z挂学警港澳使领]|[ABCDEFGHJK][0-9A-HJ-NP-Z][0-9]{4}|[0-9]{5}[ABCDEFGHJK])"
)
_POINT = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{1,8})?),(-?[0-9]{1,3}(?:\.[0-9]{1,8})?)")
_UUID = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,8}")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,31}:[!#-;=?-Z\[\]_a-z~%]+")


def check_date(text: str) -> Facts | None:
    """Return what is wrong with a calendar date ``2026-02-28`` of the year 1000 or later, or ``None``."""
    # Every submission passes here: the pattern is asked only to explain a refusal.
    if len(text) == 10 and text[4] == "-" == text[7] and text[0] != "0":
        try:
            date.fromisoformat(text)
        except ValueError:
            return {"reason": "no_such_day"} if _DATE.fullmatch(text) else SHAPE
        return None
    return SHAPE


def check_time(text: str) -> Facts | None:
    """Return what is wrong with a time ``14:30``, with seconds and zone if wanted, or ``None``."""
    found = _TIME.match(text)
    rest = text[found.end() :] if found else "?"
    return None if not rest or _ZONE.fullmatch(rest) else SHAPE


def check_date_time(text: str) -> Facts | None:
    """Return what is wrong with an RFC 3339 moment, whose zone is never left out, or ``None``."""
    day, mark, clock = text[:10], text[10:11], text[11:]
    if mark not in ("T", "t") or not _TIME.match(clock) or check_time(clock):
        return SHAPE
    if not clock.endswith(("Z", "z")) and clock[-6:-5] not in ("+", "-"):
        return {"reason": "no_zone"}
    return check_date(day)


def check_licence_plate(text: str) -> Facts | None:
    """Return what is wrong with a plate of 7 characters, or 8 for new energy (GA 36), or ``None``."""
    return None if _PLATE.fullmatch(text) else SHAPE


def check_point(text: str) -> Facts | None:
    """Return what is wrong with a WGS-84 point ``longitude,latitude`` in degrees, or ``None``."""
    found = _POINT.fullmatch(text)
    if not found:
        return SHAPE
    inside = abs(float(found[1])) <= 180 and abs(float(found[2])) <= 90
    return None if inside else {"reason": "off_the_earth"}


def check_phone(text: str) -> Facts | None:
    """Return what is wrong with a mobile or landline number, or ``None``."""
    return None if _MOBILE.fullmatch(text) or _LANDLINE.fullmatch(text) else SHAPE


def _shape(pattern: re.Pattern[str]) -> Callable[[str], Facts | None]:
    return lambda text: None if pattern.fullmatch(text) else SHAPE


def _digits(count: int) -> Callable[[str], Facts | None]:
    return lambda text: (
        None if len(text) == count and is_digits(text) else {"reason": "shape", "limit": count}
    )


FORMATS: Mapping[str, Callable[[str], Facts | None]] = {
    "date": check_date,
    "time": check_time,
    "date-time": check_date_time,
    "uuid": _shape(_UUID),
    "email": _shape(_EMAIL),
    "uri": _shape(_URI),
    "id-number": check_id_number,
    "uscc": check_uscc,
    "mobile": _shape(_MOBILE),
    "landline": _shape(_LANDLINE),
    "phone": check_phone,
    "division-code": _digits(12),
    "grid-code": _digits(15),
    "licence-plate": check_licence_plate,
    "wgs84-point": check_point,
}

# Formats in which spaces, hyphens and small letters are habits of writing and carry no meaning.
COMPACT = frozenset({"id-number", "uscc", "mobile", "division-code", "grid-code", "licence-plate"})


def fold_text(text: str) -> str:
    """Return the text in Unicode form NFKC, without spaces at its ends; full-width digits become plain."""
    return unicodedata.normalize("NFKC", text).strip()


def fold_for(format_name: str, text: str) -> str:
    """Return the folded text; for numbers written in groups also without the spaces, hyphens and case."""
    folded = fold_text(text)
    if format_name not in COMPACT:
        return folded
    compact = re.sub(r"[\s\-·.]", "", folded).upper()
    return re.sub(r"^(\+|00)86(?=1)", "", compact) if format_name == "mobile" else compact
