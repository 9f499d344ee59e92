"""Style sheets, scripts and pictures: read once, compressed once, named by their content."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from posixpath import dirname, join, normpath

from flask import Blueprint, Response, abort, request

_IMPORT = re.compile(r"""^(?:import|export)\b[^"']*?\bfrom "(\.[^"]+)";""", re.MULTILINE)
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, the same compressed (``None`` when that saves nothing), its type, short hash.

    imports  the names of the scripts that a script imports
    """

    content: bytes
    compressed: bytes | None
    type: str
    hash: str
    imports: tuple[str, ...] = ()


def read_assets() -> Mapping[str, Asset]:
    """Return every file under static/ by its path there, and the rules' scripts under ``rules/``.

    Scripts share one hash: an import names its neighbour by a relative path, so its address is right too.
    """
    paths = {
        **_find_files("lizheng.core.web", "static"),
        **_find_files("lizheng.rules", "js", "rules/", "*.js"),
    }
    scripts = b"".join(path.read_bytes() for name, path in paths.items() if name.endswith(".js"))
    return {name: _read_asset(name, path, scripts) for name, path in paths.items()}


def list_imports(assets: Mapping[str, Asset], name: str) -> tuple[str, ...]:
    """Return the scripts that a script needs beside itself, so that a page can fetch all at once."""
    found = [name]
    for one in found:
        found += [needed for needed in assets[one].imports if needed not in found]
    return tuple(found[1:])


def make_assets_blueprint(assets: Mapping[str, Asset]) -> Blueprint:
    """Return the blueprint that serves ``/static/<hash>/<name>``, cached for good by browsers."""
    blueprint = Blueprint("assets", __name__)

    @blueprint.get("/static/<digest>/<path:name>")
    def asset(digest: str, name: str) -> Response:
        found = assets.get(name)
        if found is None:
            abort(404)
        return _answer(found, immutable=digest == found.hash)

    return blueprint


def name_asset(assets: Mapping[str, Asset], name: str) -> str:
    """Return the address of an asset; ``KeyError`` for one that is not packaged."""
    return f"/static/{assets[name].hash}/{name}"


def _find_files(package: str, folder: str, prefix: str = "", kind: str = "*") -> dict[str, Path]:
    root = Path(str(files(package).joinpath(folder)))
    found = [path for path in sorted(root.rglob(kind)) if path.is_file()]
    return {prefix + path.relative_to(root).as_posix(): path for path in found}


def _read_asset(name: str, path: Path, scripts: bytes) -> Asset:
    content = path.read_bytes()
    packed = gzip.compress(content, 9, mtime=0)
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    smaller = packed if len(packed) < len(content) else None
    is_script = path.suffix == ".js"
    imports = tuple(_read_imports(name, content.decode())) if is_script else ()
    digest = hashlib.sha256(scripts if is_script else content).hexdigest()[:12]
    return Asset(content, smaller, kind, digest, imports)


def _read_imports(name: str, source: str) -> Iterator[str]:
    for found in _IMPORT.finditer(source):
        yield normpath(join(dirname(name), found[1]))


def _answer(asset: Asset, *, immutable: bool) -> Response:
    packed = asset.compressed if _accepts_gzip(request.headers.get("Accept-Encoding", "")) else None
    response = Response(packed or asset.content, content_type=asset.type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if immutable else "no-cache"
    return response


def _accepts_gzip(header: str) -> bool:
    return re.search(r"\bgzip\b(?!\s*;\s*q=0(\.0+)?(,|$))", header) is not None
