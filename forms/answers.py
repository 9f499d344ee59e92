"""From posted (name, value) pairs to typed answers, and to the state that shows the same page again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wtforms.form import BaseForm

from .definition import FormDefinition
from .fields.building import build_fields
from .fields.declared import read_field
from .fields.nodes import Branches, Group, Leaf, Nest, Node, Rows
from .fields.parsing import ABSENT
from .fields.showing import RAW, control_text
from .fields.states import (
    BLANK,
    BRANCH,
    FREE,
    VALUE,
    bare_answer,
    branch_token,
    free_node,
    is_bare,
    is_blank,
    pick_branch,
)
from .problems import Problem
from .subschemas import escape as escape_key

MOST_ROWS = 500
MOST_PAIRS = 20_000
_DEEPEST = 64


@dataclass(frozen=True)
class Posted:
    """What a page sent back.

    state     JSON data; ``render_fields`` shows the page again from it, unreadable text included
    answers   typed JSON answers: empty fields, rows and objects are absent, unreadable text stays text
    problems  what could not be read, each at its pointer into ``answers``
    """

    state: Any
    answers: Any
    problems: tuple[Problem, ...]


def read_posted(form: FormDefinition, pairs: Iterable[tuple[str, str]]) -> Posted:
    """Return the typed answers of a posted page, the state to render it again and what was unreadable.

    ``pairs`` are control names (JSON pointers, see ``fields.states``) and texts in the order posted. For each
    uploaded file the caller first appends ``(name of the file control, JSON of {"sha256","name","type",
    "size"})``. Names the form does not have, such as ``do`` or the CSRF token, are ignored.
    """
    tree = _grow(pairs)
    reader = _Reader(BaseForm({}))
    state, answers = reader.read(build_fields(form), tree, _Place("", ""))
    return Posted(
        {} if state is ABSENT else state, {} if answers is ABSENT else answers, tuple(reader.problems)
    )


@dataclass
class _Tree:
    """Posted texts by the tokens of their control names."""

    texts: list[str] = field(default_factory=list)
    below: dict[str, _Tree] = field(default_factory=dict)

    def at(self, token: str) -> _Tree:
        return self.below.get(token) or _Tree()

    def indexes(self, prefix: str = "") -> list[int]:
        """Return the row numbers present below, sorted; whatever is no small number is no row."""
        tokens = (token.removeprefix(prefix) for token in self.below if token.startswith(prefix))
        return sorted({int(t) for t in tokens if t.isascii() and t.isdigit() and len(t) < 6})[:MOST_ROWS]


def _grow(pairs: Iterable[tuple[str, str]]) -> _Tree:
    root = _Tree()
    for _, (name, text) in zip(range(MOST_PAIRS), pairs, strict=False):
        if not name.startswith("/") or name.count("/") > _DEEPEST:
            continue
        place = root
        for token in name[1:].split("/"):
            place = place.below.setdefault(token, _Tree())
        place.texts.append(text)
    return root


@dataclass(frozen=True)
class _Place:
    """A control's name, and the pointer its answer will have (rows left empty are not counted)."""

    name: str
    pointer: str

    def below(self, token: str, key: str | None = None) -> _Place:
        return _Place(f"{self.name}/{token}", f"{self.pointer}/{token if key is None else escape_key(key)}")


