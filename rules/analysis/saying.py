"""Boxes and changes of outcome as a clerk says them: 类别为燃气，影响人数 10 到 19 人：由“较大”变为“重大”."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..tables.points import is_line, read_point
from ..tables.regions import Choice, Region, accept_all
from ..tables.saying import join_words, say_cell, say_value
from ..tables.values import Column, Formula, Table
from ..tables.words import Language, fill_words
from ..types import Type
from .boxes import Box
from .compare import Change, join_inputs
from .sides import Outcomes


def say_box(box: Box, columns: Sequence[Column], language: Language = "zh-CN") -> str:
    """Return the conditions of the box, one for each column that it does not leave open."""
    said = [
        _say_column(region, column, language)
        for region, column in zip(box.regions, columns, strict=True)
        if region != accept_all(column.type.kind)
    ]
    if not said:
        return fill_words("everywhere", language)
    return join_words("both", said, language)


def say_change(change: Change, old: Table, new: Table, language: Language = "zh-CN") -> str:
    """Return where outcomes differ between two versions, and what becomes what."""
    where = say_box(change.box, join_inputs(old, new), language)
    types = {**old.output_types, **new.output_types}
    return fill_words("changed", language, where, _say_outcomes(change, types, language))


def _say_outcomes(change: Change, types: Mapping[str, Type], language: Language) -> str:
    before, after = dict(change.before or ()), dict(change.after or ())
    names = [name for name in types if before.get(name) != after.get(name)]
    if change.before is None or change.after is None or not names:
        pair = (_say_all(one, types, language) for one in (change.before, change.after))
        return fill_words("becomes", language, *pair)
    said = []
    for name in names:
        pair = [_say_output(one.get(name), types[name], language) for one in (before, after)]
        becomes = fill_words("becomes", language, *pair)
        title = types[name].title or name
        said.append(fill_words("has", language, title, becomes) if len(types) > 1 else becomes)
    return join_words("both", said, language)


def _say_all(outcomes: Outcomes | None, types: Mapping[str, Type], language: Language) -> str:
    if outcomes is None:
        return fill_words("conflict", language)
    said = [_say_output(value, types[name], language) for name, value in outcomes]
    return join_words("also", said, language)


def _say_output(value: Any, type: Type, language: Language) -> str:
    if value is None or value == ():
        return fill_words("undecided", language)
    if isinstance(value, tuple):
        return join_words("also", [_say_output(one, type.of or type, language) for one in value], language)
    return fill_words("quoted", language, _say_plain(value, type, language))


def _say_plain(value: Any, type: Type, language: Language) -> str:
    if isinstance(value, Formula):
        return f"={value.text}"
    point = read_point(value, type.kind) if is_line(type.kind) else None
    return say_value(value if point is None else point, type, language)


def _say_column(region: Region, column: Column, language: Language) -> str:
    words = say_cell(region, column.type, language)
    name = "is" if _is_listed(region) else "has"
    return fill_words(name, language, column.title, words)


def _is_listed(region: Region) -> bool:
    """Tell whether the words begin with values themselves, which need a verb before them."""
    if isinstance(region.filled, Choice):
        return bool(region.filled.values) and not region.filled.others
    return any(span.low is not None and span.low == span.high for span in region.spans)
