"""A refusal as RFC 9457 problem+json, in the language of the person or of the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, g, request

from ...forms.canonical import write_json
from ...forms.definition import FormDefinition
from ...forms.messages import say
from ...forms.problems import Problem
from ...forms.text import Language, read_label
from ..records.masking import find_schema
from ..records.values import Rejection
from .noting import remember
from .refusal_words import SENTENCES, TITLES


def describe_code(code: str, language: Language = "zh-CN", facts: Mapping[str, Any] | None = None) -> str:
    """Return one plain sentence for the code, empty when none is kept for it."""
    chinese, english = SENTENCES.get(code, ("", ""))
    return (english if language == "en" else chinese).format_map(_Holes(facts or {}))


def problem_response(
    status: int, code: str, *, language: Language | None = None, facts: Mapping[str, Any] | None = None
) -> Response:
    """Return the answer for a status and code alone."""
    return refusal_response(Rejection(status, code, facts=facts), language=language)


def refusal_response(
    refusal: Rejection, *, language: Language | None = None, form: FormDefinition | None = None
) -> Response:
    """Return the refusal as problem+json; ``form`` gives its problems the titles of their fields."""
    remember(refusal)
    spoken = language or request_language()
    body = build_problem(refusal, spoken, form)
    answer = Response(write_json(body), refusal.status, mimetype="application/problem+json")
    answer.headers["Content-Language"] = spoken
    answer.headers["Cache-Control"] = "no-store"
    if refusal.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in refusal.facts:
        answer.headers["Retry-After"] = str(refusal.facts["retry_after"])
    return answer


def build_problem(
    refusal: Rejection, language: Language, form: FormDefinition | None = None
) -> dict[str, Any]:
    """Return the members of the problem: the fixed ones, then what this refusal adds."""
    english = language == "en"
    detail = refusal.facts.get("detail") or describe_code(refusal.code, language, refusal.facts)
    body = {
        "type": f"urn:lizheng:problem:{refusal.code}",
        "title": TITLES.get(refusal.status, TITLES[400])[english],
        "status": refusal.status,
        "code": refusal.code,
        "detail": detail or TITLES.get(refusal.status, TITLES[400])[english],
        "pointer": refusal.pointer,
    }
    if refusal.problems:
        body["problems"] = [_show(problem, language, form) for problem in refusal.problems]
    shown = ("differences", "revision", "allowed", "limit")
    return body | {name: refusal.facts[name] for name in shown if name in refusal.facts}


def request_language() -> Language:
    """Return the language of the account, else of ``Accept-Language``, else Chinese."""
    actor = g.get("actor")
    if actor is not None:
        return "en" if actor.language == "en" else "zh-CN"
    best = request.accept_languages.best_match(["zh-CN", "zh", "en"], "zh-CN")
    return "en" if best == "en" else "zh-CN"


def _show(problem: Problem, language: Language, form: FormDefinition | None) -> dict[str, Any]:
    title = _title_at(form, problem.pointer, language) if form else ""
    detail = problem.facts.get("detail") or say(problem, language, title=title)
    return {"code": problem.code, "pointer": problem.pointer, "detail": detail}


def _title_at(form: FormDefinition, pointer: str, language: Language) -> str:
    keys = [key.replace("~1", "/").replace("~0", "~") for key in pointer.split("/")[1:]]
    path = ".".join("[]" if key.isdigit() else key for key in keys).replace(".[]", "[]")
    return read_label(find_schema(form, path).get("title"), language) if path else ""


class _Holes(dict[str, Any]):
    """Facts for a sentence: lists read as enumerations, a hole without a fact stays empty."""

    def __missing__(self, key: str) -> str:
        return ""

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        return "、".join(map(str, value)) if isinstance(value, list | tuple) else value
