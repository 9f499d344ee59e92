"""Read plugin.json: names, versions, roles, parameters, and every problem in them with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...forms.problems import Problem
from ...forms.text import Label
from ..hookspecs import API
from .values import Parameter, PluginRole

NAME = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)
VERSION = re.compile(r"\d+\.\d+(\.\d+)?", re.ASCII)
# A form id of a township begins with t and nine digits; a plugin must not be able to look like one.
TOWNSHIP_NAME = re.compile(r"t\d+", re.ASCII)


@dataclass(frozen=True)
class Manifest:
    """What plugin.json says. ``navigation`` holds form ids, ``requires`` least versions by plugin name."""

    name: str
    version: str
    api: int
    title: Label
    summary: Label = ""
    requires: Mapping[str, str] = field(default_factory=dict)
    roles: tuple[PluginRole, ...] = ()
    navigation: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    privacy: Mapping[str, Any] = field(default_factory=dict)


def read_manifest(source: Any, folder_name: str) -> tuple[Manifest | None, tuple[Problem, ...]]:
    """Return the manifest, or ``None`` and every problem in it, in the order of the members."""
    problems = tuple(check_manifest(source, folder_name))
    return (None if problems else _build(source)), problems


def check_manifest(source: Any, folder_name: str) -> Iterator[Problem]:
    """Yield each problem of plugin.json; ``folder_name`` is the name the plugin was found under."""
    if not isinstance(source, dict):
        yield Problem("plugin_not_object")
        return
    for member in (name for name in REQUIRED if name not in source):
        yield Problem("plugin_member_missing", "", {"got": member})
    for member in (name for name in source if name not in MEMBERS):
        yield Problem(
            "plugin_member_unknown", _pointer(member), {"got": member, "allowed": ", ".join(MEMBERS)}
        )
    for member, check in MEMBERS.items():
        if member in source:
            yield from check(source[member], _pointer(member))
    if isinstance(source.get("plugin"), str) and source["plugin"] != folder_name:
        yield Problem("plugin_name", "/plugin", {"got": source["plugin"], "allowed": folder_name})


def _build(source: Mapping[str, Any]) -> Manifest:
    name = source["plugin"]
    return Manifest(
        name=name,
        version=source["version"],
        api=source["api"],
        title=source["title"],
        summary=source.get("summary", ""),
        requires=source.get("requires", {}),
        roles=tuple(
            PluginRole(f"{name}.{role}", told.get("title", role), frozenset(told.get("permissions", ())))
            for role, told in source.get("roles", {}).items()
        ),
        navigation=tuple(
            entry if "." in entry else f"{name}.{entry}" for entry in source.get("navigation", ())
        ),
        parameters=tuple(
            Parameter(
                parameter, told["schema"], told["default"], told.get("legal_basis", ""), told.get("title", "")
            )
            for parameter, told in source.get("parameters", {}).items()
        ),
        privacy=source.get("privacy", {}),
    )


def _check_name(value: Any, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, str) or not NAME.fullmatch(value) or TOWNSHIP_NAME.fullmatch(value):
        yield Problem("plugin_name", pointer, {"got": value, "allowed": "a-z 0-9 _ (2–40)"})


def _check_version(value: Any, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, str) or not VERSION.fullmatch(value):
        yield Problem("plugin_version", pointer, {"got": value})


def _check_api(value: Any, pointer: str) -> Iterator[Problem]:
    if value != API or isinstance(value, bool):
        yield Problem("plugin_api", pointer, {"got": value, "allowed": API})


def _check_label(value: Any, pointer: str) -> Iterator[Problem]:
    texts = value.values() if isinstance(value, dict) and value else [value]
    if not all(isinstance(text, str) and text for text in texts):
        yield _wrong_type(pointer, '"…" / {"zh-CN": "…", "en": "…"}')


def _check_text_or_label(value: Any, pointer: str) -> Iterator[Problem]:
    if value != "":
        yield from _check_label(value, pointer)


def _check_names(value: Any, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        yield _wrong_type(pointer, '["…"]')


def _check_object(value: Any, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _wrong_type(pointer, "{…}")


def _check_requires(value: Any, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _wrong_type(pointer, '{"plugin": "1.0"}')
        return
    for name, version in value.items():
        yield from _check_version(version, f"{pointer}/{name}")


def _check_roles(value: Any, pointer: str) -> Iterator[Problem]:
    yield from _check_members(
        value, pointer, {"title": _check_label, "permissions": _check_names}, ("title",)
    )


def _check_parameters(value: Any, pointer: str) -> Iterator[Problem]:
    yield from _check_members(value, pointer, PARAMETER_MEMBERS, ("schema", "default"))


def _check_members(
    value: Any, pointer: str, members: Mapping[str, Check], required: tuple[str, ...]
) -> Iterator[Problem]:
    if not isinstance(value, dict) or not all(isinstance(told, dict) for told in value.values()):
        yield _wrong_type(pointer, '{"…": {…}}')
        return
    for name, told in value.items():
        place = f"{pointer}{_pointer(name)}"
        if not NAME.fullmatch(name):
            yield Problem("plugin_name", place, {"got": name, "allowed": "a-z 0-9 _ (2–40)"})
        for member in (one for one in required if one not in told):
            yield Problem("plugin_member_missing", place, {"got": member})
        for member in told:
            check = members.get(member)
            if check is None:
                facts = {"got": member, "allowed": ", ".join(members)}
                yield Problem("plugin_member_unknown", f"{place}{_pointer(member)}", facts)
            else:
                yield from check(told[member], f"{place}{_pointer(member)}")


def _accept(value: Any, pointer: str) -> Iterator[Problem]:
    return iter(())


def _wrong_type(pointer: str, allowed: str) -> Problem:
    return Problem("plugin_member_type", pointer, {"got": pointer.rsplit("/", 1)[-1], "allowed": allowed})


def _pointer(member: str) -> str:
    return "/" + member.replace("~", "~0").replace("/", "~1")


Check = Callable[[Any, str], Iterator[Problem]]
REQUIRED = ("plugin", "version", "api", "title")
PARAMETER_MEMBERS: Mapping[str, Check] = {
    "schema": _check_object,
    "default": _accept,
    "legal_basis": _check_text_or_label,
    "title": _check_label,
    "unit": _check_text_or_label,
}
MEMBERS: Mapping[str, Check] = {
    "plugin": _check_name,
    "version": _check_version,
    "api": _check_api,
    "title": _check_label,
    "summary": _check_text_or_label,
    "requires": _check_requires,
    "roles": _check_roles,
    "navigation": _check_names,
    "parameters": _check_parameters,
    "privacy": _check_object,
    "permissions": _check_names,
}
