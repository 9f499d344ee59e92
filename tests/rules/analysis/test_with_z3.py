"""A theorem prover finds the same gaps and dead rows, on tables too large to try every input."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import pytest
from lizheng.rules.analysis import find_dead_rows, find_gaps
from lizheng.rules.analysis.layout import order_deciding
from lizheng.rules.tables import Choice, Region, Table, read_table

from ..tables.random_tables import make_case
from .large_tables import make_large

pytestmark = pytest.mark.nightly

try:
    z3: Any = importlib.import_module("z3")
except ImportError:
    z3 = None


@pytest.fixture(autouse=True)
def _need_z3() -> None:
    if z3 is None:
        pytest.skip("no z3 here: pip install z3-solver")


DECIDING = ("F", "A", "P", "C<", "C>")


def test_a_thousand_small_tables_have_the_gaps_and_dead_rows_that_z3_finds() -> None:
    cases = [make_case(seed, DECIDING, most_rows=14) for seed in range(1_000)]
    tables = [read_table(case.document, case.types) for case in cases]
    assert [n for n, table in enumerate(tables) if not Prover(table).agrees()] == []


@pytest.mark.parametrize("open_cells", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("hit", ["F", "P"])
def test_large_tables_have_the_gaps_and_dead_rows_that_z3_finds(hit: str, open_cells: float) -> None:
    assert Prover(make_large(40, 4, open_cells, hit=hit)).agrees() is True


class Prover:
    """A table as formulas over one variable for each input, and one that tells whether it is filled."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.filled = [z3.Bool(f"filled{n}") for n in range(len(table.inputs))]
        self.values = [self._make_variable(n) for n in range(len(table.inputs))]
        self.rows = [self.state(row.cells) for row in table.rows]

    def agrees(self) -> bool:
        """Tell whether the analysis and the prover say the same."""
        gaps = z3.Or(*(self.state(box.regions) for box in find_gaps(self.table, 10**6)))
        differs = gaps != z3.Not(z3.Or(*self.rows))
        return not self._can_be(differs) and self._list_dead() == [
            one.row for one in find_dead_rows(self.table)
        ]

    def state(self, regions: Sequence[Region]) -> Any:
        """Return the formula that every column is in its region."""
        return z3.And(*(self._state_one(n, region) for n, region in enumerate(regions)))

    def _list_dead(self) -> list[int]:
        order = order_deciding(self.table) or ()
        return [
            row
            for row in range(len(self.rows))
            if self._can_be(self.rows[row]) and not self._can_be(self._left_for(row, order))
        ]

    def _left_for(self, row: int, order: Sequence[int]) -> Any:
        before = [self.rows[other] for other in order[: order.index(row)]]
        return z3.And(self.rows[row], z3.Not(z3.Or(*before)))

    def _can_be(self, claim: Any) -> bool:
        solver = z3.Solver()
        solver.add(claim, *(self._limit(n) for n in range(len(self.values))))
        return solver.check() == z3.sat

    def _make_variable(self, place: int) -> Any:
        kind = self.table.inputs[place].type
        whole = kind.kind in ("text", "boolean", "date") or kind.integer
        return (z3.Int if whole else z3.Real)(f"value{place}")

    def _limit(self, place: int) -> Any:
        type, value = self.table.inputs[place].type, self.values[place]
        limits = {"date": (1, 3_652_059), "time": (0, None)}.get(type.kind, (type.low, type.high))
        claims = [self.filled[place]] if type.required else []
        claims += [value >= _write(limits[0])] if limits[0] is not None else []
        claims += [value <= _write(limits[1])] if limits[1] is not None else []
        claims += [value < 86_400] if type.kind == "time" else []
        claims += (
            [z3.Or(*(value == self._number(place, one) for one in type.options))] if type.options else []
        )
        claims += [z3.Or(value == 0, value == 1)] if type.kind == "boolean" else []
        return z3.And(*claims)

    def _state_one(self, place: int, region: Region) -> Any:
        value = self.values[place]
        if isinstance(region.filled, Choice):
            named = z3.Or(*(value == self._number(place, one) for one in region.filled.values))
            accepted = z3.Not(named) if region.filled.others else named
        else:
            accepted = z3.Or(*(self._state_span(value, span) for span in region.filled))
        filled = z3.And(self.filled[place], accepted)
        return z3.Or(filled, z3.Not(self.filled[place])) if region.absent else filled

    def _state_span(self, value: Any, span: Any) -> Any:
        claims = []
        if span.low is not None:
            claims.append(value >= _write(span.low) if span.low_in else value > _write(span.low))
        if span.high is not None:
            claims.append(value <= _write(span.high) if span.high_in else value < _write(span.high))
        return z3.And(*claims)

    def _number(self, place: int, value: Any) -> Any:
        """Return the number that stands for a text; a number stands for itself."""
        return hash_text(value) if isinstance(value, str) else _write(value)


def hash_text(text: str) -> int:
    """Return a number that no other short text has."""
    return int.from_bytes(text.encode(), "big")


def _write(point: Any) -> Any:
    return z3.Q(point.numerator, point.denominator)
