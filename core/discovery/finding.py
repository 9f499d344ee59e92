"""Find where plugins lie, without importing any of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from .values import FoundPlugin

BUNDLED = Path(__file__).resolve().parents[2] / "plugins"
PYTHON_GROUP = "lizheng.plugins"
PACK_GROUP = "lizheng.packs"


def find_plugins(county_folder: Path | None) -> tuple[FoundPlugin, ...]:
    """Return every plugin: bundled, installed, then the county's own, each sorted by name.

    A place that looks like a plugin but lacks its files is returned too, so that loading can name it.
    """
    return (
        *_find_bundled(BUNDLED),
        *sorted(_find_installed(), key=lambda found: (found.name, str(found.folder))),
        *_find_county(county_folder),
    )


def find_plugin_folder(folder: Path) -> FoundPlugin:
    """Return the plugin that lies in this folder, as ``plugin check`` sees it."""
    return FoundPlugin(folder.resolve().name, folder.resolve(), "county")


def _find_bundled(root: Path) -> Iterator[FoundPlugin]:
    for folder in _plugin_folders(root):
        has_python = (folder / "__init__.py").exists()
        module = f"lizheng.plugins.{folder.name}" if has_python else None
        yield FoundPlugin(folder.name, folder, "bundled", module)


def _find_county(root: Path | None) -> Iterator[FoundPlugin]:
    for folder in _plugin_folders(root) if root else ():
        yield FoundPlugin(folder.name, folder, "county")


def _plugin_folders(root: Path) -> Iterable[Path]:
    return sorted(folder for folder in root.glob("*") if (folder / "plugin.json").is_file())


def _find_installed() -> Iterator[FoundPlugin]:
    for entry in metadata.entry_points(group=PYTHON_GROUP):
        yield FoundPlugin(entry.name, _module_folder(entry.module), "installed", entry.module)
    for entry in metadata.entry_points(group=PACK_GROUP):
        yield FoundPlugin(entry.name, _pack_folder(entry), "installed")


def _module_folder(module: str) -> Path:
    """Locate the package from its top-level name; asking for a dotted name would import its parents."""
    top, *rest = module.split(".")
    spec = find_spec(top)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0], *rest) if places else Path(module)


def _pack_folder(entry: metadata.EntryPoint) -> Path:
    """Locate the pack through its distribution's files, so that no code of it ever runs."""
    files = (entry.dist.files or []) if entry.dist else []
    for file in files:
        if file.parts == (entry.value, "plugin.json"):
            return Path(str(file.locate())).parent
    return Path(entry.value)
