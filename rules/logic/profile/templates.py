"""The operators of the typed profile, each with its template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from ... import dates, numbers
from ..nodes import LIST, LITERAL
from ..wholes import write_arithmetic
from ..writing import Kept, write_list
from . import comparing, running
from .checking import Checked
from .reading import MOMENTS, write_result
from .writer import Exact, Profile, Template, apply, find_item, read_item

Step = Callable[[numbers.Number, numbers.Number], numbers.Number]


def write_profile(tree: Checked, traced: bool) -> tuple[Profile, str]:
    """Return the writer of a whole checked tree and the code of its answer."""
    writer = Profile(_find_template, traced)
    code = writer.write(tree)
    kind = tree.type.kind if tree.type is not None else None
    return writer, writer.source.call(write_result, code) if kind in ("number", "list") else code


def write_kept(kept: Kept, value: Any) -> Any:
    """Return the value of a node as it leaves the rule."""
    if kept.scale != 1:
        return numbers.write_number(Fraction(value, kept.scale))
    return numbers.write_number(value) if type(value) is int else write_result(value)


def _find_template(node: Checked) -> Template:
    if node.node.kind == LITERAL:
        return _write_literal
    return _write_items if node.node.kind == LIST else _TEMPLATES[node.op]


def _write_literal(w: Profile, node: Checked) -> str:
    return w.source.bind(node.value)


def _write_items(w: Profile, node: Checked) -> str:
    return write_list(w.write_all(node.args))


def _write_name(w: Profile, node: Checked) -> str:
    found = w.read(node)
    return w.source.call(running.prefer, found, *w.write_all(node.args)) if node.args else found


def _compute(step: Step, alone: Callable[[numbers.Number], numbers.Number] | None) -> Template:
    def write_long(w: Profile, node: Checked) -> str:
        codes = w.write_all(node.args)
        if len(codes) == 1:
            return w.source.call(alone, *codes) if alone else codes[0]
        if len(codes) == 2:
            return w.source.call(step, *codes)
        return w.source.call(running.fold, w.source.bind(step), write_list(codes, "()"))

    return lambda w, node: write_arithmetic(w, Exact(w), node, lambda: write_long(w, node))


def _choose(function: Callable[..., Any]) -> Template:
    def write(w: Profile, node: Checked) -> str:
        key = MOMENTS.get(node.type.kind) if node.type is not None else None
        values = write_list(w.write_all(node.args), "()")
        return w.source.call(function, values, w.source.bind(key))

    return write


def _take_all(function: Callable[..., Any]) -> Template:
    return lambda w, node: w.source.call(function, write_list(w.write_all(node.args), "()"), w.budget)


def _ask_calendar(method: str) -> Template:
    return lambda w, node: f"{w.calendar}.{method}({', '.join(w.write_all(node.args))})"


def _iterate(function: Callable[..., Any], alone: Callable[..., Any] | None = None) -> Template:
    def write(w: Profile, node: Checked) -> str:
        items, *body = node.args
        code = w.write(items)
        if body or alone is None:
            return w.source.call(function, code, *_write_body(w, body[0]))
        read = w.source.bind(read_item(find_item(items)))
        return w.source.call(alone, code, read, w.budget)

    return write


def _write_body(w: Profile, body: Checked) -> tuple[str, str, str]:
    item, index = w.source.fresh("d"), w.source.fresh("i")
    with w.enter(item, index):
        name = w.enclose_body([item, index], lambda: w.write(body))
    return name, w.budget, w.source.bind(body.node.size)


def _write_now(w: Profile, node: Checked) -> str:
    return "now"


def _write_today(w: Profile, node: Checked) -> str:
    return w.source.call(dates.county_date, "now")


def _write_length(w: Profile, node: Checked) -> str:
    return w.source.call(running.count_points, w.write(node.args[0]), w.budget)


_TEMPLATES: Mapping[str, Template] = {
    "var": _write_name,
    "val": _write_name,
    "missing": comparing.write_missing,
    "if": comparing.write_if,
    "?:": comparing.write_if,
    "??": comparing.write_coalesce,
    "and": comparing.write_joined("and"),
    "or": comparing.write_joined("or"),
    "!": comparing.write_not,
    "!!": comparing.write_truth,
    "empty": comparing.write_empty,
    "==": comparing.equate("=="),
    "===": comparing.equate("=="),
    "!=": comparing.equate("!="),
    "!==": comparing.equate("!="),
    "<": comparing.compare(running.is_less, "<"),
    "<=": comparing.compare(running.is_at_most, "<="),
    ">": comparing.compare(running.is_greater, ">"),
    ">=": comparing.compare(running.is_at_least, ">="),
    "in": comparing.write_in,
    "fits": comparing.write_in,
    "+": _compute(numbers.add, None),
    "*": _compute(numbers.multiply, None),
    "-": _compute(numbers.subtract, numbers.negate),
    "/": _compute(numbers.divide, numbers.invert),
    "%": apply(numbers.take_remainder),
    "min": _choose(running.find_least),
    "max": _choose(running.find_largest),
    "round": apply(numbers.round_number),
    "floor": apply(numbers.floor),
    "ceil": apply(numbers.ceil),
    "abs": apply(numbers.take_absolute),
    "cat": _take_all(running.join),
    "substr": _take_all(running.cut),
    "length": _write_length,
    "count": _iterate(running.count_holding, running.count_filled),
    "sum": _iterate(running.add_up, running.add_filled),
    "map": _iterate(running.map_items),
    "filter": _iterate(running.filter_items),
    "all": _iterate(running.is_all),
    "some": _iterate(running.is_some),
    "none": _iterate(running.is_none),
    "merge": _take_all(running.merge),
    "now": _write_now,
    "today": _write_today,
    "date": apply(dates.county_date),
    "year": apply(dates.year_of),
    "month": apply(dates.month_of),
    "day": apply(dates.day_of),
    "weekday": apply(dates.weekday_of),
    "days": apply(dates.days_between),
    "add_days": apply(dates.add_days),
    "add_months": apply(dates.add_months),
    "month_end": apply(dates.month_end),
    "age": apply(dates.age_on),
    "hours": apply(dates.hours_between),
    "add_hours": apply(dates.add_hours),
    "workdays": _ask_calendar("count_workdays"),
    "add_workdays": _ask_calendar("add_workdays"),
    "is_workday": _ask_calendar("is_workday"),
    "last_workday": _ask_calendar("last_workday"),
}
