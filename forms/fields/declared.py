"""Each question as a WTForms field: its name a JSON Pointer, read and rendered by our classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import Field
from wtforms.form import BaseForm

from .nodes import Leaf
from .parsing import ABSENT, read_leaf


class AnswerField(Field):
    """One leaf inside a WTForms form.

    After ``process`` the answer is in ``data`` (``ABSENT`` for nothing); text that could not be read leaves
    the stable code of its fault in ``process_errors``.
    """

    def __init__(self, leaf: Leaf, **keywords: Any) -> None:
        super().__init__("", default=ABSENT, **keywords)
        self.leaf = leaf

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the posted texts; WTForms keeps a raised ``Unreadable`` as this field's error."""
        self.data = read_leaf(self.leaf, valuelist)


class _Texts:
    """The texts of one control, in the shape WTForms reads (``in`` and ``getlist``)."""

    def __init__(self, name: str, texts: Sequence[str]) -> None:
        self._given: Mapping[str, Sequence[str]] = {name: texts} if texts else {}

    def __contains__(self, name: object) -> bool:
        return name in self._given

    def getlist(self, name: str) -> Sequence[str]:
        """Return the texts posted under a name, in page order."""
        return self._given.get(name, ())


def declare(form: BaseForm, name: str, leaf: Leaf, **keywords: Any) -> Any:
    """Return the leaf as a field bound to ``form`` under its control name.

    WTForms answers ``Field(...)`` with an unbound field, which types cannot follow: the seam is here.
    """
    unbound: Any = AnswerField(leaf, **keywords)
    form[name] = unbound
    return form[name]


def read_field(form: BaseForm, name: str, leaf: Leaf, texts: Sequence[str]) -> tuple[Any, str]:
    """Return the typed answer of one control and ``""``, or ``ABSENT`` and the code of what is wrong."""
    field = declare(form, name, leaf)
    field.process(_Texts(name, texts))
    return field.data, field.process_errors[0] if field.process_errors else ""
