"""One cell of a table: its text becomes a region, and a region becomes text again."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from ..findings import Finding, RuleRefused
from ..types import Kind, Type
from .points import Exact, is_line, read_point, write_point
from .regions import (
    Choice,
    Region,
    Span,
    Value,
    accept_absent,
    accept_all,
    accept_filled,
    begin,
    end,
    find_holes,
    invert,
    unite,
)

LONGEST_CELL = 65_536
ABSENT, FILLED = "未填", "已填"
EXAMPLES: Mapping[Kind, tuple[str, ...]] = {
    "number": ("-", "3", "1,2,5", ">=3", "[1..5)", "not(3)", ABSENT),
    "date": ("-", "2026-01-01", ">=2026-01-01", "[2026-01-01..2026-12-31]", ABSENT),
    "time": ("-", "08:30", ">=08:30", "[08:30..17:00)", ABSENT),
    "datetime": ("-", ">=2026-01-01T08:30:00+08:00", ABSENT),
    "boolean": ("-", "是", "否", ABSENT),
    "text": ("-", "甲", "甲,乙", "not(甲)", '"a,b"', ABSENT),
}

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD = {**_FULL_WIDTH, **dict(zip(map(ord, "\u3000“”、−【】"), map(ord, ' "",-[]'), strict=True))}
_BOOLEANS = {"是": True, "否": False, "true": True, "false": False}
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<quoted>"(?:[^"\\]|\\.)*")
    | (?P<span>[\[(\]][^,"()\[\]]*[\])\[])
    | (?P<but>(?:not|非)\s*\()
    | (?P<close>\))
    | (?P<comma>,)
    | (?P<half>[<>]=?|[≥≤])
    | (?P<bare>(?:[^,"()<>≥≤]|\([^,"()]*\))+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_PLAIN = re.compile(r'[^\s,"()<>≥≤\[\]\\]+(?:[ ][^\s,"()<>≥≤\[\]\\]+)*')


class _Token(NamedTuple):
    sort: str
    text: str
    folded: str


class _Unreadable(Exception):
    """Carries the part of the cell that cannot be read."""


def read_cell(written: object, type: Type) -> Region:
    """Return what the cell accepts: its text as docs/rules-spec.md section 5 says, or a JSON value alone.

    Raises ``RuleRefused`` with ``cell_unreadable``, whose facts say what may stand in such a cell.
    """
    try:
        return _read(written, type)
    except _Unreadable as unreadable:
        facts = {
            "got": written,
            "part": str(unreadable),
            "kind": type.kind,
            "allowed": type.options or EXAMPLES[type.kind],
        }
        raise RuleRefused(Finding("cell_unreadable", "", facts)) from None


def write_cell(region: Region, type: Type) -> str:
    """Return the text that ``read_cell`` reads back as an equal region."""
    if region == accept_all(type.kind):
        return "-"
    text = _write(region, type, _write_value)
    option = find_option(text, type)
    # A list that happens to be spelt like an option would be read as that option.
    spelt_alike = option is not None and region != _accept_value(option)
    return _write(region, type, _quote) if spelt_alike else text


def fold(text: str) -> str:
    """Return the text with full-width forms as ASCII, character by character."""
    return text.translate(_FOLD)


def find_option(text: str, type: Type) -> str | None:
    """Return the option that the text names, whatever the width of its characters."""
    options = [one for one in type.options if isinstance(one, str)]
    exact = [one for one in options if one == text]
    alike = exact or [one for one in options if fold(one) == fold(text)]
    return next(iter(alike), type.find_labelled(text))


def place_value(value: Value, type: Type) -> tuple[int, str]:
    """Return where the value stands in a list: as in the form's options, yes before no, else by its text."""
    place = type.options.index(value) if value in type.options else len(type.options)
    return place, value if isinstance(value, str) else str(not value)


def read_boolean(text: str) -> bool | None:
    """Return what ``是``, ``否``, ``true`` or ``false`` says, ``None`` for any other text."""
    return _BOOLEANS.get(fold(text))


def _read(written: object, type: Type) -> Region:
    if written is None:
        return accept_all(type.kind)
    if not isinstance(written, str):
        return _accept_value(_read_json(written, type))
    text = written.strip()
    folded = fold(text)
    if folded in ("", "-"):
        return accept_all(type.kind)
    # An option that looks like a list is still that option.
    option = None if text in _STATES or '"' in folded else find_option(text, type)
    if option is not None:
        return _accept_value(option)
    if len(text) > LONGEST_CELL:
        raise _Unreadable(text[:20])
    return _read_items(deque(_split(text, folded)), type)


def _split(text: str, folded: str) -> Iterator[_Token]:
    place = 0
    while place < len(folded):
        found = _TOKEN.match(folded, place)
        if not found or not found.lastgroup:
            raise _Unreadable(text[place:])
        first, place = found.span(found.lastgroup)
        yield _Token(found.lastgroup, text[first:place].strip(), folded[first:place].strip())


