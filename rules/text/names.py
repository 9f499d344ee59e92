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
    spellings  for each path, its titles that mean nothing else, as the form writes them, and last the path
    words      every spelling and option that may stand without brackets, also those of rows inside lists
    lengths    how long the words with each first character are, longest first
    """

    types: Mapping[str, Type] = field(hash=False)
    meanings: Mapping[str, tuple[str, ...]] = field(hash=False)
    spellings: Mapping[str, tuple[str, ...]] = field(hash=False)
    words: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]] = field(hash=False)


def build_names(types: Types) -> Names:
    """Return the names of these fields, each known by its key, its dotted path and its title."""
    places = list(_walk(types, "", ""))
    meanings: dict[str, tuple[str, ...]] = {}
    for path, _, _ in places:
        meanings[fold(path)] = (*meanings.get(fold(path), ()), path)
    keys = frozenset(meanings)
    titles = {path: _read_titles(title, kind) for path, title, kind in places}
    for path, own in titles.items():
        for title in dict.fromkeys(map(fold, own)):
            if title not in keys:
                meanings[title] = (*meanings.get(title, ()), path)
    spellings = {
        path: (*(one for one in own if meanings[fold(one)] == (path,)), path) for path, own in titles.items()
    }
    words = _choose_bare(frozenset(meanings) | frozenset(_read_inner(types)))
    return Names(
        MappingProxyType({path: kind for path, _, kind in places}),
        MappingProxyType(meanings),
        MappingProxyType(spellings),
        words,
        MappingProxyType(_measure(words)),
    )


def _walk(types: Types, path: str, title: str) -> Iterator[tuple[str, str, Type]]:
    for key, kind in types.items():
        named = kind.title or key
        yield path + key, title + named, kind
        yield from _walk(kind.fields, f"{path}{key}.", f"{title}{named}.")


def _read_titles(dotted: str, kind: Type) -> tuple[str, ...]:
    """Return the titles of a place, the short one first."""
    titles = (one.strip() for one in (kind.title, dotted) if kind.title.strip())
    return tuple(dict.fromkeys(titles))


def _read_inner(types: Types) -> Iterator[str]:
    """Yield options, and all that may be said inside the rows of a list."""
    for _, _, kind in _walk(types, "", ""):
        yield from (fold(one) for one in kind.options if isinstance(one, str))
        yield from map(fold, kind.labels.values())
        if kind.of is not None:
            yield from _read_inner({"": kind.of})
            yield from _walk_spellings(kind.of.fields)


def _walk_spellings(types: Types) -> Iterator[str]:
    for path, title, kind in _walk(types, "", ""):
        yield from map(fold, (path, *_read_titles(title, kind)))


def _choose_bare(spellings: frozenset[str]) -> frozenset[str]:
    # An operator stays an operator whatever a form calls its fields: such a name is written in brackets.
    bare = (one for one in spellings if _BARE.fullmatch(one) and lower(one) not in _TAKEN)
    return frozenset(one for one in bare if not one.startswith(_OUTER))


def _measure(words: frozenset[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for one in words:
        lengths.setdefault(one[0], set()).add(len(one))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}
