"""Proof that nothing was altered: each chain is walked from its first entry to its head."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, union

from ..store import Store
from ..store.tables import audit, audit_heads
from .chain import COLUMNS, link_hash

_SELECTED = tuple(audit.c[name] for name in COLUMNS)


@dataclass(frozen=True)
class Verdict:
    """What the walk along one township's chain found.

    entries     how many entries are there
    good_until  number of the last entry that is proved untouched, 0 for none
    broken_at   number of the first entry that is wrong, ``None`` when the chain is whole
    reason      ``""`` | ``altered`` | ``missing`` | ``cut_off`` (entries after the last one were removed, or
                the head was) | ``foreign_head`` (an older signed head names another entry)
    """

    township: str
    entries: int
    good_until: int
    broken_at: int | None = None
    reason: str = ""

    @property
    def whole(self) -> bool:
        """Tell whether nothing is wrong."""
        return self.broken_at is None


def verify(store: Store, township: str | None = None) -> tuple[Verdict, ...]:
    """Return one verdict for each township's chain, or for the named one, in order of code.

    Each chain is streamed from one snapshot: memory does not grow with its length.
    """
    with store.read() as connection:
        names = (township,) if township is not None else find_chains(connection)
        return tuple(_walk(connection, name) for name in names)


def find_chains(connection: Connection) -> tuple[str, ...]:
    """Return the townships that have a chain or a head."""
    both = union(select(audit.c.township), select(audit_heads.c.township))
    return tuple(sorted(connection.execute(both).scalars()))


def _walk(connection: Connection, township: str) -> Verdict:
    head = connection.execute(
        select(audit_heads.c.seq, audit_heads.c.hash).where(audit_heads.c.township == township)
    ).one_or_none()
    query = select(*_SELECTED).where(audit.c.township == township).order_by(audit.c.seq)
    rows = connection.execute(query, execution_options={"yield_per": 2000})
    count, good, last, wrong = 0, 0, "", ""
    for chunk in rows.partitions():
        count += len(chunk)
        if not wrong:
            good, last, wrong = _follow(chunk, good, last)
    if not wrong and (tuple(head) if head else (0, "")) != (good, last):
        wrong = "cut_off"
    return Verdict(township, count, good, good + 1 if wrong else None, wrong)


def _follow(rows: Iterable[Any], good: int, last: str) -> tuple[int, str, str]:
    """Return the last good number and hash, and what is wrong with the entry after it."""
    for row in rows:
        columns = tuple(row)
        if columns[1] != good + 1:
            return good, last, "missing"
        if columns[11] != last or link_hash(columns[:12]) != columns[12]:
            return good, last, "altered"
        good, last = columns[1], columns[12]
    return good, last, ""
