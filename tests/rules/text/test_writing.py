"""How a tree looks as text, in Chinese and in English, and which trees have none."""

from __future__ import annotations

from functools import reduce

import pytest
from lizheng.rules.text import write_condition

from .village_names import NAMES, read, refuse_tree, write

WRITTEN = [
    ("赞成>3且隐患等级=重大", "赞成 > 3 且 隐患等级 = “重大”", 'for > 3 and level = "重大"'),
    ("到会户数至少2/3的总户数", "到会户数 至少 2/3 的 总户数", "present at least 2/3 of base"),
    ("到会户数<80%的(总户数+1)", "到会户数 不足 80% 的 (总户数 + 1)", "present less than 80% of (base + 1)"),
    ("赞成>到会/2", "赞成 过半 到会", "for over half of here"),
    ("电话未填或电话已填", "电话 未填 或 电话 已填", "phone is empty or phone is filled"),
    ("非(电话已填且否)", "非 (电话 已填 且 否)", "not (phone is filled and false)"),
    ("非 赞成=3", "非 (赞成 = 3)", "not (for = 3)"),
    ("方式属于转,并", "方式 属于 “转”、“并”", 'mode in ("转", "并")'),
    ("方式不属于转", "方式 不属于 “转”", 'mode not in ("转")'),
    ("标签包含火", "标签 包含 “火”", 'tags contains "火"'),
    ("电话属于标签", "电话 属于 标签", "phone in tags"),
    ("电话不包含方式", "电话 不包含 方式", "phone does not contain mode"),
    ("赞成属于合并(金额)", "赞成 属于 合并(金额)", "for in merge(amounts)"),
    ("赞成在1到5之间", "赞成 在 1 到 5 之间", "for between 1 and 5"),
    ("1<赞成<5", "1 < 赞成 < 5", "1 < for < 5"),
    ("赞成 ?? 到会 > 0", "首个有值(赞成, 到会) > 0", "for ?? here > 0"),
    ("条数(清查明细,清查日期>日期)", "条数(清查明细, 清查日期 > 日期)", "count(lines, date > outer.date)"),
    ("条数(标签,本项=火)>0", "条数(标签, 本项 = “火”) > 0", 'count(tags, this item = "火") > 0'),
    ("今天>2026-2-8", "今天 > 2026-02-08", "today > 2026-02-08"),
    ("现在>2026-02-08 8:30", "现在 > 2026-02-08 08:30", "now > 2026-02-08 08:30"),
    ("现在>2026-02-08 08:30:05", "现在 > 2026-02-08 08:30:05", "now > 2026-02-08 08:30:05"),
    ('电话 = "“好”"', '电话 = "“好”"', 'phone = "“好”"'),
    ("电话 = “a\"b”", "电话 = “a\"b”", "phone = “a\"b”"),
    ("-(3)-(-3)+-(赞成+1)=0", "-(3) - -3 + -(赞成 + 1) = 0", "-(3) - -3 + -(for + 1) = 0"),
    ("缺少(电话,村)包含“x”", "缺少(电话, 村) 包含 “x”", 'missing(phone, address.village) contains "x"'),
]  # fmt: skip
SAME = [
    ({"!": {"var": ["carried"]}}, {"!": [{"var": "carried"}]}),
    ({"===": [{"var": "for"}, 3.0]}, {"==": [{"var": "for"}, 3]}),
    ({"!==": [{"var": "for"}, 3]}, {"!=": [{"var": "for"}, 3]}),
    ({"?:": [True, {"var": "carried"}, False]}, {"if": [True, {"var": "carried"}, False]}),
    ({"!!": [{"var": "carried"}]}, {"!": [{"!": [{"var": "carried"}]}]}),
    ({"and": [{"var": "carried"}]}, {"!": [{"!": [{"var": "carried"}]}]}),
    ({"or": {"var": "carried"}}, {"!": [{"!": [{"var": "carried"}]}]}),
    ({"+": [{"var": "for"}]}, {"var": "for"}),
    ({"*": [{"var": "for"}]}, {"var": "for"}),
    ({"??": [{"var": "for"}]}, {"var": "for"}),
    ({"var": ["for", 0]}, {"??": [{"var": "for"}, 0]}),
    ({"val": "for"}, {"var": "for"}),
    ({"val": ["address", "village"]}, {"var": "address.village"}),
]
UNWRITABLE: list[tuple[object, str, str]] = [
    (None, "", "null"),
    ({"==": [{"var": "for"}, None]}, "/==/1", "null"),
    ({"and": []}, "", "and"),
    ({"!": [{"reduce": [1, 2, 3]}]}, "/!/0", "reduce"),
    ({"+": [1, {"/": [1]}]}, "/+/1", "/"),
    ({"/": [1, {"age": [1]}]}, "/~1/1", "age"),
    ({"-": [1, 2, 3]}, "", "-"),
    ({"<": [1, 2, 3, 4]}, "", "<"),
    ({"list": [1]}, "", "list"),
    ({"var": [1]}, "", "var"),
    ({"var": ["for", 1, 2]}, "", "var"),
    ({"val": ["a.b"]}, "", "val"),
    ({"val": [[1], "index"]}, "", "val"),
    ({"val": [["2"], "for"]}, "", "val"),
    ({"val": [[], "for"]}, "", "val"),
    ({"missing": [["phone"]]}, "/missing/0", "missing"),
    ({"a": 1, "b": 2}, "", "dict"),
]
UNKNOWN: list[tuple[object, str, str]] = [
    ({"!": [{"var": "x"}]}, "/!/0", "x"),
    ({"!": {"var": "x"}}, "/!", "x"),
    ({"var": ""}, "", "本项"),
    ({"val": [[2], "for"]}, "", "for"),
    ({"missing": ["phone", "x"]}, "/missing/1", "x"),
    ({"count": [{"var": "lines"}, {"var": "carried"}]}, "/count/1", "carried"),
    ({"count": [{"var": "nothing"}, {"var": "carried"}]}, "/count/0", "nothing"),
    ({"count": [{"val": [[4], "lines"]}]}, "/count/0", "lines"),
    ({"count": [{"val": [[4], "lines"]}, True]}, "/count/0", "lines"),
]


