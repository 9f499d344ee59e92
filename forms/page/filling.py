"""One control filled: the state of a leaf put into the slots its widget left."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..canonical import write_json
from ..fields.nodes import Leaf, Node
from ..fields.parsing import ABSENT
from ..fields.showing import control_text, is_shown_exactly, raw_text, show_answer, write_text
from ..text import Language
from ..widgets.controls import is_kept, is_long, is_searched, searched_label
from ..widgets.slots import MORE, TYPE, VALUE, escape
from ..widgets.words import word
from .skeleton import Frame

_CHOICE = re.compile("\0c(\\d+)\0")
_INPUT_TYPES = {"date": "date", "time": "time", "datetime": "datetime-local"}


def fill_leaf(leaf: Leaf, frame: Frame, html: str, state: Any, name: str, language: Language) -> str:
    """Return the leaf's HTML with the state in it; author's and people's text escaped."""
    if leaf.nullable and not leaf.read_only:
        head, _, tail = html.rpartition(MORE)
        html = head + (" checked" if state is None else "") + tail
        state = ABSENT if state is None else state
    if is_kept(leaf):
        return _fill_kept(leaf, html, state, name, language)
    return _FILLERS[leaf.kind](leaf, frame, html, state, name, language)


def token_of(leaf: Leaf, frame: Frame, value: Any) -> str:
    """Return what the control posts for an answer; an answer that is no choice posts itself."""
    for choice in frame.choices:
        if choice.value == value and type(choice.value) is type(value):
            return choice.token
    return write_text(value)


def _fill_text(leaf: Leaf, frame: Frame, html: str, state: Any, name: str, language: Language) -> str:
    raw = raw_text(state)
    text = "" if state is ABSENT else (raw if raw is not None else write_text(state))
    if "\n" in text and "<textarea" not in html:
        html = _lengthen(html)
    limit = leaf.schema.get("maxLength")
    if limit and is_long(leaf):
        count = word("count", language, count=len(text), limit=limit)
        html = html.replace("</textarea>", f'</textarea><p class="f-count" data-limit="{limit}">{count}</p>')
    return html.replace(VALUE, escape(text))


def _lengthen(html: str) -> str:
    """A text of several lines needs a box that keeps them, whatever the author chose."""
    head, _, rest = html.partition("<input ")
    attributes, _, tail = rest.partition(">")
    attributes = attributes.replace(f' value="{VALUE}"', "").replace(' type="text"', "")
    return f'{head}<textarea rows="4" {attributes}>\n{VALUE}</textarea>{tail}'


def _fill_moment(leaf: Leaf, frame: Frame, html: str, state: Any, name: str, language: Language) -> str:
    raw = raw_text(state)
    if state is ABSENT or raw is not None:
        kind = _INPUT_TYPES[leaf.kind] if not raw else "text"
        return html.replace(TYPE, kind).replace(VALUE, escape(raw or ""))
    text = control_text(leaf, state)
    kind = _INPUT_TYPES[leaf.kind] if _fits_control(leaf, text) else "text"
    was = "" if text == state and leaf.kind == "date" else _hidden(f"{name}/~was", write_text(state))
    return html.replace(TYPE, kind).replace(VALUE, escape(text)) + was


_CONTROL_TEXT: Mapping[str, re.Pattern[str]] = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "time": re.compile(r"\d\d:\d\d(:\d\d)?"),
    "datetime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?"),
}


def _fits_control(leaf: Leaf, text: str) -> bool:
    """A browser empties a date control it cannot read, so any other text gets a plain one."""
    return bool(_CONTROL_TEXT[leaf.kind].fullmatch(text)) and is_shown_exactly(leaf, text)


def _fill_choice(leaf: Leaf, frame: Frame, html: str, state: Any, name: str, language: Language) -> str:
    raw = raw_text(state)
    given = state if isinstance(state, list) and leaf.kind == "choices" else [state]
    given = [raw] if raw else ([] if state is ABSENT or raw is not None else given)
    tokens = [token_of(leaf, frame, value) for value in given]
    if is_searched(leaf):
        known = [searched_label(leaf.by_token[t], language) for t in tokens if t in leaf.by_token]
        shown = (known or tokens or [""])[0]
        return html.replace(VALUE, escape(shown))
    chosen = {frame.tokens[token] for token in tokens if token in frame.tokens}
    mark = " selected" if "<select" in html else " checked"
    html = _CHOICE.sub(lambda found: mark if int(found[1]) in chosen else "", html)
    more = "".join(_strange_row(html, name, token, language) for token in tokens if token not in frame.tokens)
    if leaf.kind != "choices" and tokens and not leaf.required and not more and 'type="radio"' in html:
        more = _unset_row(name, language)
    return html.replace(MORE, more)


