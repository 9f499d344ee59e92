"""Every stable code with its sentences."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path

from lizheng.core import hookspecs
from lizheng.core.discovery import errors as plugin_errors
from lizheng.core.organisation import refusals
from lizheng.core.store.errors import StoreError
from lizheng.core.web import refusal_words
from lizheng.forms import catalogue
from pieces import make_page, make_pairs, make_section, make_table

CORE = Path(hookspecs.__file__).parent


def build_codes() -> str:
    """Return every stable code with its sentence in both languages."""
    statuses = _statuses()
    http = {code: (statuses.get(code, ""), *pair) for code, pair in refusal_words.SENTENCES.items()}
    stores = {one.code: (one.chinese, one.english) for one in (StoreError, *StoreError.__subclasses__())}
    return make_page(
        "Codes",
        "Tests and programs compare codes; people read the sentence. A word in braces is filled with a fact. "
        "`code.reason` is preferred to `code` where that reason is known.",
        make_section("Answers", "Problems of answers, and warnings.", make_pairs(catalogue.ANSWERS)),
        make_section("Definitions", "Problems of a form or a code list.", make_pairs(catalogue.DEFINITIONS)),
        make_section("Plugins", "Problems of a plugin's files.", make_pairs(plugin_errors.SENTENCES)),
        make_section(
            "Units, accounts, log-in", "Refusals of the organisation.", make_pairs(refusals.SENTENCES)
        ),
        make_section(
            "HTTP",
            "The member `code` of problem+json; the status, where the code is always refused with the same.",
            make_table(
                ("code", "status", "中文", "English"), ((f"`{c}`", *told) for c, told in http.items())
            ),
        ),
        make_section(
            "Statuses", "The member `title` of problem+json.", make_pairs(_by_text(refusal_words.TITLES))
        ),
        make_section("Store", "What the database cannot do.", make_pairs(stores)),
        make_section("Command line", "The member `refused` of `--json`.", make_pairs(_shell_refusals())),
    )


def _by_text(titles: Mapping[int, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    return {str(status): pair for status, pair in titles.items()}


def _statuses() -> dict[str, str]:
    """Return the status of every code that is always refused with the same one."""
    found: dict[str, set[str]] = {}
    for file in CORE.rglob("*.py"):
        for status, code in re.findall(
            r'(?:Rejection|problem_response)\((\d{3}), "(\w+)"', file.read_text("utf-8")
        ):
            found.setdefault(code, set()).add(status)
    return {code: statuses.pop() for code, statuses in found.items() if len(statuses) == 1}


def _shell_refusals() -> dict[str, tuple[str, str]]:
    calls = [
        node
        for file in sorted((CORE / "cli").glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal"
    ]
    told = [[_text(argument) for argument in call.args[:3]] for call in calls]
    return {code: (chinese, english) for code, chinese, english in sorted(told) if code and chinese}


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else _hole(part) for part in node.values
        )
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _hole(part: ast.expr) -> str:
    value = part.value if isinstance(part, ast.FormattedValue) else part
    words = re.findall(r"[a-z_]+", ast.unparse(value))
    return "{" + words[-1] + "}" if not isinstance(value, ast.BoolOp) else "{…}"
