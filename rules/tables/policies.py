"""What each hit policy of DMN 1.3 makes of the rows that hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, NamedTuple

from ..numbers import read_number
from ..types import Kind
from .lookups import build_lookup
from .points import Exact, leave, read_point
from .values import Formula, Output, Table

Plain = str | bool | int | float | None
Outcome = Plain | tuple[Plain, ...]
Compute = Callable[[object], Any]
Finish = Callable[[int, Compute | None], "Decision"]

FIRST_DECIDES = frozenset({"F", "P"})


class Decision(NamedTuple):
    """What a table says of some values.

    outputs   one for each of ``table.output_types``, in that order: numbers as JSON has them, ``None`` absent
    rows      which rows made it, from 0: the one that decided under ``F`` and ``P``, else all that hit
    conflict  the policy lets no row decide: two hit under ``U``, or two that differ under ``A``
    """

    outputs: tuple[Outcome, ...]
    rows: tuple[int, ...] = ()
    conflict: bool = False


def make_ready(table: Table, order: Sequence[int]) -> tuple[Decision, ...]:
    """Return the decision where no row hits, then the one that each row makes alone, the last asked first."""
    nothing = table.default or (None,) * len(table.outputs)
    rows = [Decision(_leave(table.rows[row].outputs), (row,)) for row in reversed(order)]
    return (Decision(_leave(nothing)), *rows)


def build_finish(table: Table, order: Sequence[int]) -> Finish:
    """Return the function from hits to the decision; the highest bit of the hits is row ``order[0]``."""
    return _BUILDERS.get(table.hit, _build_collecting)(table, order)


def _list_hits(hits: int, order: Sequence[int]) -> Iterator[int]:
    while hits:
        place = hits.bit_length()
        yield order[-place]
        hits ^= 1 << (place - 1)


def _build_first(table: Table, order: Sequence[int]) -> Finish:
    ready = make_ready(table, order)
    return lambda hits, compute: _work_out(ready[hits.bit_length()], compute)


def _build_unique(table: Table, order: Sequence[int]) -> Finish:
    ready, nobody = make_ready(table, order), (None,) * len(table.outputs)

    def finish(hits: int, compute: Compute | None) -> Decision:
        if hits & (hits - 1):
            return Decision(nobody, tuple(_list_hits(hits, order)), conflict=True)
        return _work_out(ready[hits.bit_length()], compute)

    return finish


def _build_any(table: Table, order: Sequence[int]) -> Finish:
    ready, nobody = make_ready(table, order), (None,) * len(table.outputs)

    def finish(hits: int, compute: Compute | None) -> Decision:
        rows = tuple(_list_hits(hits, order))
        made = {_work_out(ready[len(order) - row], compute).outputs for row in rows}
        if len(made) > 1:
            return Decision(nobody, rows, conflict=True)
        return Decision(made.pop(), rows) if made else _work_out(ready[0], compute)

    return finish


def _build_collecting(table: Table, order: Sequence[int]) -> Finish:
    combine, nothing = _COMBINING[table.hit]
    kinds: list[Kind] = [column.type.kind for column in table.outputs]
    add_band = _build_band(table.bands) if table.bands else None

    def finish(hits: int, compute: Compute | None) -> Decision:
        rows = tuple(_list_hits(hits, order))
        taken = [table.rows[row].outputs for row in rows] or [table.default] * (table.default is not None)
        columns = zip(
            *([_find_exact(one, compute) for one in outputs or ()] for outputs in taken), strict=True
        )
        combined = tuple(
            combine([one for one in column if one is not None], kind)
            for column, kind in zip(columns, kinds, strict=bool(taken))
        )
        combined = combined or (nothing,) * len(kinds)
        return Decision(_leave(combined + (add_band(combined[0], compute) if add_band else ())), rows)

    return finish


def _build_band(bands: Table) -> Callable[[Any, Compute | None], tuple[Outcome, ...]]:
    look_up = build_lookup("number", [row.cells[0] for row in bands.rows])
    finish = build_finish(bands, range(len(bands.rows)))
    return lambda total, compute: finish(look_up(total), compute).outputs


def _work_out(decision: Decision, compute: Compute | None) -> Decision:
    if not any(isinstance(one, Formula) for one in decision.outputs):
        return decision
    return decision._replace(outputs=_leave([_find_exact(one, compute) for one in decision.outputs]))


def _find_exact(output: Any, compute: Compute | None) -> Any:
    """Return the output's value, worked out where it is a formula; a double means its shortest decimal."""
    if isinstance(output, Formula) and compute:
        output = compute(output.tree)
    return read_number(output) if isinstance(output, float | Decimal) else output


def _leave(outputs: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(
        _leave(one)
        if isinstance(one, tuple)
        else leave(one)
        if isinstance(one, int | Fraction) and not isinstance(one, bool)
        else one
        for one in outputs
    )


def _rank_value(value: Any, kind: Kind) -> Exact:
    return value if kind == "number" else read_point(value, kind) or 0


def _list(values: Sequence[Output], kind: Kind) -> Any:
    return tuple(values)


def _count(values: Sequence[Output], kind: Kind) -> Any:
    return len(values)


def _add(values: Sequence[Any], kind: Kind) -> Any:
    return sum(values)


def _find_least(values: Sequence[Output], kind: Kind) -> Any:
    return min(values, key=partial(_rank_value, kind=kind), default=None)


def _find_most(values: Sequence[Output], kind: Kind) -> Any:
    return max(values, key=partial(_rank_value, kind=kind), default=None)


_BUILDERS: Mapping[str, Callable[[Table, Sequence[int]], Finish]] = {
    "F": _build_first,
    "P": _build_first,
    "U": _build_unique,
    "A": _build_any,
}
# How the outputs of the rows that hit are put together, and what stands where none hits.
_COMBINING: Mapping[str, tuple[Callable[[Sequence[Any], Kind], Any], Outcome]] = {
    "C": (_list, ()),
    "R": (_list, ()),
    "O": (_list, ()),
    "C#": (_count, 0),
    "C+": (_add, None),
    "C<": (_find_least, None),
    "C>": (_find_most, None),
}
