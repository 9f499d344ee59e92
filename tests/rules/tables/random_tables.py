"""Random small tables and, told apart from the code under test, what each of their cells accepts."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from lizheng.rules.types import Type

Accepts = Callable[[Any], bool]
HITS = ("U", "F", "A", "P", "C", "C+", "C#", "C<", "C>", "R", "O")
LEVELS = {"output": "level", "options": ["高", "中", "低"]}
POINTS = {"output": "points", "kind": "number"}


@dataclass(frozen=True)
class Kinded:
    """A type whose values a test can go through: in order, with points beside every one that cells name."""

    type: Type
    points: tuple[Any, ...]
    named: tuple[int, ...]
    ordered: bool = True


def _ordered(type: Type, points: Sequence[Any]) -> Kinded:
    return Kinded(type, tuple(points), tuple(range(1, len(points) - 1)))


_DAYS = ("2000-01-01", "2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02", "2100-01-01")
_CLOCK = ("00:00", "08:30", "08:30:00.5", "12:00", "12:00:30", "17:00:00", "23:59")
_MOMENTS = (
    "2026-01-01T00:00:00+08:00",
    "2026-01-01T00:30:00Z",
    "2026-01-01T09:00:00+08:00",
    "2026-01-01T10:00:00.5+08:00",
    "2026-01-01T10:00:01+08:00",
)
KINDS: tuple[Kinded, ...] = (
    Kinded(Type("text", options=("甲", "乙", "丙", "a,b")), ("甲", "乙", "丙", "a,b"), (0, 1, 2, 3), False),
    Kinded(Type("text"), ("甲", "非常", "not", "别的", "另外"), (0, 1, 2), False),
    Kinded(Type("boolean"), (True, False), (0, 1), False),
    Kinded(Type("number", options=(1, Fraction(5, 2), 4)), (1, 2.5, 4), (0, 1, 2)),
    Kinded(
        Type("number", integer=True, low=Fraction(0), high=Fraction(5)),
        (0, 1, 2, 3, 4, 5),
        (0, 1, 2, 3, 4, 5),
    ),
    Kinded(Type("number", integer=True), (-9, -1, 0, 1, 2, 3, 90), (1, 2, 3, 4, 5)),
    # Cells name every other point only, so that there is one between any two.
    Kinded(Type("number"), (-1, 0, 0.25, 0.5, 0.75, 1, 7, 10.5, 11), (1, 3, 5, 7)),
    Kinded(Type("number", low=Fraction(0)), (0, 0.05, 0.1, 0.15, 0.2, 0.3), (0, 2, 4)),
    _ordered(Type("date"), _DAYS),
    Kinded(Type("time"), _CLOCK, (1, 3, 5)),
    Kinded(Type("datetime"), _MOMENTS, (1, 3)),
)


@dataclass(frozen=True)
class Case:
    """A table's document with its types, and for each row what its cells accept."""

    document: Mapping[str, Any]
    types: Mapping[str, Type]
    columns: tuple[Kinded, ...]
    rows: tuple[tuple[Accepts, ...], ...]

    @property
    def axes(self) -> list[list[Any]]:
        """Return for each column the values that stand for all."""
        return [[*one.points, *([] if one.type.required else [None])] for one in self.columns]

    @property
    def points(self) -> list[tuple[Any, ...]]:
        """Return inputs that stand for all: any other is accepted by the same cells as one of them."""
        return list(product(*self.axes))

    @property
    def masks(self) -> list[int]:
        """Return for each row the points it accepts: bit n stands for the n-th."""
        return [self.find_mask(row) for row in self.rows]

    def find_mask(self, tests: Sequence[Accepts]) -> int:
        """Return the points that pass a test for each column."""
        mask, size = 1, 1
        for axis, accepts in reversed(list(zip(self.axes, tests, strict=True))):
            mask = sum(mask << size * place for place, value in enumerate(axis) if accepts(value))
            size *= len(axis)
        return mask

    def list_hits(self, values: Sequence[Any]) -> tuple[int, ...]:
        """Return the rows that accept the values, asked cell by cell."""
        return tuple(
            number
            for number, row in enumerate(self.rows)
            if all(accepts(value) for accepts, value in zip(row, values, strict=True))
        )

    def list_outputs(self, row: int) -> list[Any]:
        """Return the outputs of a row as they are written."""
        return self.document["rows"][row][len(self.columns) :]


