"""Write the tables of the plugin pages from the plugins' own JSON: ``python docs/plugins/write_pages.py``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MARK = re.compile(r"(<!-- (roles|forms|parameters) -->\n).*?(<!-- end -->)", re.DOTALL)
KINDS = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "是或否",
    "object": "分项",
    "array": "多行",
}
FORMATS = {
    "date": "日期",
    "time": "时间",
    "date-time": "日期和时间",
    "division-code": "12 位区划代码",
    "grid-code": "15 位网格编码",
    "uscc": "统一社会信用代码",
    "phone": "电话",
}
LIMITS = {
    "minimum": "≥ {}",
    "maximum": "≤ {}",
    "exclusiveMinimum": "> {}",
    "multipleOf": "{} 的倍数",
    "minLength": "至少 {} 字",
    "maxLength": "至多 {} 字",
    "minItems": "至少 {} 行",
    "maxItems": "至多 {} 行",
    "pattern": "`{}`",
}


def build_page(plugin: Path, page: str) -> str:
    """Return the page with every marked table written anew from the plugin's folder."""
    tables = {"roles": _roles, "forms": _forms, "parameters": _parameters}
    return MARK.sub(lambda found: found[1] + "\n".join(tables[found[2]](plugin)) + "\n" + found[3], page)


def _roles(plugin: Path) -> Iterator[str]:
    yield "| 角色 | 名称 | 权限 |\n|---|---|---|"
    for role, told in _read(plugin / "plugin.json")["roles"].items():
        yield f"| `{plugin.name}.{role}` | {_say(told)} | {', '.join(told['permissions'])} |"


def _parameters(plugin: Path) -> Iterator[str]:
    yield "| 参数 | 名称 | 默认值 | 依据 |\n|---|---|---|---|"
    for name, told in _read(plugin / "plugin.json")["parameters"].items():
        default = json.dumps(told["default"], ensure_ascii=False)
        yield f"| `{name}` | {_say(told)} | {default} | {told['legal_basis']} |"


def _forms(plugin: Path) -> Iterator[str]:
    for name in _read(plugin / "plugin.json")["navigation"]:
        form = _read(plugin / "forms" / f"{name}.json")
        yield f"\n### {_say(form)} `{form['form']}`（{form['prefix']}）\n"
        yield form["purpose"]["zh-CN"] + "依据：" + "；".join(form["basis"]) + "。\n"
        yield "| 字段 | 名称 | 填什么 | 必填 | 个人信息 |\n|---|---|---|---|---|"
        yield from _fields(form, form["schema"], "")
        conditions = list(_conditions(form, form["schema"]))
        if conditions:
            yield "\n条件：\n\n" + "\n".join(conditions)


def _fields(form: Mapping[str, Any], schema: Mapping[str, Any], above: str) -> Iterator[str]:
    needed = schema.get("required", ())
    for key, part in schema["properties"].items():
        path = above + key
        must, private = "必填" if key in needed else "", "是" if path in form.get("privacy", {}) else ""
        yield f"| `{path}` | {_say(part)} | {_describe(part)} | {must} | {private} |"
        part, below = _resolve(form, part), path + "."
        if part.get("type") == "array":
            part, below = _resolve(form, part["items"]), path + "[]."
        if "properties" in part:
            yield from _fields(form, part, below)


def _resolve(form: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = part.get("$ref", "")
    return form["schema"]["$defs"][reference.rsplit("/", 1)[-1]] if reference.startswith("#") else part


def _describe(part: Mapping[str, Any]) -> str:
    if "$ref" in part:
        return f"`{part['$ref']}`"
    if "x-codes" in part:
        return f"选项表 `{part['x-codes']}`"
    if "oneOf" in part:
        return "、".join(_say(choice) for choice in part["oneOf"])
    words = [FORMATS.get(part.get("format", ""), KINDS[part["type"]])]
    if part["type"] == "array" and "properties" not in part["items"]:
        words = [f"多行：{_describe(part['items'])}"]
    words += [_limits(part)] if "format" not in part else []
    words += ["不重复"] if part.get("uniqueItems") else []
    return "，".join(word for word in words if word)


def _conditions(form: Mapping[str, Any], schema: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for part in schema.get("allOf", ()):
        yield f"- {_test(part['if'], above)}：{_effect(part['then'], above)}。"
    for key, needed in schema.get("dependentRequired", {}).items():
        yield f"- 填了 `{above}{key}`：{_effect({'required': needed}, above)}。"
    for key, part in schema["properties"].items():
        part, below = _resolve(form, part), f"{above}{key}."
        if part.get("type") == "array":
            part, below = _resolve(form, part["items"]), f"{above}{key}[]."
        if "properties" in part:
            yield from _conditions(form, part, below)


def _test(test: Mapping[str, Any], above: str) -> str:
    if "not" in test:
        return "没有填 " + _names(test["not"]["required"], above)
    return "，且 ".join(f"`{above}{key}` {_value(part)}" for key, part in test["properties"].items())


def _value(part: Mapping[str, Any]) -> str:
    if "const" in part:
        return f"是 `{json.dumps(part['const'])}`"
    if "enum" in part:
        return "是 " + " 或 ".join(f"`{json.dumps(value)}`" for value in part["enum"])
    if part.get("maxItems") == 0:
        return "不能有内容"
    return "只有一行" if part.get("maxItems") == 1 else _limits(part)


def _effect(effect: Mapping[str, Any], above: str) -> str:
    needed = [f"必填 {_names(effect['required'], above)}"] if "required" in effect else []
    needed += [f"`{above}{key}` {_value(part)}" for key, part in effect.get("properties", {}).items()]
    return "，".join(needed)


def _names(keys: Sequence[str], above: str) -> str:
    return "、".join(f"`{above}{key}`" for key in keys)


def _limits(part: Mapping[str, Any]) -> str:
    return "，".join(said.format(part[keyword]) for keyword, said in LIMITS.items() if keyword in part)


def _say(part: Mapping[str, Any]) -> str:
    return part.get("title", {}).get("zh-CN", "")


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


if __name__ == "__main__":
    for name in ("village_merge", "security_patrol"):
        path = HERE / f"{name}.md"
        path.write_text(build_page(ROOT / "plugins" / name, path.read_text("utf-8")), "utf-8")
