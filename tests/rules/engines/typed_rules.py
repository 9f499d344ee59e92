"""Random well-typed trees over the form of township.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from .township import CHOICES, DATES, NUMBER, SHAPE, WAYS, Shape, list_paths, row

Tree = Any
Scopes = tuple[Shape, ...]
ROOTS = ("boolean",) * 5 + ("number",) * 4 + ("text", "text", "date", "date", "datetime", "list")
SCALARS = tuple(CHOICES)
ORDERED = ("number", "number", "date", "time", "datetime")


class Typed:
    """Makes trees; ``scopes`` are the shapes round a node, from the innermost out."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def make_rule(self, depth: int) -> Tree:
        """Return a tree of some type, mostly a condition."""
        return self.make(self.chance.choice(ROOTS), depth, (row(**SHAPE),), literal=False)

    def make(self, kind: str, depth: int, scopes: Scopes, literal: bool = True) -> Tree:
        """Return a tree that gives the kind; without ``literal`` it is none."""
        lot = self.chance.random()
        if literal and kind != "list" and lot < (0.3 if depth else 0.5):
            return self.chance.choice(CHOICES[kind])
        if depth <= 0 or lot < 0.5:
            return self.make_name(kind, scopes) or self.make_plain(kind)
        return self.chance.choice(MAKERS[kind])(self, kind, depth - 1, scopes)

    def write(self, name: str, args: list[Tree]) -> Tree:
        """Return an operator; one argument stands now and then without a list."""
        return {name: args[0] if len(args) == 1 and self.chance.random() < 0.15 else args}

    def make_all(self, kind: str, depth: int, scopes: Scopes, low: int, high: int) -> list[Tree]:
        """Return some trees of the kind, the first of them no literal."""
        count = self.chance.randint(low, high)
        return [self.make(kind, depth, scopes, literal=at > 0) for at in range(count)]

    def make_plain(self, kind: str) -> Tree:
        """Return a tree of the kind that needs no name."""
        if kind == "list":
            return {"merge": [[1, 2.5], [3]]}
        one, other = self.chance.choices(CHOICES[kind], k=2)
        return {"if": [{"<": [{"today": []}, self.chance.choice(DATES)]}, one, other]}

    def make_name(self, kind: str, scopes: Scopes) -> Tree | None:
        """Return a name of the kind, or nothing where there is none."""
        found = find_names(kind, scopes)
        return self.write_name(*self.chance.choice(found)) if found else None

    def write_name(self, levels: int, keys: Sequence[str], shape: Shape) -> Tree:
        """Return a path as ``var`` or ``val``, now and then with a default."""
        lot, dotted = self.chance.random(), ".".join(keys)
        if levels or lot < 0.15:
            return {"val": [[levels], *keys] if levels or lot < 0.04 else list(keys)}
        if lot < 0.3 and shape["type"] in CHOICES:
            return {"var": [dotted, self.chance.choice(shape.get("options") or CHOICES[shape["type"]])]}
        return {"var": dotted if lot < 0.8 else [dotted]}

    def make_list(self, scopes: Scopes, of: str = "") -> tuple[Tree, Shape]:
        """Return a list, perhaps filtered or merged, and the shape of its items."""
        lists = [one for one in find_names("list", scopes) if of in ("", one[2]["of"]["type"])]
        if not lists:
            return [1, 2.5, 3], NUMBER
        found = self.chance.choice(lists)
        tree, inner = self.write_name(*found), found[2]["of"]
        if self.chance.random() < 0.5:
            return tree, inner
        if self.chance.random() < 0.5 and len(scopes) < 3:
            return self.repeat(tree, inner, scopes)
        name, other = self.chance.choice(("merge", "??", "if")), self.write_name(*found)
        condition = [self.make("boolean", 1, scopes, literal=False)] if name == "if" else []
        return {name: [*condition, tree, other]}, inner

    def repeat(self, tree: Tree, inner: Shape, scopes: Scopes) -> tuple[Tree, Shape]:
        """Return a list filtered, or mapped to values of its items' own kind."""
        if inner["type"] == "row" or self.chance.random() < 0.5:
            name, body = "filter", self.make("boolean", 1, (inner, *scopes))
        else:
            name, body = "map", self.make(inner["type"], 2, (inner, *scopes), literal=False)
        return {name: [tree, body]}, inner

    def iterate(self, name: str, kind: str, depth: int, scopes: Scopes) -> Tree:
        """Return an iteration whose body gives the kind; too deep inside others something else."""
        if len(scopes) > 2:
            return self.make(kind, 0, scopes, literal=False)
        listed, of = self.make_list(scopes)
        return {name: [listed, self.make(kind, depth, (of, *scopes), literal=name == "map")]}


