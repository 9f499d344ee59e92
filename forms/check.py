"""Answers against their form: every error in field order, and what deserves a second look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from datetime import date
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from .definition import FormDefinition
from .explaining import explain_faults
from .faults import Engine
from .formats import FORMATS
from .identity import check_id_number
from .keyed import Keyed
from .problems import Problem
from .second_look import find_warnings

ENGINES = ("rust", "python")


def check_answers(
    form: FormDefinition,
    answers: Mapping[str, Any],
    *,
    today: date | None = None,
    engine: str | None = None,
) -> tuple[Problem, ...]:
    """Return every error, one a place, in field order; nothing when the answers may be kept.

    Each pointer names the field to mend: for a missing field the field itself, not the group around it.
    Numbers are ``int`` or ``Decimal``. With ``today`` dates of birth are bounded; ``engine`` is ``rust`` or
    ``python``, by default the faster one that is installed.
    """
    ready = _make_ready(Keyed(form.hash, form), engine, today)
    if ready.is_valid(answers):
        return ()
    return explain_faults(form, ready.find_faults(answers))


def warn_answers(
    form: FormDefinition, answers: Mapping[str, Any], *, counties: Set[str] = frozenset()
) -> tuple[Problem, ...]:
    """Return what deserves a second look, in field order; it never stops anything.

    ``counties`` are the 6-digit region codes the county knows, abolished ones included; without them only
    provinces are compared.
    """
    return find_warnings(form, answers, counties)


@lru_cache(maxsize=1)
def preferred_engine() -> str:
    """Return ``rust`` where its wheel is installed, else ``python``."""
    return "rust" if find_spec("jsonschema_rs") else "python"


@lru_cache(maxsize=512)
def _make_ready(form: Keyed, engine: str | None, today: date | None) -> Engine:
    formats = _format_tests(today)
    if (engine or preferred_engine()) == "rust":
        from .engine_rust import RustEngine

        return RustEngine(form.value.schema, formats)
    from .engine_python import PythonEngine

    return PythonEngine(form.value.schema, formats)


def _format_tests(today: date | None) -> dict[str, Callable[[str], bool]]:
    tests = {name: _passes(check) for name, check in FORMATS.items()}
    return tests | {"id-number": lambda text: check_id_number(text, today) is None}


def _passes(check: Callable[[str], object]) -> Callable[[str], bool]:
    return lambda text: check(text) is None
