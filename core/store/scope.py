"""A unit and everything below it, as a range of codes: the one way in which a scope becomes SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_

_LAST = "\U0010ffff"
_SURROGATES, _AFTER_SURROGATES = 0xD800, 0xE000  # halves of pairs are no text: no database takes one


def prefix_end(prefix: str) -> str:
    """Return the first text, in code point order, after every text that begins with ``prefix``."""
    kept = prefix.rstrip(_LAST)
    if not kept:
        return _LAST * (len(prefix) + 1)
    following = ord(kept[-1]) + 1
    return kept[:-1] + chr(_AFTER_SURROGATES if following == _SURROGATES else following)


def within(
    column: ColumnElement[Any], roots: Sequence[str], without: Sequence[str] = ()
) -> ColumnElement[bool]:
    """Return the condition that a unit column lies at or below a root and under nothing of ``without``.

    No root, or an empty one, reaches no row. A range and not LIKE, which would leave the index, or need one
    by engine; the tables compare texts by code point on both.
    """
    reached = [_begins(column, root) for root in roots if root]
    if not reached:
        return false()
    return and_(or_(*reached), *(not_(_begins(column, unit)) for unit in without))


def _begins(column: ColumnElement[Any], prefix: str) -> ColumnElement[bool]:
    return and_(column >= prefix, column < prefix_end(prefix))
