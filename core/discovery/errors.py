"""What can be wrong with a plugin's files, and the sentence for each in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...forms import messages
from ...forms.catalogue import MESSAGES
from ...forms.problems import Problem
from ...forms.text import Language, read_label
from ...rules.findings import Finding
from ...rules.sayings import say_finding


@dataclass(frozen=True)
class FileProblem:
    """A problem and the file it is in, relative to the plugin's folder."""

    file: str
    problem: Problem


class PluginError(ValueError):
    """A plugin that cannot be used; ``problems`` name each file, place and what is allowed there."""

    def __init__(self, name: str, problems: tuple[FileProblem, ...]) -> None:
        self.name = name
        self.problems = problems
        super().__init__(
            f"{name}: " + "; ".join(f"{p.file}#{p.problem.pointer} {p.problem.code}" for p in problems)
        )


RULE = "rule_"  # begins the code of a problem that is a finding of a rule
SENTENCES: Mapping[str, tuple[str, str]] = {
    "plugin_file_missing": ("缺少文件 {got}。请补上该文件。", "The file {got} is missing. Add it."),
    "plugin_not_object": ("内容应是 JSON 对象 {{…}}。", "The content must be a JSON object {{...}}."),
    "plugin_member_missing": ("缺少“{got}”。请补上。", 'The member "{got}" is missing. Add it.'),
    "plugin_member_unknown": (
        "不认识“{got}”。可用：{allowed}。",
        'The member "{got}" is unknown. Allowed: {allowed}.',
    ),
    "plugin_member_type": ("“{got}”的类型不对，应是：{allowed}。", '"{got}" must be: {allowed}.'),
    "plugin_name": (
        "模块名“{got}”不可用。应为 {allowed}。",
        'The plugin name "{got}" cannot be used. It must be {allowed}.',
    ),
    "plugin_version": ("版本号“{got}”应写成 1.2.0 的样子。", 'The version "{got}" must look like 1.2.0.'),
    "plugin_api": (
        "接口版本 {got} 不受支持。本产品支持：{allowed}。请安装与之相配的模块版本。",
        "API version {got} is not supported. Supported here: {allowed}. Install a matching release.",
    ),
    "plugin_requires": (
        "需要模块 {got}，但它没有装好。请先安装它。",
        "The plugin {got} is required but not loaded. Install it first.",
    ),
    "plugin_form_id": (
        "编号“{got}”应以“{allowed}”开头。",
        'The id "{got}" must begin with "{allowed}".',
    ),
    "plugin_form_unknown": (
        "没有表单“{got}”。可用：{allowed}。",
        'There is no form "{got}". Allowed: {allowed}.',
    ),
    "plugin_id_twice": ("编号“{got}”已经用过。请换一个。", 'The id "{got}" is used twice. Choose another.'),
    "plugin_duplicate": (
        "模块名“{got}”已被 {allowed} 使用。请删除其中一个。",
        'The plugin name "{got}" is already taken by {allowed}. Remove one of the two.',
    ),
    "plugin_has_python": (
        "这里只允许 JSON,不允许 Python 文件 {got}。带程序的模块请做成 wheel 安装。",
        "Only JSON is allowed here, not the Python file {got}. Install a plugin with code as a wheel.",
    ),
    "plugin_import": (
        "程序载入失败：{got}。请联系模块作者。",
        "Its Python code could not be loaded: {got}. Ask the plugin's author.",
    ),
    "plugin_hook": (
        "钩子写得不对：{got}。可用的钩子：{allowed}。",
        "A hook is not right: {got}. Allowed hooks: {allowed}.",
    ),
    "plugin_hook_failed": ("钩子 {hook} 出错：{got}。请联系模块作者。", "The hook {hook} failed: {got}."),
    "pack_not_zip": (
        "这不是完好的 zip 文件。请重新打包或重新下载。",
        "This is not a sound zip file. Pack or fetch it again.",
    ),
    "pack_link": (
        "不允许符号链接。请放入文件本身。",
        "Symbolic links are not allowed. Put in the file itself.",
    ),
    "pack_encrypted": (
        "不接受加密的文件。请去掉密码再打包。",
        "Encrypted members are refused. Pack without a password.",
    ),
    "pack_name": (
        "文件名“{got}”不允许。允许：{allowed}。",
        'The name "{got}" is not allowed. Allowed: {allowed}.',
    ),
    "pack_name_twice": (
        "文件名“{got}”重复（有的系统不分大小写）。请改名。",
        'The name "{got}" appears twice (some disks ignore case). Rename one.',
    ),
    "pack_too_large": ("超出限制：{got} 最多 {limit}。", "Too large: {got}, at most {limit}."),
    "case_wrong": (
        "事例“{case}”与预期不符。预期：{allowed};实际：{got}。",
        'The case "{case}" came out differently. Expected: {allowed}; got: {got}.',
    ),
    "case_idle": (
        "事例“{case}”去掉约束 {got} 后结果不变，没有起到检验作用。",
        'The case "{case}" still passes when the constraint {got} is deleted, so it proves nothing.',
    ),
    "case_form_unknown": (
        "事例“{case}”所指表单“{got}”不存在。可用：{allowed}。",
        'The case "{case}" names an unknown form "{got}". Allowed: {allowed}.',
    ),
    "case_shape": (
        "事例“{case}”写法不对：{got}。应有：{allowed}。",
        'The case "{case}" is not well formed: {got}. Expected: {allowed}.',
    ),
    "parameter_value": (
        "“{got}”不能用。请填{allowed}。",
        '"{got}" cannot be used. Type {allowed}.',
    ),
    "field_type_changed": (
        "字段类型由 {got} 改为 {allowed}，已有记录会读不懂。请另起一个字段名。",
        "The field's type changes from {got} to {allowed}; kept records would not fit. Use a new key.",
    ),
    "form_township": (
        "表单编号“{got}”不属于本乡镇，应以“{allowed}”开头。",
        'The form id "{got}" is not this township\'s; it must begin with "{allowed}".',
    ),
}


def say(problem: Problem, language: str = "zh-CN") -> str:
    """Return the problem as one plain sentence; a rule's and a form's are said by their own packages."""
    chosen: Language = "en" if language == "en" else "zh-CN"
    pair = SENTENCES.get(problem.code)
    if pair is None and problem.code.startswith(RULE) and problem.code not in MESSAGES:
        return say_finding(Finding(problem.code.removeprefix(RULE), problem.pointer, problem.facts), chosen)
    if pair is None:
        return messages.say(problem, language)
    facts = {
        name: read_label(fact, chosen) if isinstance(fact, Mapping) and chosen in fact else fact
        for name, fact in problem.facts.items()
    }
    return pair[chosen == "en"].format_map(_Facts(facts))


def list_errors(problems: Iterable[FileProblem]) -> tuple[FileProblem, ...]:
    """Return the problems that stop what was checked, without those that only deserve a look."""
    return tuple(one for one in problems if one.problem.level == "error")


class _Facts(dict[str, object]):
    """Facts by name; a fact that is absent leaves its hole visible instead of raising."""

    def __missing__(self, key: str) -> str:
        return "…"
