"""The nodes of a form's question tree: leaf, group, rows, branches, nest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..text import Label


@dataclass(frozen=True, eq=False)
class Choice:
    """One answer to choose: ``value`` is stored, ``label`` is read, ``token`` is what the control posts."""

    value: Any
    label: Label
    token: str
    parent: str = ""


@dataclass(frozen=True, eq=False)
class Node:
    """What every question has.

    title, hint   the author's words
    required      the schema asks for it wherever its parent is answered
    read_only     shown and sent back, never typed
    schema        the effective schema here: ``$ref``, ``allOf`` and conditions already joined
    options       ``ui:options`` of the field
    look          the widget's name
    """

    title: Label = ""
    hint: Label = ""
    required: bool = False
    read_only: bool = False
    schema: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    look: str = ""


@dataclass(frozen=True, eq=False)
class Leaf(Node):
    """One answer that one control (or one set of choice rows) holds.

    ``kind`` is text, integer, number, boolean, date, time, datetime, choice, choices, file, fixed or null.
    ``nullable`` offers an explicit 没有 (JSON null) beside the control.
    """

    kind: str = "text"
    nullable: bool = False
    choices: tuple[Choice, ...] = ()

    @cached_property
    def by_token(self) -> Mapping[str, Choice]:
        """The choices by what their control posts."""
        return {choice.token: choice for choice in self.choices}


@dataclass(frozen=True, eq=False)
class Extras:
    """The keys an object may have beyond its named ones.

    ``patterns`` are tried in order on the key, ``other`` answers for the rest; ``addable`` says whether
    the page offers to add one (an object that merely forgot to forbid them does not).
    """

    patterns: tuple[tuple[str, Callable[[], Node]], ...]
    other: Callable[[], Node]
    addable: bool


@dataclass(frozen=True, eq=False)
class Section:
    """A numbered part of the page: a heading and the keys beneath it."""

    title: Label
    keys: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Group(Node):
    """An object: named members in page order, perhaps free keys, at the root perhaps sections."""

    members: Mapping[str, Node] = field(default_factory=dict)
    extras: Extras | None = None
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, eq=False)
class Rows(Node):
    """An array: the first items by ``first`` (a tuple), every further one by ``item`` (None: no more)."""

    first: tuple[Node, ...] = ()
    item: Callable[[], Node] | None = None
    least: int = 0
    most: int = 500

    def node_at(self, index: int) -> Node | None:
        """Return the node of the item at ``index``, or None where the schema allows no such item."""
        if index < len(self.first):
            return self.first[index]
        return self.item() if self.item else None


@dataclass(frozen=True, eq=False)
class Branches(Node):
    """A choice between shapes: one radio row for each title, the node of the chosen one beneath."""

    titles: tuple[Label, ...] = ()
    nodes: tuple[Callable[[], Node], ...] = ()


@dataclass(frozen=True, eq=False)
class Nest(Node):
    """A part that repeats a part around it: closed until opened, so that recursion ends."""

    inside: Callable[[], Node] = Node
