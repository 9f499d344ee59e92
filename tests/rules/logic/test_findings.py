from __future__ import annotations

from typing import Any

import pytest
from lizheng.rules.findings import Finding
from lizheng.rules.logic import RuleRefused, check_logic, compile_logic
from lizheng.rules.types import Type

from .meeting_fields import TYPES, find, nest, var


@pytest.mark.parametrize(
    ("tree", "kind"),
    [
        ({"+": [var("cost"), 1]}, "number"),
        ({"and": [var("agreed")]}, "boolean"),
        ({"cat": ["a"]}, "text"),
        ({"today": []}, "date"),
        ({"now": []}, "datetime"),
        (var("opens"), "time"),
        (var("houses"), "list"),
        (var("place"), "row"),
        ({"var": ""}, "row"),
        ({"var": []}, "row"),
        ({"val": []}, "row"),
        ({"map": [var("houses"), {"var": ""}]}, "list"),
        ({"if": [var("agreed"), "2026-01-01", var("held")]}, "date"),
        ({"??": [None, var("cost")]}, "number"),
        ([1, 2], "list"),
        ({"map": [[], var("any")]}, "list"),
        ({"map": [[], {"if": [True, 1, {"var": ""}]}]}, "list"),
    ],
)
def test_a_well_typed_tree_has_a_type_and_no_findings(tree: object, kind: str) -> None:
    type, findings = check_logic(tree, TYPES)
    assert (type.kind, findings) == (kind, ())


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"a": 1, "b": 2}, [("tree_shape", "")]),
        ({"==": [{}, 1]}, [("tree_shape", "/==/0")]),
        ({"nothing": [1]}, [("operator_unknown", "")]),
        ({"reduce": [[1], 1, 0]}, [("operator_refused", "")]),
        (
            {"and": [{"exists": "a"}, {"try": []}]},
            [("operator_refused", "/and/0"), ("operator_refused", "/and/1")],
        ),
        ({"!": [var("nobody")]}, [("name_unknown", "/!/0")]),
        ({"!": var("place.nobody")}, [("name_unknown", "/!")]),
        ({"==": [var("nobody.deep"), 1]}, [("name_unknown", "/==/0")]),
        ({"some": [var("houses"), var("cost")]}, [("name_unknown", "/some/1")]),
        ({"some": [var("tags"), {"==": [{"val": [[2], "x"]}, 1]}]}, [("name_unknown", "/some/1/==/0")]),
        ({"missing": ["cost", "nobody"]}, [("name_unknown", "/missing/1")]),
        ({"missing": [var("cost")]}, [("literal_wanted", "/missing/0")]),
        ({"var": [var("note")]}, [("literal_wanted", "")]),
        ({"var": 1}, [("literal_wanted", "")]),
        ({"val": ["place", 1]}, [("literal_wanted", "")]),
        ({"val": [[1, 2], "place"]}, [("literal_wanted", "")]),
        ({"val": [["a"], "place"]}, [("literal_wanted", "")]),
        ({"val": [[2], "cost"]}, [("level_unknown", "")]),
        ({"val": [[1], "index"]}, [("level_unknown", "")]),
        ({"var": ["cost", "x"]}, [("type_wanted", "/var/1")]),
        ({"var": ["cost", 1, 2]}, [("argument_count", "")]),
        ({"and": [1]}, [("type_wanted", "/and/0")]),
        ({"if": [var("cost"), 1, 2]}, [("type_wanted", "/if/0")]),
        ({"if": [var("agreed"), 1, "x"]}, [("type_wanted", "/if/2")]),
        ({"if": [var("agreed"), None, None]}, [("type_unknown", "")]),
        (None, [("type_unknown", "")]),
        ("", [("type_unknown", "")]),
        ({"==": [var("cost"), "5"]}, [("type_wanted", "/==/1")]),
        ({"==": [var("cost")]}, [("argument_count", "")]),
        ({"==": [var("cost"), None]}, [("null_compared", "/==/1")]),
        ({"!=": ["", var("note")]}, [("null_compared", "/!=/0")]),
        ({"in": [None, var("tags")]}, [("null_compared", "/in/0")]),
        ({"in": [var("note"), ["a", None]]}, [("null_compared", "/in/1/1")]),
        ({"==": [var("houses"), var("houses")]}, [("type_wanted", "/==/0"), ("type_wanted", "/==/1")]),
        ({"<": [var("note"), "b"]}, [("type_wanted", "/</0"), ("type_wanted", "/</1")]),
        ({"<": [var("held"), var("opens")]}, [("type_wanted", "/</1")]),
        ({"<": [var("held"), "2026-02-30"]}, [("type_wanted", "/</1")]),
        ({"<": ["08:30", "09:00"]}, [("type_wanted", "/</0"), ("type_wanted", "/</1")]),
        ({"max": ["2026-01-01"]}, [("type_wanted", "/max/0")]),
        ({"<": [1, 2, 3, var("cost")]}, [("argument_count", "")]),
        ({"<": [var("cost"), var("present")]}, [("unit_differs", "/</1")]),
        ({"+": [var("cost"), 1, var("present")]}, [("unit_differs", "/+/2")]),
        ({"max": [var("cost"), var("present")]}, [("unit_differs", "/max/1")]),
        ({"max": [var("held"), 1]}, [("type_wanted", "/max/1")]),
        ({"max": [var("scores")]}, [("type_wanted", "/max/0")]),
        ({"if": [var("agreed"), var("cost"), var("present")]}, [("unit_differs", "/if/2")]),
        ({"+": []}, [("argument_count", "")]),
        ({"+": [var("held")]}, [("type_wanted", "/+/0")]),
        ({"%": [1]}, [("argument_count", "")]),
        ({"cat": [var("agreed")]}, [("type_wanted", "/cat/0")]),
        ({"year": ["x"]}, [("type_wanted", "/year/0")]),
        ({"now": [1]}, [("argument_count", "")]),
        ({"today": None}, [("argument_count", "")]),
        ({"+": [0.1234567890123456]}, [("number_too_long", "/+/0")]),
        ({"+": [12345678901234567]}, [("number_too_long", "/+/0")]),
        ({"+": [float("inf")]}, [("number_too_long", "/+/0")]),
        ({"count": []}, [("argument_count", "")]),
        ({"count": [var("cost")]}, [("type_wanted", "/count/0")]),
        ({"count": [var("houses"), 1]}, [("type_wanted", "/count/1")]),
        ({"map": [var("houses")]}, [("argument_count", "")]),
        ({"map": [var("houses"), var("plots")]}, [("type_wanted", "/map/1")]),
        ({"sum": [var("tags")]}, [("type_wanted", "/sum/0")]),
        ({"sum": [var("houses"), var("head")]}, [("type_wanted", "/sum/1")]),
        ({"merge": [var("tags"), var("scores")]}, [("type_wanted", "/merge/1")]),
        ({"merge": [1]}, [("type_wanted", "/merge/0")]),
        ([[1]], [("type_wanted", "/0")]),
        ([1, "x"], [("type_wanted", "/1")]),
        ({"in": [var("cost"), 5]}, [("type_wanted", "/in/1")]),
        ({"in": [var("cost"), ["x"]]}, [("type_wanted", "/in/1/0")]),
        ({"in": [1, var("tags")]}, [("type_wanted", "/in/0")]),
        ({"in": [1]}, [("argument_count", "")]),
        ({"fits": [var("note"), ["x"]]}, [("options_wanted", "/fits/0")]),
        ({"fits": [var("mode"), var("tags")]}, [("literal_wanted", "/fits/1")]),
        ({"fits": [var("cost"), ["x"]]}, [("type_wanted", "/fits/0")]),
        (
            {"some": [var("houses"), {"some": [var("plots"), {"some": [{"val": [[4], "tags"]}, True]}]}]},
            [("iterations_nested", "/some/1/some/1")],
        ),
        ({"!": [{"!": []}]}, [("argument_count", "/!/0")]),
    ],
)
def test_every_fault_has_its_code_and_its_place(tree: object, expected: list[tuple[str, str]]) -> None:
    assert find(tree) == expected


