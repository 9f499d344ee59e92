"""Random rules at the limits of the language: a step, an item, a code point or a level below or above."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

from .township import NUMBER, TEXT, Shape, list_of, row

STEPS, ITEMS, POINTS, NODES, DEPTH = 100_000, 10_000, 65_536, 5_000, 64
TYPES: dict[str, Shape] = {
    **{"组": list_of(row(数=list_of(NUMBER))), "表": list_of(NUMBER), "词": list_of(TEXT), "字": TEXT}
}
LONG, TEXTUAL, TABLE = ({"val": [[4], name]} for name in ("词", "字", "表"))
# Bodies by what they cost beside their nodes, in a list or text so long.
PUBLISHED: Mapping[str, tuple[Any, Callable[[int], int]]] = {
    "nodes": ({"+": [1, 2, 3]}, lambda size: 0),
    "in a list": ({"in": ["?", LONG]}, lambda size: size),
    "in a text": ({"in": ["?", TEXTUAL]}, lambda size: size // 64),
    "substr": ({"substr": [TEXTUAL, 0, 1]}, lambda size: size // 64),
    "found": ({"max": TABLE}, lambda size: size),
    "merge": ({"merge": [TABLE, 1]}, lambda size: size + 1),
    "text of a list": ({"cat": [TABLE]}, lambda size: size + 2 * ((2 * size - 1) // 64)),
    "cat": ({"cat": [TEXTUAL, "1"]}, lambda size: (size + 1) // 64),
    "missing": ({"missing": [["a", "b", "c"]]}, lambda size: 3),
    "missing found": ({"missing": LONG}, lambda size: 2 * size),
    "missing_some": ({"missing_some": [1, LONG]}, lambda size: size),
}
TYPED: Mapping[str, tuple[Any, Callable[[int], int]]] = {
    "nodes": ({"+": [{"var": ""}, 2, 3]}, lambda size: 0),
    "in a list": ({"if": [{"in": ["?", LONG]}, 1, 2]}, lambda size: size),
    "in a text": ({"if": [{"in": ["?", TEXTUAL]}, 1, 2]}, lambda size: size // 64),
    "length": ({"length": [TEXTUAL]}, lambda size: size // 64),
    "substr": ({"length": [{"substr": [TEXTUAL, 0, 1]}]}, lambda size: size // 64),
    "cat": ({"if": [{"empty": [{"cat": [TEXTUAL, "1"]}]}, 1, 2]}, lambda size: (size + 1) // 64),
    "count": ({"count": [LONG]}, lambda size: size),
    "sum": ({"sum": [TABLE]}, lambda size: size),
    "merge": ({"if": [{"empty": [{"merge": [TABLE, TABLE]}]}, 1, 2]}, lambda size: 2 * size),
}
Question = tuple[Any, Any, bool]


def make_heavy(chance: Random) -> Iterator[Question]:
    """Yield rule, data and whether it is typed, one for each way to reach a limit."""
    for body, extra in PUBLISHED.values():
        outer = chance.choice(("map", "filter", "some", "none", "reduce"))
        inner = {chance.choice(("map", "filter", "none")): [{"val": [[2], "inner"]}, {"and": [body, False]}]}
        yield _repeat(chance, {outer: [{"var": "outer"}, inner, 0]}, inner, extra, False)
    for body, extra in TYPED.values():
        inner = {"sum": [{"var": "数"}, body]}
        yield _repeat(chance, {chance.choice(("sum", "map")): [{"var": "组"}, inner]}, inner, extra, True)
    for make in (_make_list, _make_text, _make_nodes, _make_deep, _make_answer):
        yield from make(chance)


def count_nodes(tree: Any) -> int:
    """Return the number of nodes of a tree."""
    if isinstance(tree, list):
        return 1 + sum(map(count_nodes, tree))
    if not isinstance(tree, dict) or len(tree) != 1:
        return 1
    [written] = tree.values()
    return count_nodes(written if isinstance(written, list) else [written])


def _repeat(chance: Random, tree: Any, inner: Any, extra: Callable[[int], int], typed: bool) -> Question:
    """Return a rule whose inner iteration goes over so many items that the steps just suffice, or not."""
    size, outer = chance.randint(60, 300), chance.randint(5, 40)
    [[_, body]] = inner.values()
    each = count_nodes(body) + extra(size)
    items = max(1, (STEPS // outer - count_nodes(inner)) // each + chance.choice((-1, 0, 0, 1)))
    data = {"词": ["张"] * size, "表": [1] * size, "字": "𠮷" * size}
    if typed:
        return tree, {**data, "组": [{"数": [1] * items}] * outer}, True
    return tree, {**data, "outer": [0] * outer, "inner": [0] * items}, False


def _near(chance: Random, limit: int) -> int:
    return limit + chance.choice((-1, 0, 0, 1, 1, 2))


def _make_list(chance: Random) -> Iterator[Question]:
    data = {"表": [1] * _near(chance, ITEMS)}
    for name in ("map", "filter", "all", "reduce"):
        yield {"!": [{name: [{"var": "表"}, {"!": [1]}]}]}, data, False
    yield {"in": [2, {"var": "表"}]}, data, False
    yield {"!": [{"merge": [{"var": "表"}, []]}]}, data, False
    for rule in ({"count": [{"var": "表"}]}, {"sum": [{"var": "表"}, 2]}, {"in": [2, {"var": "表"}]}):
        yield rule, data, True


def _make_text(chance: Random) -> Iterator[Question]:
    size = _near(chance, POINTS // 2)
    for letter, typed in (("a", False), ("𠮷", False), ("𠮷", True)):
        yield {"substr": [{"cat": [{"var": "字"}, {"var": "字"}]}, -2]}, {"字": letter * size}, typed
    yield {"cat": [{"var": "名"}]}, {"名": [["字" * 100] * 8] * _near(chance, 81)}, False


def _make_nodes(chance: Random) -> Iterator[Question]:
    for typed in (False, True):
        yield {"+": [1] * _near(chance, NODES - 1)}, {}, typed


def _make_deep(chance: Random) -> Iterator[Question]:
    rule: Any = {"var": "名"}
    for _ in range(_near(chance, DEPTH - 1)):
        rule = chance.choice(({"!": [rule]}, {"!!": rule}, {"and": [rule, True]}))
    nested: Any = 1
    for _ in range(_near(chance, DEPTH)):
        nested = [nested]
    yield rule, {}, False
    yield {"cat": [{"var": "名"}]}, {"名": nested}, False


def _make_answer(chance: Random) -> Iterator[Question]:
    data = {"表": [0] * _near(chance, DEPTH), "短": [0] * chance.randint(14, 18)}
    last = {"var": "accumulator"}
    yield {"reduce": [{"var": "表"}, [last], 1]}, data, False
    yield {"reduce": [{"var": "短"}, {"merge": [[last, last]]}, 1]}, data, False
