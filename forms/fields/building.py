"""From a form's JSON Schema and uiSchema to its tree of nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

from ..definition import CodeList, FormDefinition
from ..keyed import Keyed
from .choosing import make_choice, read_choices
from .merging import Schema, add_possible, flatten, is_empty, merge, references_of
from .nodes import Branches, Extras, Group, Leaf, Nest, Node, Rows
from .outline import (
    FILE_LOOKS,
    TYPE_WORDS,
    branch_title,
    inherited_look,
    look_of,
    make_nullable,
    order_keys,
    read_sections,
    types_of,
)

ANY = ("string", "number", "boolean", "null", "array", "object")
_TEMPORAL = {"date": "date", "time": "time", "date-time": "datetime"}


def build_fields(form: FormDefinition) -> Node:
    """Return the root node of the form's questions; the same tree for the same form hash."""
    return _build_known(Keyed(form.hash, form))


@lru_cache(maxsize=256)
def _build_known(known: Keyed) -> Node:
    form: FormDefinition = known.value
    site = _Site(required=True, open=frozenset({"#"}))
    return _Builder(form.schema, form.codes).node(form.schema, form.ui, site)


@dataclass(frozen=True)
class _Site:
    """Where a schema stands: its key, whether it must be answered, and the references open around it."""

    key: str = ""
    required: bool = False
    read_only: bool = False
    open: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Builder:
    """Makes nodes from the schemas of one document."""

    root: Schema
    codes: Mapping[str, CodeList]

    def node(self, schema: Any, ui: Any, site: _Site) -> Node:
        """Return the node of one schema; a reference already open around it becomes a closed nest."""
        ui = ui if isinstance(ui, Mapping) else {}
        entered = references_of(schema)
        if entered & site.open:
            return self._nest(schema, ui, site)
        site = replace(site, open=site.open | entered)
        flat = _join_unions(flatten(schema, self.root), self.root)
        site = replace(site, read_only=site.read_only or bool(flat.get("readOnly") or ui.get("ui:readonly")))
        return self._shape(flat, ui, site)

    def _nest(self, schema: Schema, ui: Schema, site: _Site) -> Node:
        flat = flatten(schema, self.root)
        common = _common(flat, ui, site)
        return Nest(**common, inside=_later(self.node, schema, ui, replace(site, open=frozenset())))

    def _shape(self, flat: Schema, ui: Schema, site: _Site) -> Node:
        if (
            look_of(ui, flat) in FILE_LOOKS
            and "array" not in types_of(flat)
            and "string" not in types_of(flat)
        ):
            return Leaf(**_common(flat, ui, site), kind="file")
        choices = read_choices(flat, self.root, self.codes, ui.get("ui:enumNames") or ())
        if choices or "const" in flat:
            return _choice_leaf(flat, ui, site, choices)
        for keyword in ("oneOf", "anyOf"):
            if flat.get(keyword):
                return self._branches(flat, keyword, ui, site)
        types = types_of(flat)
        if types == ["null"]:
            return Leaf(**_common(flat, ui, site), kind="null")
        kinds = [t for t in types if t != "null"]
        if len(kinds) != 1:
            return self._mixed(flat, types, ui, site)
        if "null" in types and kinds[0] in ("object", "array") and not self._many(flat):
            return self._mixed(flat, types, ui, site)
        return self._typed(kinds[0], flat, ui, site, nullable="null" in types)

    def _typed(self, kind: str, flat: Schema, ui: Schema, site: _Site, *, nullable: bool) -> Node:
        if kind == "object":
            return self._group(flat, ui, site)
        if kind == "array":
            many = self._many(flat)
            if not many:
                return self._rows(flat, ui, site)
            common = _common(flat, ui, site)
            return Leaf(**common, kind="choices", choices=many, nullable=nullable)
        if kind == "string":
            kind = _TEMPORAL.get(str(flat.get("format")), "text")
        return Leaf(**_common(flat, ui, site), kind=kind, nullable=nullable)

    def _many(self, flat: Schema) -> tuple[Any, ...]:
        items = flat.get("items")
        if not flat.get("uniqueItems") or not isinstance(items, Mapping) or flat.get("prefixItems"):
            return ()
        return read_choices(flatten(items, self.root), self.root, self.codes)

    def _group(self, flat: Schema, ui: Schema, site: _Site) -> Node:
        required = set(flat.get("required") or ())
        members = flat.get("properties") or {}
        inner = {"words": {"ui:widget": "text"}, **ui} if look_of(ui, flat) == "place" else ui
        nodes = {
            key: self.node(
                members[key], inner.get(key), _Site(key, key in required, site.read_only, site.open)
            )
            for key in order_keys(members, ui.get("ui:order"))
        }
        sections = read_sections(ui.get("ui:sections"), nodes)
        return Group(
            **_common(flat, ui, site), members=nodes, extras=self._extras(flat, ui, site), sections=sections
        )

    def _extras(self, flat: Schema, ui: Schema, site: _Site) -> Extras | None:
        other = flat.get("additionalProperties")
        patterns = flat.get("patternProperties") or {}
        if other is False and not patterns:
            return None
        inner = replace(site, required=False, key="")
        made = tuple((p, _later(self.node, s, ui.get(p), inner)) for p, s in patterns.items())
        rest = {} if other is None or isinstance(other, bool) else other
        fallback = made[0][1] if made and other is False else None
        later = fallback or _later(self.node, rest, ui.get("additionalProperties"), inner)
        return Extras(made, later, addable=bool(patterns) or (other is not None and other is not False))

    def _rows(self, flat: Schema, ui: Schema, site: _Site) -> Node:
        inner = replace(site, key="", required=True)
        inside = ui.get("items") if isinstance(ui.get("items"), Mapping) else inherited_look(ui, flat)
        first = tuple(self.node(item, inside, inner) for item in flat.get("prefixItems") or ())
        items = flat.get("items", not first or None)
        item = None if items is False or items is None else _later(self.node, items, inside, inner)
        most = min(int(flat.get("maxItems", 500)), 500)
        return Rows(
            **_common(flat, ui, site), first=first, item=item, least=int(flat.get("minItems", 0)), most=most
        )

    def _branches(self, flat: Schema, keyword: str, ui: Schema, site: _Site) -> Node:
        base = {k: v for k, v in flat.items() if k != keyword}
        options = [merge(base, flatten(option, self.root)) for option in flat[keyword]]
        if "null" in types_of(base) and not any("null" in types_of(option) for option in options):
            options.append({"type": "null"})
        plain = [option for option in options if types_of(option) != ["null"]]
        if len(plain) == 1:
            return self._shape(make_nullable(plain[0], len(options) > 1), ui, site)
        titles = [branch_title(option, index) for index, option in enumerate(options)]
        entered = [references_of(option) for option in flat[keyword]]
        entered += [frozenset()] * (len(options) - len(entered))
        nodes = tuple(
            _later(self._branch, {**option, "title": title}, ui, site, refs)
            for option, title, refs in zip(options, titles, entered, strict=True)
        )
        return Branches(**_common(base, ui, site), titles=tuple(titles), nodes=nodes)

    def _branch(self, option: Schema, ui: Schema, site: _Site, entered: frozenset[str]) -> Node:
        quiet = {k: v for k, v in ui.items() if k not in ("ui:title", "ui:help", "ui:description")}
        if entered & site.open:
            inside = _later(self._branch, option, ui, replace(site, open=frozenset()), entered)
            return Nest(**_common(option, quiet, site), inside=inside)
        return self._shape(option, quiet, replace(site, open=site.open | entered))

    def _mixed(self, flat: Schema, types: Sequence[str], ui: Schema, site: _Site) -> Node:
        base = {k: v for k, v in flat.items() if k not in ("type", "title", "description")}
        kinds = [t for t in ANY if t in types] if types else list(ANY)
        kinds += [t for t in types if t not in kinds]
        nodes = tuple(
            _later(self._branch, {**base, "type": kind, "title": TYPE_WORDS[kind]}, ui, site, frozenset())
            for kind in kinds
        )
        return Branches(**_common(flat, ui, site), titles=tuple(TYPE_WORDS[k] for k in kinds), nodes=nodes)


