"""lizheng plugin: list, explain, check, make, install, switch and remove plugins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ...forms.text import read_label
from ..definitions import LiveRegistry, switch_off, switch_on
from ..discovery.checking import check_plugin, find_author_folder
from ..discovery.finding import find_plugins
from ..registry.values import Registry
from ..settings import Settings
from .installing import install_plugin, uninstall_plugin
from .opened import change_from_shell, check_unit, find_loaded, open_live
from .reply import Refusal, Reply, problems_reply, replies
from .scaffolding import write_scaffold


@click.group()
def command() -> None:
    """模块：列出、说明、检查、新建、安装、启用、停用、卸载 · Plugins."""


@command.command("list")
@replies
def list_plugins(settings: Settings) -> Reply:
    """列出全部模块 · List every plugin and what keeps one from running."""
    registry = open_live(settings).current()
    told = [_tell_plugin(registry, name) for name in registry.plugins]
    failed = [
        {"plugin": one.name, "origin": one.origin, "file": one.file, "reason": one.reason}
        for one in registry.failures
    ]
    running = tuple(
        (
            f"{one['plugin']} {one['version']} {read_label(one['title'])}（{_ORIGINS[one['origin']]}，"
            f"{len(one['forms'])} 张表，{len(one['on'])} 个乡镇启用）",
            f"{one['plugin']} {one['version']} {read_label(one['title'], 'en')} ({one['origin']}, "
            f"{len(one['forms'])} forms, on in {len(one['on'])} townships)",
        )
        for one in told
    )
    broken = tuple(
        (
            f"{one['plugin']} 没有载入：{one['file']}：{one['reason']}",
            f"{one['plugin']} is not loaded: {one['file']}: {one['reason']}",
        )
        for one in failed
    )
    return Reply(running + broken, {"plugins": told, "failures": failed})


@command.command("info")
@click.argument("name")
@replies
def show_plugin(settings: Settings, name: str) -> Reply:
    """说明一个模块 · Tell everything about one plugin."""
    live = open_live(settings)
    plugin = find_loaded(live, name)
    told = _tell_plugin(live.current(), name)
    lines = [
        (
            f"{name} {plugin.version} {read_label(plugin.title)}",
            f"{name} {plugin.version} {read_label(plugin.title, 'en')}",
        ),
        (read_label(plugin.summary), read_label(plugin.summary, "en")),
        (f"来源：{_ORIGINS[plugin.origin]} {plugin.folder}", f"Origin: {plugin.origin} {plugin.folder}"),
        (f"表单：{'、'.join(told['forms'])}", f"Forms: {', '.join(told['forms'])}"),
        (f"岗位：{'、'.join(told['roles']) or '无'}", f"Roles: {', '.join(told['roles']) or 'none'}"),
        (
            f"参数：{'、'.join(told['parameters']) or '无'}",
            f"Parameters: {', '.join(told['parameters']) or 'none'}",
        ),
        (f"已启用：{'、'.join(told['on']) or '无'}", f"On in: {', '.join(told['on']) or 'none'}"),
    ]
    return Reply(tuple(line for line in lines if line[0]), told)


@command.command("check")
@click.argument("target")
@replies
def check_target(settings: Settings, target: str) -> Reply:
    """检查一个模块：名称或文件夹 · Check a plugin by name or folder: definitions, hooks, cases."""
    folder = Path(target)
    if folder.is_dir():
        return check_found(find_author_folder(folder))
    for found in find_plugins(settings.plugins):
        if found.name == target:
            return check_found(found)
    names = ", ".join(sorted(found.name for found in find_plugins(settings.plugins)))
    raise Refusal(
        "plugin_unknown",
        f"没有模块或文件夹 {target}。现有模块：{names}。",
        f"There is no plugin or folder {target}. Plugins: {names}.",
    )


def check_found(found: Any) -> Reply:
    """Return the reply of a check."""
    plugin, problems = check_plugin(found)
    forms, cases = (len(plugin.forms), len(plugin.cases)) if plugin else (0, 0)
    ok = (
        f"{found.name}：没有问题（{forms} 张表，{cases} 个事例文件）。",
        f"{found.name}: no problem ({forms} forms, {cases} case files).",
    )
    return problems_reply(problems, ok, plugin=found.name, forms=forms)


@command.command("new")
@click.argument("name")
@click.option("--python", is_flag=True, help="带程序的模块 · with Python")
@click.option(
    "--into", type=click.Path(path_type=Path), default=Path("."), help="写到哪个文件夹 · where to write"
)
@replies
def new_plugin(settings: Settings, name: str, python: bool, into: Path) -> Reply:
    """新建一个模块 · Write a plugin that passes `plugin check` at once."""
    folder = write_scaffold(name, into, python=python)
    return Reply(
        (
            (f"已写好 {folder}。改好表单后运行：", f"Written: {folder}. Edit its form, then run:"),
            _same(f"  lizheng plugin check {folder}"),
            _same(f"  lizheng plugin install {folder}"),
            (
                f"  lizheng plugin enable {name} --unit 乡镇代码",
                f"  lizheng plugin enable {name} --unit TOWNSHIP",
            ),
        ),
        {"plugin": name, "folder": str(folder)},
    )


@command.command("install")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@replies
def install(settings: Settings, source: Path) -> Reply:
    """安装模块：文件夹、zip 或 wheel · Install a plugin from a folder, a zip of JSON, or a wheel."""
    return install_plugin(settings, source)


@command.command("uninstall")
@click.argument("name")
@replies
def uninstall(settings: Settings, name: str) -> Reply:
    """卸载模块，已填的记录仍可查看 · Remove a plugin; its records stay readable."""
    return uninstall_plugin(settings, name)


@command.command("enable")
@click.argument("name")
@click.option("--unit", "chosen", multiple=True, required=True, metavar="CODE", help="乡镇代码 · township")
@replies
def enable(settings: Settings, name: str, chosen: tuple[str, ...]) -> Reply:
    """在乡镇启用模块 · Switch a plugin on for a township."""
    live = open_live(settings)
    find_loaded(live, name)
    allowed = live.current().switches.allowed.get(name)
    for unit in chosen:
        check_unit(settings, unit)
        if allowed is not None and unit[:9] not in allowed:
            raise Refusal(
                "plugin_not_allowed",
                f"县里没有允许 {unit} 使用 {name}。请先在“模块”页放行。",
                f"The county does not allow {name} in {unit}. Allow it on the plugin page first.",
            )
    return _switch(settings, live, name, chosen, "on")


@command.command("disable")
@click.argument("name")
@click.option("--unit", "chosen", multiple=True, required=True, metavar="CODE", help="乡镇或其下单位 · unit")
@replies
def disable(settings: Settings, name: str, chosen: tuple[str, ...]) -> Reply:
    """停用模块，已填的记录仍可查看 · Switch a plugin off; its records stay readable."""
    for unit in chosen:
        check_unit(settings, unit)
    return _switch(settings, open_live(settings), name, chosen, "off")


def _switch(settings: Settings, live: LiveRegistry, name: str, chosen: tuple[str, ...], to: str) -> Reply:
    switch = switch_on if to == "on" else switch_off
    for unit in chosen:
        change_from_shell(
            settings,
            live.definitions,
            f"plugin.switch_{to}",
            name,
            lambda change, at, unit=unit: switch(change, name, unit, "shell", at),
            unit=unit,
        )
    words = ("启用", "on") if to == "on" else ("停用", "off")
    line = (f"{name} 已在 {'、'.join(chosen)} {words[0]}。", f"{name} is {words[1]} in {', '.join(chosen)}.")
    return Reply((line,), {"plugin": name, "units": list(chosen), "switch": to})


def _same(text: str) -> tuple[str, str]:
    return text, text


def _tell_plugin(registry: Registry, name: str) -> dict[str, Any]:
    plugin = registry.plugins[name]
    return {
        "plugin": name,
        "version": plugin.version,
        "title": plugin.title,
        "origin": plugin.origin,
        "python": plugin.module is not None,
        "forms": [form.form for form in plugin.forms],
        "roles": [role.role for role in plugin.roles],
        "parameters": [one.name for one in plugin.parameters],
        "on": sorted(unit for one, unit in registry.switches.on if one == name),
    }


_ORIGINS = {"bundled": "自带", "installed": "已安装", "county": "本县"}