@pytest.mark.parametrize(
    ("tree", "code", "facts"),
    [
        ({"==": [var("mode"), "拆"]}, "never_true", {"allowed": ("转", "并", "联")}),
        ({"!=": [var("mode"), "拆"]}, "always_true", {"allowed": ("转", "并", "联")}),
        ({"==": [var("mode"), var("other")]}, "never_true", {"allowed": ("转", "并", "联")}),
        ({"==": ["转", "转"]}, "always_true", {"allowed": ("转",)}),
        ({"==": [True, False]}, "never_true", {"allowed": (True,)}),
        ({"==": [1, 1.0]}, "always_true", {"reason": "bounds", "low": 1, "high": 1}),
        ({">": [var("present"), 500]}, "never_true", {"reason": "bounds", "low": 0, "high": 500}),
        ({"<": [500, var("present")]}, "never_true", {"reason": "bounds", "low": 0, "high": 500}),
        ({">=": [var("present"), 0]}, "always_true", {"reason": "bounds", "low": 0, "high": 500}),
        ({"<": [var("present"), 0]}, "never_true", {"reason": "bounds", "low": 0, "high": 500}),
        ({"<=": [var("share"), 0.5]}, "always_true", {"reason": "bounds", "low": "…"}),
        ({"==": [var("present"), 1.5]}, "never_true", {"reason": "bounds", "low": 0}),
        ({"==": [var("present"), 501]}, "never_true", {"reason": "bounds", "low": 0}),
        ({"==": [-1, var("present")]}, "never_true", {"reason": "bounds", "low": 0}),
        ({"==": [var("grade"), 2]}, "never_true", {"allowed": (1, 2.5)}),
        ({">": [var("grade"), 3]}, "never_true", {"allowed": (1, 2.5)}),
        ({"<": [1, 2]}, "always_true", {"reason": "bounds"}),
        ({">": [{"+": [var("present"), var("base")]}, 1000]}, "never_true", {"reason": "bounds"}),
        ({">": [{"-": [var("present"), var("base")]}, 500]}, "never_true", {"reason": "bounds"}),
        ({"<": [{"-": [var("present")]}, -500]}, "never_true", {"reason": "bounds"}),
        ({"<": [{"abs": [var("cost")]}, 0]}, "never_true", {"reason": "bounds"}),
        ({"==": [{"month": [var("held")]}, 13]}, "never_true", {"reason": "bounds"}),
        ({"==": [{"weekday": [var("held")]}, 0]}, "never_true", {"reason": "bounds"}),
        ({"<": [{"count": [var("houses")]}, 0]}, "never_true", {"reason": "bounds"}),
        ({"<": [0, var("present"), -1]}, "never_true", {"reason": "bounds"}),
        ({"<=": [0, var("present"), 500]}, "always_true", {"reason": "bounds"}),
        ({">": [{"if": [var("agreed"), 1, var("present")]}, 600]}, "never_true", {"reason": "bounds"}),
        ({"in": ["x", var("tags")]}, "never_true", {"allowed": ("低保", "残疾")}),
        ({"in": [var("mode"), ["转", "拆"]]}, "never_true", {"allowed": ("转", "并", "联")}),
        ({"fits": [var("mode"), ["联", "并", "转"]]}, "always_true", {"allowed": ("转", "并", "联")}),
        ({"==": [{"if": [var("agreed"), "高", "低"]}, "中"]}, "never_true", {"allowed": ("高", "低")}),
    ],
)
def test_a_comparison_whose_answer_is_known_is_refused(
    tree: object, code: str, facts: dict[str, Any]
) -> None:
    found = [(one.code, {**one.facts, **facts} == one.facts) for one in check_logic(tree, TYPES)[1]]
    assert found[0] == (code, True)


