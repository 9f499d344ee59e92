"""The words a line can be cut into at one place, longest first, and which cuts leave a readable rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .fold import fold, is_joined, lower
from .literals import MOMENT, NUMBER
from .names import Names
from .words import CALLS, WORDS

RUN = re.compile(r"\w+(?:\.\w+)*")
_SIGNS = {sign: word.terminal for word in WORDS for sign in word.signs}
_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)))


@dataclass(frozen=True)
class Line:
    """What was written, folded, and the bare names and options that may occur in it."""

    written: str
    folded: str
    small: str
    names: Names


@dataclass(frozen=True)
class Piece:
    """One word of a line.

    complete  an operand stands complete after it, so that an operator comes next
    """

    end: int
    terminal: str
    complete: bool


def fold_line(text: str, names: Names) -> Line:
    """Return the text ready to be cut."""
    folded = fold(text)
    return Line(text, folded, lower(folded), names)


def find_pieces(line: Line, at: int, complete: bool) -> list[Piece]:
    """Return the words that may begin at ``at``, longest first.

    complete  an operand stands before ``at``: an operator is looked for, otherwise an operand
    """
    found = [*_find_words(line, at, complete), *(() if complete else _find_operands(line, at))]
    whole = [one for one in found if not is_joined(line.folded, one.end)]
    return sorted(whole, key=lambda one: -one.end)


def find_sign(line: Line, at: int) -> Piece | None:
    """Return the sign at ``at``."""
    found = _SIGN.match(line.folded, at)
    return found and Piece(found.end(), _SIGNS[found[0]], found[0] == ")")


def find_cuts(line: Line, start: int, end: int) -> frozenset[tuple[int, bool]]:
    """Return where, and after what, the rest of a run of characters without spaces can be cut into words."""
    good: set[tuple[int, bool]] = set()
    for at in range(end - 1, start - 1, -1):
        for complete in () if at > start and is_joined(line.folded, at) else (False, True):
            pieces = find_pieces(line, at, complete)
            if any(one.end >= end or (one.end, one.complete) in good for one in pieces):
                good.add((at, complete))
    return frozenset(good)


@dataclass(frozen=True)
class _Spelling:
    pattern: re.Pattern[str]
    terminal: str
    wants: bool
    leaves: bool
    opened: str = ""


def _find_words(line: Line, at: int, complete: bool) -> Iterator[Piece]:
    for one in _SPELLINGS.get(line.small[at], ()):
        if one.wants != complete or line.folded.find(one.opened, 0, at) < 0:
            continue
        if found := one.pattern.match(line.small, at):
            yield Piece(found.end(), one.terminal, one.leaves)


def _find_operands(line: Line, at: int) -> Iterator[Piece]:
    if found := MOMENT.match(line.folded, at):
        yield Piece(found.end(), "MOMENT", True)
    if found := NUMBER.match(line.folded, at):
        yield Piece(found.end(), "NUMBER", True)
        if found[0][-1] in "万亿":
            yield Piece(found.end() - 1, "NUMBER", True)
    for length in line.names.lengths.get(line.folded[at], ()):
        word = line.folded[at : at + length]
        if len(word) == length and word in line.names.words:
            yield Piece(at + length, "WORD", True)


def _read_spellings() -> Iterator[tuple[str, _Spelling]]:
    """Yield each operator and function with its first character."""
    for word in WORDS:
        wants, leaves = word.place in ("between", "after"), word.place in ("after", "operand")
        for text in word.zh + word.en:
            yield text[0], _Spelling(_compile(text), word.terminal, wants, leaves, word.opened)
    for call in CALLS:
        for text in call.zh + call.en:
            yield text[0], _Spelling(_compile(text, r"(?=\s*\()"), "FUNC", False, False)
            if call.most == 0:
                yield text[0], _Spelling(_compile(text, r"(?!\s*\()"), "CONSTANT", False, True)


def _compile(text: str, follows: str = "") -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, text.split())) + follows)


def _index_spellings() -> dict[str, tuple[_Spelling, ...]]:
    index: dict[str, tuple[_Spelling, ...]] = {}
    for first, spelling in _read_spellings():
        index[first] = (*index.get(first, ()), spelling)
    return index


_SPELLINGS = _index_spellings()
