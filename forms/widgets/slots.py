"""Slots: marks in a control's HTML that are filled at each rendering, and escaping that keeps them apart."""

from __future__ import annotations

import html

NAME, ID, VALUE = "\0n", "\0i", "\0v"
ARIA, BAD, ERROR = "\0a", "\0b", "\0e"
MORE, TYPE, ROW = "\0x", "\0t", "\0r"

# Questions whose answer is a unit's code; the page around the fields offers the units there are.
UNIT_LISTS = ("division", "grid")


def unit_list(kind: str) -> str:
    """Return the attribute by which a control takes its suggestions from the page's list of units."""
    return f'list="units-{kind}"'


def escape(text: object) -> str:
    """Return the text safe in HTML and attributes, without NUL (NUL begins a slot)."""
    return html.escape(str(text).replace("\0", ""))


def choice_slot(index: int) -> str:
    """Return the slot that becomes ``checked`` or ``selected`` for one choice."""
    return f"\0c{index}\0"


def control_id(name: str) -> str:
    """Return the id of the control named so: ``f`` and the name, blanks made underscores.

    A link in an error summary is ``#`` and this id of the problem's pointer.
    """
    return "f" + "_".join(name.replace("\0", "").split()) if name else "f"
