"""Numbers that carry their own check: resident ID numbers and unified social credit codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

Facts = Mapping[str, object]

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# The registering bodies of GB 32100; N is for rural collective economic organisations.
USCC_FIRST = "12345679ANY"
OLDEST = 120


def id_check_digit(first_17: str) -> str:
    """Return the eighteenth character of a resident ID number (GB 11643, ISO 7064 MOD 11-2)."""
    return ID_CHECKS[sum(int(c) * w for c, w in zip(first_17, ID_WEIGHTS, strict=True)) % 11]


def widen_id_number(text: str) -> str:
    """Return the 18-digit form of a 15-digit resident ID number; anything else unchanged."""
    if len(text) != 15 or not is_digits(text):
        return text
    first_17 = text[:6] + "19" + text[6:]
    return first_17 + id_check_digit(first_17)


def check_id_number(text: str, today: date | None = None) -> Facts | None:
    """Return what is wrong with a resident ID number, or ``None``; ``today`` bounds the date of birth.

    The region is not judged here (codes are abolished and numbers live on); 810000, 820000 and 830000 are
    residence permits of Hong Kong, Macao and Taiwan. A 15-digit number is right; ``check.warn_answers`` asks
    for its 18 digits.
    """
    number = widen_id_number(text)
    if len(number) != 18 or not is_digits(number[:17]) or number[17] not in "0123456789X":
        return {"reason": "shape", "got": len(text)}
    if not _is_birth_date(number[6:14], today):
        return {"reason": "birth_date"}
    if id_check_digit(number[:17]) != number[17]:
        return {"reason": "check_digit"}
    return None


def check_uscc(text: str) -> Facts | None:
    """Return what is wrong with a unified social credit code (GB 32100, modulus 31), or ``None``."""
    if len(text) != 18 or any(c not in USCC_ALPHABET for c in text) or not is_digits(text[2:8]):
        return {"reason": "shape", "got": len(text)}
    if text[0] not in USCC_FIRST:
        return {"reason": "first_character"}
    total = sum(USCC_ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(text[:17]))
    if USCC_ALPHABET[-total % 31] != text[17]:
        return {"reason": "check_digit"}
    return None


def is_digits(text: str) -> bool:
    """Tell whether the text is ASCII digits only; ``str.isdigit`` alone takes others too."""
    return text.isascii() and text.isdigit()


def _is_birth_date(text: str, today: date | None) -> bool:
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    if today is None:
        return born.year >= 1800
    return (
        born <= today
        and today.year - born.year - ((today.month, today.day) < (born.month, born.day)) <= OLDEST
    )
