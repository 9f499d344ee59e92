"""The first two digits of division codes (GB/T 2260), and whether a code lies in a known region."""

from __future__ import annotations

from collections.abc import Set

_BY_TENS = {
    "1": "12345",
    "2": "123",
    "3": "1234567",
    "4": "123456",
    "5": "01234",
    "6": "12345",
    "7": "1",
    "8": "123",
}
PROVINCES = frozenset(tens + ones for tens, many in _BY_TENS.items() for ones in many)


def is_known_region(code: str, counties: Set[str] = frozenset()) -> bool:
    """Tell whether a code begins in a known province or, where the county keeps a list, a known county.

    ``counties`` holds 6-digit codes, abolished ones included; empty means that only provinces are compared.
    """
    return code[:6] in counties if counties else code[:2] in PROVINCES