@pytest.mark.parametrize(("text", "chinese", "english"), WRITTEN)
def test_a_condition_is_written_in_each_language(text: str, chinese: str, english: str) -> None:
    assert (write(read(text)), write(read(text), english=True)) == (chinese, english)


@pytest.mark.parametrize(("tree", "plain"), SAME)
def test_trees_that_mean_the_same_read_back_in_one_form(tree: object, plain: object) -> None:
    assert read(write(tree)) == plain


@pytest.mark.parametrize(("tree", "pointer", "got"), UNWRITABLE)
def test_what_has_no_words_is_refused_where_it_stands(tree: object, pointer: str, got: str) -> None:
    finding = refuse_tree(tree)
    assert (finding.code, finding.pointer, finding.facts["got"]) == ("tree_unwritable", pointer, got)


@pytest.mark.parametrize(("tree", "pointer", "got"), UNKNOWN)
def test_a_name_the_form_has_not_is_refused_where_it_stands(tree: object, pointer: str, got: str) -> None:
    finding = refuse_tree(tree)
    assert (finding.code, finding.pointer, finding.facts["got"]) == ("name_unknown", pointer, got)


@pytest.mark.parametrize("number", [0.1 + 0.2, 12345678901234567, 10**400, float("inf"), float("nan")])
def test_a_number_of_more_than_15_digits_is_not_written(number: float) -> None:
    assert refuse_tree({"+": [1, number]}).code == "number_too_long"


def test_a_condition_longer_than_2000_characters_is_not_written() -> None:
    assert refuse_tree({"cat": ["字" * 2000]}).code == "too_long"


def test_a_tree_deeper_than_40_is_not_written() -> None:
    tree: object = reduce(lambda inner, _: [inner], range(40), 1)
    assert refuse_tree(tree).code == "too_deep"


def test_chinese_is_what_is_written_unless_asked() -> None:
    assert write_condition({"var": "carried"}, NAMES) == "是否通过"
