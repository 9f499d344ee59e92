"""A condition cut into the words the grammar knows.

Where words run together without a space, the longest word that leaves a readable rest is taken: with fields
called 赞成 and 到会, ``赞成过半到会`` is 赞成, 过半, 到会, even if another field is called 赞成过半; a field
called 是否到会 is not cut. Letters and digits are not cut from one another, Chinese characters are. A space
always cuts.
"""

from __future__ import annotations

from collections.abc import Iterator

from lark import Token

from .cutting import RUN, Line, Piece, find_cuts, find_pieces, find_sign, fold_line
from .fold import is_joined
from .literals import CLOSING, find_quoted, quote, read_moment
from .names import Names
from .refusing import find_near, refuse, refuse_name, refuse_reading

# One character of Chinese stands inside many an unknown name; these are seldom part of one.
_CUTS = ("且", "或")


def scan(text: str, names: Names) -> Iterator[Token]:
    """Yield the words of a condition; each token knows its first column and the one after its last.

    RuleRefused: a name nobody knows, a date the calendar has not, a text or a bracket that is not closed.
    """
    line = fold_line(text, names)
    at, complete, run_end = 0, False, 0
    cuts: frozenset[tuple[int, bool]] = frozenset()
    calls: list[bool] = []
    last = ""
    while (at := _skip_spaces(text, at)) < len(text):
        if at >= run_end and (run := RUN.match(line.folded, at)):
            run_end, cuts = run.end(), find_cuts(line, at, run.end())
        token, complete = _read_token(line, at, complete, cuts, run_end)
        at = token.end_pos or 0
        token.type = _settle_comma(token.type, last, calls)
        yield token
        last = token.type


def is_bare(word: str, names: Names) -> bool:
    """Return whether a name means itself without brackets."""
    if not RUN.fullmatch(word):
        return False
    line = fold_line(word, names)
    first = (find_pieces(line, 0, False) or [None])[0]
    return first == Piece(len(word), "WORD", True)


def find_titles(line: Line, at: int) -> tuple[str, ...]:
    """Return the names that stand at ``at`` and need brackets, in them."""
    titles = (one for one in line.names.meanings if line.folded.startswith(one, at))
    return tuple(quote(one, "「") for one in titles if not is_bare(one, line.names))[:3]


def _skip_spaces(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _read_token(
    line: Line, at: int, complete: bool, cuts: frozenset[tuple[int, bool]], run_end: int
) -> tuple[Token, bool]:
    mark = line.written[at] if line.written[at] in CLOSING else line.folded[at]
    if mark in CLOSING:
        return _read_quoted(line, at, mark), True
    if at >= run_end:
        piece = find_sign(line, at) or Piece(at + 1, "STRANGE", complete)
    elif (at, complete) in cuts:
        pieces = find_pieces(line, at, complete)
        piece = next(one for one in pieces if one.end >= run_end or (one.end, one.complete) in cuts)
    else:
        piece = _read_unplanned(line, at, complete, run_end)
    return _build_token(line, at, piece), piece.complete


def _read_quoted(line: Line, at: int, mark: str) -> Token:
    is_name = mark in "「["
    found = find_quoted(line.folded if is_name else line.written, at)
    if found is None:
        raise refuse("text_unclosed", at, got=line.written[at], expected=(CLOSING[mark],))
    content, end = found
    return Token("NAME" if is_name else "TEXT", content.strip() if is_name else content, at, end_pos=end)


def _build_token(line: Line, at: int, piece: Piece) -> Token:
    value: str | None = line.folded[at : piece.end]
    if piece.terminal == "MOMENT":
        value = read_moment(value)
    if value is None:
        raise refuse_reading(at, line.written[at : piece.end], {"MOMENT"})
    return Token(piece.terminal, value, at, end_pos=piece.end)


def _read_unplanned(line: Line, at: int, complete: bool, run_end: int) -> Piece:
    """Return the likeliest word where the rest of the run makes no sense."""
    pieces = find_pieces(line, at, complete)
    if complete and not pieces:
        return Piece(run_end, "STRANGE", True)
    if complete or (pieces and not pieces[0].complete):
        return pieces[0]
    end = next((stop for stop in range(at + 1, run_end) if _find_operator(line, stop)), run_end)
    for one in pieces:
        if one.end >= end or not one.complete or one.terminal in ("NUMBER", "MOMENT"):
            return one
    return _read_unknown(line, at, end)


def _read_unknown(line: Line, at: int, end: int) -> Piece:
    """Return the operator where an operand should be, for the grammar to refuse, or refuse a name."""
    word, written = line.folded[at:end], line.written[at:end]
    if paths := line.names.meanings.get(word):
        keys = (path for path in paths if path != word)
        raise refuse("name_ambiguous", at, got=written, near=(quote(word, "「"), *keys))
    near = find_titles(line, at) or find_near(word, line.names.words)
    operator = _find_operator(line, at)
    if operator is None or near:
        raise refuse_name(at, written, near)
    return operator


def _find_operator(line: Line, at: int) -> Piece | None:
    found = () if is_joined(line.folded, at) else find_pieces(line, at, True)
    return next((one for one in found if one.end - at > 1 or line.folded[at] in _CUTS), None)


def _settle_comma(terminal: str, last: str, calls: list[bool]) -> str:
    """Return what a comma separates: arguments in the brackets of a function, elsewhere items of a list."""
    if terminal == "_OPEN":
        calls.append(last == "FUNC")
    elif terminal == "CLOSE" and calls:
        calls.pop()
    elif terminal == "ARG" and not (calls and calls[-1]):
        return "_SEP"
    return terminal
