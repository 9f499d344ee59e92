"""lizheng rules eval: one rule on some data, as JSON in and JSON out."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import click

from ...forms.canonical import read_json, write_json
from ...forms.problems import DefinitionError
from ...forms.reading import read_form
from ...rules.errors import LogicError
from ...rules.findings import Finding, RuleRefused
from ...rules.logic import check_logic, compile_logic
from ...rules.sayings import say_finding
from ...rules.schema_types import read_types, read_types_document
from ...rules.text import build_names, read_condition
from ...rules.types import Types
from ..clock import read_clock
from ..definitions.calendars import load_calendar
from ..discovery.errors import say
from ..settings import read_settings
from ..store.times import write_time
from .opened import open_live
from .reply import DONE, REFUSED


@click.command()
@click.option("--logic", required=True, metavar="FILE|-", help="规则（JsonLogic 或条件文字）· the rule")
@click.option("--data", "facts", required=True, metavar="FILE|-", help="数据 · the data")
@click.option("--typed", metavar="FORM_OR_TYPES_FILE", help="按表单或类型严格求值 · the typed profile")
@click.option("--now", metavar="TIME", help="规则所见的现在 · the moment a rule takes for now")
@click.option("--json", "as_json", is_flag=True, help="总是 JSON · always JSON")
def evaluate_rule(logic: str, facts: str, typed: str | None, now: str | None, as_json: bool) -> None:
    """求值一条规则，打印 JSON 结果 · Evaluate one rule and print its result as JSON."""
    if logic == "-" and facts == "-":
        raise click.UsageError("--logic 与 --data 只能有一个是 - · only one of --logic and --data may be -")
    _evaluate(_read(logic), _read(facts), typed, now)


def _evaluate(logic: str, facts: str, typed: str | None, now: str | None) -> NoReturn:
    settings = read_settings()
    options = {"now": now or write_time(read_clock()), "calendar": load_calendar(settings.calendars)}
    if typed is None:
        # Compatibility mode has doubles, so a number means what JavaScript reads.
        _finish(lambda: compile_logic(_parse(logic, json.loads))(_parse(facts, json.loads), **options))
    types, data = _read_types(Path(typed)), _parse(facts, read_json)
    tree = _read_tree(logic, types)
    _finish(lambda: compile_logic(tree, typed=types)(data, **options))


def _read_tree(text: str, types: Types) -> Any:
    """Return the rule of the typed profile: a tree, or condition text as it is or as a JSON string."""
    try:
        written = read_json(text)
    except ValueError:
        written = text.strip()
    try:
        tree = read_condition(written, build_names(types)) if isinstance(written, str) else written
    except RuleRefused as refused:
        _refuse_findings(refused.findings)
    _, findings = check_logic(tree, types)
    errors = tuple(one for one in findings if one.level == "error")
    if errors:
        _refuse_findings(errors)
    return tree


def _finish(run: Any) -> NoReturn:
    try:
        value = run()
    except LogicError as error:
        thrown = error.value if isinstance(error.value, Mapping) else {}
        _answer({"error": {**thrown, "type": error.type}}, REFUSED)
    _answer(value, DONE)


def _answer(value: Any, code: int) -> NoReturn:
    click.echo(write_json(_plain(value)))
    sys.exit(code)


def _plain(value: Any) -> Any:
    """Return the value with whole doubles as JavaScript writes them, so that both engines print alike."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return int(value)
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _read(place: str) -> str:
    if place == "-":
        return sys.stdin.buffer.read().decode("utf-8-sig")
    path = Path(place)
    if not path.is_file():
        raise click.BadParameter(f"没有文件 {place} · there is no file {place}")
    return path.read_text("utf-8-sig")


def _parse(text: str, read: Any) -> Any:
    try:
        return read(text)
    except RecursionError:
        _answer({"error": {"type": "Too Deep"}}, REFUSED)
    except ValueError as error:
        _answer({"error": {"type": "Not JSON", "message": str(error)}}, REFUSED)


def _read_types(path: Path) -> Types:
    """Return the types of a form's definition, of a bare JSON Schema, or as the browser has them."""
    document = _parse(_read(str(path)), read_json)
    if not isinstance(document, Mapping):
        _answer({"error": {"type": "No Types"}}, REFUSED)
    if isinstance(document.get("schema"), Mapping) and "form" in document:
        return _read_form(path, document)
    return read_types(document) if document.get("type") == "object" else _read_written(document)


def _read_written(document: Mapping[str, Any]) -> Types:
    try:
        return read_types_document(document)
    except (KeyError, TypeError, AttributeError, ValueError):
        _answer({"error": {"type": "No Types"}}, REFUSED)


def _read_form(path: Path, document: Mapping[str, Any]) -> Types:
    # Code lists live in plugins, which only a form that names one needs.
    named = "x-codes" in path.read_text("utf-8-sig")
    codes = open_live(read_settings()).current().codes if named else {}
    try:
        return read_types(read_form(document, place=str(path), codes=codes).schema)
    except DefinitionError as error:
        told = [
            {"pointer": one.pointer, "code": one.code, "message": say(one, "en")} for one in error.problems
        ]
        _answer({"error": {"type": "Form Refused", "problems": told}}, REFUSED)


def _refuse_findings(findings: tuple[Finding, ...]) -> NoReturn:
    told = [
        {
            "code": one.code,
            "pointer": one.pointer,
            "message": {language: say_finding(one, language) for language in ("zh-CN", "en")},
        }
        for one in findings
    ]
    _answer({"error": {"type": "Refused", "findings": told}}, REFUSED)
