"""What of a page never changes: the frame of every question, drawn once by WTForms widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from wtforms.form import BaseForm

from ..definition import FormDefinition
from ..fields.building import build_fields
from ..fields.declared import declare
from ..fields.nodes import Choice, Leaf, Node
from ..fields.states import fresh_state
from ..text import Language, read_label
from ..widgets.controls import choices_of, find_widget, is_kept, is_set
from ..widgets.slots import ARIA, BAD, ERROR, ID, MORE, NAME, ROW, escape
from ..widgets.words import word


@dataclass(frozen=True, eq=False)
class Frame:
    """The HTML around one question, with slots; ``faulty`` is the same question with a problem."""

    plain: str
    faulty: str
    choices: tuple[Choice, ...] = ()

    @cached_property
    def tokens(self) -> Mapping[str, int]:
        """Where each choice stands among the rows, by what it posts."""
        return {choice.token: index for index, choice in enumerate(self.choices)}


@dataclass(frozen=True, eq=False)
class PageSkeleton:
    """A form's page in one language, ready to be filled.

    ``root`` is the question tree; ``frames`` grows by the questions that recursion or rows bring.
    """

    root: Node
    language: Language
    frames: dict[Node, Frame] = field(default_factory=dict)

    def frame(self, node: Node) -> Frame:
        """Return the frame of a node, drawn the first time it is asked for."""
        found = self.frames.get(node)
        if found is None:
            found = self.frames[node] = _draw(node, self.language)
        return found

    @cached_property
    def empty(self) -> str:
        """The page nobody has touched, as one finished text."""
        from .drawing import draw

        return draw(self, fresh_state(self.root), ())


def build_page(form: FormDefinition, language: Language = "zh-CN") -> PageSkeleton:
    """Return the skeleton of the form's fields; made once for each question tree and language."""
    return _build_known(build_fields(form), language)


@lru_cache(maxsize=512)
def _build_known(root: Node, language: Language) -> PageSkeleton:
    return PageSkeleton(root, language)


def _draw(node: Node, language: Language) -> Frame:
    if not isinstance(node, Leaf):
        return _frame_group(node, language)
    control = str(declare(BaseForm({}), "/", node, widget=find_widget(node))(language=language))
    if node.nullable and not node.read_only:
        control += _none_box(language)
    html = _wrap_leaf(node, control, language)
    return _make_frame(html, node, choices_of(node, language), described=_described(node))


def _wrap_leaf(node: Leaf, control: str, language: Language) -> str:
    hint = _hint(node, language)
    words = label_words(node, language)
    style = "f-label f-spoken" if words == ROW else "f-label"
    data = f' data-kind="{node.kind}" data-name="{NAME}"'
    if is_set(node):
        return (
            f'<fieldset class="f f-set{BAD}"{data}><legend class="{style}">{words}</legend>'
            f"{hint}{ERROR}{control}</fieldset>"
        )
    hidden = " hidden" if node.look == "hidden" else ""
    label = (
        f'<div class="f-label">{words}</div>'
        if is_kept(node)
        else f'<label class="f-label" for="{ID}">{words}</label>'
    )
    return f'<div class="f{BAD}"{data}{hidden}>{label}{hint}{ERROR}{control}</div>'


def _frame_group(node: Node, language: Language) -> Frame:
    """The head of a fieldset; its members follow, its end tag is written by whoever walks it."""
    place = " f-place" if node.look == "place" else ""
    kind = type(node).__name__.lower()
    title = read_label(node.title, language)
    legend = f'<legend class="f-legend">{label_words(node, language)}</legend>' if title else ""
    html = (
        f'<fieldset class="f-group f-{kind}{place}{BAD}" id="{ID}" tabindex="-1" data-name="{NAME}"{ARIA}>'
        f"{legend}{_hint(node, language)}{ERROR}"
    )
    return _make_frame(html, node, (), described=[])


def label_words(node: Node, language: Language) -> str:
    """Return the label with 选填 behind it where the answer may be left out; a row's number has its slot."""
    text = escape(read_label(node.title, language))
    if not text and isinstance(node, Leaf):
        return ROW
    if node.required or node.read_only or not text:
        return text
    return f'{text} <span class="f-opt">{word("optional", language)}</span>'


def _hint(node: Node, language: Language) -> str:
    text = read_label(node.hint, language)
    return f'<p class="f-hint" id="{ID}~hint">{escape(text)}</p>' if text else ""


def _described(node: Leaf) -> list[str]:
    return [f"{ID}~hint"] if read_label(node.hint) else []


def _make_frame(html: str, node: Node, choices: tuple[Choice, ...], described: list[str]) -> Frame:
    plain = f' aria-describedby="{" ".join(described)}"' if described else ""
    faulty = f' aria-describedby="{" ".join([*described, f"{ID}~error"])}"'
    invalid = ' aria-invalid="true"' if isinstance(node, Leaf) else ""
    return Frame(
        html.replace(ARIA, plain).replace(BAD, "").replace(ERROR, ""),
        html.replace(ARIA, invalid + faulty).replace(BAD, " f-bad"),
        choices,
    )


def _none_box(language: Language) -> str:
    text = word("none", language)
    box = f'<input type="checkbox" name="{NAME}/~null" value="1"{MORE}>'
    return f'<label class="f-none">{box}<span>{text}</span></label>'