def find_names(kind: str, scopes: Scopes) -> list[tuple[int, tuple[str, ...], Shape]]:
    """Return what is of the kind, and how many levels up."""
    marks = [(2 * up + 1, ("index",), NUMBER) for up in range(len(scopes) - 1) if kind == "number"]
    return marks + [
        (2 * up, keys, shape)
        for up, scope in enumerate(scopes)
        for keys, shape in list_paths(scope)
        if shape["type"] == kind
    ]


def of(name: str, *kinds: str) -> Maker:
    """Return the maker of an operator with one argument of each kind."""
    return lambda typed, _, depth, scopes: typed.write(
        name, [typed.make(kind, depth, scopes, literal=at > 0) for at, kind in enumerate(kinds)]
    )


def same(names: str, low: int, high: int) -> Maker:
    """Return the maker of operators with some arguments of the kind they give."""
    return lambda typed, kind, depth, scopes: typed.write(
        typed.chance.choice(names.split()), typed.make_all(kind, depth, scopes, low, high)
    )


def choose(typed: Typed, kind: str, depth: int, scopes: Scopes) -> Tree:
    """Return an ``if``, perhaps with several conditions or without else."""
    parts: list[Tree] = []
    for _ in range(typed.chance.choice((1, 1, 1, 2))):
        parts += [typed.make("boolean", depth, scopes, literal=False), typed.make(kind, depth, scopes)]
    rest = [typed.make(kind, depth, scopes)] if typed.chance.random() < 0.8 else []
    return {typed.chance.choice(("if", "?:")): parts + rest}


def equate(typed: Typed, _: str, depth: int, scopes: Scopes) -> Tree:
    """Return a comparison for equality."""
    pair = typed.make_all(typed.chance.choice(SCALARS), depth, scopes, 2, 2)
    sign = typed.chance.choice(("==", "==", "!=", "===", "!=="))
    return {sign: pair if typed.chance.random() < 0.7 else pair[::-1]}


def order(typed: Typed, _: str, depth: int, scopes: Scopes) -> Tree:
    """Return a comparison of order, of two or three."""
    parts = typed.make_all(typed.chance.choice(ORDERED), depth, scopes, 2, 3)
    sign = typed.chance.choice(("<", "<=", ">", ">="))
    return {sign: parts if typed.chance.random() < 0.7 else parts[::-1]}


def pick_way(typed: Typed, _: str, depth: int, scopes: Scopes) -> Tree:
    """Return a condition on the field with options, wherever it stands."""
    way = {"val": [[2 * len(scopes) - 2], "方式"]} if len(scopes) > 1 else {"var": "方式"}
    some = typed.chance.sample(WAYS, 2)
    return typed.chance.choice(
        ({"==": [way, some[0]]}, {"fits": [way, some]}, {"in": [way, some]}, {"!=": [some[1], way]})
    )


def belong(typed: Typed, _: str, depth: int, scopes: Scopes) -> Tree:
    """Return a membership: in a literal list, in a field or in a text."""
    lot = typed.chance.random()
    if lot < 0.3:
        return {"in": typed.make_all("text", depth, scopes, 2, 2)}
    if lot < 0.6:
        listed, shape = typed.make_list(scopes, typed.chance.choice(("number", "text", "date", "datetime")))
        return {"in": [typed.make(shape["type"], depth, scopes, literal=False), listed]}
    kind = typed.chance.choice(SCALARS)
    some = typed.chance.choices(CHOICES[kind], k=4)
    if lot < 0.8:
        some = typed.make_all(kind, depth, scopes, 1, 3)
    return {"in": [typed.make(kind, depth, scopes, literal=False), some]}


def ask_empty(typed: Typed, _: str, depth: int, scopes: Scopes) -> Tree:
    """Return a test for absence of any kind of name."""
    kind = typed.chance.choice((*SCALARS, "list", "row"))
    asked = (
        typed.make_name("row", scopes) if kind == "row" else typed.make(kind, depth, scopes, literal=False)
    )
    return typed.write("empty", [asked or {"var": ""}])


