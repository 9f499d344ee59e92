"""Random tables of a size that people would not write by hand."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from lizheng.rules.tables import Table, read_table
from lizheng.rules.types import Type

OPTIONS = tuple(f"v{number}" for number in range(8))
LEVEL = {"output": "o", "options": ["x", "y", "z"]}


def make_large(rows: int, columns: int, open_cells: float, *, hit: str = "F", seed: int = 1) -> Table:
    """Return a table whose columns are options and ranges of whole numbers by turns."""
    chance = random.Random(seed)
    listed = Type("text", options=OPTIONS, required=True)
    ranged = Type("number", integer=True, low=Fraction(0), high=Fraction(1000), required=True)
    types = {f"c{place}": ranged if place % 2 else listed for place in range(columns)}
    written = [
        [*(_make_cell(chance, type, open_cells) for type in types.values()), chance.choice("xyz")]
        for _ in range(rows)
    ]
    document = {"table": "t", "hit": hit, "inputs": list(types), "outputs": [LEVEL], "rows": written}
    return read_table(document, types)


def _make_cell(chance: random.Random, type: Type, open_cells: float) -> Any:
    if chance.random() < open_cells:
        return "-"
    if type.options:
        return ",".join(chance.sample(OPTIONS, chance.randint(1, 4)))
    low = chance.randrange(1000)
    return f"[{low}..{min(1000, low + chance.randrange(1, 400))}]"
