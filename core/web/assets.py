"""Style sheets, scripts and pictures: made once, compressed once, named by their content."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Response, abort, request

from .scripts import list_scripts, pack_script

_OURS = re.compile(r"(?:js|rules)/.*\.js$")
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """One file: its type, a short hash, and its bytes, made and compressed when somebody first asks.

    make     gives the bytes
    imports  the names of the scripts that a script imports
    """

    make: Callable[[], bytes]
    type: str
    hash: str
    imports: tuple[str, ...] = ()

    @cached_property
    def content(self) -> bytes:
        """The bytes, always the same."""
        return self.make()

    @cached_property
    def compressed(self) -> bytes | None:
        """The bytes compressed; ``None`` when that saves nothing."""
        packed = gzip.compress(self.content, 9, mtime=0)
        return packed if len(packed) < len(self.content) else None


def read_assets() -> Mapping[str, Asset]:
    """Return every file under static/ by its path there, and the rules' scripts under ``rules/``.

    Our scripts are sent as ``pack_script`` puts them together. They share one hash: an import names its
    neighbour by a relative path, so its address is right too.
    """
    paths = {
        **_find_files("lizheng.core.web", "static"),
        **_find_files("lizheng.rules", "js", "rules/", "*.js"),
    }
    contents = {name: path.read_bytes() for name, path in paths.items()}
    sources = {name: contents.pop(name).decode() for name in paths if _OURS.match(name)}
    together = "".join(sources.values()).encode()
    files = {name: _make_asset(name, partial(bytes, content), content) for name, content in contents.items()}
    scripts = {
        name: _make_asset(name, partial(_pack, name, sources), together, imports)
        for name, imports in list_scripts(sources).items()
    }
    return {**files, **scripts}


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


def _make_asset(name: str, make: Callable[[], bytes], hashed: bytes, imports: tuple[str, ...] = ()) -> Asset:
    kind = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(make, kind, hashlib.sha256(hashed).hexdigest()[:12], imports)


def _pack(name: str, sources: Mapping[str, str]) -> bytes:
    return pack_script(name, sources).encode()


def _answer(asset: Asset, *, immutable: bool) -> Response:
    packed = asset.compressed if _accepts_gzip(request.headers.get("Accept-Encoding", "")) else None
    response = Response(packed or asset.content, content_type=asset.type)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if immutable else "no-cache"
    response.set_etag(f"{asset.hash}-gzip" if packed else asset.hash)
    response.make_conditional(request)
    return response


def _accepts_gzip(header: str) -> bool:
    return re.search(r"\bgzip\b(?!\s*;\s*q=0(\.0+)?(,|$))", header) is not None
