"""The order in which the rows of a table are asked: as written, or by the options of their outputs."""

from __future__ import annotations

from .values import ORDERED_BY_OPTIONS, Row, Table


def rank_rows(table: Table) -> tuple[int, ...]:
    """Return the row numbers from the first asked to the last; rows of one rank stay as they are written.

    Under ``P`` and ``O`` an output that stands earlier among its options goes first, the first output with
    options before the next; an absent output goes last.
    """
    rows = range(len(table.rows))
    if table.hit not in ORDERED_BY_OPTIONS:
        return tuple(rows)
    return tuple(sorted(rows, key=lambda row: _rank(table, table.rows[row])))


def _rank(table: Table, row: Row) -> tuple[int, ...]:
    ranks = []
    for place in table.ranked:
        options = table.outputs[place].type.options
        value = row.outputs[place]
        ranks.append(len(options) if value is None else options.index(value))
    return tuple(ranks)
