from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest
from lizheng.rules.calendar import Calendar, read_calendar
from lizheng.rules.logic import compile_logic

from .meeting_fields import NOW, TYPES, ask, var

HOUSES = [
    {
        "head": "张三",
        "size": 4,
        "agrees": True,
        "moved": "2020-01-05",
        "plots": [{"area": Decimal("1.5")}, {"area": 2}],
    },
    {"head": "𠮷野", "size": 2, "agrees": False, "plots": []},
    {"head": "", "agrees": "yes"},
    None,
]


@pytest.mark.parametrize(
    ("tree", "answers", "expected"),
    [
        ({"==": [{"+": [0.1, var("share")]}, 0.3]}, {"share": 0.2}, True),
        ({"+": [var("share"), 0.1]}, {"share": Decimal("0.2")}, Decimal("0.3")),
        ({">=": [var("present"), {"*": [{"/": [2, 3]}, var("base")]}]}, {"present": 30, "base": 45}, True),
        ({">=": [var("present"), {"*": [{"/": [2, 3]}, var("base")]}]}, {"present": 29, "base": 45}, False),
        ({">": [var("votes"), {"/": [var("present"), 2]}]}, {"votes": 15, "present": 30}, False),
        ({">": [var("votes"), {"/": [var("present"), 2]}]}, {"votes": 16, "present": Decimal("30.0")}, True),
        ({"/": [2, 3]}, {}, Decimal("0.666666666666667")),
        ({"/": [var("cost"), 3]}, {"cost": 9}, 3),
        ({"/": [8, 2, 2]}, {}, 2),
        ({"/": [var("cost"), 0]}, {"cost": 9}, None),
        ({"/": [{"+": [3, var("cost")]}]}, {"cost": 1}, Decimal("0.25")),
        ({"-": [var("cost")]}, {"cost": 9}, -9),
        ({"-": [var("cost"), 1, 2.5]}, {"cost": 9}, Decimal("5.5")),
        ({"-": [var("cost"), 1, 2.5]}, {}, None),
        ({"+": [var("cost")]}, {"cost": 9}, 9),
        ({"*": [var("cost"), var("cost"), 2]}, {"cost": 1.5}, Decimal("4.5")),
        ({"%": [var("cost"), 3]}, {"cost": -7}, -1),
        ({"%": [var("cost"), 0]}, {"cost": -7}, None),
        ({"round": [var("cost"), 2]}, {"cost": 1.005}, Decimal("1.01")),
        ({"round": [var("cost")]}, {"cost": -2.5}, -3),
        ({"round": [var("cost"), 7]}, {"cost": 1.5}, None),
        ({"round": [var("cost"), 0.5]}, {"cost": 1.5}, None),
        ({"round": [var("cost"), 1]}, {}, None),
        ({"floor": [var("cost")]}, {"cost": -1.5}, -2),
        ({"ceil": [var("cost")]}, {"cost": 1.1}, 2),
        ({"abs": [var("cost")]}, {"cost": -1.5}, Decimal("1.5")),
        ({"abs": [var("cost")]}, {}, None),
        ({"min": [var("cost"), 3, var("share")]}, {"cost": 9}, 3),
        ({"max": [var("cost"), var("share")]}, {}, None),
        ({"max": [var("held"), "2026-02-28"]}, {"held": "2026-01-01"}, "2026-02-28"),
        (
            {"min": [var("received"), var("answered")]},
            {"received": "2026-01-01T08:00:00+08:00", "answered": "2026-01-01T00:00:00Z"},
            "2026-01-01T08:00:00+08:00",
        ),
        ({"*": [var("present"), 10**14, 10]}, {"present": 12}, 12 * 10**15),
        ({"*": [var("cost"), var("cost")]}, {"cost": 123456789012}, 15241578753153500000000),
    ],
)
def test_numbers_are_exact(tree: object, answers: Mapping[str, Any], expected: object) -> None:
    assert ask(tree, **answers) == expected


