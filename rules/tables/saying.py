"""One cell as a clerk says it: 7 天及以上, 1 到 5（不含 5）, 不是重大, 任意."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial, reduce

from ..types import Type
from .cells import place_value
from .points import Exact, write_point
from .regions import Choice, Region, Span, Value, accept_all, accept_filled, find_holes
from .words import Language, fill_words


def say_cell(region: Region, type: Type, language: Language = "zh-CN") -> str:
    """Return what the cell accepts in words, numbers with their unit and options in the form's order."""
    if region == accept_all(type.kind):
        return fill_words("anything", language)
    parts = list(_say_filled(region.filled, type, language))
    if region.absent:
        parts.append(fill_words("absent", language))
    return join_words("or", parts, language) if parts else fill_words("nothing", language)


def say_value(value: Exact | Value, type: Type, language: Language = "zh-CN", *, unit: bool = True) -> str:
    """Return a value in words; points stand for the values of a line."""
    if isinstance(value, bool):
        return fill_words("true" if value else "false", language)
    if isinstance(value, str):
        return type.labels.get(value, value)
    text = write_point(value, type.kind)
    if type.kind == "number":
        return fill_words("units", language, text, type.unit) if unit and type.unit else text
    return _say_moment(text, language) if type.kind != "time" else text


def join_words(name: str, parts: Iterable[str], language: Language) -> str:
    """Return the parts, at least one, joined by the words of that name."""
    return reduce(lambda left, right: fill_words(name, language, left, right), parts)


def _say_filled(filled: tuple[Span, ...] | Choice, type: Type, language: Language) -> Iterable[str]:
    if filled == accept_filled(type.kind).filled:
        return [fill_words("filled", language)]
    if isinstance(filled, Choice):
        return _say_choice(filled, type, language)
    holes = find_holes(Region(filled))
    if holes:
        return [fill_words("not", language, _say_points(holes, type, language))]
    points = [span.low for span in filled if span.low is not None and span.low == span.high]
    said = [_say_span(span, type, language) for span in filled if span.low is None or span.low != span.high]
    return [_say_points(points, type, language), *said] if points else said


def _say_choice(choice: Choice, type: Type, language: Language) -> Iterable[str]:
    if not choice.values:
        return []
    ordered = sorted(choice.values, key=partial(place_value, type=type))
    said = join_words("also", [say_value(one, type, language) for one in ordered], language)
    return [fill_words("not", language, said) if choice.others else said]


def _say_points(points: Sequence[Exact], type: Type, language: Language) -> str:
    said = [say_value(one, type, language, unit=one == points[-1]) for one in points]
    return join_words("also", said, language)


def _say_span(span: Span, type: Type, language: Language) -> str:
    family = "number" if type.kind == "number" else "date"
    if span.low is None or span.high is None:
        point, within, side = (
            (span.high, span.high_in, "high") if span.low is None else (span.low, span.low_in, "low")
        )
        said = "" if point is None else say_value(point, type, language)
        return fill_words(f"{family}_{side}_{'in' if within else 'out'}", language, said)
    low, high = (say_value(point, type, language, unit=False) for point in (span.low, span.high))
    said = fill_words("between", language, low, say_value(span.high, type, language))
    out = [text for text, within in ((low, span.low_in), (high, span.high_in)) if not within]
    return fill_words("without", language, said, join_words("and", out, language)) if out else said


def _say_moment(text: str, language: Language) -> str:
    day, _, clock = text.partition("T")
    said = day
    if language != "en":
        read = date.fromisoformat(day)
        said = f"{read.year}年{read.month}月{read.day}日"
    clock = clock.removesuffix("+08:00").removesuffix(":00")
    return f"{said} {clock}".strip()