@pytest.mark.parametrize(
    "tree",
    [
        {"<": [0, var("present"), 500]},
        {"<=": [0, var("present"), 400]},
        {"==": [var("grade"), 2.5]},
        {">": [var("share"), 0.4]},
        {"==": [var("mode"), {"if": [var("agreed"), "转", "拆"]}]},
        {"==": [var("mode"), var("note")]},
        {">=": [{"/": [var("cost"), 2]}, -1]},
        {"<": [{"*": [var("present"), 2]}, var("cost")]},
        {"in": [var("mode"), ["转"]]},
        {"<": [{"max": [var("present"), 3]}, 400]},
        {"<": [{"if": [var("agreed"), 1, var("cost")]}, 400]},
        {"==": [var("agreed"), True]},
        {"in": [var("share"), var("scores")]},
    ],
)
def test_a_comparison_that_depends_on_the_answers_is_allowed(tree: object) -> None:
    assert find(tree) == []


@pytest.mark.parametrize(
    ("tree", "facts"),
    [
        ({"nothing": [1]}, {"got": "nothing"}),
        ({"+": [var("presnt"), 1]}, {"got": "presnt"}),
        ({"+": [var("place.grup"), 1]}, {"got": "place.grup", "allowed": ("place.group", "place.village")}),
        ({"+": [1, "x"]}, {"got": "text", "allowed": "number"}),
        ({"<": [var("agreed"), True]}, {"got": "boolean", "allowed": ("number", "date", "time", "datetime")}),
        ({"%": [1]}, {"name": "%", "got": 1, "allowed": "2"}),
        ({"round": []}, {"name": "round", "got": 0, "allowed": "1–2"}),
        ({"+": []}, {"allowed": "1–…"}),
        ({"<": [var("cost"), var("present")]}, {"got": "人", "allowed": "元"}),
        ({"val": [[2], "x"]}, {"got": 2, "allowed": 0}),
        ({"+": [0.12345678901234567]}, {"reason": "tree", "limit": 15}),
    ],
)
def test_a_finding_says_what_is_allowed(tree: object, facts: dict[str, Any]) -> None:
    [finding, *_] = check_logic(tree, TYPES)[1]
    assert {**finding.facts, **facts} == finding.facts


