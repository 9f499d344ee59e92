"""What rules make of a question at this moment, put into the HTML that was drawn for every moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..fields.nodes import Choice
from ..subschemas import escape as escape_key
from ..text import Language
from ..widgets.controls import searched_label
from ..widgets.slots import escape

_OPTIONAL = '<span class="f-opt">'
_LABEL = re.compile(r'<(label|legend|div) class="f-l(?:abel|egend)[^>]*>.*?</\1>', re.DOTALL)
_TYPED = re.compile(r'<(?:input|textarea) class="f-in\b')
_ROW = re.compile(
    r'<label class="f-choice[^>]*><input type="(?:radio|checkbox)"[^>]* value="([^"]*)"([^>]*)>'
)
_OPTION = re.compile(r'<option value="([^"]*)"([^>]*)>')


@dataclass(frozen=True)
class FieldMark:
    """One question's mark, kept by the JSON pointer of its answer.

    hidden    not asked now; its controls stay in the page, so that nothing typed is lost
    required  not to be left out now, whatever the form says
    locked    shown, not typed: a rule computed it or forbids changing it
    only      the values that may be chosen now, ``None`` for all
    note      one line under the label that says why this is asked
    """

    hidden: bool = False
    required: bool = False
    locked: bool = False
    only: tuple[Any, ...] | None = None
    note: str = ""


Marks = Mapping[str, FieldMark]
NO_MARKS: Marks = MappingProxyType({})


def are_hidden(keys: Iterable[str], marks: Marks) -> bool:
    """Tell whether nothing of a part of the form is asked, so that its heading goes too."""
    found = [marks.get(f"/{escape_key(key)}") for key in keys] if marks else []
    return bool(found) and all(mark is not None and mark.hidden for mark in found)


def apply_mark(mark: FieldMark, html: str, choices: tuple[Choice, ...], language: Language) -> str:
    """Return the question's HTML, beginning with its first tag, as the mark wants it."""
    for wanted, change in _CHANGES:
        html = change(html) if wanted(mark) else html
    if mark.note:
        note = f'<p class="f-note">{escape(mark.note)}</p>'
        html = _LABEL.sub(lambda found: found[0] + note, html, count=1)
    if mark.only is not None:
        html = _restrict(html, _tokens(mark.only, choices, language))
    return html


def _hide(html: str) -> str:
    return html.replace(">", " hidden>", 1)


def _require(html: str) -> str:
    return html.replace(_OPTIONAL, f"{_OPTIONAL[:-1]} hidden>", 1)


def _lock(html: str) -> str:
    """What is chosen stays chosen: the other rows cannot be pressed, and all are sent as they stand."""
    html = _TYPED.sub(lambda found: found[0].replace(" ", " readonly ", 1), html)
    return _ROW.sub(_disable, _OPTION.sub(_disable, html))


def _restrict(html: str, tokens: frozenset[str]) -> str:
    def restrict(found: re.Match[str]) -> str:
        row = found[0] if found[1] in tokens else _disable(found)
        return row if row == found[0] else row.replace(" ", " hidden ", 1)

    return _ROW.sub(restrict, _OPTION.sub(restrict, html))


def _disable(found: re.Match[str]) -> str:
    """A row that is chosen, and the one that chooses nothing, can always be pressed."""
    kept = not found[1] or " checked" in found[2] or " selected" in found[2]
    return found[0] if kept else f"{found[0][:-1]} disabled>"


def _tokens(only: tuple[Any, ...], choices: tuple[Choice, ...], language: Language) -> frozenset[str]:
    """Return what the controls of the allowed choices hold: tokens, or labels in a searchable list."""
    kinds = [(isinstance(value, bool), value) for value in only]
    allowed = [choice for choice in choices if (isinstance(choice.value, bool), choice.value) in kinds]
    texts = (text for one in allowed for text in (one.token, searched_label(one, language)))
    return frozenset(map(escape, texts))


_CHANGES: tuple[tuple[Callable[[FieldMark], bool], Callable[[str], str]], ...] = (
    (lambda mark: mark.hidden, _hide),
    # What cannot be typed cannot be left out either.
    (lambda mark: mark.required or mark.locked, _require),
    (lambda mark: mark.locked, _lock),
)