@pytest.mark.parametrize(
    ("tree", "answers", "expected"),
    [
        (var("cost"), {"cost": 0.1 + 0.2}, Decimal("0.3")),
        (var("cost"), {"cost": 123456789012345678}, 123456789012346000),
        (var("cost"), {"cost": 10**400}, None),
        (var("cost"), {"cost": Decimal("1E+400")}, None),
        (var("cost"), {"cost": Decimal("1E-400")}, 0),
        (var("cost"), {"cost": Decimal("NaN")}, None),
        (var("cost"), {"cost": float("inf")}, None),
        (var("cost"), {"cost": Decimal("12345678901234567890.5")}, 12345678901234600000),
        (var("cost"), {"cost": Fraction(2, 3)}, Decimal("0.666666666666667")),
        (var("cost"), {"cost": True}, None),
        (var("cost"), {"cost": "5"}, None),
        (var("note"), {"note": ""}, None),
        (var("note"), {"note": 5}, None),
        (var("agreed"), {"agreed": 1}, None),
        (var("agreed"), {"agreed": False}, False),
        (var("held"), {"held": "2026-02-30"}, None),
        (var("opens"), {"opens": "24:00"}, None),
        (var("opens"), {"opens": "08:30"}, "08:30"),
        (var("received"), {"received": "2026-02-28"}, None),
        (var("place"), {"place": [1]}, None),
        (var("place"), {"place": {"village": ""}}, {"village": ""}),
        (var("place.group"), {"place": {"group": 3}}, 3),
        (var("place.group"), {"place": "x"}, None),
        (
            var("scores"),
            {"scores": [1, Decimal("2.50"), 0.5, "x", None, [1]]},
            [1, Decimal("2.5"), 0.5, "x", None, [1]],
        ),
        (var("scores"), {"scores": "x"}, None),
        (var("scores"), {"scores": [2**53 + 1, 1]}, [9007199254740990, 1]),
        (var("lists"), {"lists": [[1]]}, [[1]]),
        ({"var": ["cost", 7]}, {}, 7),
        ({"var": ["cost", {"+": [1, 1]}]}, {"cost": 3}, 3),
        ({"val": ["place", "village"]}, {"place": {"village": "上村"}}, "上村"),
    ],
)
def test_an_answer_that_is_no_value_of_its_type_is_absent(
    tree: object, answers: Mapping[str, Any], expected: object
) -> None:
    assert ask(tree, **answers) == expected


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"==": [var("cost"), var("share")]}, False),
        ({"!=": [var("cost"), var("share")]}, True),
        ({"==": [var("note"), "x"]}, False),
        ({"!=": [var("note"), "x"]}, True),
        ({"==": [var("note"), var("mode")]}, False),
        ({"<": [var("cost"), 1]}, False),
        ({"<=": [var("held"), var("due")]}, False),
        ({">": [var("received"), var("answered")]}, False),
        ({">=": [1, var("cost"), 0]}, False),
        ({"in": [var("mode"), ["转", "并"]]}, False),
        ({"in": [var("note"), var("tags")]}, False),
        ({"in": [var("note"), "转并"]}, False),
        ({"in": ["转", var("note")]}, False),
        ({"and": [var("agreed"), True]}, False),
        ({"or": [var("agreed")]}, False),
        ({"!": [var("agreed")]}, True),
        ({"!!": [var("agreed")]}, False),
        ({"if": [var("agreed"), 1, 2]}, 2),
        ({"if": [var("agreed"), 1]}, None),
        ({"+": [var("cost"), 1]}, None),
        ({"days": [var("held"), "2026-01-01"]}, None),
        ({"cat": [var("note"), var("cost")]}, None),
        ({"cat": ["a", var("note"), 1.5]}, "a1.5"),
        ({"length": [var("note")]}, None),
        ({"substr": [var("note"), 1]}, None),
        ({"count": [var("houses")]}, 0),
        ({"sum": [var("scores")]}, 0),
        ({"all": [var("houses"), var("agrees")]}, False),
        ({"none": [var("houses"), var("agrees")]}, True),
        ({"empty": [var("houses")]}, True),
        ({"empty": [var("cost")]}, True),
        ({"empty": [var("place")]}, True),
        ({"??": [var("cost"), var("share")]}, None),
        ({"??": [var("cost"), 5]}, 5),
        ({"missing": ["cost", "tags", "note"]}, ["cost", "tags", "note"]),
        ({"merge": [var("tags"), ["低保"]]}, ["低保"]),
        ({"is_workday": [var("held")]}, None),
        ({"and": [{"is_workday": [var("held")]}]}, False),
    ],
)
def test_nothing_filled_in_is_absent_everywhere(tree: object, expected: object) -> None:
    assert ask(tree) == expected


