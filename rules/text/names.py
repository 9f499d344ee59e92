"""What a condition may call the fields of a form, and what it had better call them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ..types import Type, Types
from .fold import fold, lower
from .words import WORDS

_BARE = re.compile(r"\w+(?:\.\w+)*")
_TAKEN = frozenset(spelling for word in WORDS for spelling in word.zh + word.en)
_OUTER = ("外层.", "outer.")


@dataclass(frozen=True)
class Names:
    """The names of one form, or of one row of a list.

    types      type of each dotted path, members of rows included
    meanings   the paths a folded spelling may mean; more than one is ambiguous. A key or a dotted path always
               means itself, a title that equals one never counts
    spellings  for each path, its titles that mean nothing else and last its own dotted path
    words      every spelling and option that may stand without brackets, also those of rows inside lists, by
               first character, longest first
    """

    types: Mapping[str, Type] = field(hash=False)
    meanings: Mapping[str, tuple[str, ...]] = field(hash=False)
    spellings: Mapping[str, tuple[str, ...]] = field(hash=False)
    words: Mapping[str, tuple[str, ...]] = field(hash=False)


def build_names(types: Types) -> Names:
    """Return the names of these fields, each known by its key, its dotted path and its title."""
    places = list(_walk(types, "", ""))
    meanings: dict[str, tuple[str, ...]] = {}
    for path, _, _ in places:
        meanings[fold(path)] = (*meanings.get(fold(path), ()), path)
    keys = frozenset(meanings)
    titles = {path: _read_titles(title, kind) for path, title, kind in places}
    for path, own in titles.items():
        for title in own:
            if title not in keys:
                meanings[title] = (*meanings.get(title, ()), path)
    spellings = {
        path: (*(one for one in own if meanings[one] == (path,)), path) for path, own in titles.items()
    }
    return Names(
        MappingProxyType({path: kind for path, _, kind in places}),
        MappingProxyType(meanings),
        MappingProxyType(spellings),
        MappingProxyType(_index(frozenset(meanings) | frozenset(_read_inner(types)))),
    )


def _walk(types: Types, path: str, title: str) -> Iterator[tuple[str, str, Type]]:
    for key, kind in types.items():
        named = kind.title or key
        yield path + key, title + named, kind
        yield from _walk(kind.fields, f"{path}{key}.", f"{title}{named}.")


def _read_titles(dotted: str, kind: Type) -> tuple[str, ...]:
    """Return the folded titles of a place, the short one first."""
    titles = (fold(one).strip() for one in (kind.title, dotted) if kind.title.strip())
    return tuple(dict.fromkeys(titles))


def _read_inner(types: Types) -> Iterator[str]:
    """Yield options, and all that may be said inside the rows of a list."""
    for _, _, kind in _walk(types, "", ""):
        yield from (fold(one) for one in kind.options if isinstance(one, str))
        if kind.of is not None:
            yield from _read_inner({"": kind.of})
            yield from _walk_spellings(kind.of.fields)


def _walk_spellings(types: Types) -> Iterator[str]:
    for path, title, kind in _walk(types, "", ""):
        yield from (fold(path), *_read_titles(title, kind))


def _index(spellings: frozenset[str]) -> dict[str, tuple[str, ...]]:
    # An operator stays an operator whatever a form calls its fields: such a name is written in brackets.
    bare = [one for one in spellings if _BARE.fullmatch(one) and lower(one) not in _TAKEN]
    index: dict[str, list[str]] = {}
    for one in sorted(bare, key=lambda spelling: (-len(spelling), spelling)):
        if not one.startswith(_OUTER):
            index.setdefault(one[0], []).append(one)
    return {first: tuple(words) for first, words in index.items()}
