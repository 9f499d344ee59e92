"""What a worker's phone fetches at first, and what an installation takes on the disk."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from posixpath import join, normpath
from typing import Any

import lizheng
from county import PASSWORD, WORKER
from figures import Figure
from ground import Ground
from lizheng.core.app import create_app
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from survey import FORM

_PACKAGES = ("core", "forms", "plugins", "rules")
_ASSET = re.compile(r"""<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)\"""")
_INSIDE = re.compile(r"""(?:url\(["']?|\bfrom\s*["']|\bimport\s*\(?["'])([^"')]+)""")


def measure_first_load(ground: Ground) -> Iterator[Figure]:
    """Yield every file of the first page a worker fills, compressed, and their sum."""
    site = ground.empty.open()
    client = create_app(site.settings, site=site).test_client()
    client.post("/api/v1/session", json={"account": WORKER, "password": PASSWORD})
    sizes, outside = _fetch_all(client, f"/fill/{FORM}")
    site.store.close()
    total = sum(sizes.values())
    for path, size in sizes.items():
        yield Figure("first load", f"`{path.rpartition('/')[2] or path}`", f"{size / 1000:.1f} kB gzip")
    kept = total <= 60_000
    yield Figure(
        "first load", f"all {len(sizes)} files", f"{total / 1000:.1f} kB gzip", "", "", "≤ 60 kB", kept
    )
    yield Figure("first load", "requests to other sites", str(len(outside)), "", "", "0", not outside)


def _fetch_all(client: Any, page: str) -> tuple[dict[str, int], list[str]]:
    """Return gzip size by path of the page and all it asks for, and the addresses that lie elsewhere."""
    sizes: dict[str, int] = {}
    outside: list[str] = []
    waiting = [page]
    while waiting:
        path = waiting.pop(0)
        if path in sizes or path.startswith("data:"):
            continue
        if re.match(r"(https?:)?//", path):
            outside.append(path)
            continue
        answer = client.get(path, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, (path, answer.status_code)
        content = answer.get_data()
        sizes[path] = len(content)
        if answer.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        waiting += _asked_for(path, content.decode("utf-8"), answer.mimetype)
    return sizes, outside


def _asked_for(path: str, content: str, kind: str) -> list[str]:
    if kind == "text/html":
        return _ASSET.findall(content)
    if kind not in ("text/css", "text/javascript"):
        return []
    return [
        found if found.startswith(("data:", "http", "/")) else normpath(join(path, "..", found))
        for found in _INSIDE.findall(content)
    ]


def measure_size(ground: Ground) -> Iterator[Figure]:
    """Yield what the product and all it needs take on the disk, compiled modules included."""
    sizes = {name: _weigh(name) for name in sorted(_closure("lizheng")) if name != "lizheng"}
    own = _weigh_own()
    total = (sum(sizes.values()) + own) / 1e6
    largest = sorted(sizes, key=lambda name: -sizes[name])[:3]
    beside = "largest: " + ", ".join(f"{name} {sizes[name] / 1e6:.0f} MB" for name in largest)
    what = f"installed size, {len(sizes) + 1} packages"
    yield Figure("size", what, f"{total:.0f} MB", beside, "", "≤ 150 MB", total <= 150)
    yield Figure("size", "of it the product itself", f"{own / 1e6:.1f} MB")


def _closure(name: str, seen: set[str] | None = None) -> set[str]:
    """Return the names of a distribution and of everything it requires on this machine."""
    seen = set() if seen is None else seen
    name = canonicalize_name(name)
    if name not in seen:
        seen.add(name)
        for line in metadata.requires(name) or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                _closure(wanted.name, seen)
    return seen


def _weigh(name: str) -> int:
    files = [Path(str(file.locate())) for file in metadata.files(name) or ()]
    return sum(file.stat().st_size for file in files if file.is_file())


def _weigh_own() -> int:
    root = Path(lizheng.__file__).parent
    files = [file for name in _PACKAGES for file in (root / name).rglob("*") if file.is_file()]
    # Compiled modules of other Pythons may lie there: each source counts once more for its own.
    plain = [file for file in files if file.suffix != ".pyc"]
    return sum(file.stat().st_size * (2 if file.suffix == ".py" else 1) for file in plain)
