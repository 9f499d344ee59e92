"""Random JSON made of operators: trees that are seldom right, and data for them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from lizheng.rules.logic import LogicError, RuleRefused, compile_logic
from lizheng.rules.types import Types

OPERATORS = (
    *("var", "val", "exists", "missing", "missing_some", "if", "?:", "and", "or", "!", "!!", "??"),
    *("==", "!=", "===", "!==", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "min", "max", "cat", "substr"),
    *("in", "merge", "map", "filter", "reduce", "all", "some", "none", "try", "throw", "preserve", "log"),
    *("round", "floor", "ceil", "abs", "length", "empty", "count", "sum", "now", "today", "date", "year"),
    *("month", "day", "weekday", "days", "add_days", "add_months", "month_end", "workdays", "add_workdays"),
    *("is_workday", "last_workday", "hours", "add_hours", "age", "fits", "nothing", "__class__", ""),
)
NAMES = ("a", "b", "list", "rows", "text", "date", "moment", "rows.n", "", "__proto__", "d", "g", "k0", "'")
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.integers(-3, 12),
    st.floats(allow_nan=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.sampled_from([*NAMES, "1.5", "2026-02-28", "2026-02-28T10:00:00+08:00", "08:30", "𠮷野"]),
    st.text(max_size=5),
)
DATA = st.dictionaries(
    st.sampled_from(NAMES),
    st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
        ),
        max_leaves=12,
    ),
    max_size=6,
)


def _grow(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    operators = st.sampled_from(OPERATORS)
    names = st.sampled_from(NAMES)
    return st.one_of(
        st.lists(inner, max_size=4),
        st.builds(lambda op, args: {op: args}, operators, st.lists(inner, max_size=4)),
        st.builds(lambda op, one: {op: one}, operators, inner),
        st.builds(lambda op, one, other: {op: [one, other]}, operators, inner, inner),
        st.builds(lambda name: {"var": name}, names),
        st.builds(lambda level, name: {"val": [[level], name]}, st.integers(-4, 4), names),
        st.dictionaries(names, inner, max_size=2),
    )


TREES = st.recursive(SCALARS, _grow, max_leaves=25)


def answer(tree: Any, data: Any, types: Types | None = None) -> str:
    """Return whether a tree answers, fails or is refused; anything else it raises comes through."""
    try:
        rule = compile_logic(tree, typed=types)
        value, trace = rule.explain(data, now="2026-11-24T10:00:00+08:00")
        same = rule(data, now="2026-11-24T10:00:00+08:00")
    except RuleRefused:
        return "refused"
    except LogicError:
        return "failed"
    assert repr(value) == repr(same)
    return "answered" if list(trace) is not None else "never"
