"""One line of condition text read into the tree that engines run."""

from __future__ import annotations

from lark import Token
from lark.exceptions import UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from ..findings import RuleRefused
from .cutting import fold_line
from .grammar import build_parser
from .names import Names
from .nodes import DEPTH, Node
from .refusing import find_near, refuse, refuse_reading
from .resolving import resolve
from .scanning import find_titles, scan
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
    for token in scan(text, names):
        _feed(parser, token, text, read, names)
        read.append(token)
    return _feed(parser, Token(_END, "", len(text), end_pos=len(text)), text, read, names)


def _feed(parser: InteractiveParser, token: Token, text: str, read: list[Token], names: Names) -> Node:
    """Return what the parser has after one more word: the whole condition after the last."""
    # A parser that stumbles is past the place; the one before it knows what may stand there.
    before = parser.copy(deepcopy_values=False)
    try:
        return parser.feed_token(token)
    except UnexpectedToken:
        raise _explain(text, read, token, names, before.accepts()) from None


def _explain(text: str, read: list[Token], token: Token, names: Names, expected: set[str]) -> RuleRefused:
    """Return why a word cannot stand after what was read."""
    if token.type == _END:
        after = read[-1] if read else token
        said = {"after": _show(text, after), "reason": "end" if read else "empty"}
        return refuse_reading(after.start_pos or 0, "", expected, **said)
    got = _show(text, token)
    near = _find_titles(text, read, names) or (find_near(got, _OPERATORS) if token.type == "STRANGE" else ())
    return refuse_reading(token.start_pos or 0, got, expected, near)


def _find_titles(text: str, read: list[Token], names: Names) -> tuple[str, ...]:
    """Return titles that need brackets and were written without, if the last name may be part of one."""
    line, name = fold_line(text, names), next((one for one in read[::-1] if one.type == "WORD"), None)
    return find_titles(line, name.start_pos or 0) if name else ()


def _show(text: str, token: Token) -> str:
    return text[token.start_pos : token.end_pos]
