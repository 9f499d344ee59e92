"""A value as sentences of rules and 为什么 tell it: in the words in which pages show answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...forms.definition import FormDefinition
from ...forms.fields.nodes import Leaf, Rows
from ...forms.fields.showing import show_answer
from ...forms.messages import JOINTS
from ...forms.summary import find_field, show_value
from ...forms.text import Language
from ...rules.dates import is_date, read_instant
from ...rules.sets.evaluating import with_path
from ...rules.sets.holes import show_value as show_plain


def tell_value(form: FormDefinition, name: str, value: Any, language: str) -> str:
    """Return the value of a field, computed value or parameter in words (in a page: ``makeTelling``).

    A choice is told by its label, a day and a moment as pages show them, a number as people write it, truth
    as 是 or 否, several with 、 between; what is absent is 未填. Dates that are no field's are known by how
    they look.
    """
    chosen: Language = "en" if language == "en" else "zh-CN"
    if value in (None, "", []):
        return show_plain(None, chosen)
    if isinstance(value, list) and not any(isinstance(one, Mapping) for one in value):
        return JOINTS[chosen].join(tell_value(form, name, one, chosen) for one in value)
    leaf = _find_leaf(form, name, value)
    if isinstance(value, Mapping | list) or leaf is None:
        shown = show_value(form, name, with_path({}, name, value), chosen) if find_field(form, name) else ""
        return shown or show_plain(value, chosen)
    if isinstance(value, str) or leaf.choices:
        return show_answer(leaf, value, chosen)
    return show_plain(value, chosen)


def _find_leaf(form: FormDefinition, name: str, value: Any) -> Leaf | None:
    node = find_field(form, name)
    if isinstance(node, Rows):
        node = node.item() if node.item else None
    if node is None:
        kind = "date" if is_date(value) else "text" if read_instant(value) is None else "datetime"
        return Leaf(kind=kind)
    return node if isinstance(node, Leaf) else None
