"""Initial passwords, and the slips on which they are handed over once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from html import escape

# Characters that are not taken for one another in print or by voice.
_SMALL = "abcdefghkmnpqrstuvwxyz"
_DIGITS = "23456789"
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Slip:
    """A first password on paper; it is kept nowhere else and works until its owner changes it."""

    account: str
    name: str
    unit: str
    unit_name: str
    password: str
    at: datetime


def make_password(choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return a random readable password such as ``Kmvt-7394-hzqe``: 49 bits, fit for both policies."""
    first, last = ("".join(choose(_SMALL) for _ in range(4)) for _ in range(2))
    return f"{first.capitalize()}-{''.join(choose(_DIGITS) for _ in range(4))}-{last}"


def write_slips(slips: Iterable[Slip]) -> str:
    """Return the slips as plain text, one below the other, to be printed and cut."""
    return "\n- - - - - - - - - - - - - - - - - - - -\n".join(
        "\n".join(f"{label}：{value}" for label, value in _lines(slip)) for slip in slips
    )


def render_slips(slips: Iterable[Slip]) -> str:
    """Return the slips as HTML, one ``section.slip`` each, for a page to print; holds no style or script."""
    return "\n".join(
        '<section class="slip"><dl>'
        + "".join(f"<dt>{label}</dt><dd>{escape(value)}</dd>" for label, value in _lines(slip))
        + "</dl></section>"
        for slip in slips
    )


def _lines(slip: Slip) -> tuple[tuple[str, str], ...]:
    return (
        ("单位", f"{slip.unit_name}（{slip.unit}）"),
        ("姓名", slip.name),
        ("账号", slip.account),
        ("初始密码", slip.password),
        ("日期", slip.at.astimezone(_CHINA).strftime("%Y-%m-%d")),
        ("请注意", "首次登录须修改密码；改后请销毁本条。"),
    )