def _strange_row(html: str, name: str, token: str, language: Language) -> str:
    """An answer that is no longer among the choices stays visible and is sent back, for the check to name."""
    text = f"{escape(token)}（{word('unknown', language)}）"
    if "<select" in html:
        return f'<option value="{escape(token)}" selected>{text}</option>'
    kind = "checkbox" if 'type="checkbox"' in html else "radio"
    return (
        f'<label class="f-choice"><input type="{kind}" name="{escape(name)}" value="{escape(token)}" checked>'
        f"<span>{text}</span></label>"
    )


def _unset_row(name: str, language: Language) -> str:
    text = word("unset", language)
    return (
        f'<label class="f-choice f-unset"><input type="radio" name="{escape(name)}" value="">'
        f"<span>{text}</span></label>"
    )


def _fill_file(leaf: Leaf, frame: Frame, html: str, state: Any, name: str, language: Language) -> str:
    kept = kept_file(state, name, language) if isinstance(state, Mapping) and "sha256" in state else ""
    return html.replace(MORE, kept)


def is_file(node: Node | None) -> bool:
    """Return whether the question takes one file."""
    return isinstance(node, Leaf) and node.kind == "file"


def kept_file(state: Mapping[str, Any], name: str, language: Language) -> str:
    """Return a file that is there: picture or name, its value sent back, a button to take it away."""
    digest, title = escape(state["sha256"]), escape(state.get("name", ""))
    picture = str(state.get("type", "")).startswith("image/")
    shown = f'<img src="/attachments/{digest}" alt="{title}" loading="lazy">' if picture else title
    return (
        f'<div class="f-file"><a href="/attachments/{digest}">{shown}</a>'
        f'<input type="hidden" name="{escape(name)}" value="{escape(write_json(state))}">'
        f'<button class="f-button" type="submit" name="do" value="remove:{escape(name)}" formnovalidate>'
        f'{word("remove", language)}<span class="f-spoken"> {title}</span></button></div>'
    )


def _fill_kept(leaf: Leaf, html: str, state: Any, name: str, language: Language) -> str:
    """Shown, not typed: the words a person reads, and hidden controls that send the answer back."""
    if leaf.kind == "fixed" and state is ABSENT:
        state = leaf.choices[0].value
    raw = raw_text(state)
    if state is ABSENT or raw is not None:
        return html.replace(VALUE, escape(raw or "")).replace(MORE, "")
    if state is None:
        return html.replace(VALUE, word("none", language)).replace(MORE, _hidden(f"{name}/~null", "1"))
    values = state if isinstance(state, list) else [state]
    sent = "".join(_hidden(name, _sent_text(leaf, value)) for value in values)
    if leaf.kind in _INPUT_TYPES:
        sent += _hidden(f"{name}/~was", write_text(state))
    return html.replace(MORE, sent).replace(VALUE, escape(show_answer(leaf, state, language)))


def _sent_text(leaf: Leaf, value: Any) -> str:
    if leaf.kind in _INPUT_TYPES:
        return control_text(leaf, value)
    for choice in leaf.choices:
        if choice.value == value and type(choice.value) is type(value):
            return choice.token
    return write_text(value)


def _hidden(name: str, text: str) -> str:
    return f'<input type="hidden" name="{escape(name)}" value="{escape(text)}">'


_FILLERS: Mapping[str, Callable[..., str]] = {
    "text": _fill_text,
    "integer": _fill_text,
    "number": _fill_text,
    "date": _fill_moment,
    "time": _fill_moment,
    "datetime": _fill_moment,
    "boolean": _fill_choice,
    "choice": _fill_choice,
    "choices": _fill_choice,
    "file": _fill_file,
}
