"""The vocabulary of the condition text: every word and sign, where it stands and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Literal

Place = Literal["before", "between", "after", "operand"]


@dataclass(frozen=True)
class Word:
    """One operator and all its spellings.

    terminal  its name in the grammar
    place     ``before`` an operand, ``between`` two, ``after`` one, or an ``operand`` by itself
    zh, en    spellings in each language; the first is the one that is written
    signs     spellings both languages share, written before words where there are any
    opened    it is read only where this stands somewhere before it
    """

    terminal: str
    place: Place
    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    opened: str = ""


@dataclass(frozen=True)
class Call:
    """One function: ``name(argument, ...)``.

    op      the operator of the tree
    zh, en  spellings in each language; the first is the one that is written
    least   fewest arguments, ``most`` the largest number; None for any
    body    the second argument is read once for each row, with the row's names first
    """

    op: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    least: int
    most: int | None
    body: bool = False


WORDS = (
    Word("_AND", "between", ("且", "并且"), ("and",)),
    Word("_OR", "between", ("或", "或者"), ("or",)),
    Word("_NOT", "before", ("非",), ("not",)),
    Word("EQ", "between", ("等于",), ("is", "equals"), ("=", "==")),
    Word("NE", "between", ("不等于",), ("is not",), ("!=", "≠")),
    Word(
        "GE",
        "between",
        ("至少", "不少于", "不早于", "不小于", "不低于"),
        ("at least", "no less than", "not before"),
        (">=", "≥"),
    ),
    Word("GT", "between", ("超过", "大于", "多于", "晚于", "高于"), ("more than", "over", "after"), (">",)),
    Word(
        "LE",
        "between",
        ("至多", "不超过", "不晚于", "不大于", "不多于", "不高于"),
        ("at most", "no more than", "not after"),
        ("<=", "≤"),
    ),
    Word("LT", "between", ("不足", "小于", "少于", "早于", "低于"), ("less than", "under", "before"), ("<",)),
    Word("_HALF", "between", ("过半",), ("over half of", "more than half of")),
    Word("IN", "between", ("属于",), ("in",)),
    Word("NOT_IN", "between", ("不属于",), ("not in",)),
    Word("HAS", "between", ("包含",), ("contains",)),
    Word("HAS_NOT", "between", ("不包含",), ("does not contain",)),
    Word("_EMPTY", "after", ("未填",), ("is empty",)),
    Word("_FILLED", "after", ("已填",), ("is filled", "is not empty")),
    Word("_WITHIN", "between", ("在",)),
    Word("_TO", "between", ("到", "至"), opened="在"),
    Word("_WITHIN_END", "after", ("之间",), opened="在"),
    Word("_BETWEEN", "between", (), ("between",)),
    Word("PLUS", "between", signs=("+",)),
    Word("MINUS", "between", signs=("-", "−")),
    Word("TIMES", "between", signs=("*", "×")),
    Word("DIVIDE", "between", signs=("/", "÷")),
    Word("MOD", "between", ("余",), ("mod",), ("%",)),
    Word("OF", "between", ("的",), ("of",)),
    Word("_FALLBACK", "between", signs=("??",)),
    Word("_OPEN", "before", signs=("(",)),
    Word("CLOSE", "after", signs=(")",)),
    Word("ARG", "between", signs=(",",)),
    Word("_SEP", "between", signs=("、",)),
    Word("TRUE", "operand", ("是",), ("true",)),
    Word("FALSE", "operand", ("否",), ("false",)),
    Word("ITEM", "operand", ("本项",), ("this item",)),
    Word("OUTER", "before", ("外层.",), ("outer.",)),
)

CALLS = (
    Call("if", ("如果",), ("if",), 2, None),
    Call("??", ("首个有值",), ("first_filled",), 1, None),
    Call("count", ("条数",), ("count",), 1, 2, body=True),
    Call("sum", ("合计",), ("sum",), 1, 2, body=True),
    Call("all", ("每条",), ("all",), 2, 2, body=True),
    Call("some", ("有一条",), ("some",), 2, 2, body=True),
    Call("none", ("没有一条",), ("none",), 2, 2, body=True),
    Call("filter", ("筛选",), ("filter",), 2, 2, body=True),
    Call("map", ("取",), ("map",), 2, 2, body=True),
    Call("list", ("列表",), ("list",), 0, None),
    Call("merge", ("合并",), ("merge",), 1, None),
    Call("fits", ("符合",), ("fits",), 2, 2),
    Call("missing", ("缺少",), ("missing",), 1, None),
    Call("min", ("最小",), ("min",), 1, None),
    Call("max", ("最大",), ("max",), 1, None),
    Call("round", ("四舍五入",), ("round",), 1, 2),
    Call("floor", ("取整",), ("floor",), 1, 1),
    Call("ceil", ("进一",), ("ceil",), 1, 1),
    Call("abs", ("绝对值",), ("abs",), 1, 1),
    Call("cat", ("连接",), ("cat",), 1, None),
    Call("length", ("字数",), ("length",), 1, 1),
    Call("substr", ("截取",), ("substr",), 2, 3),
    Call("now", ("现在",), ("now",), 0, 0),
    Call("today", ("今天",), ("today",), 0, 0),
    Call("date", ("日期",), ("date",), 1, 1),
    Call("year", ("年",), ("year",), 1, 1),
    Call("month", ("月",), ("month",), 1, 1),
    Call("day", ("日",), ("day",), 1, 1),
    Call("weekday", ("星期",), ("weekday",), 1, 1),
    Call("age", ("年龄",), ("age",), 2, 2),
    Call("days", ("天数",), ("days",), 2, 2),
    Call("add_days", ("加天",), ("add_days",), 2, 2),
    Call("add_months", ("加月",), ("add_months",), 2, 2),
    Call("month_end", ("月末",), ("month_end",), 1, 1),
    Call("workdays", ("工作日数",), ("workdays",), 2, 2),
    Call("add_workdays", ("加工作日",), ("add_workdays",), 2, 2),
    Call("is_workday", ("是工作日",), ("is_workday",), 1, 1),
    Call("last_workday", ("月末工作日",), ("last_workday",), 1, 1),
    Call("hours", ("小时数",), ("hours",), 2, 2),
    Call("add_hours", ("加小时",), ("add_hours",), 2, 2),
)

# What the grammar's other terminals are called in a message.
KINDS = {
    "WORD": ("一个字段", "a field"),
    "NAME": ("一个字段", "a field"),
    "NUMBER": ("数字", "a number"),
    "TEXT": ("“文字”", '"text"'),
    "MOMENT": ("日期", "a date"),
    "FUNC": ("函数，如 条数(…)", "a function such as count(...)"),
    "CONSTANT": ("今天", "today"),
    "$END": ("到此为止", "nothing more"),
}

_BY_TERMINAL = {word.terminal: word for word in WORDS}
_BY_OP = {call.op: call for call in CALLS}
# A message has room for eight: what people most often meant comes first.
_ORDER = (
    *("WORD", "NAME", "NUMBER", "TEXT", "MOMENT", "FUNC", "CONSTANT", "TRUE", "_NOT"),
    *("CLOSE", "ARG", "_TO", "_WITHIN_END", "_AND", "_OR", "EQ", "GE", "GT", "_HALF", "IN", "_EMPTY"),
    *_BY_TERMINAL,
    "$END",
)


def call_for(op: str) -> Call:
    """Return the function whose tree has this operator; KeyError where there is none."""
    return _BY_OP[op]


def spell_word(terminal: str, language: str, *, worded: bool = False) -> str:
    """Return how an operator is written: its sign where it has one, unless ``worded``."""
    word = _BY_TERMINAL[terminal]
    words = word.zh if language == "zh-CN" else word.en
    return (words + word.signs if worded else word.signs + words)[0]


def spell_call(op: str, language: str) -> str:
    """Return the name of a function in one language."""
    return (_BY_OP[op].zh if language == "zh-CN" else _BY_OP[op].en)[0]


def say_expected(terminals: set[str], language: str) -> tuple[str, ...]:
    """Return at most eight things that may stand at a place, in words people write."""
    known = sorted(terminals, key=_ORDER.index)
    return tuple(dict.fromkeys(chain.from_iterable(_say(one, language) for one in known)))[:8]


def _say(terminal: str, language: str) -> tuple[str, ...]:
    """Return what stands for a terminal in a message; nothing where only the other language has a word."""
    zh = language == "zh-CN"
    if terminal in KINDS:
        return KINDS[terminal][:1] if zh else KINDS[terminal][1:]
    word = _BY_TERMINAL[terminal]
    return (word.signs + (word.zh if zh else word.en))[:1]
