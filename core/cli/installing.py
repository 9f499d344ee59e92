"""Put a plugin into the installation, or take it out, leaving every record readable."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from ...forms.canonical import read_json
from ..definitions import Change, note_packs, open_definitions
from ..discovery.checking import check_plugin
from ..discovery.errors import PluginError, list_errors
from ..discovery.finding import find_plugin_folder, find_plugins
from ..discovery.manifest import NAME
from ..discovery.packs import read_folder, read_zip, write_pack
from ..discovery.values import FoundPlugin
from ..settings import Settings
from .opened import change_from_shell, note_deed
from .reply import Refusal, Reply, problems_reply
from .wheels import build_wheel, install_wheel, read_entry_points, uninstall_distribution


def install_plugin(settings: Settings, source: Path) -> Reply:
    """Return the reply of installing a folder, a zip of JSON, or a wheel; a refused one leaves nothing."""
    if source.suffix == ".whl":
        return _install_wheel(settings, source)
    if source.is_dir() and (source / "__init__.py").exists():
        with tempfile.TemporaryDirectory() as place:
            return _install_wheel(settings, build_wheel(source.resolve(), Path(place)))
    return _install_pack(settings, source)


def uninstall_plugin(settings: Settings, name: str) -> Reply:
    """Return the reply of removing a county or installed plugin; bundled ones are switched off instead."""
    found = next((one for one in find_plugins(settings.plugins) if one.name == name), None)
    if found is None:
        raise Refusal("plugin_unknown", f"没有模块 {name}。", f"There is no plugin {name}.")
    if found.origin == "bundled":
        raise Refusal(
            "plugin_bundled",
            f"{name} 是自带模块，不能卸载。可以停用：lizheng plugin disable {name} --unit 乡镇代码",
            f"{name} is bundled and cannot be removed. "
            f"Switch it off: lizheng plugin disable {name} --unit TOWNSHIP",
        )
    _remove(settings, found)
    note = ("已卸载。它的记录仍可查看和导出。", "Removed. Its records stay readable and can be exported.")
    restart = found.origin == "installed"
    return Reply((note, *([_RESTART] if restart else [])), {"plugin": name, "restart": restart})


def _install_pack(settings: Settings, source: Path) -> Reply:
    try:
        files = read_folder(source) if source.is_dir() else read_zip(source)
    except PluginError as error:
        return problems_reply(error.problems, ("", ""))
    name = read_name(files)
    _refuse_taken(settings, name)
    settings.plugins.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=settings.plugins) as incoming:
        folder = Path(incoming) / name
        write_pack(files, folder)
        _, problems = check_plugin(find_plugin_folder(folder))
        if list_errors(problems):
            return problems_reply(problems, ("", ""), plugin=name)
        _tell(settings, "install", name, lambda: folder.rename(settings.plugins / name))
    line = (
        f"已安装 {name}。启用：lizheng plugin enable {name} --unit 乡镇代码",
        f"Installed {name}. Switch it on: lizheng plugin enable {name} --unit TOWNSHIP",
    )
    return Reply((line,), {"plugin": name, "restart": False})


def _install_wheel(settings: Settings, wheel: Path) -> Reply:
    try:
        names = read_entry_points(wheel)
    except (zipfile.BadZipFile, KeyError) as error:
        raise Refusal(
            "wheel_unreadable", f"{wheel.name} 不是完好的 wheel。", f"{wheel.name} is no sound wheel."
        ) from error
    if not names:
        raise Refusal(
            "wheel_without_plugin",
            f"{wheel.name} 没有声明模块（入口组 lizheng.plugins 或 lizheng.packs）。",
            f"{wheel.name} declares no plugin (entry-point group lizheng.plugins or lizheng.packs).",
        )
    for name in names:
        _refuse_taken(settings, name)
    install_wheel(wheel)
    for name in names:
        note_deed(settings, "plugin.install", name)
    shown = ", ".join(names)
    return Reply(
        ((f"已安装 {shown}。", f"Installed {shown}."), _RESTART), {"plugin": names[0], "restart": True}
    )


def _remove(settings: Settings, found: FoundPlugin) -> None:
    if found.origin == "installed":
        uninstall_distribution(found.name)
        note_deed(settings, "plugin.uninstall", found.name)
        return
    # Moved aside first: a folder half removed must not be found as a plugin.
    with tempfile.TemporaryDirectory(prefix=".removed-", dir=settings.plugins) as aside:
        _tell(settings, "uninstall", found.name, lambda: shutil.move(found.folder, Path(aside) / found.name))


def _tell(settings: Settings, do: str, name: str, move: Callable[[], object]) -> None:
    """Move the folder inside the change, so that every process looks again only when it is in place."""

    def job(change: Change, at: str) -> None:
        move()
        note_packs(change, do, name, "shell", at)

    change_from_shell(settings, open_definitions(settings.definitions), f"plugin.{do}", name, job)


def read_name(files: Mapping[str, bytes]) -> str:
    """Return the plugin's name from the pack's plugin.json; refuse a pack without a usable one."""
    try:
        name = read_json(files["plugin.json"].decode("utf-8-sig"))["plugin"]
    except (KeyError, TypeError, ValueError):
        name = None
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise Refusal(
            "pack_without_name",
            "包里没有可读的 plugin.json，或其中的 plugin 名称不可用（a-z 0-9 _）。",
            "The pack has no readable plugin.json, or its plugin name cannot be used (a-z 0-9 _).",
        )
    return name


def _refuse_taken(settings: Settings, name: str) -> None:
    for found in find_plugins(settings.plugins):
        if found.name == name:
            raise Refusal(
                "plugin_duplicate",
                f"模块 {name} 已在 {found.folder}。请先卸载：lizheng plugin uninstall {name}",
                f"The plugin {name} is already at {found.folder}. "
                f"Remove it first: lizheng plugin uninstall {name}",
            )


_RESTART = (
    "带程序的模块要重启服务后才生效：请停止并重新运行 lizheng serve。",
    "A plugin with Python takes effect after a restart: stop and start lizheng serve.",
)