@dataclass
class _Reader:
    """One reading: the WTForms form that declares each control met, and the problems found."""

    form: BaseForm
    problems: list[Problem] = field(default_factory=list)

    def read(self, node: Node, tree: _Tree, place: _Place) -> tuple[Any, Any]:
        """Return (state, answer) of one node, ``ABSENT`` where nothing was answered."""
        return _READERS[type(node)](self, node, tree, place)

    def leaf(self, node: Leaf, tree: _Tree, place: _Place) -> tuple[Any, Any]:
        texts = tree.texts
        if node.nullable and tree.at("~null").texts and not any(text.strip() for text in texts):
            return None, None
        was = tree.at("~was").texts
        if was and texts and control_text(node, was[-1]) == texts[-1]:
            return was[-1], was[-1]
        answer, code = read_field(self.form, place.name, node, texts)
        if code:
            self.problems.append(Problem(code, place.pointer, _facts(code)))
            return {RAW: texts[-1]}, texts[-1].strip()
        if answer is ABSENT and node.required and node.kind in ("choices", "null"):
            return ABSENT, (_no_items(node) if node.kind == "choices" else None)
        return answer, answer

    def group(self, node: Group, tree: _Tree, place: _Place) -> tuple[Any, Any]:
        state: dict[str, Any] = {}
        answer: dict[str, Any] = {}
        for key, member in node.members.items():
            token = escape_key(key)
            inner, value = self.read(member, tree.at(token), place.below(token))
            state |= {} if inner is ABSENT else {key: inner}
            answer |= {} if value is ABSENT else {key: value}
        if node.extras:
            self._free(node, tree, place, state, answer)
        empty = is_blank(node, state) and (not node.required or node.look == "place")
        return (state or ABSENT), (ABSENT if empty else answer)

    def _free(
        self, node: Group, tree: _Tree, place: _Place, state: dict[str, Any], answer: dict[str, Any]
    ) -> None:
        assert node.extras is not None
        rows: list[list[Any]] = []
        for index in tree.indexes("~k"):
            key = " ".join(tree.at(f"~k{index}").texts).strip()
            where = place.below(f"~v{index}", key)
            inner, value = self.read(free_node(node.extras, key), tree.at(f"~v{index}"), where)
            rows.append([key, dict(BLANK) if inner is ABSENT else inner])
            self._check_key(node, key, value, answer, _Place("", f"{place.pointer}/~k{index}"))
            if key and value is not ABSENT and key not in answer:
                answer[key] = value
        if rows:
            state[FREE] = rows

    def _check_key(self, node: Group, key: str, value: Any, answer: Mapping[str, Any], place: _Place) -> None:
        if not key and value is not ABSENT:
            self.problems.append(Problem("key_missing", place.pointer))
        if key and (key in answer or key in node.members):
            self.problems.append(Problem("key_repeated", place.pointer, {"key": key}))

    def rows(self, node: Rows, tree: _Tree, place: _Place) -> tuple[Any, Any]:
        state: list[Any] = []
        answer: list[Any] = []
        for index in _row_numbers(tree):
            inner_node = node.node_at(len(state))
            if inner_node is None or len(state) >= MOST_ROWS:
                break
            where = _Place(f"{place.name}/{index}", f"{place.pointer}/{len(answer)}")
            inner, value = self.read(inner_node, tree.at(str(index)), where)
            state.append(dict(BLANK) if inner is ABSENT else inner)
            if len(state) <= len(node.first):
                answer.append(None if value is ABSENT else value)
            elif value is not ABSENT and not is_blank(inner_node, state[-1]):
                answer.append(value)
        self._added_files(node, tree, place, state, answer)
        while len(answer) and len(answer) <= len(node.first) and answer[-1] is None:
            answer.pop()
        return (state or ABSENT), (answer or _no_items(node))

    def _added_files(
        self, node: Rows, tree: _Tree, place: _Place, state: list[Any], answer: list[Any]
    ) -> None:
        """A control that takes several files posts them all under ``~add``; each becomes a row."""
        for text in tree.at("~add").texts[:MOST_ROWS]:
            item = node.node_at(len(state))
            if text.strip() and isinstance(item, Leaf) and item.kind == "file":
                added = _Tree(texts=[text])
                inner, value = self.leaf(item, added, place.below(str(len(answer))))
                state.append(inner)
                answer.append(value)

    def branches(self, node: Branches, tree: _Tree, place: _Place) -> tuple[Any, Any]:
        posted = tree.at("~branch").texts[-1:]
        index = _small_number(posted, -1)
        if not posted:
            index, _ = pick_branch(node, ABSENT)
        if not 0 <= index < len(node.nodes):
            return ABSENT, ABSENT
        chosen = node.nodes[index]()
        token = branch_token(chosen)
        below = tree.at(token[1:]) if token else tree
        inner, value = self.read(chosen, below, _Place(place.name + token, place.pointer))
        if posted and is_bare(chosen):
            inner = value = bare_answer(chosen)
        state = {BRANCH: index} | ({} if inner is ABSENT else {VALUE: inner})
        if is_blank(node, state) and not node.required:
            return state, ABSENT
        return state, value

    def nest(self, node: Nest, tree: _Tree, place: _Place) -> tuple[Any, Any]:
        if not tree.below and not tree.texts:
            return ABSENT, ABSENT
        inner, value = self.read(node.inside(), tree, place)
        return (dict(BLANK) if inner is ABSENT else inner), value


_READERS: Mapping[type, Any] = {
    Leaf: _Reader.leaf,
    Group: _Reader.group,
    Rows: _Reader.rows,
    Branches: _Reader.branches,
    Nest: _Reader.nest,
}


def _facts(code: str) -> Mapping[str, object]:
    """Return the facts the check gives for the same code, so that both make the same sentence."""
    if code.startswith("format_"):
        return {"reason": "shape"}
    return {"allowed": [code.removeprefix("type_")]}


def _no_items(node: Node) -> Any:
    """An empty list answers a required question only where the schema is content with none."""
    return [] if node.required and not node.schema.get("minItems") else ABSENT


def _row_numbers(tree: _Tree) -> list[int]:
    """Return the numbers of the rows the page had (``~n``) and of any that were posted beside them."""
    count = _small_number(tree.at("~n").texts[-1:], 0)
    return sorted({*range(min(count, MOST_ROWS)), *tree.indexes()})[:MOST_ROWS]


def _small_number(texts: list[str], other: int) -> int:
    """Return the number a server control holds, ``other`` for anything a page would not have written."""
    plain = bool(texts) and texts[0].isascii() and texts[0].isdigit() and len(texts[0]) < 4
    return int(texts[0]) if plain else other
