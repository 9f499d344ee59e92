"""Wheels of Python plugins: made from a folder without a build tool, put in and taken out by pip, offline."""

from __future__ import annotations

import base64
import configparser
import hashlib
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

from ..discovery.checking import check_plugin, find_author_folder, module_name
from ..discovery.errors import FileProblem, PluginError, list_errors
from ..discovery.finding import PACK_GROUP, PYTHON_GROUP
from ..discovery.packs import read_folder
from .reply import Refusal, problems_reply


def build_wheel(folder: Path, into: Path) -> Path:
    """Return a wheel (PEP 427) of the plugin in the folder, refused when its check finds a problem."""
    try:
        files = read_folder(folder, python=True)
    except PluginError as error:
        raise _refused(error.problems) from error
    plugin, problems = check_plugin(find_author_folder(folder))
    if plugin is None or list_errors(problems):
        raise _refused(problems)
    module, label = module_name(plugin.name), f"lizheng_{plugin.name}-{plugin.version}"
    contents = {f"{module}/{name}": content for name, content in files.items()}
    told = f"{label}.dist-info"
    contents[f"{told}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: lizheng-{plugin.name}\nVersion: {plugin.version}\n".encode()
    )
    contents[f"{told}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: lizheng\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    contents[f"{told}/entry_points.txt"] = f"[{PYTHON_GROUP}]\n{plugin.name} = {module}\n".encode()
    contents[f"{told}/RECORD"] = _write_record(contents, f"{told}/RECORD")
    wheel = into / f"{label}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return wheel


def read_entry_points(wheel: Path) -> tuple[str, ...]:
    """Return the names of the plugins that the wheel declares."""
    with zipfile.ZipFile(wheel) as archive:
        names = [one for one in archive.namelist() if one.endswith(".dist-info/entry_points.txt")]
        declared = configparser.ConfigParser(delimiters="=")
        declared.read_string(archive.read(names[0]).decode("utf-8") if names else "")
    groups = [group for group in (PYTHON_GROUP, PACK_GROUP) if declared.has_section(group)]
    return tuple(name for group in groups for name in declared[group])


def install_wheel(wheel: Path) -> None:
    """Put the wheel into this environment; pip asks no index and fetches nothing."""
    _run_pip("install", "--no-index", "--no-deps", str(wheel))


def uninstall_distribution(plugin: str) -> None:
    """Take out the distribution that declares the plugin."""
    for group in (PYTHON_GROUP, PACK_GROUP):
        for entry in metadata.entry_points(group=group, name=plugin):
            if entry.dist:
                _run_pip("uninstall", "--yes", entry.dist.name)


def _run_pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        words = (ran.stderr.strip() or ran.stdout.strip()).splitlines()[-1:]
        raise Refusal(
            "pip_failed",
            f"pip 没有成功（{' '.join(words)}）。请确认本环境可写、wheel 完好。",
            f"pip failed ({' '.join(words)}). Is this environment writable, the wheel sound?",
        )


def _write_record(contents: dict[str, bytes], own: str) -> bytes:
    lines = [
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b'=').decode()},{len(content)}"
        for name, content in contents.items()
    ]
    return "\n".join([*lines, f"{own},,", ""]).encode("utf-8")


def _refused(problems: tuple[FileProblem, ...]) -> Refusal:
    refusal = Refusal("plugin_wrong", "", "")
    refusal.reply = problems_reply(problems, ("", ""))
    return refusal
