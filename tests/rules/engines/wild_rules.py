"""Random trees and data that mix types as nobody should: what published JsonLogic must still answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

ANY, NUMBER, PURE, SMALL, ALIKE, TEXT, LIST = "any", "number", "pure", "small", "alike", "text", "list"

NAMES = ("a", "b", "姓名", "1", "", "length", "__proto__", "constructor", "toString", "k")
PATHS = (*NAMES, "a.b", "b.0", "b.1.a", "姓名.a", "a..b", "rows.0", "list.02", "nothing", ".", "n", "t")
NUMERALS = (
    *("0", "1", " 12 ", "-2.5", ".5", "5.", "+1e2", "\t3\n", "4\u3000", "0x10", "Infinity", "NaN"),
    *("1_0", "１", "1e400", "-", ""),
)
WORDS = (
    *("a", "b", "ab", "aba", "张三", "张", "𠮷野家", "𠮷", "𡈽𠮷", "\ufb00", "\uffff", "é", "__proto__"),
    *("length", "x" * 70, "a,b", "野"),
)
NUMBERS = (
    *(0, 1, 2, 3, 5, -1, -2, -7, 10, 7, 0.1, 0.2, 0.5, -0.5, 1.5, 2.675, -0.0, 1e21, 1e-7, 123456.789),
    *(1e308, -1e308, 5e-324, 2**53, 2**53 + 1, -(2**53) - 1, 10**20, 12345678901234567, 0.1 + 0.2, 1 / 3),
)
LEAVES: Mapping[str, Sequence[Callable[[Random], Any]]] = {
    NUMBER: (lambda chance: chance.choice(NUMBERS), lambda chance: chance.choice(NUMBERS[:16])) * 3
    + (lambda chance: chance.choice(NUMERALS), lambda chance: chance.choice((True, False, None))),
    PURE: (lambda chance: chance.choice(NUMBERS),),
    SMALL: (lambda chance: chance.choice((0, 1, 2, 3, 5, -1, -2, -3, 1.9, -1.5, None)),),
    ALIKE: (lambda chance: chance.choice((True, False, 1, 0, 1.0, -0.0, "1", "0", "", None, [], {})),),
    TEXT: (lambda chance: chance.choice(WORDS),) * 5 + (lambda chance: chance.choice(NUMERALS),),
    LIST: (lambda chance: [chance.choice((*NUMBERS, *WORDS, None)) for _ in range(chance.randrange(5))],),
}
KINDS = (ANY, ANY, ANY, ANY, ANY, NUMBER, NUMBER, TEXT, LIST)

# Operators by what they give: their arguments by kind, and how many of the last there may be.
OPERATORS: Mapping[str, Mapping[str, tuple[tuple[str, ...], int]]] = {
    NUMBER: {
        **dict.fromkeys(("+", "*"), ((NUMBER, NUMBER), 3)),
        **dict.fromkeys(("-", "/", "%"), ((NUMBER, NUMBER), 2)),
        **dict.fromkeys(("min", "max"), ((PURE, PURE), 3)),
    },
    TEXT: {"cat": ((TEXT, ANY), 3), "substr": ((TEXT, SMALL, SMALL), 1)},
    LIST: {"merge": ((LIST, ANY), 3), "missing_some": ((PURE, LIST), 1), "preserve": ((LIST,), 1)},
    ANY: {
        **dict.fromkeys(("if", "?:"), ((ANY, ANY, ANY), 3)),
        **dict.fromkeys(("and", "or", "??", "try"), ((ANY, ANY), 3)),
        **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), ((NUMBER, NUMBER), 2)),
        **dict.fromkeys(("===", "!=="), ((ALIKE, ALIKE), 2)),
        **dict.fromkeys(("!", "!!", "log"), ((ANY,), 2)),
        "in": ((ANY, LIST), 1),
    },
}
TEXTUAL = ("==", "!=", "<", "<=", ">", ">=", "in")
BODIES = {"map": LIST, "filter": LIST, "all": ANY, "some": ANY, "none": ANY, "reduce": ANY}
LOOKS = ("var", "var", "val", "val", "exists", "missing")
OTHERS = ("days", "length", "count", "__proto__", "constructor", "unknown")


class Wild:
    """Makes trees and data from one source of chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def make_tree(self, depth: int, climbs: int = 0, kind: str = ANY) -> Any:
        """Return a tree inside so many iterations, nested up to ``depth``, that mostly gives the kind."""
        lot = self.chance.random()
        if lot < 0.05:
            kind = self.chance.choice(KINDS)
        if depth <= 0 or lot < 0.15:
            return self.make_leaf(climbs, kind)
        if lot < 0.19:
            return [self.make_tree(depth - 1, climbs) for _ in range(self.chance.randrange(4))]
        if lot < 0.205:
            return self._make_misuse(depth, climbs)
        if lot < (0.65 if kind == LIST else 0.3):
            return self._make_iteration(depth, climbs)
        kind = {ANY: self.chance.choice(KINDS), PURE: NUMBER, SMALL: NUMBER, ALIKE: ANY}.get(kind, kind)
        return self._make_operator(depth, climbs, kind)

    def make_leaf(self, climbs: int, kind: str) -> Any:
        """Return a literal or a name."""
        if self.chance.random() < (0.15 if kind in (PURE, SMALL) else 0.5):
            return self._make_look(climbs, kind)
        if kind == ANY:
            kind = self.chance.choice((NUMBER, NUMBER, TEXT, TEXT, LIST))
            return {} if self.chance.random() < 0.04 else self.chance.choice(LEAVES[kind])(self.chance)
        return self.chance.choice(LEAVES[kind])(self.chance)

    def make_data(self) -> Any:
        """Return data: mostly an object with the names that trees look for."""
        if self.chance.random() < 0.05:
            return self._make_value(2)
        named = {name: self._make_value(2) for name in self.chance.sample(NAMES, 4)}
        named |= {"n": self._pick(NUMBER), "t": self._pick(TEXT), "list": self._make_list(NUMBER)}
        return named | {
            "words": self._make_list(TEXT),
            "rows": [self._make_object(1) for _ in range(self.chance.randrange(4))],
        }

    def _pick(self, kind: str) -> Any:
        return self.chance.choice(LEAVES[kind])(self.chance)

    def _make_list(self, kind: str) -> list[Any]:
        return [self._pick(kind) for _ in range(self.chance.choice((0, 1, 2, 3, 4, 5)))]

    def _make_value(self, depth: int) -> Any:
        lot = self.chance.random()
        if depth and lot < 0.2:
            return [self._make_value(depth - 1) for _ in range(self.chance.randrange(4))]
        if depth and lot < 0.4:
            return self._make_object(depth)
        return self._pick(self.chance.choice((NUMBER, TEXT)))

    def _make_object(self, depth: int) -> dict[str, Any]:
        names = self.chance.sample(NAMES[:6], self.chance.randrange(4))
        return {name: self._make_value(depth - 1) for name in names}

    def _make_operator(self, depth: int, climbs: int, kind: str) -> Any:
        chance = self.chance
        name = chance.choice(tuple(OPERATORS[kind]))
        kinds, most = OPERATORS[kind][name]
        if name in TEXTUAL and chance.random() < 0.35:
            kinds = (TEXT,) * len(kinds)
        if chance.random() < 0.06:
            return {name: self.make_tree(depth - 1, climbs, chance.choice((LIST, kinds[0])))}
        more = chance.choice((0, 0, 0, 0, 1, most - 1))
        given = (*kinds, *kinds[-1:] * more)[
            : None if chance.random() < 0.9 else chance.randrange(len(kinds))
        ]
        inside = climbs + 1 if name == "try" else climbs
        return {name: [self.make_tree(depth - 1, inside, one) for one in given]}

    def _make_iteration(self, depth: int, climbs: int) -> Any:
        chance = self.chance
        name = chance.choice(tuple(BODIES))
        lists = ({"var": "list"}, {"val": ["rows"]}, {"var": "words"}, {"val": [[2 * climbs], "list"]})
        seen = chance.choice(lists) if chance.random() < 0.8 else self.make_tree(depth - 1, climbs, LIST)
        parts = [seen, self.make_tree(depth - 1, climbs + 1, chance.choice((ANY, NUMBER)))]
        if name == "reduce" and chance.random() < 0.8:
            parts.append(self.make_tree(depth - 1, climbs, NUMBER))
        return {name: parts[: 1 if chance.random() < 0.02 else None]}

    def _make_look(self, climbs: int, kind: str) -> dict[str, Any]:
        chance = self.chance
        path = chance.choice(PATHS)
        if climbs and chance.random() < 0.6:
            path = chance.choice(("", "", "current", "accumulator", "a", "current.a"))
        elif kind in _NAMED and chance.random() < 0.8:
            path = chance.choice(_NAMED[kind])
        name = chance.choice(LOOKS if kind == ANY else LOOKS[:4])
        if name == "var":
            ways = (path, path, path, path, [path], [path, self._pick(NUMBER)], 1, None, [])
            return {"var": chance.choice(ways[: 6 if chance.random() < 0.9 else None])}
        if name == "missing":
            return {"missing": chance.choice((path, [path, "b", "1"], [[path]], {"var": "words"}, [1, path]))}
        return {name: self._make_path(path, climbs)}

    def _make_path(self, path: str, climbs: int) -> Any:
        keys = path.split(".") if path else []
        if not climbs and self.chance.random() < 0.8:
            return self.chance.choice((path, keys, keys, [None, *keys]))
        levels = self.chance.choice((0, 1, 2, 2, -2, 2 * climbs, 2 * climbs, 3, 4))
        if levels % 2:
            return [[levels], *self.chance.choice((["index"], ["index"], [], ["type"]))]
        return [[levels], *self.chance.choice((keys, ["n"], ["t"]))]

    def _make_misuse(self, depth: int, climbs: int) -> Any:
        """Return what is no rule: unknown operators, several members, names JavaScript knows."""
        tree = self.make_tree(depth - 1, climbs)
        return self.chance.choice(
            (
                {self.chance.choice(OTHERS): tree},
                {"+": tree, "-": tree},
                {"if": tree},
                {"throw": tree},
                {"throw": [self.make_leaf(climbs, TEXT)]},
            )
        )


_NAMED = {
    NUMBER: ("n", "list.0", "list.1"),
    TEXT: ("t", "words.0", "words.1"),
    LIST: ("list", "words", "rows"),
}
