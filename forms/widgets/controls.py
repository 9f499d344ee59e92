"""The controls themselves, one small WTForms widget for each look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from ..completing import MAX_LENGTH
from ..fields.choosing import SEARCH_ABOVE, make_choice
from ..fields.nodes import Choice, Leaf
from ..lint.keywords import MOST_LENGTH
from ..text import Language, read_label
from .slots import ARIA, BAD, ID, MORE, NAME, TYPE, UNIT_LISTS, VALUE, choice_slot, escape, unit_list
from .words import word

Widget = Callable[..., Markup]
URGENT_NUMBERS = ("110", "119", "120", "122")


def find_widget(leaf: Leaf) -> Widget:
    """Return the widget that draws a leaf: the author's ``ui:widget`` where it fits, else by kind."""
    if is_kept(leaf):
        return _kept
    if leaf.kind == "text":
        return _textarea if is_long(leaf) else _text
    if leaf.kind == "choice":
        return _choice_widget(leaf)
    return _BY_KIND[leaf.kind]


def is_kept(leaf: Leaf) -> bool:
    """Return whether the answer is shown and sent back, never typed."""
    return leaf.read_only or leaf.kind in ("fixed", "null") or leaf.look in ("computed", "hidden")


def is_long(leaf: Leaf) -> bool:
    """Return whether a text is written in several lines; the limit nobody wrote says nothing about that."""
    longest = leaf.schema.get("maxLength", MAX_LENGTH)
    unsaid = longest in (MAX_LENGTH, MOST_LENGTH)
    return leaf.look == "textarea" or (not leaf.look and longest > 100 and not unsaid)


def is_set(leaf: Leaf) -> bool:
    """Return whether the question is a set of rows, so that a legend names it rather than a label."""
    return find_widget(leaf) in (_radios, _boxes, _tick)


def is_searched(leaf: Leaf) -> bool:
    """Return whether the choices are typed into a searchable list."""
    return find_widget(leaf) is _searched


def choices_of(leaf: Leaf, language: Language) -> tuple[Choice, ...]:
    """Return what the control offers; a yes-or-no question offers 是 and 否 (or the author's two words)."""
    if leaf.kind != "boolean":
        return leaf.choices
    names = leaf.options.get("labels") or [word("yes", language), word("no", language)]
    return (make_choice(True, names[0]), make_choice(False, names[1]))


def searched_label(choice: Choice, language: Language) -> str:
    """Return what a searchable list shows and reads for one choice."""
    label = read_label(choice.label, language)
    return f"{choice.parent}/{label}" if choice.parent else label


def _choice_widget(leaf: Leaf) -> Widget:
    if leaf.look == "select":
        return _select
    if leaf.look in ("radio", "checkboxes"):
        return _radios
    if len(leaf.choices) == 1 and "const" in leaf.schema:
        return _tick
    return _searched if len(leaf.choices) > SEARCH_ABOVE else _radios


def _text(field: Any, language: Language) -> Markup:
    leaf: Leaf = field.leaf
    if leaf.look in UNIT_LISTS:
        return _input(leaf, f'type="text" {unit_list(leaf.look)} autocomplete="off"')
    return _input(leaf, f'type="{_text_type(leaf)}"')


def _number(field: Any, language: Language) -> Markup:
    return _input(field.leaf, 'type="text"' + _keyboard(field.leaf))


def _moment(field: Any, language: Language) -> Markup:
    return _input(field.leaf, f'type="{TYPE}"')


def _textarea(field: Any, language: Language) -> Markup:
    rows = field.leaf.options.get("rows", 4)
    rows = rows if isinstance(rows, int) and 1 < rows <= 30 else 4
    # HTML drops the first line break inside a textarea; the one written here saves the author's.
    return Markup(
        f'<textarea class="f-in f-in-l{BAD}" id="{ID}" name="{NAME}" rows="{rows}"{ARIA}>\n{VALUE}</textarea>'
    )


def _radios(field: Any, language: Language) -> Markup:
    return _choice_rows(field.leaf, "radio", language)


def _boxes(field: Any, language: Language) -> Markup:
    return _choice_rows(field.leaf, "checkbox", language)


def _tick(field: Any, language: Language) -> Markup:
    """A constant that may be left out is one box, since a radio cannot be taken back."""
    return _choice_rows(field.leaf, "checkbox", language)


def _select(field: Any, language: Language) -> Markup:
    rows = "".join(
        f'<option value="{escape(choice.token)}"{choice_slot(index)}>{_label(choice, language)}</option>'
        for index, choice in enumerate(field.leaf.choices)
    )
    empty = f'<option value="">{word("choose", language)}</option>'
    return Markup(f'<select class="f-in{BAD}" id="{ID}" name="{NAME}"{ARIA}>{empty}{rows}{MORE}</select>')