@pytest.mark.parametrize(
    ("tree", "answers", "expected"),
    [
        ({"==": [var("note"), var("mode")]}, {"note": "转", "mode": "转"}, True),
        ({"==": [var("mode"), "转"]}, {"mode": "转"}, True),
        ({"===": ["转", var("mode")]}, {"mode": ["转"]}, False),
        ({"==": [var("agreed"), True]}, {"agreed": True}, True),
        ({"!==": [var("agreed"), True]}, {"agreed": 1}, True),
        ({"==": [var("held"), "2026-01-01"]}, {"held": "2026-01-01"}, True),
        ({"==": [var("opens"), "08:30"]}, {"opens": "08:30:00"}, True),
        (
            {"==": [var("received"), var("answered")]},
            {"received": "2026-01-01T08:00:00+08:00", "answered": "2026-01-01T00:00:00Z"},
            True,
        ),
        ({"==": [var("cost"), var("amount")]}, {"cost": 10**16 + 1, "amount": 10**16}, True),
        ({"!=": [var("cost"), 3]}, {"cost": "3"}, True),
        ({">": [var("cost"), 3]}, {"cost": Decimal("3.5")}, True),
        ({">": [var("cost"), -3]}, {"cost": -4}, False),
        ({"<=": [1, var("cost"), 3]}, {"cost": 3}, True),
        ({"<": [1, var("cost"), 3]}, {"cost": 0.5}, False),
        ({"<": ["2026-01-01", var("held"), var("due")]}, {"held": "2026-02-01", "due": "2026-02-02"}, True),
        ({">=": [var("due"), var("held")]}, {"held": "2026-02-01", "due": "2026-02-01"}, True),
        ({"<": [var("opens"), var("closes")]}, {"opens": "08:30", "closes": "08:30:00.5"}, True),
        (
            {"<=": [var("received"), var("answered"), var("received")]},
            {"received": "2026-01-01T08:00:00+08:00", "answered": "2026-01-01T00:00:00Z"},
            True,
        ),
        ({"in": [var("mode"), ["转", "并"]]}, {"mode": "并"}, True),
        ({"in": [var("mode"), ["转", "并"]]}, {"mode": ["并"]}, False),
        ({"fits": [var("mode"), ["转"]]}, {"mode": "转"}, True),
        ({"in": [var("cost"), [0.5, 1]]}, {"cost": Decimal("0.50")}, True),
        ({"in": [var("note"), ["转", {"cat": ["a", "b"]}]]}, {"note": "ab"}, True),
        ({"in": ["低保", var("tags")]}, {"tags": ["残疾", "低保"]}, True),
        ({"in": [0.5, var("scores")]}, {"scores": ["x", Decimal("0.5")]}, True),
        ({"in": [var("held"), var("days")]}, {"held": "2026-01-01", "days": ["2026-01-01"]}, True),
        ({"in": ["2026-01-01T00:00:00Z", var("moments")]}, {"moments": ["2026-01-01T08:00+08:00"]}, True),
        ({"in": [var("opens"), ["08:30"]]}, {"opens": "08:30:00"}, True),
        ({"in": [var("cost"), []]}, {"cost": 1}, False),
        ({"in": [var("cost"), {"merge": [[]]}]}, {"cost": 1}, False),
        ({"in": ["野", var("note")]}, {"note": "𠮷野家"}, True),
        ({"length": [var("note")]}, {"note": "𠮷野家"}, 3),
        ({"substr": [var("note"), 1, 1]}, {"note": "𠮷野家"}, "野"),
        ({"substr": [var("note"), 5]}, {"note": "𠮷野家"}, None),
        ({"substr": [var("note"), 0.5]}, {"note": "𠮷野家"}, None),
        ({"substr": [var("note"), -1, var("cost")]}, {"note": "𠮷野家", "cost": 10**20}, "家"),
        (
            {"cat": [var("cost"), "元 ", var("held")]},
            {"cost": 1e-7, "held": "2026-01-01"},
            "0.0000001元 2026-01-01",
        ),
        ({"cat": [{"/": [2, 3]}, " ", 1e20]}, {}, "0.666666666666667 100000000000000000000"),
        ({"?:": [var("agreed"), "a", var("note")]}, {"agreed": True}, "a"),
        ({"if": [{"empty": [var("held")]}, "2026-01-01", var("held")]}, {}, "2026-01-01"),
        (
            {"==": [var("held"), {"if": [var("agreed"), "2026-01-01", "2026-01-02"]}]},
            {"held": "2026-01-02"},
            True,
        ),
        ({"==": [var("held"), {"??": [None, "2026-01-02"]}]}, {"held": "2026-01-02"}, True),
        ({"and": [var("agreed"), {"!": [{"empty": [var("note")]}]}]}, {"agreed": True, "note": "x"}, True),
    ],
)
def test_values_compare_as_their_types_do(tree: object, answers: Mapping[str, Any], expected: object) -> None:
    assert ask(tree, **answers) == expected


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"count": [var("houses")]}, 3),
        ({"count": [var("houses"), var("agrees")]}, 1),
        ({"count": [var("houses"), {"empty": [var("size")]}]}, 2),
        ({"sum": [var("houses"), var("size")]}, 6),
        ({"sum": [var("scores")]}, Decimal("3.5")),
        ({"count": [var("scores")]}, 3),
        ({"map": [var("houses"), var("head")]}, ["张三", "𠮷野", None, None]),
        ({"map": [var("scores"), {"*": [var(""), 2]}]}, [2, 4, None, 1]),
        ({"filter": [var("scores"), {">": [var(""), 0.5]}]}, [1, 2]),
        ({"map": [{"filter": [var("houses"), var("agrees")]}, var("head")]}, ["张三"]),
        ({"some": [var("houses"), {"==": [var("moved"), "2020-01-05"]}]}, True),
        ({"all": [var("houses"), {"!": [var("agrees")]}]}, False),
        ({"none": [var("houses"), {">": [var("size"), 5]}]}, True),
        ({"sum": [var("houses"), {"sum": [var("plots"), var("area")]}]}, Decimal("3.5")),
        (
            {
                "some": [
                    var("houses"),
                    {"some": [var("plots"), {"==": [var("area"), {"val": [[4], "cost"]}]}]},
                ]
            },
            True,
        ),
        ({"count": [var("houses"), {"==": [var("head"), {"val": [[2], "note"]}]}]}, 1),
        ({"map": [var("houses"), {"val": [[1], "index"]}]}, [0, 1, 2, 3]),
        ({"map": [var("houses"), {"val": [[1]]}]}, [{"index": at} for at in range(4)]),
        ({"map": [var("houses"), {"var": ["size", 0]}]}, [4, 2, 0, 0]),
        ({"merge": [["a"], {"map": [var("houses"), var("head")]}]}, ["a", "张三", "𠮷野", None, None]),
        ({"map": [[1, 2], {"+": [var(""), 1]}]}, [2, 3]),
        ({"map": [[], var("")]}, []),
        ({"-": [{"sum": [{"map": [var("scores"), {"+": [10**15, 1]}]}]}, 4 * 10**15]}, 4),
        ({"in": [{"+": [10**15, 1]}, {"map": [[1], {"+": [10**15, var("")]}]}]}, True),
        ({"max": [{"count": [var("houses")]}, {"count": [var("tags")]}]}, 3),
    ],
)
def test_lists_are_gone_through_item_by_item(tree: object, expected: object) -> None:
    assert ask(tree, houses=HOUSES, scores=[1, 2, "x", 0.5], cost=2, note="𠮷野") == expected


