from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import lizheng.forms
import pytest
from lizheng.forms.catalogue import ANSWERS, MESSAGES
from lizheng.forms.check import check_answers
from lizheng.forms.definition import CodeItem, CodeList
from lizheng.forms.formats import FORMATS
from lizheng.forms.lint.keywords import TYPES
from lizheng.forms.messages import say
from lizheng.forms.problems import Problem

MODULES = [ast.parse(path.read_text("utf-8")) for path in Path(lizheng.forms.__file__).parent.rglob("*.py")]
# Each of these takes a code as one of its texts; so does every ``yield path, code, facts``.
MAKERS = {"Problem", "PatternFault", "NoBranch", "Unreadable", "Conduct", "_temporal"}
MAKERS |= {"_plain", "_sized", "_child", "_bare", "_choice"}
# What a rule refuses is found by whoever evaluates the rules, and said like every other problem.
COMPUTED = (
    {"rule_block", "rule_options", "rule_readonly"}
    | {f"type_{name}" for name in TYPES}
    | {"format_" + name.replace("-", "_") for name in FORMATS}
)


def texts_in(*expressions: ast.AST) -> Iterator[str]:
    """Yield the texts among the expressions, of both sides of a choice too."""
    for one in expressions:
        if isinstance(one, ast.IfExp):
            yield from texts_in(one.body, one.orelse)
        elif isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def written_codes() -> set[str]:
    """Return every code that some module of the package writes out."""
    nodes = [node for module in MODULES for node in ast.walk(module)]
    calls = [one for one in nodes if isinstance(one, ast.Call) and getattr(one.func, "id", "") in MAKERS]
    found = {text for call in calls for text in texts_in(*call.args[:2])}
    yielded = [one.value for one in nodes if isinstance(one, ast.Yield) and one.value]
    found |= {text for one in yielded for text in texts_in(*getattr(one, "elts", [one]))}
    return {text for text in found if re.fullmatch("[a-z][a-z0-9_]+", text)}


def test_every_code_the_package_can_give_has_its_sentence() -> None:
    assert written_codes() | COMPUTED <= set(MESSAGES)


def test_every_sentence_can_be_met() -> None:
    assert {code.partition(".")[0] for code in MESSAGES} == written_codes() | COMPUTED


def test_every_reason_that_has_a_sentence_is_one_the_formats_give() -> None:
    reasons = {code.partition(".")[2] for code in MESSAGES} - {""}
    written = {
        node.value for module in MODULES for node in ast.walk(module) if isinstance(node, ast.Constant)
    }
    assert reasons <= written


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


LEVELS = CodeList(
    "x.level", 1, "等级", (CodeItem("1", {"zh-CN": "一般", "en": "Minor"}), CodeItem("2", "重大"))
)
NAMED = [
    ({"oneOf": [{"const": "f", "title": "消防"}, {"const": "t", "title": "治安"}]}, "消防、治安"),
    ({"enum": ["1", "2"], "x-codes": "x.level"}, "一般、重大"),
    ({"$ref": "#/$defs/level"}, "一般、重大"),
    ({"enum": [1, True, None, "其他"]}, "1、是、没有、其他"),
    ({"const": "y", "title": "已核对"}, "已核对"),
]


@pytest.mark.parametrize(("schema", "labels"), NAMED)
def test_the_choices_are_named_as_the_person_reads_them(form_of, schema, labels) -> None:
    defs = {"level": {"enum": ["1", "2"], "x-codes": "x.level"}}
    form = form_of({"properties": {"a": schema}, "$defs": defs}, codes={"x.level": LEVELS})
    (problem,) = check_answers(form, {"a": "别的"})
    assert say(problem).rpartition("：")[2] == labels


def test_choices_inside_rows_and_several_at_once_have_their_labels_in_english_too(form_of) -> None:
    schema = {"properties": {"a": {"items": {"enum": ["1", "2"], "x-codes": "x.level"}}}}
    (problem,) = check_answers(form_of(schema, codes={"x.level": LEVELS}), {"a": ["1", "3"]})
    assert (problem.pointer, say(problem, "en")) == ("/a/1", "Please choose one for this field: Minor, 重大")


def test_the_names_an_author_gave_in_the_ui_are_the_names(form_of) -> None:
    form = form_of({"properties": {"a": {"enum": [1, 2]}}}, {"a": {"ui:enumNames": ["东", "西"]}})
    (problem,) = check_answers(form, {"a": 3})
    assert say(problem).endswith("东、西")


def test_fields_of_which_one_is_to_be_filled_are_named_by_their_titles(form_of) -> None:
    properties = {"a": {"title": "电话"}, "b": {}, "c": {"title": "住址"}}
    schema = {"properties": properties, "anyOf": [{"required": [key]} for key in "abc"]}
    (problem,) = check_answers(form_of(schema, {"b": {"ui:title": "邮箱"}}), {})
    assert say(problem) == "请至少填写其中一项：电话、邮箱、住址"
