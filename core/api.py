"""Everything a plugin imports from Lizheng: the hook marker and the values that hooks receive."""

from ..forms.definition import CodeItem, CodeList, FormDefinition
from ..forms.problems import DefinitionError, Problem
from ..forms.text import Label, read_label
from .hookspecs import API, Delivery, Event, hookimpl

__all__ = [
    "API",
    "CodeItem",
    "CodeList",
    "DefinitionError",
    "Delivery",
    "Event",
    "FormDefinition",
    "Label",
    "Problem",
    "hookimpl",
    "read_label",
]