HOLIDAYS = {
    "year": 2026,
    "off": [{"from": "2026-02-15", "to": "2026-02-23", "name": "春节"}],
    "work": ["2026-02-28"],
}


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ({"now": []}, NOW),
        ({"today": []}, "2026-11-24"),
        ({"date": [var("received")]}, "2026-01-02"),
        ({"year": [var("held")]}, 2026),
        ({"month": [var("held")]}, 2),
        ({"day": [var("held")]}, 13),
        ({"weekday": [var("held")]}, 5),
        ({"days": [var("held"), "2026-03-01"]}, 16),
        ({"add_days": [var("held"), 20]}, "2026-03-05"),
        ({"add_days": [var("held"), 0.5]}, None),
        ({"add_months": ["2026-01-31", 1]}, "2026-02-28"),
        ({"month_end": [var("held")]}, "2026-02-28"),
        ({"age": ["2008-02-29", var("held")]}, 17),
        ({"workdays": [var("held"), "2026-02-28"]}, 5),
        ({"add_workdays": [var("held"), 5]}, "2026-02-28"),
        ({"is_workday": ["2026-02-16"]}, False),
        ({"last_workday": [var("held")]}, "2026-02-28"),
        ({"hours": [var("received"), "2026-01-02T00:00:00Z"]}, 7),
        ({"add_hours": [var("received"), 1.5]}, "2026-01-02T02:30:00+08:00"),
    ],
)
def test_dates_and_working_days_are_reckoned(tree: object, expected: object) -> None:
    answers = {"held": "2026-02-13", "received": "2026-01-02T01:00:00+08:00"}
    assert ask(tree, read_calendar([HOLIDAYS]), **answers) == expected


