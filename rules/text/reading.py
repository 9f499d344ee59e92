"""One line of condition text read into the tree that engines run."""

from __future__ import annotations

from lark import Token
from lark.exceptions import UnexpectedToken

from ..findings import RuleRefused
from .grammar import build_parser
from .names import Names
from .nodes import DEPTH, Node
from .refusing import find_near, refuse, refuse_reading
from .resolving import resolve
from .scanning import scan
from .scope import Scope
from .trees import is_deeper
from .words import WORDS

LENGTH = 2000
_END = "$END"
_OPERATORS = frozenset(
    spelling for word in WORDS if word.place in ("between", "after") for spelling in word.zh + word.en
)


def read_condition(text: str, names: Names) -> object:
    """Return the JsonLogic tree of a condition in the words of ``rules/text/words.py``.

    RuleRefused has one finding; its facts are ``column`` (of the character, from 0), ``place`` (from 1) and,
    where they apply, ``got``, ``expected``, ``near``, ``limit``. Codes: condition_unreadable, name_unknown,
    name_ambiguous, number_too_long, text_unclosed, too_deep, too_long. A condition that is cut short is
    condition_unreadable with the ``reason`` end and the ``column`` of the word ``after`` which it stops.
    """
    if len(text) > LENGTH:
        raise refuse("too_long", LENGTH, got=len(text), limit=LENGTH)
    tree = resolve(_parse(text, names), Scope((names,)))
    if is_deeper(tree, DEPTH):
        raise refuse("too_deep", 0, limit=DEPTH)
    return tree


def _parse(text: str, names: Names) -> Node:
    parser = build_parser().parse_interactive()
    read: list[Token] = []
    try:
        for token in scan(text, names):
            read.append(token)
            parser.feed_token(token)
        read.append(Token(_END, "", len(text), end_pos=len(text)))
        return parser.feed_token(read[-1])
    except UnexpectedToken:
        raise _explain(text, read) from None


def _explain(text: str, read: list[Token]) -> RuleRefused:
    """Return why the last word that was read cannot stand where it stands."""
    *before, last = read
    expected = _find_expected(before)
    if last.type == _END:
        after = before[-1] if before else last
        said = {"after": _show(text, after), "reason": "end" if before else "empty"}
        return refuse_reading(after.start_pos or 0, "", expected, **said)
    got = _show(text, last)
    near = find_near(got, _OPERATORS) if last.type == "STRANGE" else ()
    return refuse_reading(last.start_pos or 0, got, expected, near)


def _find_expected(before: list[Token]) -> set[str]:
    """Return what may follow these words; read again, because the parser that stumbled is past that place."""
    parser = build_parser().parse_interactive()
    for token in before:
        parser.feed_token(token)
    return parser.accepts()


def _show(text: str, token: Token) -> str:
    return text[token.start_pos : token.end_pos]
