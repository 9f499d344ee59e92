"""Write a new plugin from the shipped scaffold."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ..discovery.manifest import NAME, TOWNSHIP_NAME
from .reply import Refusal

PLACEHOLDER = "new_plugin"


def write_scaffold(name: str, into: Path, *, python: bool) -> Path:
    """Return the new plugin's folder, ``into/name``; refuse a name that cannot be used or is taken there."""
    if not NAME.fullmatch(name) or TOWNSHIP_NAME.fullmatch(name):
        raise Refusal(
            "plugin_name",
            f"名称“{name}”不可用。请用小写字母开头的 a-z 0-9 _，2 到 40 个字符。",
            f'The name "{name}" cannot be used. Use a-z 0-9 _, a letter first, 2 to 40 characters.',
        )
    folder = into / name
    if folder.exists():
        raise Refusal(
            "folder_exists",
            f"{folder} 已经存在。请换个名称或位置。",
            f"{folder} exists already. Choose another.",
        )
    scaffold = files("lizheng.core.cli") / "scaffold"
    _copy(scaffold / "json", folder, name)
    if python:
        _copy(scaffold / "python", folder, name)
    return folder


def _copy(source: Traversable, target: Path, name: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for one in source.iterdir():
        # The template of a module is no module: its suffix keeps it out of imports, tests and linters.
        place = target / one.name.removesuffix(".txt")
        if one.is_dir():
            _copy(one, place, name)
        else:
            place.write_text(one.read_text("utf-8").replace(PLACEHOLDER, name), "utf-8")
