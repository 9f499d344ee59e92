"""What a schema and its uiSchema say about one place: types, look, order, sections, titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..text import Label
from .choosing import value_label
from .merging import Schema
from .nodes import Node, Section

TYPE_WORDS: Mapping[str, Label] = {
    "string": {"zh-CN": "文字", "en": "Text"},
    "number": {"zh-CN": "数字", "en": "Number"},
    "integer": {"zh-CN": "整数", "en": "Whole number"},
    "boolean": {"zh-CN": "是或否", "en": "Yes or no"},
    "null": {"zh-CN": "没有", "en": "None"},
    "array": {"zh-CN": "多项", "en": "List"},
    "object": {"zh-CN": "分项", "en": "Parts"},
}
FILE_LOOKS = ("photo", "file", "signature")
_HINTS = (
    ("object", ("properties", "additionalProperties", "patternProperties", "required")),
    ("array", ("items", "prefixItems", "minItems", "maxItems")),
    ("string", ("minLength", "maxLength", "pattern", "format")),
    ("number", ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum")),
)


def types_of(flat: Schema) -> list[str]:
    """Return the types the schema names, or those its other keywords speak of."""
    kind = flat.get("type")
    if isinstance(kind, str):
        return [kind]
    if isinstance(kind, Sequence):
        listed = [str(t) for t in kind]
        return [t for t in listed if not (t == "integer" and "number" in listed)]
    return next(([name] for name, keywords in _HINTS if any(k in flat for k in keywords)), [])


def look_of(ui: Schema, flat: Schema) -> str:
    """Return the widget the author asked for, in the uiSchema or by ``x-widget``; ``""`` for none."""
    options = ui.get("ui:options")
    inner = options.get("widget") if isinstance(options, Mapping) else None
    return str(ui.get("ui:widget") or inner or flat.get("x-widget") or "")


def order_keys(members: Mapping[str, Any], order: Any) -> list[str]:
    """Return the keys in ``ui:order``; ``*`` stands for all that are not named, else those come last."""
    named = [key for key in order or () if key == "*" or key in members]
    rest = [key for key in members if key not in named]
    if "*" not in named:
        return [*named, *rest]
    at = named.index("*")
    return [*named[:at], *rest, *(key for key in named[at + 1 :] if key != "*")]


def read_sections(sections: Any, members: Mapping[str, Node]) -> tuple[Section, ...]:
    """Return the page's sections from ``ui:sections``; fields that none names come last, without a title."""
    if not isinstance(sections, Sequence) or isinstance(sections, str):
        return ()
    made = [
        Section(s.get("title", ""), tuple(k for k in s.get("fields") or () if k in members)) for s in sections
    ]
    placed = {key for section in made for key in section.keys}
    rest = tuple(key for key in members if key not in placed)
    return (*made, Section("", rest)) if rest else tuple(made)


def inherited_look(ui: Schema, flat: Schema) -> Schema:
    """A file widget named on an array speaks of its items."""
    look = look_of(ui, flat)
    return {"ui:widget": look} if look in FILE_LOOKS else {}


def make_nullable(option: Schema, nullable: bool) -> Schema:
    """Return the schema with null among its types, if ``nullable``."""
    types = types_of(option)
    return {**option, "type": [*types, "null"]} if nullable and types and "null" not in types else option


def branch_title(option: Schema, index: int) -> Label:
    """Return what stands on a branch's radio row: its own title, its constant, its type, or its number."""
    types = types_of(option)
    spoken = option.get("title") or option.get("description")
    members = option.get("properties") or {}
    consts = [v["const"] for v in members.values() if isinstance(v, Mapping) and "const" in v]
    if spoken or not (consts or types):
        return spoken or {"zh-CN": f"第 {index + 1} 种", "en": f"Kind {index + 1}"}
    if consts:
        return value_label(consts[0])
    if types[0] in ("object", "array"):
        return {"zh-CN": f"第 {index + 1} 种", "en": f"Kind {index + 1}"}
    return TYPE_WORDS.get(types[0], "")
