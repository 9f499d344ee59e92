"""Our own words on the page, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ..text import Language

_WORDS: Mapping[str, tuple[str, str]] = {
    "optional": ("选填", "optional"),
    "yes": ("是", "Yes"),
    "no": ("否", "No"),
    "none": ("没有", "None"),
    "unset": ("不选", "No answer"),
    "choose": ("请选择", "Choose one"),
    "search": ("输入几个字可以查找", "Type a few characters to search"),
    "unknown": ("不在选项里", "not among the choices"),
    "add": ("加一项", "Add one"),
    "add_named": ("加一项：{title}", "Add: {title}"),
    "remove": ("去掉", "Remove"),
    "up": ("上移", "Move up"),
    "down": ("下移", "Move down"),
    "row": ("第 {number} 项", "Item {number}"),
    "open": ("填写：{title}", "Fill in: {title}"),
    "branch": ("换成所选的一种", "Use the chosen kind"),
    "key": ("名称", "Name"),
    "value": ("内容", "Value"),
    "use_key": ("按这个名称填写", "Use this name"),
    "count": ("{count} 字，上限 {limit} 字", "{count} of {limit} characters"),
    "replace": ("换一个文件", "Choose another file"),
    "locate": ("用当前位置", "Use my position"),
    "new_tab": ("查看", "View"),
    "must": ("须改正", "Please correct"),
    "notice": ("请留意", "Please note"),
    "absent": ("没有填", "Not answered"),
    "accuracy": ("误差约 {metres} 米", "accurate to about {metres} m"),
    "call_first": ("先打电话，再填表", "Phone first, fill in later"),
    "call_why": ("没有网络也能打；表可以稍后再填。", "Calls work without data; the form can wait."),
    "call_110": ("警情", "Police"),
    "call_119": ("火警", "Fire"),
    "call_120": ("急救", "Ambulance"),
    "call_122": ("交通事故", "Traffic accident"),
    "files": ("{count} 个文件", "{count} files"),
}


def word(key: str, language: Language, **facts: object) -> str:
    """Return one of our words with its holes filled."""
    return _WORDS[key][language == "en"].format(**facts)


def section_number(index: int, language: Language) -> str:
    """Return 一、二、 for Chinese headings and 1. 2. for English; ``index`` begins at 1."""
    if language == "en":
        return f"{index}. "
    digits = "零一二三四五六七八九"
    tens, ones = divmod(index, 10)
    head = ("十" if tens == 1 else digits[tens] + "十") if tens else ""
    return head + (digits[ones] if ones or not tens else "") + "、"
