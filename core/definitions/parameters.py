"""Judge a parameter's value by the schema its plugin gives, and say in words what may be typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jsonschema
from referencing import Registry

from ...forms.canonical import write_json
from ...forms.problems import Problem
from ..discovery.values import LoadedPlugin

Words = tuple[str, str]  # in Chinese, in English


def check_parameter(plugin: LoadedPlugin, name: str, value: Any) -> tuple[Problem, ...]:
    """Return what is wrong with the value: an unknown name, or what the parameter's schema refuses."""
    parameter = next((one for one in plugin.parameters if one.name == name), None)
    if parameter is None:
        allowed = ", ".join(one.name for one in plugin.parameters)
        return (Problem("plugin_member_unknown", "", {"got": name, "allowed": allowed}),)
    validator = jsonschema.Draft202012Validator(parameter.schema, registry=Registry())
    chinese, english = say_allowed(parameter.schema)
    facts = {"got": value, "allowed": {"zh-CN": chinese, "en": english}}
    return tuple(Problem("parameter_value", error.json_path, facts) for error in validator.iter_errors(value))


def say_allowed(schema: Mapping[str, Any]) -> Words:
    """Return in Chinese and in English what the schema of a parameter allows, to stand after 请填."""
    if "enum" in schema:
        shown = [one if isinstance(one, str) else write_json(one) for one in schema["enum"]]
        return f"以下之一：{'、'.join(shown)}", f"one of: {', '.join(shown)}"
    kind = str(schema.get("type"))
    if kind in _NUMBERS:
        return _say_number(schema, *_NUMBERS[kind])
    if kind == "string":
        return _say_text(schema)
    whole = write_json(schema)
    return _OTHERS.get(kind, (f"符合 {whole} 的值", f"a value that fits {whole}"))


def _say_number(schema: Mapping[str, Any], chinese: str, english: str) -> Words:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        return f" {least} 到 {most} 的{chinese}", f"{english} from {least} to {most}"
    if least is not None:
        return f"不小于 {least} 的{chinese}", f"{english} of at least {least}"
    if most is not None:
        return f"不大于 {most} 的{chinese}", f"{english} of at most {most}"
    return chinese, english


def _say_text(schema: Mapping[str, Any]) -> Words:
    if most := schema.get("maxLength"):
        return f"不超过 {most} 个字的文字", f"a text of at most {most} characters"
    return "文字", "a text"


_NUMBERS: Mapping[str, Words] = {"integer": ("整数", "a whole number"), "number": ("数字", "a number")}
_OTHERS: Mapping[str, Words] = {"boolean": ("是（true）或否（false）", "true or false")}
