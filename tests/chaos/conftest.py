"""Plugins that break in every way, installed beside a sound one, and the demo county that runs them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lizheng.core.definitions import open_definitions, switch_on
from lizheng.core.testing import write_plugin

from ..faults.service import Service

BREAKS = {
    "value": "    raise ValueError('meant to break')",
    "exit": "    raise SystemExit(3)",
    "depth": "    return down()\n\n\ndef down():\n    return down()",
    "sleep": "    time.sleep(6)",
}
REACTS = ("record_submitted", "record_revised", "state_changed")
DECLARES = ("declare_codes", "declare_forms")
OWN, OTHER = "339924101", "339924102"
HEAD = "import time\n\nfrom lizheng.core.api import hookimpl\n"


def name_plugin(hook: str, kind: str) -> str:
    return f"bad_{kind}_{hook}"


def write_python(place: Path, name: str, *hooks: tuple[str, str]) -> Path:
    """Write a plugin whose hooks have these bodies."""
    folder = write_plugin(place / name)
    source = HEAD
    for hook, body in hooks:
        arguments = "record, delivery" if hook in REACTS else ""
        source += f"\n\n@hookimpl\ndef {hook}({arguments}):\n{body}\n"
    (folder / "__init__.py").write_text(source, "utf-8")
    return folder


def write_all(place: Path) -> dict[str, Path]:
    bad = {
        name_plugin(hook, kind): ((hook, body),)
        for hook in (*REACTS, *DECLARES)
        for kind, body in BREAKS.items()
    }
    sound = {"sound": tuple((hook, "    return '照常收到'") for hook in REACTS)}
    return {name: write_python(place, name, *hooks) for name, hooks in (bad | sound).items()}


def install(name: str, folder: Path, site: Path) -> None:
    """Put the plugin where Python looks for packages, as pip would put its wheel."""
    shutil.copytree(folder, site / name)
    told = site / f"{name}-1.0.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0.0\n", "utf-8")
    (told / "entry_points.txt").write_text(f"[lizheng.plugins]\n{name} = {name}\n", "utf-8")


@pytest.fixture(scope="module")
def broken(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The demo county with 20 broken plugins and a sound one, served; sleepers listen in one township."""
    place = tmp_path_factory.mktemp("broken")
    shutil.copytree(demo, place / "data")
    plugins = write_all(place / "sources")
    for name, folder in plugins.items():
        install(name, folder, place / "site")
    with open_definitions(place / "data" / "definitions.json").change() as change:
        for name in plugins:
            townships = (OTHER,) if "_sleep_" in name else (OWN, OTHER) if name == "sound" else (OWN,)
            for township in townships:
                switch_on(change, name, township, "shell", "2026-11-23T00:00:00.000000Z")
    service = Service(place / "data", {"PYTHONPATH": str(place / "site")})
    service.start()
    yield service
    service.kill()
