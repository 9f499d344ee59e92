"""Style sheets, scripts and pictures: read once, compressed once, named by their content."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Response, abort, request

_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, the same compressed (``None`` when that saves nothing), its type, short hash."""

    content: bytes
    compressed: bytes | None
    type: str
    hash: str


def read_assets() -> Mapping[str, Asset]:
    """Return every file under static/ by its path there."""
    root = Path(str(files("lizheng.core.web").joinpath("static")))
    return {
        path.relative_to(root).as_posix(): _read_asset(path)
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


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


def _read_asset(path: Path) -> Asset:
    content = path.read_bytes()
    packed = gzip.compress(content, 9, mtime=0)
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    smaller = packed if len(packed) < len(content) else None
    return Asset(content, smaller, kind, hashlib.sha256(content).hexdigest()[:12])


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
