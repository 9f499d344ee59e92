from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import lizheng.forms
import pytest
from lizheng.forms.catalogue import ANSWERS, MESSAGES
from lizheng.forms.explaining import EXPLANATIONS
from lizheng.forms.formats import FORMATS
from lizheng.forms.lint.conduct import CONDUCTS
from lizheng.forms.lint.keywords import TYPES
from lizheng.forms.messages import say
from lizheng.forms.problems import Problem

SOURCES = [path.read_text("utf-8") for path in Path(lizheng.forms.__file__).parent.rglob("*.py")]


def test_every_code_written_in_the_package_has_its_sentence() -> None:
    written = {
        code for text in SOURCES for code in re.findall(r'(?:Problem|PatternFault)\(\s*"([a-z_]+)"', text)
    }
    assert written <= set(MESSAGES)


def test_every_keyword_type_format_and_conduct_has_its_sentence() -> None:
    codes = {f"type_{name}" for name in TYPES} | {conduct.code for conduct in CONDUCTS}
    codes |= {"format_" + name.replace("-", "_") for name in FORMATS}
    assert codes <= set(MESSAGES) and len(EXPLANATIONS) > 20


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_sentence_stands_in_both_languages_with_the_same_holes(code: str) -> None:
    chinese, english = MESSAGES[code]
    holes = [set(re.findall(r"\{([a-z]+)\}", sentence)) for sentence in (chinese, english)]
    assert holes[0] - {"limit", "title"} == holes[1] - {"limit", "title"}
    assert re.search("[一-龥]", chinese) and not re.search("[一-龥]{2}", english)


@pytest.mark.parametrize("code", sorted(ANSWERS))
def test_what_a_worker_reads_asks_politely(code: str) -> None:
    assert "请" in ANSWERS[code][0]


def test_the_sentence_names_the_field_and_what_would_be_right() -> None:
    problem = Problem("min_length", "/what", {"limit": 10, "got": 4})
    assert say(problem, title="发生了什么") == "请写清“发生了什么”，至少 10 个字（现在 4 个字）"


def test_a_reason_chooses_the_closer_sentence() -> None:
    problem = Problem("format_date", "/day", {"reason": "no_such_day"})
    assert say(problem, "en") == "Please check this field: no such day"


def test_decimals_are_written_digit_for_digit() -> None:
    assert "0.10" in say(Problem("minimum", "/a", {"limit": Decimal("0.10")}))


def test_a_long_list_of_choices_is_cut() -> None:
    sentence = say(Problem("enum", "/a", {"allowed": list(range(50))}))
    assert sentence == "请在此项中选一项：0、1、2、3、4、5、6、7、8、9、10、11 …"


def test_types_are_named_in_words() -> None:
    assert say(Problem("type_any", "/a", {"allowed": ["string", "integer"]})).endswith("文字、整数")


def test_a_fact_that_looks_like_a_hole_stays_as_it_is() -> None:
    assert (
        say(Problem("unknown_field", "/{title}", {"got": "{title}"}), title="x")
        == "请去掉“{title}”，本表没有这一项"
    )


def test_a_code_of_another_package_gets_a_general_sentence() -> None:
    assert say(Problem("plugin_word"), title="甲") == "请检查“甲”（plugin_word）"