def _read_items(tokens: deque[_Token], type: Type, *, closed: bool = False) -> Region:
    """Read items up to the end, or up to the parenthesis that closes ``not(``."""
    regions = []
    while True:
        token = _take(tokens)
        regions.append(_ITEMS.get(token.sort, _refuse)(token, tokens, type))
        if not closed and not tokens:
            return unite(regions)
        mark = _take(tokens)
        if closed and mark.sort == "close":
            return unite(regions)
        if mark.sort != "comma":
            raise _Unreadable(mark.text)


def _take(tokens: deque[_Token]) -> _Token:
    if not tokens:
        raise _Unreadable("")
    return tokens.popleft()


def _refuse(token: _Token, tokens: deque[_Token], type: Type) -> Region:
    raise _Unreadable(token.text)


def _read_plain(token: _Token, tokens: deque[_Token], type: Type) -> Region:
    if token.text in _STATES:
        return _STATES[token.text](type.kind)
    return _accept_value(_read_value(token, type))


def _read_quoted(token: _Token, tokens: deque[_Token], type: Type) -> Region:
    value = _read_value(token, type)
    return accept_absent(type.kind) if value == "" else _accept_value(value)


def _read_but(token: _Token, tokens: deque[_Token], type: Type) -> Region:
    return invert(_read_items(tokens, type, closed=True))


def _read_half(token: _Token, tokens: deque[_Token], type: Type) -> Region:
    point = _read_end(_take(tokens), type)
    within = token.folded[-1] in "=≥≤"
    span = Span(point, within, None, False) if token.folded[0] in ">≥" else Span(None, False, point, within)
    return Region((span,))


def _read_span(token: _Token, tokens: deque[_Token], type: Type) -> Region:
    low, dots, high = token.folded[1:-1].partition("..")
    ends = [_read_end(_Token("bare", token.text, end.strip()), type) for end in (low, high)]
    span = Span(ends[0], token.folded[0] == "[", ends[1], token.folded[-1] == "]")
    if not dots or begin(span) >= end(span):
        raise _Unreadable(token.text)
    return Region((span,))


def _read_end(token: _Token, type: Type) -> Exact:
    value = _read_value(token, type) if is_line(type.kind) else None
    if value is None or isinstance(value, str):
        raise _Unreadable(token.text)
    return value


def _read_value(token: _Token, type: Type) -> Exact | Value:
    if token.sort not in ("bare", "quoted"):
        raise _Unreadable(token.text)
    value = _read_text(token, type) if type.kind == "text" else _read_other(token, type)
    if value is None:
        raise _Unreadable(token.text)
    return value


def _read_text(token: _Token, type: Type) -> str | None:
    quoted = token.sort == "quoted"
    text = re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL) if quoted else token.text
    return find_option(text, type) if type.options and text else text


def _read_other(token: _Token, type: Type) -> Exact | bool | None:
    if type.kind == "boolean":
        return read_boolean(token.text)
    return read_point(token.folded.strip('"') if type.kind != "number" else token.folded, type.kind)


def _read_json(written: object, type: Type) -> Exact | Value:
    if type.kind == "boolean" and isinstance(written, bool):
        return written
    point = read_point(written, type.kind) if type.kind == "number" else None
    if point is None:
        raise _Unreadable(str(written))
    return point


def _accept_value(value: Exact | Value) -> Region:
    if isinstance(value, str | bool):
        return Region(Choice(frozenset((value,))))
    return Region((Span(value, True, value, True),))


def _write(region: Region, type: Type, write: Callable[[Value], str]) -> str:
    filled = region.filled
    if filled == accept_filled(type.kind).filled:
        parts = [FILLED]
    elif isinstance(filled, Choice):
        parts = [write(value) for value in sorted(filled.values, key=partial(place_value, type=type))]
        parts = [f"not({','.join(parts)})"] if filled.others else parts
    elif holes := find_holes(region):
        parts = [f"not({','.join(write_point(point, type.kind) for point in holes)})"]
    else:
        parts = [_write_span(span, type) for span in filled]
    return ",".join([*parts, *[ABSENT] * region.absent]) or f"not({FILLED})"


def _write_value(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    plain = _PLAIN.fullmatch(fold(value)) and value not in (*_STATES, "-")
    return value if plain else _quote(value)


def _quote(value: Value) -> str:
    return '"' + re.sub(r'(["“”＂＼\\])', r"\\\1", str(value)) + '"'


def _write_span(span: Span, type: Type) -> str:
    low, high = (None if end is None else write_point(end, type.kind) for end in (span.low, span.high))
    if low is None:
        return f"<{'=' * span.high_in}{high}"
    if high is None:
        return f">{'=' * span.low_in}{low}"
    if low == high:
        return low
    return f"{'(['[span.low_in]}{low}..{high}{')]'[span.high_in]}"


_STATES: Mapping[str, Callable[[Kind], Region]] = {ABSENT: accept_absent, FILLED: accept_filled}
_ITEMS: Mapping[str, Callable[[_Token, deque[_Token], Type], Region]] = {
    "bare": _read_plain,
    "quoted": _read_quoted,
    "but": _read_but,
    "half": _read_half,
    "span": _read_span,
}
