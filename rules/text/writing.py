"""A tree printed as one line that reads back as the same tree.

Trees that mean the same are written alike and read back in one form: an argument without its list in a list,
``===`` as ``==``, ``?:`` as ``if``, ``!!`` and a lone ``and`` or ``or`` as a double ``!``, a lone ``+``,
``*`` or ``??`` as its argument, a ``var`` with a default as ``??``, a plain ``val`` as ``var``, 3.0 as 3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from .literals import write_percent
from .names import Names
from .nodes import DEPTH
from .phrases import Level, Phrase, Place, write_literal, write_name
from .reading import LENGTH
from .refusing import refuse, refuse_tree
from .scope import Scope, find_type
from .trees import is_deeper, split_name, split_tree
from .words import CALLS, Call, call_for, spell_call, spell_word


def write_condition(tree: object, names: Names, *, language: Literal["zh-CN", "en"] = "zh-CN") -> str:
    """Return the condition text of a tree, in titles and Chinese words or in keys and English ones.

    RuleRefused: name_unknown, number_too_long, too_deep, too_long, or tree_unwritable for what has no words
    (operators outside the typed profile, null, too many or too few arguments); ``pointer`` says where.
    """
    if is_deeper(tree, DEPTH):
        raise refuse_tree("too_deep", "", "", limit=DEPTH)
    text = _write(Place(tree, Scope((names,)), language)).text
    if len(text) > LENGTH:
        raise refuse("too_long", LENGTH, got=len(text), limit=LENGTH)
    return text


def _write(place: Place) -> Phrase:
    if isinstance(place.tree, list):
        return _write_call("list", place)
    op, _ = split_tree(place.tree) or ("", [])
    if not op:
        return write_literal(place)
    write = _WRITERS.get(op)
    if write is None:
        raise refuse_tree("tree_unwritable", place.pointer, op)
    return write(op, place)


def _write_named(op: str, place: Place) -> Phrase:
    _, args = split_tree(place.tree) or ("", [])
    if op == "var" and len(args) == 2:
        return _write(replace(place, tree={"??": [{"var": args[0]}, args[1]]}))
    named = split_name(op, args)
    if named is None:
        raise refuse_tree("tree_unwritable", place.pointer, op)
    return write_name(place, *named)


def _write_joined(op: str, place: Place) -> Phrase:
    """Return ``a and b``; a lone argument is made a truth value by two negations."""
    args = place.read_args(1, None)
    if len(args) == 1:
        return _write_truth("!!", place)
    terminal, level = ("_AND", Level.BOTH) if op == "and" else ("_OR", Level.EITHER)
    word = f" {spell_word(terminal, place.language)} "
    return Phrase(word.join(_write(one).at(Level(level + 1)) for one in args), level)


def _write_truth(op: str, place: Place) -> Phrase:
    [arg] = place.read_args(1, 1)
    return _write(replace(place, tree={"!": [{"!": [arg.tree]}]}))


def _write_negated(op: str, place: Place) -> Phrase:
    [arg] = place.read_args(1, 1)
    inner, _ = split_tree(arg.tree) or ("", [])
    if inner == "empty":
        return _write_suffix("_FILLED", arg)
    if inner == "in":
        return _write_in("NOT_IN", "HAS_NOT", arg)
    phrase = _write(arg)
    # ``not a = b`` reads back well, but people take it for ``(not a) = b``.
    text = phrase.at(Level.ATOM) if phrase.level == Level.RELATION else phrase.at(Level.NEGATION)
    return Phrase(f"{spell_word('_NOT', place.language)} {text}", Level.NEGATION)


def _write_compared(op: str, place: Place) -> Phrase:
    args = place.read_args(2, 2 if op in ("==", "!=") else 3)
    if len(args) == 3:
        return _write_chain(op, args, place.language)
    right, whole = args[1], _find_half(args[1])
    if op == ">" and whole is not None:
        return _write_infix(spell_word("_HALF", place.language), args[0], whole)
    return _write_infix(
        spell_word(_TERMINALS[op], place.language, worded=_is_share(right.tree)), args[0], right
    )


def _write_chain(op: str, args: list[Place], language: str) -> Phrase:
    low, inner, high = (_write(one).at(Level.SUM) for one in args)
    if op != "<=":
        sign = spell_word(_TERMINALS[op], language)
        return Phrase(f"{low} {sign} {inner} {sign} {high}", Level.RELATION)
    zh = language == "zh-CN"
    text = f"{inner} 在 {low} 到 {high} 之间" if zh else f"{inner} between {low} and {high}"
    return Phrase(text, Level.RELATION)


def _write_infix(word: str, left: Place, right: Place) -> Phrase:
    return Phrase(f"{_write(left).at(Level.SUM)} {word} {_write(right).at(Level.SUM)}", Level.RELATION)


def _find_half(place: Place) -> Place | None:
    op, args = split_tree(place.tree) or ("", [])
    is_half = op == "/" and len(args) == 2 and args[1] == 2
    return place.read_args(2, 2)[0] if is_half else None


def _is_share(tree: object) -> bool:
    """Return whether a tree is two thirds of something or 80 % of it."""
    op, args = split_tree(tree) or ("", [])
    if op != "*" or len(args) != 2:
        return False
    inner, numbers = split_tree(args[0]) or ("", [])
    if inner == "/" and len(numbers) == 2:
        return all(_is_number(one) for one in numbers)
    return isinstance(args[0], float) and 0 < args[0] < 1


def _is_number(tree: object) -> bool:
    return isinstance(tree, int | float) and not isinstance(tree, bool) and tree >= 0


def _write_in(among: str, has: str, place: Place) -> Phrase:
    left, right = place.read_args(2, 2)
    if isinstance(right.tree, list) and right.tree and all(isinstance(one, _SCALARS) for one in right.tree):
        items = [_write(one).at(Level.SUM) for one in right.read_args(0, None)]
        listed = "、".join(items) if place.language == "zh-CN" else f"({', '.join(items)})"
        return Phrase(
            f"{_write(left).at(Level.SUM)} {spell_word(among, place.language)} {listed}", Level.RELATION
        )
    named = isinstance(left.tree, dict) and _is_list(right)
    if isinstance(right.tree, list) or named:
        return _write_infix(spell_word(among, place.language), left, right)
    return _write_infix(spell_word(has, place.language), right, left)


def _is_list(place: Place) -> bool:
    found = find_type(place.tree, place.scope)
    return found.kind == "list" if found else (split_tree(place.tree) or ("",))[0] in _LISTS


def _write_suffix(terminal: str, place: Place) -> Phrase:
    [arg] = place.read_args(1, 1)
    return Phrase(f"{_write(arg).at(Level.SUM)} {spell_word(terminal, place.language)}", Level.RELATION)


def _write_sum(op: str, place: Place) -> Phrase:
    """Return a sum or product; its first argument needs brackets only where it would be joined."""
    args = place.read_args(1, None)
    if len(args) == 1:
        return _write(args[0])
    level = Level.SUM if op == "+" else Level.PRODUCT
    if _is_share(place.tree):
        return _write_share(args, place.language)
    first = _write(args[0])
    joined = (split_tree(args[0].tree) or ("",))[0] == op
    parts = [
        first.at(Level(level + 1) if joined else level),
        *(_write(one).at(Level(level + 1)) for one in args[1:]),
    ]
    return Phrase(f" {op} ".join(parts), level)


def _write_share(args: list[Place], language: str) -> Phrase:
    share, whole = args
    number = (
        write_percent(share.tree) if isinstance(share.tree, float) else _write(share).text.replace(" ", "")
    )
    return Phrase(f"{number} {spell_word('OF', language)} {_write(whole).at(Level.UNARY)}", Level.PRODUCT)


def _write_difference(op: str, place: Place) -> Phrase:
    args = place.read_args(1 if op == "-" else 2, 2)
    if len(args) == 1:
        # A bare number would take the sign for its own.
        is_number = isinstance(args[0].tree, int | float)
        text = f"({_write(args[0]).text})" if is_number else _write(args[0]).at(Level.CHOSEN)
        return Phrase(f"-{text}", Level.UNARY)
    level = Level.SUM if op == "-" else Level.PRODUCT
    sign = spell_word(_TERMINALS[op], place.language)
    return Phrase(f"{_write(args[0]).at(level)} {sign} {_write(args[1]).at(Level(level + 1))}", level)


def _write_first_filled(op: str, place: Place) -> Phrase:
    args = place.read_args(1, None)
    if len(args) == 1:
        return _write(args[0])
    if place.language == "zh-CN":
        return _write_call(op, place)
    return Phrase(" ?? ".join(_write(one).at(Level.ATOM) for one in args), Level.CHOSEN)


def _write_call(op: str, place: Place) -> Phrase:
    call = call_for(op)
    args = place.read_args(call.least, call.most)
    if call.body:
        inner = place.scope.enter(find_type(args[0].tree, place.scope))
        args = [args[0], *(replace(one, scope=inner) for one in args[1:])]
    return _build_call(call, [_write(one).text for one in args], place.language)


def _write_missing(op: str, place: Place) -> Phrase:
    args = place.read_args(1, None)
    wrong = next((one for one in args if not isinstance(one.tree, str) or not one.tree), None)
    if wrong is not None:
        raise refuse_tree("tree_unwritable", wrong.pointer, op)
    return _build_call(call_for(op), [write_name(one, 0, str(one.tree)).text for one in args], place.language)


def _build_call(call: Call, args: list[str], language: str) -> Phrase:
    name = spell_call(call.op, language)
    return Phrase(name if call.most == 0 else f"{name}({', '.join(args)})", Level.ATOM)


_SCALARS = (bool, int, float, str)
_LISTS = ("filter", "map", "merge", "missing")
_TERMINALS = {"==": "EQ", "!=": "NE", "<": "LT", "<=": "LE", ">": "GT", ">=": "GE"} | {
    "-": "MINUS", "/": "DIVIDE", "%": "MOD"
}  # fmt: skip
_WRITERS: Mapping[str, Callable[[str, Place], Phrase]] = {
    **{call.op: _write_call for call in CALLS if call.op != "list"},
    **dict.fromkeys(("var", "val"), _write_named),
    **dict.fromkeys(("and", "or"), _write_joined),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), _write_compared),
    **dict.fromkeys(("+", "*"), _write_sum),
    **dict.fromkeys(("-", "/", "%"), _write_difference),
    "===": lambda _, place: _write_compared("==", place),
    "!==": lambda _, place: _write_compared("!=", place),
    "?:": lambda _, place: _write_call("if", place),
    "!": _write_negated,
    "!!": _write_truth,
    "in": lambda _, place: _write_in("IN", "HAS", place),
    "empty": lambda _, place: _write_suffix("_EMPTY", place),
    "??": _write_first_filled,
    "missing": _write_missing,
}
