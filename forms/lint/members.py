"""The members of a form definition around its schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..formats import check_date
from ..problems import Problem
from ..subschemas import point
from ..text import LANGUAGES

REQUIRED = ("form", "title", "subject", "kind", "schema")
SUBJECTS = ("person", "household", "place", "organisation", "asset", "matter")
KINDS = ("survey", "business", "internal")
MARKS = ("form_no", "issuer", "approval_no")
LIST_MEMBERS = ("columns", "search", "filters", "group", "sort")
PRIVACY = ("none", "personal")

Check = Callable[[Any, tuple[str, ...]], list[Problem]]

_ID = re.compile(r"([a-z][a-z0-9_]{0,39}|t[0-9]{9})\.[a-z][a-z0-9_]{0,39}")
_PREFIX = re.compile(r"[A-Z]{1,4}")


def check_members(document: dict[str, Any]) -> tuple[Problem, ...]:
    """Return what is missing, unknown or wrong among the form's members."""
    problems = check_keys(document, tuple(MEMBERS), REQUIRED)
    for key, value in document.items():
        problems += MEMBERS[key](value, (key,)) if key in MEMBERS else []
    return (*problems, *_check_survey(document))


def check_keys(
    value: Any, allowed: tuple[str, ...], required: tuple[str, ...] = (), at: tuple[str, ...] = ()
) -> list[Problem]:
    """Return a problem for each member that is missing or unknown, or one when the value is no object."""
    if not isinstance(value, dict):
        return [Problem("not_an_object", point(at))]
    missing = [Problem("missing_member", point((*at, k)), {"got": k}) for k in required if k not in value]
    return missing + [
        Problem("unknown_member", point((*at, key)), {"got": key, "allowed": list(allowed)})
        for key in value
        if key not in allowed
    ]


def check_id(value: Any, at: tuple[str, ...]) -> list[Problem]:
    """Return a problem unless the value is ``plugin.name`` or ``t<9 digits>.name``."""
    good = isinstance(value, str) and _ID.fullmatch(value)
    return [] if good else [Problem("bad_form_id", point(at), {"allowed": "plugin.name, t339924101.name"})]


def check_label(value: Any, at: tuple[str, ...]) -> list[Problem]:
    """Return a problem unless the value is a text, or texts in ``zh-CN`` and if wanted ``en``."""
    texts = [value] if isinstance(value, str) else []
    if isinstance(value, dict) and "zh-CN" in value and set(value) <= set(LANGUAGES):
        texts = list(value.values())
    if texts and all(isinstance(text, str) and 0 < len(text) <= 2000 for text in texts):
        return []
    return [Problem("bad_label", point(at), {"allowed": '"…" / {"zh-CN": "…", "en": "…"}'})]


def _one_of(*allowed: str) -> Check:
    def check(value: Any, at: tuple[str, ...]) -> list[Problem]:
        return [] if value in allowed else [Problem("bad_member", point(at), {"allowed": list(allowed)})]

    return check


def _check_schema(value: Any, at: tuple[str, ...]) -> list[Problem]:
    if not isinstance(value, dict):
        return [Problem("not_an_object", point(at))]
    if value.get("type") != "object":
        return [Problem("bad_member", point((*at, "type")), {"allowed": ["object"]})]
    return []


def _check_object(value: Any, at: tuple[str, ...]) -> list[Problem]:
    return [] if isinstance(value, dict) else [Problem("not_an_object", point(at))]


def _check_list(value: Any, at: tuple[str, ...]) -> list[Problem]:
    problems = check_keys(value, LIST_MEMBERS, at=at)
    for key, paths in value.items() if not problems else ():
        if key == "sort" and not isinstance(paths, str):
            problems.append(Problem("bad_member", point((*at, key)), {"allowed": "-found_at"}))
        elif key != "sort" and not _are_texts(paths):
            problems.append(Problem("bad_member", point((*at, key)), {"allowed": '["…", "…"]'}))
    return problems


def _check_text(value: Any, at: tuple[str, ...]) -> list[Problem]:
    good = isinstance(value, str) and 0 < len(value) <= 200
    return [] if good else [Problem("bad_member", point(at), {"allowed": '"…"'})]


def _check_basis(value: Any, at: tuple[str, ...]) -> list[Problem]:
    good = isinstance(value, str) or _are_texts(value)
    return [] if good else [Problem("bad_member", point(at), {"allowed": '["村民委员会组织法 第22条"]'})]


def _check_day(value: Any, at: tuple[str, ...]) -> list[Problem]:
    good = isinstance(value, str) and check_date(value) is None
    return [] if good else [Problem("bad_member", point(at), {"allowed": "2027-12-31"})]


def _check_prefix(value: Any, at: tuple[str, ...]) -> list[Problem]:
    good = isinstance(value, str) and _PREFIX.fullmatch(value)
    return [] if good else [Problem("bad_member", point(at), {"allowed": "A-Z, 1-4"})]


def _check_marks(value: Any, at: tuple[str, ...]) -> list[Problem]:
    return check_keys(value, MARKS, at=at) or _check_texts(value, at)


def _check_texts(value: Any, at: tuple[str, ...]) -> list[Problem]:
    if not isinstance(value, dict):
        return [Problem("not_an_object", point(at))]
    return [problem for key in value for problem in _check_text(value[key], (*at, key))]


def _check_privacy(value: Any, at: tuple[str, ...]) -> list[Problem]:
    problems = _check_texts(value, at)
    for key, kind in value.items() if not problems else ():
        if kind == "sensitive":
            problems.append(Problem("sensitive_needs_encryption", point((*at, key)), {"got": key}))
        elif kind not in PRIVACY:
            problems.append(Problem("bad_member", point((*at, key)), {"allowed": list(PRIVACY)}))
    return problems


def _check_survey(document: dict[str, Any]) -> list[Problem]:
    """Return the marks that 统计法 (2024) article 17 asks of a statistical form and this one lacks."""
    if document.get("kind") != "survey":
        return []
    marks = document.get("marks") if isinstance(document.get("marks"), dict) else {}
    missing = [("marks", mark) for mark in MARKS if not (marks or {}).get(mark)]
    missing += [("valid_until",)] if "valid_until" not in document else []
    return [Problem("survey_needs_marks", point(at), {"got": at[-1]}) for at in missing]


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) and 0 < len(text) <= 200 for text in value)


MEMBERS: dict[str, Check] = {
    "form": check_id,
    "title": check_label,
    "subject": _one_of(*SUBJECTS),
    "kind": _one_of(*KINDS),
    "schema": _check_schema,
    "ui": _check_object,
    "list": _check_list,
    "workflow": check_id,
    "links": _check_object,
    "elements": _check_texts,
    "basis": _check_basis,
    "purpose": check_label,
    "valid_until": _check_day,
    "marks": _check_marks,
    "privacy": _check_privacy,
    "prefix": _check_prefix,
}
