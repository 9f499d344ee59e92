"""Patterns that mean the same in every engine and never backtrack far, even where the engine could."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

from ..problems import Problem
from ..subschemas import Tokens, point, walk_schema
from .charsets import Ranges, bodies, charset, charset_of, first_charset, least, overlap

MOST = 300
LONGEST = 300
BIGGEST = 5_000
# So many ways to split one text between neighbours are tried in no time: 3-4 digits, then 7-8 digits.
FEW = 100
MANY_WAYS = 1_000_000

CLASSES = {"d": "[0-9]", "w": "[A-Za-z0-9_]", "s": "[ \\t]", "p": "[一-龥]"}

Item = tuple[Any, Any]

_TOKEN = re.compile(
    r"(?P<unicode>\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2})|\\(?P<escaped>.)|(?P<group>\(\?(?:<?[=!]|.))"
    r"|(?P<open>\[\^?\]?)|(?P<count>\{[0-9]{1,4}(?:,[0-9]{0,4})?\}[+]?)|(?P<stray>[{}\]])|(?P<plain>.)",
    re.DOTALL,
)
_CLASS_TOKEN = re.compile(
    r"(?P<unicode>\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2})|\\(?P<escaped>.)|(?P<close>\])"
    r"|(?P<stray>\[|&&|--|~~|\|\|)|(?P<plain>.)",
    re.DOTALL,
)
_PLAIN_ESCAPES = "^$\\.*+?()[]{}|/-ntrfv"


class PatternFault(Exception):
    """Why a pattern is refused: a problem's code and facts."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code)


def check_patterns(document: dict[str, Any]) -> tuple[Problem, ...]:
    """Return a problem for every ``pattern`` and every key of ``patternProperties`` that is refused."""
    found = list(_patterns(document))
    if len({pattern for _, pattern in found}) > MOST:
        return (Problem("too_many_patterns", "/schema", {"limit": MOST}),)
    problems = []
    for at, pattern in found:
        fault = judge_pattern(pattern)
        if fault:
            problems.append(Problem(fault.code, point(at), fault.facts))
    return tuple(problems)


@lru_cache(maxsize=4096)
def judge_pattern(pattern: str) -> PatternFault | None:
    """Return why the pattern is refused, or ``None``."""
    if len(pattern) > LONGEST:
        return PatternFault("bad_pattern", limit=LONGEST)
    try:
        _check_text(pattern)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            items = list(import_module("re._parser").parse(pattern))
        _check_items(items)
        if _size(items) > BIGGEST:
            raise PatternFault("bad_pattern", limit=BIGGEST)
    except PatternFault as fault:
        return fault
    except (re.error, FutureWarning, DeprecationWarning, RecursionError, OverflowError):
        return PatternFault("bad_pattern")
    return None


def _patterns(document: dict[str, Any]) -> Iterator[tuple[Tokens, str]]:
    for tokens, part in walk_schema(document["schema"], ("schema",)):
        if not isinstance(part, dict):
            continue
        if "pattern" in part:
            yield (*tokens, "pattern"), part["pattern"]
        yield from (((*tokens, "patternProperties", key), key) for key in part.get("patternProperties", ()))


def _check_text(pattern: str) -> None:
    """Refuse what the engines of server and browser read differently."""
    place, in_class = 0, False
    while place < len(pattern):
        found = (_CLASS_TOKEN if in_class else _TOKEN).match(pattern, place)
        assert found is not None  # plain takes whatever is left
        kind, text = str(found.lastgroup), found[0]
        if kind == "escaped":
            _check_escape(found["escaped"])
        elif kind == "group" and text != "(?:":
            raise PatternFault("pattern_look_around" if text[-1] in "=!" else "bad_pattern", got=text)
        elif kind == "stray" or (kind == "open" and "]" in text) or (kind == "count" and text[-1] == "+"):
            raise PatternFault("bad_pattern", got=text)
        in_class = kind == "open" or (in_class and kind != "close")
        place = found.end()


