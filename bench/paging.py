"""The page of a form: empty over HTTP beside a bare server, filled beside WTForms' own widgets."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from checking import find_answers, find_form
from county import WORKER
from figures import REPEATS, Figure, cpu_seconds
from ground import Ground
from jinja2 import Environment
from lizheng.forms.page import build_page, render_fields
from load import Load, run_wrk, serve
from survey import FORM, build_form
from wtforms import BooleanField, DecimalField, Form, IntegerField, SelectField, StringField
from wtforms.fields.core import UnboundField


def measure_page(ground: Ground) -> Iterator[Figure]:
    """Yield the empty page's rate beside a bare granian, and the filled page's cost beside widgets."""
    yield from _measure_empty(ground)
    form, answers = find_form(ground.empty), find_answers()
    skeleton = build_page(form, "zh-CN")
    ours = cpu_seconds(lambda: render_fields(skeleton, answers))
    rows = make_rival(answers)
    theirs = cpu_seconds(rows)
    times = theirs / ours
    what = "40 fields with their answers, CPU"
    yield Figure("page", what, f"{ours * 1e3:.2f} ms", "", "", "≤ 1 ms", ours <= 0.001)
    beside = f"WTForms widgets in Jinja: {theirs * 1e3:.2f} ms"
    yield Figure("page", what, f"{ours * 1e3:.2f} ms", beside, f"{times:.1f}x", "≥ 5x", times >= 5)


def _measure_empty(ground: Ground) -> Iterator[Figure]:
    path, loads, bare_loads = f"/fill/{FORM}", [], []
    with serve(ground.empty.copy(ground.folder / "page").data) as server:
        token = server.log_in(WORKER)["Authorization"].partition(" ")[2]
        cookie = {"Cookie": f"lizheng={token}"}
        size = len(server.get(path, cookie)[0])
        bare_command = (sys.executable, str(Path(__file__).with_name("bare.py")), "--size", str(size))
        with serve(ground.folder, *bare_command) as bare:
            for _ in range(REPEATS):
                loads.append(run_wrk(server.url + path, seconds=ground.seconds, headers=cookie))
                bare_loads.append(run_wrk(bare.url, seconds=ground.seconds))
    ours, bare_rate = _middle(loads), _middle(bare_loads)
    share = ours / bare_rate
    what = f"empty 40-field page over HTTP ({size / 1000:.0f} kB), 16 connections"
    beside = f"bare granian page of that size: {bare_rate:,.0f}/s"
    yield Figure("page", what, f"{ours:,.0f}/s", beside, f"{share:.1%}", "≥ 8 %", share >= 0.08)


def _middle(loads: list[Load]) -> float:
    return statistics.median(load.rate for load in loads)


_RIVAL = """{% for field in form %}
<div><label for="{{ field.id }}">{{ field.label.text }}</label>{{ field(class_="f-control") }}</div>
{% endfor %}"""


def make_rival(answers: dict[str, Any]) -> Any:
    """Return a function that renders the same questions with WTForms' widgets in a Jinja template."""
    names, values = dict(_flatten(build_form()["schema"], "", answers)), {}
    fields = {}
    for name, (schema, value) in names.items():
        fields[name], values[name] = _make_field(schema), value
    form_class = type("Rival", (Form,), fields)
    template = Environment(autoescape=True).from_string(_RIVAL)
    return lambda: template.render(form=form_class(data=values))


def _flatten(schema: dict[str, Any], before: str, value: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for name, part in schema["properties"].items():
        inside = value.get(name) if isinstance(value, dict) else None
        if part.get("type") == "object":
            yield from _flatten(part, f"{before}{name}_", inside)
        elif part.get("type") == "array" and part["items"].get("type") == "object":
            for place, row in enumerate(inside or ()):
                yield from _flatten(part["items"], f"{before}{name}_{place}_", row)
        else:
            yield before + name, (part, inside)


def _make_field(schema: dict[str, Any]) -> UnboundField[Any]:
    title = schema.get("title", "")
    choices = [one["const"] for one in schema.get("oneOf", schema.get("items", {}).get("oneOf", ()))]
    if choices:
        return SelectField(title, choices=choices)
    if schema.get("format") == "date":
        return StringField(title)
    kinds = {"boolean": BooleanField, "integer": IntegerField, "number": DecimalField}
    return kinds.get(schema["type"], StringField)(title)
