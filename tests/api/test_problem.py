"""Every refusal has its sentence in both languages, and says what to do next."""

from __future__ import annotations

import re
from pathlib import Path

import lizheng.core.web.refusal_words as words
import pytest
from lizheng.core.records.values import Rejection
from lizheng.core.web.problem import build_problem, describe_code

CORE = Path(words.__file__).parent.parent
ROOMS = (CORE / "records", CORE / "web" / "api", CORE / "web" / "json_body.py")
RAISED = re.compile(r'Rejection\(\s*\d{3},\s*"(\w+)"')


def test_every_code_that_is_raised_has_its_sentence():
    files = [file for room in ROOMS for file in ([room] if room.is_file() else room.glob("*.py"))]
    raised = {code for file in files for code in RAISED.findall(file.read_text("utf-8"))}
    assert (raised - set(words.SENTENCES), len(raised) > 30) == (set(), True)


@pytest.mark.parametrize("code", sorted(words.SENTENCES))
def test_a_sentence_is_whole_in_both_languages(code):
    facts = {"limit": 3, "allowed": ["甲", "乙"], "column": "x"}
    chinese, english = (describe_code(code, language, facts) for language in ("zh-CN", "en"))
    found = (chinese.endswith("。"), english.endswith("."), "{" in chinese + english)
    assert found == (True, True, False)


def test_an_unknown_code_has_no_sentence():
    assert describe_code("nothing") == ""


def test_a_problem_has_the_members_of_rfc_9457_and_ours():
    body = build_problem(Rejection(412, "stale", pointer="/x", facts={"differences": [1]}), "en")
    assert {name: body[name] for name in ("type", "title", "status", "code", "pointer", "differences")} == {
        "type": "urn:lizheng:problem:stale",
        "title": "Changed meanwhile",
        "status": 412,
        "code": "stale",
        "pointer": "/x",
        "differences": [1],
    }
