"""Random trees and data that mix types as nobody should: what published JsonLogic must still answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

NAMES = ("a", "b", "姓名", "1", "", "length", "__proto__", "constructor", "toString", "k")
PATHS = (*NAMES, "a.b", "b.0", "b.1.a", "姓名.a", "a..b", "list", "list", "rows", "rows.0", "list.02", "nothing", ".")
TEXTS = (
    *("", "0", "1", " 12 ", "-2.5", ".5", "5.", "+1e2", "0x10", "Infinity", "NaN", "1_0", "１", "1e400", "-", "\t3\n"),
    *("a", "b", "ab", "aba", "张三", "𠮷野", "𠮷", "𡈽𠮷", "\ufb00", "\uffff", "é", "__proto__", "length", "x" * 70),
)
NUMBERS = (
    *(0, 1, 2, 3, -1, -2, -7, 10, 0.1, 0.2, 0.5, -0.5, 1.5, 2.675, -0.0, 1e21, 1e-7, 123456.789, 1e308, -1e308),
    *(5e-324, 2**53, 2**53 + 1, -(2**53) - 1, 10**20, 12345678901234567, 0.1 + 0.2, 1 / 3),
)
LITERALS: Sequence[Callable[[Random], Any]] = (
    *(lambda chance: chance.choice(NUMBERS), lambda chance: chance.choice(NUMBERS[:12])) * 2,
    *(lambda chance: chance.choice(TEXTS), lambda chance: chance.choice((True, False, None))) * 2,
    lambda chance: [chance.choice((*NUMBERS, *TEXTS, None, True)) for _ in range(chance.randrange(4))],
    lambda chance: {},
)
ARITY: Mapping[str, tuple[int, int]] = {
    **dict.fromkeys(("if", "?:"), (0, 5)),
    **dict.fromkeys(("and", "or", "??", "try", "merge", "cat", "+", "*", "-", "/", "min", "max"), (0, 4)),
    **dict.fromkeys(("==", "!=", "===", "!==", "<", "<=", ">", ">=", "%"), (1, 4)),
    **dict.fromkeys(("!", "!!", "throw", "log", "preserve"), (0, 2)),
    **dict.fromkeys(("in", "missing_some"), (1, 3)),
    "substr": (1, 3),
}
BODIES = ("map", "filter", "all", "some", "none", "reduce")
LOOKS = ("var", "val", "exists", "missing")
OTHERS = ("days", "length", "count", "__proto__", "constructor", "unknown")
OPERATORS = (*ARITY, *BODIES * 2, *LOOKS)


class Wild:
    """Makes trees and data from one source of chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def make_tree(self, depth: int, climbs: int = 0) -> Any:
        """Return a tree nested up to ``depth`` inside so many iterations."""
        lot = self.chance.random()
        if depth == 0 or lot < 0.12:
            return self.make_leaf(climbs)
        if lot < 0.17:
            return [self.make_tree(depth - 1, climbs) for _ in range(self.chance.randrange(4))]
        if lot < 0.18:
            return self._make_misuse(depth, climbs)
        return self._make_operator(self.chance.choice(OPERATORS), depth, climbs)

    def make_leaf(self, climbs: int) -> Any:
        """Return a literal or a name."""
        if self.chance.random() < 0.45:
            return self._make_look(self.chance.choice(LOOKS[:2]), climbs)
        return self.chance.choice(LITERALS)(self.chance)

    def make_data(self, depth: int = 3) -> Any:
        """Return data: mostly an object with the names that trees look for."""
        if self.chance.random() < 0.06:
            return self.make_value(depth)
        named = {name: self.make_value(depth - 1) for name in self.chance.sample(NAMES, 5)}
        named["list"] = [self.make_value(0) for _ in range(self.chance.randrange(5))]
        named["rows"] = [self._make_object(1) for _ in range(self.chance.randrange(4))]
        return named

    def make_value(self, depth: int) -> Any:
        """Return a JSON value nested up to ``depth``."""
        lot = self.chance.random()
        if depth and lot < 0.2:
            return [self.make_value(depth - 1) for _ in range(self.chance.randrange(4))]
        if depth and lot < 0.4:
            return self._make_object(depth)
        return self.chance.choice(LITERALS[:8])(self.chance)

    def _make_object(self, depth: int) -> dict[str, Any]:
        names = self.chance.sample(NAMES, self.chance.randrange(4))
        return {name: self.make_value(depth - 1) for name in names}

    def _make_operator(self, name: str, depth: int, climbs: int) -> Any:
        if name in BODIES:
            return {name: self._make_iteration(name, depth, climbs)}
        if name in LOOKS:
            return self._make_look(name, climbs)
        if self.chance.random() < 0.1:
            return {name: self.make_tree(depth - 1, climbs)}
        low, high = ARITY[name]
        count = self.chance.randint(low, high) if self.chance.random() < 0.3 else min(high, max(low, 2))
        inside = climbs + 1 if name == "try" else climbs
        return {name: [self.make_tree(depth - 1, inside) for _ in range(count)]}

    def _make_iteration(self, name: str, depth: int, climbs: int) -> Any:
        lists = ({"var": "list"}, {"val": ["rows"]}, {"var": "rows"}, {"val": [[2], "list"]})
        seen = self.chance.choice(lists) if self.chance.random() < 0.8 else self.make_tree(depth - 1, climbs)
        parts = [seen, self.make_tree(depth - 1, climbs + 1)]
        if name == "reduce" and self.chance.random() < 0.8:
            parts.append(self.make_tree(depth - 1, climbs))
        return parts[: 1 if self.chance.random() < 0.02 else None]

    def _make_look(self, name: str, climbs: int) -> dict[str, Any]:
        chance = self.chance
        inner = ("", "current", "accumulator", "a", "姓名", "current.a")
        path = chance.choice(inner if climbs and chance.random() < 0.6 else PATHS)
        if name == "var":
            return {"var": chance.choice((path, path, path, [path], [path, self.make_leaf(0)], 1, None, []))}
        if name == "missing":
            return {"missing": chance.choice((path, [path, "b", "1"], [[path, "a"]], {"var": "list"}, [1, path]))}
        keys = path.split(".") if path else []
        levels = chance.choice((0, 1, 2, 2, -2, 3, 4)) if climbs else chance.choice((0, 1, 2))
        tail = chance.choice((keys, ["index"], [], ["type"])) if levels % 2 else keys
        return {name: chance.choice((path, keys, keys, [[levels], *tail], [[levels], *tail], 1, [None, *keys]))}

    def _make_misuse(self, depth: int, climbs: int) -> Any:
        """Return what is no rule: unknown operators, several members, names JavaScript knows."""
        tree = self.make_tree(depth - 1, climbs)
        return self.chance.choice(({self.chance.choice(OTHERS): tree}, {"+": tree, "-": tree}, {"if": tree}))