def test_without_a_calendar_the_weekday_decides() -> None:
    assert (ask({"is_workday": ["2026-02-16"]}), Calendar().is_workday("2026-02-16")) == (True, True)


@pytest.mark.parametrize("data", [None, [], 5, MappingProxyType({"cost": 3}), {"cost": 3}])
def test_data_that_are_no_object_hold_nothing(data: object) -> None:
    expected = 3 if isinstance(data, Mapping) else None
    assert compile_logic(var("cost"), typed=TYPES)(data) == expected


@pytest.mark.parametrize(
    ("tree", "names", "clock"),
    [
        (
            {"and": [{"==": [var("mode"), "转"]}, {"some": [var("houses"), var("agrees")]}]},
            {"mode", "houses"},
            False,
        ),
        ({"<": [{"days": [var("held"), {"today": []}]}, 3]}, {"held"}, True),
        ({"map": [var("houses"), {"val": [[2], "place", "village"]}]}, {"houses", "place.village"}, False),
        ({"missing": ["cost", "place.group"]}, {"cost", "place.group"}, False),
    ],
)
def test_what_a_rule_reads_is_known_beforehand(tree: object, names: set[str], clock: bool) -> None:
    rule = compile_logic(tree, typed=TYPES)
    assert (rule.names, rule.reads_clock) == (names, clock)
