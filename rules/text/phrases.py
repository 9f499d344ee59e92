"""Names and values of a tree as they are written, and the brackets that keep a phrase together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum

from .fold import fold
from .literals import DIGITS, quote, write_number, write_text
from .names import Names
from .refusing import find_near, refuse_tree
from .scanning import is_bare
from .scope import Scope
from .trees import split_tree
from .words import spell_word


class Level(IntEnum):
    """How tightly a phrase holds together: the rules of the grammar, the loosest first."""

    EITHER = 1
    BOTH = 2
    NEGATION = 3
    RELATION = 4
    SUM = 5
    PRODUCT = 6
    UNARY = 7
    CHOSEN = 8
    ATOM = 9


@dataclass(frozen=True)
class Phrase:
    """A piece of text and how tightly it holds together."""

    text: str
    level: Level

    def at(self, level: Level) -> str:
        """Return the text where ``level`` is called for, in brackets if it is looser."""
        return self.text if self.level >= level else f"({self.text})"


@dataclass(frozen=True)
class Place:
    """A tree, where it stands in the whole and which names are in reach there."""

    tree: object
    scope: Scope
    language: str
    pointer: str = ""

    def read_args(self, least: int, most: int | None) -> list[Place]:
        """Return the arguments of an operator or the items of a list, each at its place.

        RuleRefused: tree_unwritable where they are fewer than ``least`` or more than ``most``
        """
        if isinstance(self.tree, list):
            return [
                replace(self, tree=one, pointer=f"{self.pointer}/{at}") for at, one in enumerate(self.tree)
            ]
        op, args = split_tree(self.tree) or ("", [])
        if len(args) < least or len(args) > (len(args) if most is None else most):
            raise refuse_tree("tree_unwritable", self.pointer, op)
        base = f"{self.pointer}/{op.replace('~', '~0').replace('/', '~1')}"
        listed = isinstance(self.tree, dict) and isinstance(self.tree[op], list)
        places = [f"{base}/{at}" if listed else base for at in range(len(args))]
        return [replace(self, tree=one, pointer=where) for one, where in zip(args, places, strict=True)]


def write_literal(place: Place) -> Phrase:
    """Return a truth value, a number, a moment or a text."""
    value, language = place.tree, place.language
    if isinstance(value, bool):
        return Phrase(spell_word("TRUE" if value else "FALSE", language), Level.ATOM)
    if isinstance(value, str):
        return Phrase(write_text(value, language), Level.ATOM)
    if not isinstance(value, int | float):
        raise refuse_tree("tree_unwritable", place.pointer, "null" if value is None else type(value).__name__)
    digits = write_number(value)
    if digits is None:
        got = format(Decimal(value), ".20g") if isinstance(value, int) else repr(value)
        raise refuse_tree("number_too_long", place.pointer, got, limit=DIGITS)
    return Phrase(digits, Level.UNARY if digits.startswith("-") else Level.ATOM)


def write_name(place: Place, climb: int, path: str) -> Phrase:
    """Return the name of a path ``climb`` rows out, its title where that means nothing else.

    RuleRefused: name_unknown, or tree_unwritable where every spelling means something else, too
    """
    if not path:
        return _write_item(place, climb)
    names = _find_names(place, climb, path)
    spellings = names.spellings[path] if place.language == "zh-CN" else (path,)
    for outer in range(climb + 1):
        for spelling in spellings:
            if place.scope.find(fold(spelling).strip(), outer) == (climb, (path,)):
                return Phrase(_climb(place, outer) + _bracket(spelling, place), Level.ATOM)
    raise refuse_tree("tree_unwritable", place.pointer, path)


def _write_item(place: Place, climb: int) -> Phrase:
    if climb >= len(place.scope.items):
        raise refuse_tree("name_unknown", place.pointer, spell_word("ITEM", place.language))
    return Phrase(_climb(place, climb) + spell_word("ITEM", place.language), Level.ATOM)


def _find_names(place: Place, climb: int, path: str) -> Names:
    known = place.scope.names
    if climb < len(known) and path in known[-1 - climb].types:
        return known[-1 - climb]
    raise refuse_tree("name_unknown", place.pointer, path, near=find_near(path, known[-1].types))


def _climb(place: Place, rows: int) -> str:
    return spell_word("OUTER", place.language) * rows


def _bracket(spelling: str, place: Place) -> str:
    if is_bare(fold(spelling), place.scope.names[0]):
        return spelling
    return quote(spelling, "「") if place.language == "zh-CN" else quote(fold(spelling), "[")
