"""A whole record checked by the product and by jsonschema, on the same schema and the same answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from county import County
from figures import Figure, cpu_seconds
from ground import Ground
from jsonschema import Draft202012Validator, FormatChecker
from lizheng.forms.canonical import read_json, write_json
from lizheng.forms.check import check_answers
from lizheng.forms.definition import FormDefinition
from survey import FORM, build_answers


def measure_check(ground: Ground) -> Iterator[Figure]:
    """Yield how much faster answers are checked, right ones and wrong ones."""
    form = find_form(ground.empty)
    rival = Draft202012Validator(form.schema, format_checker=FormatChecker())
    answers = find_answers()
    for what, given in (("right", answers), ("one mistake", {**answers, "floors": 0})):
        ours = cpu_seconds(lambda given=given: check_answers(form, given))
        theirs = cpu_seconds(lambda given=given: list(rival.iter_errors(given)))
        times = theirs / ours
        promised, kept = ("≥ 20x", times >= 20) if what == "right" else ("", None)
        beside = f"jsonschema iter_errors: {theirs * 1e6:,.0f} µs"
        title = f"40-field record checked ({what}), CPU"
        yield Figure("check", title, f"{ours * 1e6:.1f} µs", beside, f"{times:.0f}x", promised, kept)


def find_form(county: County) -> FormDefinition:
    """Return the survey as the product reads it."""
    site = county.open()
    published = site.live.current().find_form(FORM)
    site.store.close()
    assert published is not None
    return published.definition


def find_answers() -> dict[str, Any]:
    """Return one record's answers, numbers as the product reads them."""
    return read_json(write_json(build_answers(random.Random(3))))