def _later(make: Callable[..., Node], *arguments: Any) -> Callable[[], Node]:
    """Return a node made when first asked for, then kept: recursion costs nothing until it is walked."""
    return lru_cache(maxsize=1)(partial(make, *arguments))


def _common(flat: Schema, ui: Schema, site: _Site) -> dict[str, Any]:
    options = ui.get("ui:options") if isinstance(ui.get("ui:options"), Mapping) else {}
    title = ui.get("ui:title") or flat.get("title") or site.key
    hint = ui.get("ui:help") or ui.get("ui:description") or flat.get("description") or ""
    return {
        "title": title,
        "hint": hint,
        "required": site.required,
        "read_only": site.read_only,
        "schema": flat,
        "options": options,
        "look": look_of(ui, flat),
    }


def _choice_leaf(flat: Schema, ui: Schema, site: _Site, choices: tuple[Any, ...]) -> Node:
    common = _common(flat, ui, site)
    if "const" not in flat:
        return Leaf(**common, kind="choice", choices=choices)
    only = (make_choice(flat["const"], None),)
    return Leaf(**common, kind="fixed" if site.required else "choice", choices=only)


def _join_unions(flat: dict[str, Any], root: Schema) -> dict[str, Any]:
    """Join ``anyOf``/``oneOf`` of an object whose branches only add fields: all show, the check decides."""
    for keyword in ("oneOf", "anyOf"):
        options = [flatten(option, root) for option in flat.get(keyword) or ()]
        if options and "properties" in flat and _only_add(flat, options):
            flat = {k: v for k, v in flat.items() if k != keyword}
            for option in options:
                flat = add_possible(flat, option)
    return flat


def _only_add(flat: Schema, options: Sequence[Schema]) -> bool:
    if any(types_of({**o, "type": o.get("type", "object")}) != ["object"] for o in options):
        return False
    known = [flat.get("properties") or {}, *(o.get("properties") or {} for o in options)]
    shared = [a[key] for a, b in pairwise(known) for key in a.keys() & b.keys()]
    named = [key for members in known for key, value in members.items() if not is_empty(value)]
    return not shared and len(named) == len(set(named))