def iterate(*names: str, kind: str = "") -> Maker:
    """Return the maker of iterations whose body gives the kind."""
    return lambda typed, given, depth, scopes: typed.iterate(
        typed.chance.choice(names), kind or given, depth, scopes
    )


def count(typed: Typed, _: str, depth: int, scopes: Scopes) -> Tree:
    """Return a count or sum without a body."""
    name = typed.chance.choice(("count", "sum"))
    return typed.write(name, [typed.make_list(scopes, "number" if name == "sum" else "")[0]])


def round_off(typed: Typed, _: str, depth: int, scopes: Scopes) -> Tree:
    """Return a number rounded to places."""
    places = typed.chance.choice(([], [0], [1], [2], [6]))
    return {"round": [typed.make("number", depth, scopes, literal=False), *places]}


def move(names: str, kind: str) -> Maker:
    """Return the maker of operators that add a number, mostly a small whole one."""

    def make(typed: Typed, _: str, depth: int, scopes: Scopes) -> Tree:
        steps: Tree = typed.chance.choice((1, 7, -3, 30, 0, 400, -12, 0.5))
        if typed.chance.random() < 0.3:
            steps = typed.make("number", depth, scopes)
        return {typed.chance.choice(names.split()): [typed.make(kind, depth, scopes), steps]}

    return make


def join(typed: Typed, _: str, depth: int, scopes: Scopes) -> Tree:
    """Return texts, numbers and dates joined."""
    kinds = typed.chance.choices(("text", "number", "date"), (3, 2, 1), k=typed.chance.randint(1, 4))
    return {"cat": [typed.make(kind, depth, scopes) for kind in kinds]}


def cut(typed: Typed, _: str, depth: int, scopes: Scopes) -> Tree:
    """Return a part of a text."""
    ends: list[Tree] = [
        typed.chance.choice((0, 1, 2, -1, -2, -9, 5)) for _ in range(typed.chance.randint(1, 2))
    ]
    if typed.chance.random() < 0.2:
        ends[-1] = typed.make("number", depth, scopes)
    return {"substr": [typed.make("text", depth, scopes, literal=False), *ends]}


def find_missing(typed: Typed, _: str, depth: int, scopes: Scopes) -> Tree:
    """Return the names that are missing."""
    names = [keys for keys, shape in list_paths(scopes[0]) if keys and shape["type"] != "row"]
    return {"missing": [".".join(keys) for keys in typed.chance.choices(names, k=3)]} if names else ["a", "b"]


def give_list(typed: Typed, _: str, depth: int, scopes: Scopes) -> Tree:
    """Return a list, as it is or mapped."""
    if typed.chance.random() < 0.4:
        return typed.make_list(scopes)[0]
    return typed.iterate("map", typed.chance.choice(SCALARS), depth, scopes)


Maker = Callable[[Typed, str, int, Scopes], Tree]
EITHER: tuple[Maker, ...] = (choose, same("??", 2, 3))
MAKERS: Mapping[str, Sequence[Maker]] = {
    "boolean": (
        *(same("and or", 2, 4), same("and or", 2, 3), same("! !!", 1, 1), equate, equate),
        *(order, order, order, pick_way, pick_way, belong, belong, ask_empty, *EITHER),
        *(iterate("some", "all", "none", kind="boolean"), of("is_workday", "date")),
    ),
    "number": (
        *(
            same("+ *", 1, 3),
            same("- /", 2, 3),
            same("- /", 1, 2),
            same("%", 2, 2),
            same("%", 2, 2),
            same("min max", 1, 3),
        ),
        *(
            same("floor ceil abs", 1, 1),
            same("floor ceil abs", 1, 1),
            round_off,
            of("length", "text"),
            count,
            *EITHER,
        ),
        *(iterate("count", kind="boolean"), iterate("sum"), of("hours", "datetime", "datetime")),
        *(of(name, "date", "date") for name in ("days", "workdays", "age")),
        *(of(name, "date") for name in ("year", "month", "day", "weekday")),
    ),
    "text": (join, join, cut, cut, *EITHER),
    "date": (
        *(move("add_days add_months add_workdays", "date"), of("month_end", "date")),
        *(of("last_workday", "date"), of("date", "datetime"), of("today"), same("min max", 1, 3), *EITHER),
    ),
    "datetime": (move("add_hours", "datetime"), of("now"), same("min max", 1, 2), *EITHER),
    "time": EITHER,
    "list": (give_list, give_list, find_missing),
}
