"""One plain sentence in Chinese and in English for everything that can be wrong with a decision table."""

from __future__ import annotations

# The facts of the finding fill the sentence, see rules/sayings.py; rows and columns are told from 1.
SAYINGS = {
    "table_shape": (
        "表写得不对，这里应是：{allowed}。",
        "The table is not well formed; here must stand: {allowed}.",
    ),
    "table_member": (
        "表里不认识“{name}”。可以写：{allowed}。",
        "“{name}” is unknown in a table. Allowed: {allowed}.",
    ),
    "table_too_large": (
        "太多了：{found}，最多 {limit}。请拆成几张表。",
        "Too many: {found}, at most {limit}. Split the table.",
    ),
    "hit_unknown": (
        "没有命中方式“{got}”。可用：{allowed}。",
        "There is no hit policy “{got}”. Allowed: {allowed}.",
    ),
    "row_length": (
        "第 {row} 行有 {found} 格，应有 {allowed} 格：输入和输出各一格。",
        "Row {row} has {found} cells; it must have {allowed}, one for each input and output.",
    ),
    "cell_unreadable": (
        "格子里的“{part}”读不懂。可以写：{allowed}。",
        "“{part}” cannot be read in this cell. It may hold: {allowed}.",
    ),
    "column_kind": (
        "“{name}”是{got}，不能做表的一列。可以：{allowed}。",
        "“{name}” is a {got} and cannot be a column. Allowed: {allowed}.",
    ),
    "output_kind": (
        "这种命中方式下“{name}”应是{allowed}，不能是{got}。",
        "With this hit policy “{name}” must be: {allowed}, not {got}.",
    ),
    "output_mixed": (
        "“{name}”一列里混着几种值：{got}。请统一。",
        "The column “{name}” mixes kinds: {got}. Choose one.",
    ),
    "output_shape": (
        "输出列应写名字，或写成对象：{allowed}。",
        "An output is a name, or an object with: {allowed}.",
    ),
    "output_unreadable": (
        "结果“{got}”不能用。可以写：{allowed}。",
        "The result “{got}” cannot be used. Allowed: {allowed}.",
    ),
    "options_wanted": (
        "按优先级命中时，输出列要用 {allowed} 写明先后。",
        "With this hit policy the output needs {allowed} that say which comes first.",
    ),
    "formula_unwanted": ("这里不能写算式，请写值。", "A formula cannot stand here; write a value."),
    "default_misplaced": (
        "计数的表没有命中就是 0，不用写默认结果。",
        "A counting table answers 0 where no row hits; leave the default out.",
    ),
    "bands_misplaced": (
        "只有一列分数的 {allowed} 表才能分档。",
        "Only a table {allowed} with one output may have bands.",
    ),
    "name_twice": ("“{name}”写了两次。请去掉一个。", "“{name}” is there twice. Take one out."),
    # what the analysis finds
    "value_impossible": (
        "第 {rows} 行这一格“{words}”，没有这样的值。可以填：{allowed}。",
        "Row {rows}: no value is “{words}” here. Allowed: {allowed}.",
    ),
    "table_gap": (
        "有情况没有结果：{words}。请补一行或写默认结果。",
        "Some cases have no outcome: {words}. Add a row or a default.",
    ),
    "table_overlap": (
        "第 {rows} 行同时命中：{words}。请改成只命中一行。",
        "Rows {rows} hit together: {words}. Let only one of them hit.",
    ),
    "table_conflict": (
        "第 {rows} 行同时命中而结果不同：{words}。请改成只有一个结果。",
        "Rows {rows} hit together and differ: {words}. Leave one outcome.",
    ),
    "row_dead": (
        "这一行永远用不到，别的行已经管了（涉及第 {rows} 行）：{words}。请删去或调换顺序。",
        "This row never decides, since others go before it (rows {rows}): {words}. Delete or move it.",
    ),
    "row_duplicate": (
        "第 {rows} 行说的是同一件事，会算两次。请删去一行。",
        "Rows {rows} say the same and count twice. Delete one.",
    ),
    "analysis_too_large": (
        "表太复杂，没有查完（超过 {limit} 步）。请拆成几张表。",
        "The table is too intricate to be searched to the end ({limit} steps). Split it.",
    ),
}