def test_an_unknown_name_is_told_the_names_most_like_it() -> None:
    [finding] = check_logic({"+": [var("presnt"), 1]}, TYPES)[1]
    assert finding.facts["allowed"][0] == "present"


def test_an_unknown_operator_is_told_those_most_like_it() -> None:
    [finding] = check_logic({"ad_days": [1]}, TYPES)[1]
    assert finding.facts["allowed"][0] == "add_days"


def test_an_unknown_operator_is_told_all_when_none_is_like_it() -> None:
    [finding] = check_logic({"zzzzzz": [1]}, TYPES)[1]
    assert finding.facts["allowed"][:3] == ("!", "!!", "!=")


def test_an_ill_typed_tree_does_not_compile() -> None:
    with pytest.raises(RuleRefused) as caught:
        compile_logic({"+": [var("held")]}, typed=TYPES)
    assert caught.value.findings == (Finding("type_wanted", "/+/0", {"got": "date", "allowed": "number"}),)


@pytest.mark.parametrize(
    ("tree", "finding"),
    [
        (nest(65), Finding("too_deep", "", {"reason": "tree", "limit": 64})),
        ({"and": [True] * 5000}, Finding("too_large", "", {"reason": "tree", "limit": 5000})),
    ],
)
def test_a_tree_beyond_the_limits_is_a_finding(tree: object, finding: Finding) -> None:
    type, findings = check_logic(tree, TYPES)
    assert (type, findings, findings[0].facts) == (Type("text"), (finding,), finding.facts)