def _check_escape(letter: str) -> None:
    if letter.lower() in CLASSES:
        raise PatternFault("pattern_class", got="\\" + letter, allowed=CLASSES[letter.lower()])
    if letter in "123456789k":
        raise PatternFault("pattern_back_reference", got="\\" + letter)
    if letter not in _PLAIN_ESCAPES:
        raise PatternFault("bad_pattern", got="\\" + letter)


def _check_items(items: list[Item]) -> None:
    """Refuse neighbours that can share a text in many ways, and repetitions of what varies by itself."""
    active: list[tuple[Ranges, int]] = []
    for item in items:
        _check_item(item)
        if str(item[0]) == "AT":
            continue
        start, ways = first_charset([item]), _ways([item])
        sharing = [before for chars, before in active if overlap(chars, start)]
        if ways > 1 and sharing and ways * _product(sharing) > FEW:
            raise PatternFault("pattern_not_linear")
        if least([item]) > 0:
            active = [(chars, before) for chars, before in active if overlap(chars, start)]
        if ways > 1:
            active.append((charset(item), ways))


def _check_item(item: Item) -> None:
    operation = str(item[0])
    if operation not in _KNOWN or (operation == "AT" and str(item[1]) not in ("AT_BEGINNING", "AT_END")):
        raise PatternFault("bad_pattern", got=operation.lower())
    for body in bodies(item):
        _check_items(body)
    if operation in ("MAX_REPEAT", "MIN_REPEAT") and item[1][1] > 1:
        _check_repetition(item)


def _check_repetition(item: Item) -> None:
    _, most, _ = item[1]
    body = _unwrap(bodies(item)[0])
    if least(body) == 0:
        raise PatternFault("pattern_not_linear")
    ways = _ways(body)
    if ways > 1 and not _is_separated(body) and (most > 20 or ways ** int(most) > FEW):
        raise PatternFault("pattern_not_linear")


def _is_separated(body: list[Item]) -> bool:
    """Tell whether each round of a repetition begins or ends with a character found nowhere else in it."""
    first, last = body[0], body[-1]
    return any(
        _ways([mark]) == 1 and least([mark]) > 0 and not overlap(charset(mark), charset_of(rest))
        for mark, rest in ((first, body[1:]), (last, body[:-1]))
    )


def _unwrap(body: list[Item]) -> list[Item]:
    while len(body) == 1 and str(body[0][0]) == "SUBPATTERN":
        body = bodies(body[0])[0]
    return body


def _ways(items: list[Item]) -> int:
    """Return in how many ways the items can take a text, up to a million."""
    return _product([_ways_of(item) for item in items])


def _ways_of(item: Item) -> int:
    operation = str(item[0])
    inner = [_ways(body) for body in bodies(item)]
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, _ = item[1]
        most = min(int(most), 1_000)
        return min((most - least + 1) * inner[0] ** min(most, 20), MANY_WAYS) if most > least else inner[0]
    if operation == "BRANCH":
        starts = [first_charset(body) for body in bodies(item)]
        apart = all(starts) and not any(overlap(a, b) for i, a in enumerate(starts) for b in starts[:i])
        return max(inner) if apart else min(sum(inner), MANY_WAYS)
    return inner[0] if inner else 1


def _size(items: list[Item]) -> int:
    total = 0
    for item in items:
        inner = sum(_size(body) for body in bodies(item))
        if str(item[0]) in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, _ = item[1]
            inner *= most if most <= BIGGEST else max(least, 1)
        total += max(inner, 1)
    return total


def _product(numbers: list[int]) -> int:
    result = 1
    for number in numbers:
        result = min(result * number, MANY_WAYS)
    return result


_KNOWN = frozenset(
    ("LITERAL", "NOT_LITERAL", "ANY", "IN", "AT", "BRANCH", "SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT")
)