def make_case(seed: int, hits: Sequence[str] = HITS, *, most_columns: int = 3, most_rows: int = 6) -> Case:
    """Return the case of that number, the same every time."""
    chance = random.Random(seed)
    columns = [_choose_column(chance) for _ in range(min(most_columns, chance.choice((1, 2, 2, 2, 3))))]
    names = [f"c{place}" for place in range(len(columns))]
    hit = chance.choice(hits)
    rows, tests = [], []
    for _ in range(chance.randint(0, most_rows)):
        cells = [make_cell(chance, column) for column in columns]
        outputs = [chance.choice(("高", "中", "低")), chance.choice((0, 1, 2.5))]
        rows.append([*(text for text, _ in cells), *(outputs if hit in "POUFACR" else outputs[1:])])
        tests.append(tuple(accepts for _, accepts in cells))
    document: dict[str, Any] = {"table": "t", "hit": hit, "inputs": names, "rows": rows}
    document["outputs"] = [LEVELS, POINTS] if hit in "POUFACR" else [POINTS]
    if hit != "C#" and chance.random() < 0.2:
        document["default"] = {"points": 9}
    types = dict(zip(names, (column.type for column in columns), strict=True))
    return Case(document, types, tuple(columns), tuple(tests))


def edit_case(case: Case, seed: int) -> Case:
    """Return the case after one or two changes that an author might make to its rows."""
    chance = random.Random(-seed - 1)
    rows = [(list(row), tests) for row, tests in zip(case.document["rows"], case.rows, strict=True)]
    for _ in range(chance.randint(1, 2)):
        _EDITS[chance.randrange(len(_EDITS))](chance, case, rows)
    document = {**case.document, "rows": [row for row, _ in rows]}
    return Case(document, case.types, case.columns, tuple(tests for _, tests in rows))


def make_cell(chance: random.Random, column: Kinded) -> tuple[Any, Accepts]:
    """Return the text of a cell and a test of the values it accepts, where ``None`` is absent."""
    lot = chance.random()
    if lot < 0.2:
        return chance.choice(("-", "", None)), lambda value: True
    if lot < 0.25:
        return "未填", lambda value: value is None
    if lot < 0.3:
        return "已填", lambda value: value is not None
    text, accepts = _make_items(chance, column)
    if lot < 0.4:
        text, accepts = f"{chance.choice(('not', '非'))}({text})", _without(accepts)
    if lot > 0.9:
        return f"{text},未填", lambda value: value is None or accepts(value)
    return text, lambda value: value is not None and accepts(value)


def _choose_column(chance: random.Random) -> Kinded:
    column = chance.choice(KINDS)
    if chance.random() < 0.5:
        return column
    required = Type(**{**column.type.__dict__, "required": True})
    return Kinded(required, column.points, column.named, column.ordered)


def _without(accepts: Accepts) -> Accepts:
    return lambda value: not accepts(value)


def _make_items(chance: random.Random, column: Kinded) -> tuple[str, Accepts]:
    items = [_make_item(chance, column) for _ in range(chance.choice((1, 1, 1, 2, 3)))]
    comma = chance.choice((",", "，", " , ", "、"))
    return comma.join(text for text, _ in items), lambda value: any(accepts(value) for _, accepts in items)


def _make_item(chance: random.Random, column: Kinded) -> tuple[str, Accepts]:
    place = chance.choice(column.named)
    if not column.ordered or chance.random() < 0.3:
        return _write(column, place), lambda value: value == column.points[place]
    if chance.random() < 0.6:
        return _make_half(chance, column, place)
    low, high = sorted((place, chance.choice(column.named)))
    low_in, high_in = (True, True) if low == high else (chance.random() < 0.6, chance.random() < 0.6)
    text = f"{'[' if low_in else '('}{_write(column, low)}..{_write(column, high)}{']' if high_in else ')'}"
    return text, lambda value: low + (not low_in) <= column.points.index(value) <= high - (not high_in)


def _make_half(chance: random.Random, column: Kinded, place: int) -> tuple[str, Accepts]:
    sign, holds = chance.choice(
        (
            (">=", lambda at: at >= place),
            ("≥", lambda at: at >= place),
            (">", lambda at: at > place),
            ("＜", lambda at: at < place),
            ("<=", lambda at: at <= place),
        )
    )
    return sign + _write(column, place), lambda value: holds(column.points.index(value))


def _write(column: Kinded, place: int) -> str:
    value = column.points[place]
    if isinstance(value, bool):
        return "是" if value else "否"
    return f'"{value}"' if value == "a,b" else str(value)


def _change_output(chance: random.Random, case: Case, rows: list[Any]) -> None:
    if rows:
        rows[chance.randrange(len(rows))][0][-1] = chance.choice((0, 1, 2.5))


def _change_cell(chance: random.Random, case: Case, rows: list[Any]) -> None:
    if rows:
        at, place = chance.randrange(len(rows)), chance.randrange(len(case.columns))
        text, accepts = make_cell(chance, case.columns[place])
        row, tests = rows[at]
        row[place] = text
        rows[at] = (row, (*tests[:place], accepts, *tests[place + 1 :]))


def _drop_row(chance: random.Random, case: Case, rows: list[Any]) -> None:
    if rows:
        rows.pop(chance.randrange(len(rows)))


def _move_row(chance: random.Random, case: Case, rows: list[Any]) -> None:
    if rows:
        rows.insert(chance.randrange(len(rows)), rows.pop())


_EDITS: tuple[Callable[[random.Random, Case, list[Any]], None], ...] = (
    _change_output,
    _change_cell,
    _drop_row,
    _move_row,
)
