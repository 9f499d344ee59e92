"""The page's HTML: walks the question tree and the state, fills slots, joins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..fields.nodes import Branches, Extras, Group, Leaf, Nest, Node, Rows, Section
from ..fields.parsing import ABSENT
from ..fields.states import branch_token, free_node, free_rows, fresh_state, is_blank, pick_branch
from ..messages import say
from ..problems import Problem
from ..subschemas import escape as escape_key
from ..text import read_label
from ..widgets.slots import BAD, ERROR, ID, NAME, ROW, escape
from ..widgets.words import section_number, word
from .filling import fill_leaf, is_file, kept_file
from .marks import NO_MARKS, Marks, apply_mark, are_hidden
from .places import Place
from .skeleton import Frame, PageSkeleton

ICON = (
    '<svg class="f-icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" fill="none" '
    'stroke="currentColor" stroke-width="1.9" stroke-linecap="round"><circle cx="12" cy="12" r="9"/>'
    '<path d="M12 7.5v5M12 16.3v.2"/></svg>'
)


def render_fields(
    skeleton: PageSkeleton, state: Any = None, problems: Iterable[Problem] = (), marks: Marks = NO_MARKS
) -> str:
    """Return the HTML of the form's fields, to stand inside the page's own ``<form>``.

    ``state`` is what ``read_posted`` or ``apply_row_button`` returned, or any answers; ``None`` is a fresh
    page with the defaults, the only one that has them. ``problems`` stand above their controls; ``marks``
    are what rules make of questions, by pointer.
    """
    problems = tuple(problems)
    if state is None and not problems:
        return draw(skeleton, fresh_state(skeleton.root), (), marks) if marks else skeleton.empty
    return draw(skeleton, ABSENT if state is None else state, problems, marks)


def draw(skeleton: PageSkeleton, state: Any, problems: Sequence[Problem], marks: Marks = NO_MARKS) -> str:
    """Return the HTML of one state, without looking at the finished empty page."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.pointer].append(problem)
    drawing = _Drawing(skeleton, found, marks)
    drawing.root(skeleton.root, state)
    return "".join(drawing.out).replace(ROW, "")


