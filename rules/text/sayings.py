"""One plain sentence in Chinese and in English for everything that can be wrong with a condition."""

from __future__ import annotations

# The facts of the finding fill the sentence; lists are joined first. A code followed by its fact ``reason``
# (``condition_unreadable.end``) is preferred to the code alone. ``place`` counts from 1, as people do.
SAYINGS = {
    "condition_unreadable": (
        "第 {place} 个字“{got}”这里读不懂，可以写：{expected}",
        "Character {place}: “{got}” does not fit here; write one of: {expected_en}",
    ),
    "condition_unreadable.near": (
        "第 {place} 个字“{got}”这里读不懂，是不是：{near}",
        "Character {place}: “{got}” does not fit here; did you mean: {near}",
    ),
    "condition_unreadable.end": (
        "第 {place} 个字“{after}”后面还缺一样，可以写：{expected}",
        "Something is missing after “{after}” (character {place}); write one of: {expected_en}",
    ),
    "condition_unreadable.empty": (
        "还没有写条件，可以从这些写起：{expected}",
        "The condition is still empty; begin with one of: {expected_en}",
    ),
    "name_unknown": (
        "第 {place} 个字起“{got}”不是本表的字段，也不是可选的值；文字要加引号",
        "Character {place}: “{got}” is no field of this form and no option; text needs quotation marks",
    ),
    "name_unknown.near": (
        "第 {place} 个字起“{got}”不是本表的字段，也不是可选的值；是不是：{near}",
        "Character {place}: “{got}” is no field of this form and no option; did you mean: {near}",
    ),
    "name_unknown.row": (
        "第 {place} 个字起“{got}”是“{list}”每一行里的字段，请写在 条数({list}, …) 这样的括号里",
        "Character {place}: “{got}” belongs to the rows of “{list}”; write it inside count({list}, ...)",
    ),
    "name_unknown.tree": (
        "本表没有字段“{got}”，这一条写不成文字",
        "This form has no field “{got}”, so the condition cannot be written as text",
    ),
    "name_ambiguous": (
        "第 {place} 个字起“{got}”有几个意思，请改写成其中一个：{near}",
        "Character {place}: “{got}” has more than one meaning; write one of: {near}",
    ),
    "number_too_long": (
        "第 {place} 个字起的数“{got}”太长，最多 {limit} 位有效数字",
        "Character {place}: the number {got} is too long; at most {limit} significant digits",
    ),
    "number_too_long.tree": (
        "数“{got}”太长，最多 {limit} 位有效数字",
        "The number {got} is too long; at most {limit} significant digits",
    ),
    "text_unclosed": (
        "第 {place} 个字“{got}”打开的引号或括号没有合上，请在末尾补上 {expected}",
        "Character {place}: what {got} opens is never closed; add {expected}",
    ),
    "too_deep": (
        "第 {place} 个字起套了太多层，最多 {limit} 层，请拆成几条",
        "Character {place}: nested too deeply, at most {limit} levels; split it into several conditions",
    ),
    "too_deep.tree": (
        "条件套了太多层，最多 {limit} 层，请拆成几条",
        "The condition is nested too deeply, at most {limit} levels; split it into several",
    ),
    "too_long": (
        "条件有 {got} 个字，最多 {limit} 个字，请拆成几条",
        "The condition has {got} characters, at most {limit}; split it into several",
    ),
    "tree_unwritable": (
        "“{got}”没有对应的文字写法，请在 JSON 里改",
        "“{got}” cannot be written as condition text; change it in the JSON",
    ),
}
