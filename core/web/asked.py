"""What rules make of a page's questions at this moment: hidden, required, computed, restricted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...forms.definition import FormDefinition
from ...forms.fields.building import build_fields
from ...forms.fields.states import fresh_state
from ...forms.page import FieldMark, Marks
from ...forms.subschemas import escape
from ...forms.text import Language, read_label
from ...rules.sets import InForce
from ...rules.sets.evaluating import with_path
from ..records.judging import Judgement, without_path


def mark_fields(judgement: Judgement, form: FormDefinition, language: Language) -> Marks:
    """Return the marks of the questions that rules have something to say of, by pointer."""
    marks: dict[str, FieldMark] = defaultdict(FieldMark)
    for path in judgement.hidden:
        marks[_point(path)] = FieldMark(hidden=True)
    for name, _ in _list_computed(judgement, form):
        marks[_point(name)] = replace(marks[_point(name)], locked=True)
    for effect in (effect for one in judgement.decisions for effect in one.outcome.effects):
        if effect.kind in _KINDS and not marks[_point(effect.target)].hidden:
            marks[_point(effect.target)] = _mark(marks[_point(effect.target)], effect, language)
    return dict(marks)


def fill_computed(state: Any, judgement: Judgement, form: FormDefinition) -> Any:
    """Return the state of the page with the computed answers in it; ``None`` is a fresh page."""
    computed = list(_list_computed(judgement, form))
    if state is None and computed:
        state = fresh_state(build_fields(form))
    for name, value in computed:
        known = state if isinstance(state, Mapping) else {}
        state = without_path(known, name) if value is None else with_path(known, name, value)
    return state


def _list_computed(judgement: Judgement, form: FormDefinition) -> Iterator[tuple[str, Any]]:
    """Yield each computed value that is an answer of the form and is asked."""
    fields = form.schema.get("properties", {})
    for one in judgement.decisions:
        for name, value in one.outcome.values.items():
            if name.partition(".")[0] in fields and name not in judgement.hidden:
                yield name, value


def _mark(mark: FieldMark, effect: InForce, language: Language) -> FieldMark:
    if effect.kind == "options":
        return replace(mark, only=_narrow(mark.only, effect.detail["only"]))
    if effect.kind == "show":
        title = read_label(effect.title, language)
        return replace(mark, note=mark.note or ("" if title == effect.rule else title))
    return replace(mark, **{_KINDS[effect.kind]: True})


def _narrow(before: tuple[Any, ...] | None, only: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(value for value in only if before is None or value in before)


def _point(path: str) -> str:
    return "".join(f"/{escape(key)}" for key in path.split("."))


_KINDS: Mapping[str, str] = {
    "require": "required",
    "readonly": "locked",
    "options": "only",
    "show": "note",
}