@dataclass
class _Drawing:
    """One page being written."""

    skeleton: PageSkeleton
    problems: Mapping[str, list[Problem]]
    marks: Marks
    out: list[str] = field(default_factory=list)

    def root(self, node: Node, state: Any) -> None:
        place = Place("", "")
        if isinstance(node, Group):
            self.out.append(self._error(place, node))
            self._sections(node, state, place)
        else:
            self.out.append('<section class="f-section">')
            self.node(node, state, place)
            self.out.append("</section>")

    def _sections(self, node: Group, state: Any, place: Place) -> None:
        sections, number = node.sections or (Section("", tuple(node.members)),), 0
        for section in sections:
            heading = escape(read_label(section.title, self.skeleton.language))
            number += bool(heading)
            text = section_number(number, self.skeleton.language) + heading
            hidden = " hidden" if are_hidden(section.keys, self.marks) else ""
            self.out.append(f'<section class="f-section"{hidden}>' + (f"<h2>{text}</h2>" if heading else ""))
            self._members(node, section.keys, state, place, last=section is sections[-1])
            self.out.append("</section>")

    def node(self, node: Node, state: Any, place: Place) -> None:
        _DRAWERS[type(node)](self, node, state, place)

    def leaf(self, node: Leaf, state: Any, place: Place) -> None:
        frame = self.skeleton.frame(node)
        error = self._error(place, node) if self.problems else ""
        html = (frame.faulty if error else frame.plain).replace(NAME, escape(place.name))
        html = html.replace(ID, escape(place.id))
        if error:
            html = html.replace(ERROR, error)
        html = fill_leaf(node, frame, html, state, place.name, self.skeleton.language)
        self.out.append(self._mark(place, html, frame))

    def group(self, node: Group, state: Any, place: Place) -> None:
        self._open(node, place)
        self._members(node, node.members, state, place)
        if node.look == "place":
            text = word("locate", self.skeleton.language)
            self.out.append(f'<button type="button" class="f-button" data-locate hidden>{text}</button>')
        self.out.append("</fieldset>")

    def _members(self, node: Group, keys: Iterable[str], state: Any, place: Place, last: bool = True) -> None:
        known = state if isinstance(state, Mapping) else {}
        for key in keys:
            self.node(node.members[key], known.get(key, ABSENT), place.below(escape_key(key)))
        if last and node.extras:
            self._free(node, node.extras, state, place)

    def _free(self, node: Group, extras: Extras, state: Any, place: Place) -> None:
        rows = free_rows(node, state)
        for index, (key, value) in enumerate(rows):
            self._free_row(free_node(extras, key), index, key, value, place)
        if extras.addable and not node.read_only:
            self._button("add", place.name, word("add", self.skeleton.language), "f-add")

    def _free_row(self, node: Node, index: int, key: str, value: Any, place: Place) -> None:
        words = self.skeleton.language
        name = f"{place.name}/~k{index}"
        where = Place(name, f"{place.pointer}/~k{index}")
        title = word("key", words)
        error = self._error(where, node)
        self.out.append(
            f'<div class="f-row"><div class="f{" f-bad" if error else ""}"><label class="f-label" '
            f'for="{escape(where.id)}">{title}</label>{error}<input class="f-in f-in-m" type="text" '
            f'id="{escape(where.id)}" name="{escape(name)}" value="{escape(key)}"></div>'
        )
        pointer = f"{place.pointer}/{escape_key(key)}" if key and place.pointer is not None else None
        self._named(node, value, Place(f"{place.name}/~v{index}", pointer), key or word("value", words))
        self._button("key", name, word("use_key", words))
        self._button("remove", f"{place.name}/~v{index}", word("remove", words))
        self.out.append("</div>")

    def rows(self, node: Rows, state: Any, place: Place) -> None:
        items = state if isinstance(state, list) else []
        self._open(node, place)
        self.out.append(f'<input type="hidden" name="{escape(place.name)}/~n" value="{len(items)}">')
        counted = 0
        self.out.append('<div class="f-tiles">' if node.item and is_file(node.item()) else "<div>")
        for index, item in enumerate(items):
            inner = node.node_at(index)
            if inner is None:
                break
            blank = index >= len(node.first) and is_blank(inner, item)
            pointer = None if blank or place.pointer is None else f"{place.pointer}/{counted}"
            counted += not blank
            if is_file(inner) and not node.read_only:
                self._tile(inner, item, Place(f"{place.name}/{index}", pointer))
                continue
            self._row(node, inner, item, (index, len(items)), Place(f"{place.name}/{index}", pointer))
        self.out.append("</div>")
        if not node.read_only and len(items) < node.most and node.node_at(len(items)):
            self._add_row(node, items, place)
        self.out.append("</fieldset>")

    def _tile(self, node: Node, item: Any, place: Place) -> None:
        """A file among several is its picture or name and a button; one that is not there yet is nothing."""
        if isinstance(item, Mapping) and "sha256" in item:
            self.out.append(f'<div class="f-tile" id="{escape(place.id)}" tabindex="-1">')
            self.out.append(self._error(place, node))
            self.out.append(kept_file(item, place.name, self.skeleton.language) + "</div>")

    def _row(self, rows: Rows, node: Node, item: Any, at: tuple[int, int], place: Place) -> None:
        index, count = at
        words = self.skeleton.language
        number = word("row", words, number=index + 1)
        self.out.append(f'<div class="f-row" data-row="{escape(place.name)}">')
        self.out.append(f'<div class="f-row-head"><span class="f-row-no">{number}</span>')
        if not rows.read_only and index >= len(rows.first):
            if index > len(rows.first):
                self._button("up", place.name, word("up", words), spoken=number)
            if index + 1 < count:
                self._button("down", place.name, word("down", words), spoken=number)
            self._button("remove", place.name, word("remove", words), spoken=number)
        self.out.append("</div>")
        self._named(node, item, place, number)
        self.out.append("</div>")

    def _named(self, node: Node, state: Any, place: Place, title: str) -> None:
        """An entry without a title of its own is spoken of by its number or by 内容."""
        start = len(self.out)
        self.node(node, state, place)
        self.out[start:] = ["".join(self.out[start:]).replace(ROW, escape(title))]

    def _add_row(self, node: Rows, items: list[Any], place: Place) -> None:
        title = read_label(node.title, self.skeleton.language)
        item = node.node_at(len(items))
        if is_file(item):
            accept = ' accept="image/*"' if item and item.look == "photo" else ""
            name = escape(place.name)
            text = word("add_named", self.skeleton.language, title=escape(title))
            self.out.append(
                f'<label class="f-add-file"><span>{text}</span><input class="f-file-in" type="file" multiple '
                f'name="{name}/~add"{accept}></label>'
            )
            return
        key = "add_named" if title else "add"
        self._button("add", place.name, word(key, self.skeleton.language, title=escape(title)), "f-add")

    def branches(self, node: Branches, state: Any, place: Place) -> None:
        index, inner = pick_branch(node, state)
        words = self.skeleton.language
        self._open(node, place)
        name, base = escape(place.name), escape(place.id)
        for at, title in enumerate(node.titles):
            checked = " checked" if at == index else ""
            disabled = " disabled" if node.read_only and at != index else ""
            self.out.append(
                f'<label class="f-choice"><input type="radio" id="{base}/~branch{at}" name="{name}/~branch" '
                f'value="{at}"{checked}{disabled}><span>{escape(read_label(title, words))}</span></label>'
            )
        if not node.read_only:
            self._button("branch", place.name, word("branch", words), "f-use")
        if index >= 0:
            self.out.append('<div class="f-branch">')
            self._inside(node.nodes[index](), inner, place)
            self.out.append("</div>")
        self.out.append("</fieldset>")

    def nest(self, node: Nest, state: Any, place: Place) -> None:
        words = self.skeleton.language
        title = escape(read_label(node.title, words))
        if state is ABSENT:
            self.out.append(f'<div class="f-nest" id="{escape(place.id)}" tabindex="-1">')
            self.out.append(self._error(place, node))
            if not node.read_only:
                self._button("add", place.name, word("open", words, title=title), "f-add")
            self.out.append("</div>")
            return
        self.out.append(
            f'<div class="f-nest"><input type="hidden" name="{escape(place.name)}/~open" value="1">'
        )
        self.node(node.inside(), state, place)
        self._button("remove", place.name, word("remove", words), spoken=title)
        self.out.append("</div>")

    def _inside(self, node: Node, state: Any, place: Place) -> None:
        """A branch shares its pointer with the question around it, which already shows the problems there."""
        if isinstance(node, Group):
            legend = escape(read_label(node.title, self.skeleton.language))
            self.out.append(f'<fieldset class="f-group"><legend class="f-legend">{legend}</legend>')
            self._members(node, node.members, state, place)
            self.out.append("</fieldset>")
        else:
            name = place.name + branch_token(node)
            self.node(node, state, Place(name, place.pointer, place.ending + "~in"))

    def _open(self, node: Node, place: Place) -> None:
        frame = self.skeleton.frame(node)
        error = self._error(place, node)
        html = (frame.faulty if error else frame.plain).replace(NAME, escape(place.name))
        html = html.replace(ID, escape(place.id)).replace(ERROR, error).replace(BAD, "")
        self.out.append(self._mark(place, html, frame))

    def _mark(self, place: Place, html: str, frame: Frame) -> str:
        mark = self.marks.get(place.pointer) if self.marks and place.pointer else None
        return apply_mark(mark, html, frame.choices, self.skeleton.language) if mark else html

    def _error(self, place: Place, node: Node) -> str:
        found = self.problems.get(place.pointer) if place.pointer is not None else None
        if not found or place.ending:
            return ""
        language = self.skeleton.language
        title = read_label(node.title, language)
        lines = "".join(f"<span>{escape(say(problem, language, title=title))}</span>" for problem in found)
        kind = "f-warn" if all(problem.level == "warning" for problem in found) else "f-error"
        spoken = word("notice" if kind == "f-warn" else "must", language)
        head = f'<p class="{kind}" id="{escape(place.id)}~error">{ICON}'
        return f'{head}<span class="f-spoken">{spoken}</span>{lines}</p>'

    def _button(self, verb: str, name: str, text: str, style: str = "f-button", spoken: str = "") -> None:
        label = f'<span class="f-spoken"> {spoken}</span>' if spoken else ""
        self.out.append(
            f'<button class="{style}" type="submit" name="do" value="{verb}:{escape(name)}" formnovalidate>'
            f"{text}{label}</button>"
        )


_DRAWERS: Mapping[type, Callable[..., None]] = {
    Leaf: _Drawing.leaf,
    Group: _Drawing.group,
    Rows: _Drawing.rows,
    Branches: _Drawing.branches,
    Nest: _Drawing.nest,
}
