"""One plain sentence in Chinese and in English for everything that keeps a tree from the typed profile."""

from __future__ import annotations

# The facts of the finding fill the sentence, see rules/sayings.py.
SAYINGS = {
    "tree_shape": (
        "这里应是一个值、一个列表，或只有一项的对象：操作和它的参数。",
        "A value, a list, or an object of one member, an operator with its arguments, must stand here.",
    ),
    "operator_unknown": (
        "没有操作“{got}”。可用：{allowed}。",
        "There is no operator “{got}”. Allowed: {allowed}.",
    ),
    "operator_refused": (
        "规则里不能用“{got}”。请换一种写法。",
        "“{got}” is not allowed in rules. Write it in another way.",
    ),
    "argument_count": (
        "“{name}”要 {allowed} 项，写了 {got} 项。",
        "“{name}” takes {allowed} arguments, not {got}.",
    ),
    "literal_wanted": ("“{name}”这里要直接写出值或名字。", "“{name}” needs a value or name as written here."),
    "options_wanted": (
        "这里要一个有选项的字段。",
        "A field with options must stand here.",
    ),
    "null_compared": (
        "不要与空值比较。问有没有填，请写“未填”或“已填”。",
        "Do not compare with null. Ask “empty” whether something is filled in.",
    ),
    "never_true": ("永远不成立。可能的值：{allowed}。", "This never holds. Possible values: {allowed}."),
    "never_true.bounds": (
        "永远不成立。可能的值从 {low} 到 {high}。",
        "This never holds. Possible values are from {low} to {high}.",
    ),
    "always_true": ("总是成立。可能的值：{allowed}。", "This always holds. Possible values: {allowed}."),
    "always_true.bounds": (
        "总是成立。可能的值从 {low} 到 {high}。",
        "This always holds. Possible values are from {low} to {high}.",
    ),
    "unit_differs": (
        "单位不同：{got} 和 {allowed} 不能比较或相加。",
        "Units differ: {got} and {allowed} can neither be compared nor added.",
    ),
    "iterations_nested": (
        "逐行计算最多套 {limit} 层。请先算出一层，再用它的结果。",
        "Iterations nest at most {limit} deep. Compute one first and use its result.",
    ),
    "level_unknown": (
        "往外只有 {allowed} 层，写了 {got}。",
        "There are {allowed} levels outside, not {got}.",
    ),
    "type_unknown": (
        "看不出结果是什么类型。请写出一个值。",
        "The type of the result cannot be told. Write a value.",
    ),
    "too_large.tree": (
        "条件太长，最多 {limit} 个部分。请拆开。",
        "The rule is too long, at most {limit} parts. Split it.",
    ),
}
