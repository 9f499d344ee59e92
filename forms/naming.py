"""What a person reads for the values and fields a problem names: labels and titles, never stored codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .definition import FormDefinition
from .faults import Path
from .field_order import schemas_of, ui_of
from .fields.choosing import value_label
from .sameness import freeze
from .subschemas import in_place
from .text import Label


def name_facts(form: FormDefinition, path: Path, facts: Mapping[str, object]) -> Mapping[str, object]:
    """Return the facts of a problem with the labels of allowed ``values`` and the titles of ``fields``."""
    named = dict(facts)
    values, fields = named.pop("values", None), named.get("fields")
    if isinstance(values, Sequence):
        labels = _labels(form, path)
        named["allowed"] = [labels.get(freeze(value)) or value_label(value) for value in values]
    if isinstance(fields, Sequence):
        named["fields"] = [_title(form, (*path, str(key))) for key in fields]
    return named


def _labels(form: FormDefinition, path: Path) -> Mapping[Any, Label]:
    parts = [part for schema in schemas_of(form.schema, path) for part in in_place(form.schema, schema)]
    names = ui_of(form.ui, path).get("ui:enumNames") or ()
    labels: dict[Any, Label] = {}
    for part in parts:
        labels |= {freeze(value): name for value, name in zip(part.get("enum", ()), names, strict=False)}
        if "const" in part and "title" in part:
            labels[freeze(part["const"])] = part["title"]
        if part.get("x-codes") in form.codes:
            labels |= {freeze(item.value): item.label for item in form.codes[part["x-codes"]].items}
    return labels


def _title(form: FormDefinition, path: Path) -> Label:
    titles = (schema.get("title") for schema in schemas_of(form.schema, path))
    return ui_of(form.ui, path).get("ui:title") or next((one for one in titles if one), str(path[-1]))
