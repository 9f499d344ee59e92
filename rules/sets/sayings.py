"""One plain sentence in Chinese and in English for everything that can be said of a rule set."""

from __future__ import annotations

# The facts of the finding fill the sentence, see rules/sayings.py.
SAYINGS = {
    # the document
    "set_shape": ("一组规则应是 JSON 对象 {allowed}。", "A rule set must be a JSON object {allowed}."),
    "rule_shape": ("这里应是一条规则 {allowed}。", "A rule must stand here: {allowed}."),
    "member_missing": ("缺少这一项。必须有：{allowed}。", "This member is missing. Needed are: {allowed}."),
    "member_unknown": ("不认识“{got}”。可以写：{allowed}。", "“{got}” is unknown. Allowed: {allowed}."),
    "member_shape": ("这一项应写成：{allowed}。", "This must be written as: {allowed}."),
    "too_many": ("太多了，最多 {limit} 个。请拆成几组。", "Too many, at most {limit}. Split the set."),
    "dates_reversed": (
        "失效日期早于生效日期，应是 {allowed}。",
        "The set ends before it begins; it must be {allowed}.",
    ),
    "dates_overlap": (
        "与 {got} 管同一天，说不清以谁为准。请把它的失效日期改为 {allowed}。",
        "It judges the same days as {got}. Let that one end {allowed}.",
    ),
    "dated_by_no_date": (
        "“{got}”不是日期字段，不能用来选版本。可用：{allowed}。",
        "“{got}” is no date field and cannot choose the version. Allowed: {allowed}.",
    ),
    "form_unknown": ("没有表单“{got}”。可用：{allowed}。", "There is no form “{got}”. Allowed: {allowed}."),
    "rule_twice": ("规则编号“{got}”用了两次。请改一个。", "The rule “{got}” is there twice. Rename one."),
    "name_twice": (
        "“{got}”已经指别的东西。请换个名字。",
        "“{got}” already means something else. Take another name.",
    ),
    "name_unknown": ("没有“{got}”。可用：{allowed}。", "There is no “{got}”. Allowed: {allowed}."),
    "event_unknown": ("没有时机“{got}”。可用：{allowed}。", "There is no event “{got}”. Allowed: {allowed}."),
    "circle": (
        "{names} 互相等着对方的结果，转了一圈。请去掉其中一个引用。",
        "{names} wait for each other in a circle. Take one reference out.",
    ),
    "type_wanted": ("这里要{allowed}，写的却是{got}。", "A {allowed} is wanted here, not a {got}."),
    # facts and effects
    "fact_field": (
        "表单 {form} 的“{got}”查不了。可查的：{allowed}；要查别的，请先把它加进那张表列表的列、筛选或分组。",
        "“{got}” of the form {form} cannot be asked. Allowed: {allowed}; add another one first to the "
        "columns, filters or groups of that form's list.",
    ),
    "fact_personal": (
        "表单 {form} 的“{got}”是个人信息，不能拿来查、数或比对其他记录。请换一个字段。",
        "“{got}” of the form {form} is personal and may not be looked up, counted or matched. Take another "
        "field.",
    ),
    "fact_condition": (
        "这个条件在列表里查不了。请写成：{allowed}，每处只用那张表的一个字段和一个写定的值。",
        "A list cannot be asked this. Write {allowed}, each of one field of that form and one written value.",
    ),
    "fact_scope": (
        "乡镇自己的规则不能查全县（{got}）。可用：{allowed}。",
        "A township's own rules may not look across the county ({got}). Allowed: {allowed}.",
    ),
    "fact_form_unknown": (
        "现在没有表单“{got}”，查到的一律按“未填”。装上并启用它的模块以后才会查。",
        "There is no form “{got}” now, so the fact reads as absent until its module is there and on.",
    ),
    "fact_shape": (
        "事实要写明怎么得来，三选一：{allowed}。",
        "A fact must say where it comes from, by one of: {allowed}.",
    ),
    "fact_member": ("这一项写得不对，应是：{allowed}。", "This is not right; it must be: {allowed}."),
    "fact_type": ("请写明类型：{allowed}。", "Name its type: {allowed}."),
    "effects_shape": (
        "“then”应是列表，每项做一件事：{allowed}。",
        "“then” must be a list, each item one of: {allowed}.",
    ),
    "effect_unknown": (
        "“{got}”不是一件能做的事。可以：{allowed}。",
        "“{got}” is no effect. Allowed is exactly one of: {allowed}.",
    ),
    "effect_on_people": (
        "“{got}”不能用在人或户身上（{clause}）。请针对事情或地点写。",
        "“{got}” may not be used on persons or households ({clause}). Judge a matter or a place.",
    ),
    "field_unknown": (
        "表单没有字段“{got}”。可用：{allowed}。",
        "The form has no field “{got}”. Allowed: {allowed}.",
    ),
    "options_shape": ("请列出还可以选的项：{allowed}。", "List the choices that remain: {allowed}."),
    "sentence_missing": (
        "请写一句给人看的话，不超过 300 字：{allowed}。",
        "Write a sentence for people, at most 300 characters: {allowed}.",
    ),
    "gate_name": (
        "关口名“{got}”不能用。请用英文字母和下划线，如 {allowed}。",
        "“{got}” cannot name a gate. Use letters and underscores, such as {allowed}.",
    ),
    # what deserves a look
    "fact_unused": ("没有规则用到“{name}”。", "Nothing reads “{name}”."),
    "value_unused": (
        "算出的“{name}”没有规则、提示语或例子用到。",
        "No rule, sentence or example uses the computed “{name}”.",
    ),
    "rule_never_holds": (
        "不论怎么填，规则 {rule} 都不会成立。请看条件里的几项是否打架。",
        "Rule {rule} can never hold, whatever is filled in. See whether its parts contradict each other.",
    ),
    "rule_always_holds": (
        "不论怎么填，规则 {rule} 都成立，条件等于没写。",
        "Rule {rule} always holds; its condition says nothing.",
    ),
    "require_and_hide": (
        "规则 {rule} 要求填“{field}”时，规则 {other} 总把它隐藏，要求落空。",
        "Whenever rule {rule} requires “{field}”, rule {other} hides it, so nothing is asked.",
    ),
    "show_and_hide": (
        "规则 {rule} 要显示“{field}”时，规则 {other} 总把它隐藏。",
        "Whenever rule {rule} shows “{field}”, rule {other} hides it.",
    ),
    "set_and_set": (
        "规则 {rule} 和 {other} 可能同时成立，给“{field}”填的却不一样，以后写的为准。",
        "Rules {rule} and {other} may both hold and set “{field}” differently; the later one counts.",
    ),
    "basis_missing": (
        "规则 {rule} 没写依据。请写明条文或文件。",
        "Rule {rule} names no basis. Name the clause.",
    ),
    # examples
    "example_shape": (
        "例子写得不对，应是：{allowed}。",
        "The example is not well formed; it must be: {allowed}.",
    ),
    "example_name_unknown": (
        "例子里的“{got}”不存在。可用：{allowed}。",
        "“{got}” is unknown here. Allowed: {allowed}.",
    ),
    "example_effects": (
        "成立的规则与预期不符。预期：{expected}；实际：{got}。",
        "Other rules hold than expected. Expected: {expected}; got: {got}.",
    ),
    "example_hidden": (
        "隐藏的字段与预期不符。预期：{expected}；实际：{got}。",
        "Other fields are hidden than expected. Expected: {expected}; got: {got}.",
    ),
    "example_value": (
        "“{name}”与预期不符。预期：{expected}；实际：{got}。",
        "“{name}” came out differently. Expected: {expected}; got: {got}.",
    ),
    "example_undecided": (
        "有结论没判出来：{got}。表里有打架的行，或规则太费时。",
        "Something stayed undecided: {got}. Rows of a table clash, or a rule works too long.",
    ),
    "example_without_at": (
        "规则看日期，这个例子却没写时间。请加上“at”。",
        "A rule looks at the clock, but this example names no moment. Add “at”.",
    ),
    "examples_missing": (
        "还没有例子。请至少写一个成立的、一个不成立的。",
        "There are no examples yet. Write one that holds and one that does not.",
    ),
    "example_rule_never_holds": (
        "没有例子让规则 {rule} 成立。请补一个。",
        "In no example does rule {rule} hold. Add one.",
    ),
    "example_rule_always_holds": (
        "规则 {rule} 在所有例子里都成立。请补一个不成立的。",
        "Rule {rule} holds in every example. Add one where it does not.",
    ),
    "example_row_never_hit": (
        "没有例子落到表“{table}”第 {row} 行。",
        "No example hits row {row} of the table “{table}”.",
    ),
    "example_default_never_used": (
        "没有例子用到表“{table}”的默认结果。",
        "No example comes to the default of the table “{table}”.",
    ),
    "example_part_one_sided": (
        "没有例子让“{part}”为“{outcome}”。",
        "In no example is “{part}” “{outcome}”.",
    ),
    # edits that no example noticed
    "mutant_survived": (
        "把“{was}”改成“{now}”，例子没有发现。请补一个能分清的例子。",
        "No example notices “{now}” in place of “{was}”. Add one that does.",
    ),
    "mutant_dropped": (
        "去掉“{was}”，例子没有发现。请补一个用到它的例子。",
        "No example notices that “{was}” is gone. Add one that needs it.",
    ),
    "mutant_swapped": (
        "把“{was}”与上一行对调，例子没有发现。请补一个两行都落到的例子。",
        "No example notices “{was}” changing places with the row above. Add one that hits both.",
    ),
}