def _searched(field: Any, language: Language) -> Markup:
    rows = "".join(
        f'<option value="{escape(searched_label(choice, language))}"></option>'
        for choice in field.leaf.choices
    )
    control = _input(field.leaf, f'type="text" list="{ID}~list" autocomplete="off"', width="l")
    return Markup(f'{control}<datalist id="{ID}~list">{rows}</datalist>')


def _file(field: Any, language: Language) -> Markup:
    accept = escape(field.leaf.options.get("accept") or ("image/*" if field.leaf.look == "photo" else ""))
    limit = f' accept="{accept}"' if accept else ""
    return Markup(f'{MORE}<input class="f-file-in{BAD}" type="file" id="{ID}" name="{NAME}"{limit}{ARIA}>')


def _kept(field: Any, language: Language) -> Markup:
    hidden = " hidden" if field.leaf.look == "hidden" else ""
    return Markup(f'<div class="f-kept" id="{ID}" tabindex="-1"{hidden}>{VALUE}{MORE}</div>')


_BY_KIND: Mapping[str, Widget] = {
    "integer": _number,
    "number": _number,
    "boolean": _radios,
    "date": _moment,
    "time": _moment,
    "datetime": _moment,
    "choices": _boxes,
    "file": _file,
}


def _input(leaf: Leaf, attributes: str, width: str = "") -> Markup:
    size = width or _width(leaf)
    control = (
        f'<input class="f-in f-in-{size}{BAD}" id="{ID}" name="{NAME}" value="{VALUE}" {attributes}{ARIA}>'
    )
    unit = str(leaf.schema.get("x-unit", ""))
    unit = "" if unit in read_label(leaf.title) else unit
    return Markup(f'<span class="f-with-unit">{control} {escape(unit)}</span>' if unit else control)


def _choice_rows(leaf: Leaf, kind: str, language: Language) -> Markup:
    choices = choices_of(leaf, language)
    labels = [read_label(choice.label, language) for choice in choices]
    rows, parent = [], ""
    for index, choice in enumerate(choices):
        if choice.parent != parent:
            parent = choice.parent
            rows.append(f'<p class="f-choice-head">{escape(parent)}</p>')
        rows.append(_choice_row(choice, index, kind, language))
    columns = _columns(labels, leaf.options)
    calls = _urgent_calls(leaf, language) if kind == "radio" else ""
    return Markup(f'<div class="f-choices f-cols-{columns}">{"".join(rows)}{MORE}</div>{calls}')


def _urgent_calls(leaf: Leaf, language: Language) -> str:
    """Return the numbers to ring first, which the page shows while the answer is yes (``urgentCalls``)."""
    asked = leaf.options.get("urgentCalls")
    numbers = [one for one in asked if one in URGENT_NUMBERS] if isinstance(asked, list) else []
    if not numbers:
        return ""
    links = "".join(
        f'<a href="tel:{one}"><strong>{one}</strong>{word(f"call_{one}", language)}</a>' for one in numbers
    )
    head = f"<strong>{word('call_first', language)}</strong><p>{word('call_why', language)}</p>"
    return f'<div class="f-urgent" role="note">{head}<div class="f-calls">{links}</div></div>'


def _choice_row(choice: Choice, index: int, kind: str, language: Language) -> str:
    ending = f"~{index}" if index else ""
    return (
        f'<label class="f-choice{BAD}"><input type="{kind}" id="{ID}{ending}" name="{NAME}" '
        f'value="{escape(choice.token)}"{choice_slot(index)}{ARIA if not index else ""}>'
        f"<span>{_label(choice, language)}</span></label>"
    )


def _label(choice: Choice, language: Language) -> str:
    return escape(read_label(choice.label, language))


def _columns(labels: list[str], options: Mapping[str, Any]) -> int:
    longest = max(map(len, labels), default=0)
    if len(labels) == 3 and longest <= 3:
        return 3
    return 2 if longest <= 6 and len(labels) > 1 else 1


def _keyboard(leaf: Leaf) -> str:
    """Choose the phone's keyboard; the digits keyboard has no minus sign, so it waits for a known minimum."""
    low = leaf.schema.get("minimum", leaf.schema.get("exclusiveMinimum", 0))
    pad = "numeric" if leaf.kind == "integer" else "decimal"
    return f' inputmode="{pad}" autocomplete="off"' if low >= 0 else ' autocomplete="off"'


def _text_type(leaf: Leaf) -> str:
    return {"email": "email", "mobile": "tel", "phone": "tel", "landline": "tel"}.get(
        str(leaf.schema.get("format")), "text"
    )


def _width(leaf: Leaf) -> str:
    if leaf.kind in ("integer", "number"):
        return "s"
    if leaf.kind in ("date", "time", "datetime"):
        return "m"
    longest = leaf.schema.get("maxLength", 99)
    return "s" if longest <= 8 else ("m" if longest <= 20 else "l")
