"""Counts, sums and the newest record of a form, asked of its index table."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, TextClause, text

from .index_columns import CONVERSIONS, LONGEST, IndexColumn
from .index_question import Question, ask
from .index_tables import list_ready_columns, table_name

MOST_VALUES = 200  # of one match


@dataclass(frozen=True)
class FactQuestion:
    """Which records of a form a fact is about; deleted ones never are.

    root      the unit at or below which they lie
    matches   columns, each with the values of which it must hold one
    where     a further condition as SQL (``index_conditions``), with its ``values`` by name
    window    first moment, and the first one after: when they were received; ``None``: whenever
    own       the record that asks, which never counts itself
    left_out  states that do not count
    needs     the columns that the table must have
    """

    form: str
    root: str
    matches: Sequence[tuple[IndexColumn, Sequence[Any]]] = ()
    where: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    window: tuple[str, str] | None = None
    own: str = ""
    left_out: Sequence[str] = ()
    needs: frozenset[str] = frozenset()

    @property
    def township(self) -> str:
        """The township the root lies in, empty for the county and its departments."""
        code = self.root[:9]
        return code if len(code) == 9 and code.isdigit() else ""


def read_values(column: IndexColumn, answer: Any) -> tuple[Any, ...]:
    """Return the answer, or each item of a list, as the index keeps it.

    Empty where it is absent or of another type, where a text is so long that the index cuts it, and where
    there are more than 200 of them.
    """
    written = answer if isinstance(answer, list) else [answer]
    texts = all(isinstance(one, str) and 0 < len(one) < LONGEST for one in written)
    if len(written) > MOST_VALUES or (column.kind in ("text", "time") and not texts):
        return ()
    values = tuple(CONVERSIONS[column.kind]([one]) for one in written)
    return () if None in values else values


def is_askable(connection: Connection, question: FactQuestion) -> bool:
    """Tell whether the form's table is there, is filled, and has every column the question needs."""
    ready = list_ready_columns(connection, question.form)
    return ready is not None and question.needs <= ready


def count_facts(connection: Connection, question: FactQuestion) -> int:
    """Return how many records there are."""
    source, asked = _write(connection.dialect.name, question)
    sql = f"SELECT count(*) FROM {source} WHERE {' AND '.join(asked.conditions)}"
    return connection.execute(_statement(sql), asked.values).scalar_one()


def sum_facts(connection: Connection, question: FactQuestion, column: IndexColumn) -> int | Decimal:
    """Return the exact sum of a number column; absent values are passed over.

    Equal values come as one row: a database would add doubles, and 0.1 + 0.2 would not be 0.3.
    """
    source, asked = _write(connection.dialect.name, question)
    name, where = column.column, " AND ".join((*asked.conditions, f"{column.column} IS NOT NULL"))
    sql = f"SELECT {name}, count(*) FROM {source} WHERE {where} GROUP BY {name}"
    rows = connection.execute(_statement(sql), asked.values)
    found = sum((Decimal(repr(value)) * times for value, times in rows), Decimal())
    return int(found) if found == int(found) else found


def find_newest(connection: Connection, question: FactQuestion) -> str | None:
    """Return the id of the record received last, ``None`` when there is none."""
    source, asked = _write(connection.dialect.name, question)
    sql = (
        f"SELECT record FROM {source} WHERE {' AND '.join(asked.conditions)} "
        "ORDER BY received_at DESC, record DESC LIMIT 1"
    )
    return connection.execute(_statement(sql), asked.values).scalar()


def _write(engine: str, question: FactQuestion) -> tuple[str, Question]:
    asked = ask(engine, {}, (question.root,), (), {}, "", False, None).also(
        "record <> :own", own=question.own
    )
    if question.matches and len(question.root) > len(question.township) > 0:
        # The columns' own indexes begin with the township; without a match the village's index is the better.
        asked = asked.also("township = :township", township=question.township)
    for place, (column, wanted) in enumerate(question.matches):
        holes = {f"m{place}_{n}": value for n, value in enumerate(wanted)}
        asked = asked.also(f"{column.column} IN ({', '.join(f':{name}' for name in holes)})", **holes)
    if question.where:
        asked = asked.also(question.where, **question.values)
    if question.left_out:
        states = {f"state{n}": state for n, state in enumerate(question.left_out)}
        asked = asked.also(f"state NOT IN ({', '.join(f':{name}' for name in states)})", **states)
    return _write_window(table_name(question.form), question, asked)


def _write_window(table: str, question: FactQuestion, asked: Question) -> tuple[str, Question]:
    """Days of a township are read from the records' own index by arrival, unless a match finds fewer."""
    if question.window is None:
        return table, asked
    low, high = question.window
    asked = asked.also("received_at >= :low AND received_at < :high", low=low, high=high)
    if question.matches or not question.township:
        return table, asked
    asked = asked.also("record = arrived", form=question.form, arrived_in=question.township)
    # CROSS JOIN: SQLite then keeps this order, whatever it believes of the tables' sizes.
    return f"({_ARRIVED}) AS days CROSS JOIN {table}", asked


_ARRIVED = (
    "SELECT id AS arrived FROM records WHERE form = :form AND township = :arrived_in "
    "AND received_at >= :low AND received_at < :high"
)


@functools.lru_cache(maxsize=512)
def _statement(sql: str) -> TextClause:
    return text(sql)
