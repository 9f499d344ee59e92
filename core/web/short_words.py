"""Short words for the names that a script declares, the same one wherever the name stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, product
from string import ascii_letters, ascii_lowercase, ascii_uppercase

_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?P<template>`(?:[^`\\]|\\.)*`)"""
    r"""|(?P<pattern>(?:(?<=[=>(,:!&|?{};\[])|(?<=return))/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)"""
    r"""|(?P<number>\d[\w.]*)|(?P<word>[A-Za-z_$][\w$]*)|(?P<mark>\.\.\.|\?\.|\s+|.)""",
    re.DOTALL,
)
_DECLARED = re.compile(
    r"\b(?:const|let|class|function)\s*([\w$]+|[\[{][^=]*?(?==|\bof\b))"  # a name, or names in a pattern
    r"|([\w$]+)=>|\(([^()]*)\)(?:=>|\{)"  # parameters
)
_CLOSING = {"(": ")", "[": "]", "{": "}"}
# Words of the language, and of browsers where a variable of ours may be called the same.
_KEPT = frozenset(
    _WORD.findall(
        """
        as async await break case catch class const continue default delete do else export extends false
        finally for from function get if import in instanceof let new null of return set static super switch
        this throw true try typeof undefined var void while yield document location navigator window
        """
    )
)


class UnreadableScript(ValueError):
    """A script that cannot be made smaller without a change of meaning: which, and why."""


def name_globals(statements: Sequence[str], ours: Iterable[str], given: Iterable[str]) -> dict[str, str]:
    """Return what to write for each name that several statements know: a short word for ``ours``.

    The most frequent are the shortest. ``given`` names are known outside as well and stay.
    """
    tokens = [one for statement in statements for one in _read_tokens(statement)]
    seen = Counter(word for word, _ in tokens)
    kept = _list_kept(tokens) | set(given)
    names = sorted({*ours, *given}, key=lambda one: (-seen[one], one))
    pairs = map("".join, product(ascii_lowercase, ascii_letters))
    fresh = (word for word in chain(ascii_uppercase, pairs) if word not in seen and word not in _KEPT)
    return {name: name if name in kept or len(name) == 1 else next(fresh) for name in names}


def shorten_words(statement: str, known: Mapping[str, str]) -> str:
    """Return the statement with short words for what it declares, and the ``known`` ones of its neighbours.

    A word becomes the same other word wherever it stands in the statement, and no other word becomes that
    one, so it does not matter in which scope it stands. Names of members are kept, and words that may be a
    member's name and a variable at once, as in ``{word}``.
    """
    tokens = list(_read_tokens(statement))
    parts = [part for found in _DECLARED.findall(statement) for part in found]
    ours = {word for part in parts for word in _WORD.findall(part)} - _list_kept(tokens) - known.keys()
    taken = {known.get(word, word) for word, _ in tokens if word not in ours} | _KEPT
    words = chain(ascii_lowercase, map("".join, product(ascii_lowercase, repeat=2)))
    fresh = (word for word in words if word not in taken)
    short = dict(known)
    for word, role in tokens:
        if role == "variable" and word in ours and word not in short:
            short[word] = next(fresh)
    return "".join(short.get(word, word) if role == "variable" else word for word, role in tokens)


def _list_kept(tokens: Iterable[tuple[str, str]]) -> set[str]:
    return {one for word, role in tokens if role == "both" for one in _WORD.findall(word)} | _KEPT


def _read_tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield each token and what it is: a ``member``, a ``variable``, maybe ``both``, or ``""``.

    The text comes from jsmin, which leaves no blank where the neighbours decide.
    """
    opened: list[str] = []
    found = [(one.lastgroup, one[0]) for one in _TOKEN.finditer(text)]
    words = ["", *(word for _, word in found), ""]
    for before, (kind, word), after in zip(words, found, words[2:], strict=False):
        if kind == "word":
            yield word, _tell_role(before, after, in_braces=opened[-1:] == ["{"])
        else:
            yield word, "both" if kind == "template" else ""
        if word in _CLOSING:
            opened.append(word)
        elif word in _CLOSING.values() and (not opened or _CLOSING[opened.pop()] != word):
            raise UnreadableScript(f"nothing opens what {word} closes: {text[:80]}")
    if opened:
        raise UnreadableScript(f"nothing closes {opened[-1]}: {text[:80]}")


def _tell_role(before: str, after: str, *, in_braces: bool) -> str:
    if before in (".", "?."):
        return "member"
    if not in_braces or before not in ("{", ","):
        return "variable"
    return "member" if after == ":" else "both"
