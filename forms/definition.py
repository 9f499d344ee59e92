"""A form as the rest of the product sees it: checked, complete, immutable, known by its hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .text import Label


@dataclass(frozen=True)
class CodeItem:
    """One choice of a code list; ``parent`` names the choice above it in a cascading list."""

    value: str
    label: Label
    parent: str | None = None


@dataclass(frozen=True)
class CodeList:
    """The allowed choices of a field, versioned. ``codes`` is ``plugin.name``."""

    codes: str
    version: int
    title: Label
    items: tuple[CodeItem, ...]


@dataclass(frozen=True)
class ListView:
    """What a list of records shows; every entry is a field path: ``place.words``, ``people[].name``.

    ``columns`` are shown, ``search`` are matched by the search box, ``filters`` and ``group`` are offered
    as conditions, ``sort`` is one path, newest or largest first when it begins with ``-``
    (default ``-received_at``).
    """

    columns: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    sort: str = "-received_at"


@dataclass(frozen=True)
class FormDefinition:
    """One form, complete in itself: library fragments sit in ``$defs``, code lists are resolved.

    form      id: ``plugin.name`` or ``t<9 digits>.name``
    schema    JSON Schema 2020-12 of the answers, ``type: object``; ``title`` and ``description`` inside it
              may be labels in two languages; a field with ``x-codes`` also carries the ``enum`` of that list
    ui        uiSchema (react-jsonschema-form convention), keyed by field
    codes     the code lists the schema names, by id
    prefix    letters that begin a receipt number, such as ``FX``
    document  the whole effective definition as JSON data; ``hash`` is its content hash
    """

    form: str
    title: Label
    subject: str
    kind: str
    schema: Mapping[str, Any]
    ui: Mapping[str, Any]
    list: ListView
    codes: Mapping[str, CodeList]
    prefix: str
    document: Mapping[str, Any]
    hash: str
    workflow: str | None = None
    links: Mapping[str, Any] = field(default_factory=dict)
    elements: Mapping[str, str] = field(default_factory=dict)
    basis: Sequence[str] = ()
    purpose: Label = ""
    valid_until: str | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    privacy: Mapping[str, str] = field(default_factory=dict)
