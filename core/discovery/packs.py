"""Read a pack of JSON from a zip or a folder, in memory, refusing whatever a pack has no need of."""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ...forms.problems import Problem
from .errors import FileProblem, PluginError

TOTAL = 20 * 1024 * 1024
RATIO = 100
COUNT = 500
KINDS = "forms|rules|workflows|codes|reports|cases|migrations"
MEMBER = re.compile(
    rf"plugin\.json|({KINDS})/[\w.-]{{1,80}}\.json|documents/[\w.-]{{1,80}}\.docx|README(\.[\w-]+)?\.md|"
    r"CHANGELOG\.md|LICENSE(\.txt|\.md)?"
)
PYTHON = re.compile(r"__init__\.py|\w{1,60}\.py")
ALLOWED = (
    "plugin.json, {forms,rules,workflows,codes,reports,cases,migrations}/*.json, documents/*.docx, README.md"
)


def read_zip(file: Path) -> Mapping[str, bytes]:
    """Return the pack's files by name, without the one folder they may all lie in.

    Raises ``PluginError``: no zip, a link, a path out of the pack, a name that is not a pack's, two names
    that are one on some disk, more than 500 files, 20 MB, or a hundredfold compression.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            _refuse(file, [*_check_sizes(members), *(bad for one in members for bad in _check_member(one))])
            names = _inner_names([one.filename for one in members])
            _refuse(file, _check_names(names))
            contents = [archive.read(one) for one in members]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        if isinstance(error, PluginError):
            raise
        _refuse(file, [FileProblem(file.name, Problem("pack_not_zip"))])
        raise
    return dict(zip(names, contents, strict=True))


def read_folder(folder: Path, *, python: bool = False) -> Mapping[str, bytes]:
    """Return the files of a plugin's folder by name, judged as a zip's; with ``python`` its code as well."""
    paths = [path for path in sorted(folder.rglob("*")) if not path.is_dir() or path.is_symlink()]
    paths = [path for path in paths if "__pycache__" not in path.parts]
    names = [path.relative_to(folder).as_posix() for path in paths]
    links = [
        FileProblem(name, Problem("pack_link"))
        for name, path in zip(names, paths, strict=True)
        if path.is_symlink()
    ]
    _refuse(folder, links)
    sizes = sum(path.stat().st_size for path in paths)
    too_large = [_too_large("MB", TOTAL // 1024 // 1024)] if sizes > TOTAL else []
    _refuse(folder, [*too_large, *_check_names(names, python=python)])
    return {name: path.read_bytes() for name, path in zip(names, paths, strict=True)}


def write_pack(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files into a folder that does not exist yet."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)


def _check_sizes(members: Iterable[zipfile.ZipInfo]) -> Iterator[FileProblem]:
    """The directory's sizes bound what reading may yield: zipfile stops at the size that is declared."""
    sizes = [(one.file_size, max(one.compress_size, 1)) for one in members]
    if len(sizes) > COUNT:
        yield _too_large("files", COUNT)
    if sum(size for size, _ in sizes) > TOTAL:
        yield _too_large("MB", TOTAL // 1024 // 1024)
    if any(size > 64 * 1024 and size / packed > RATIO for size, packed in sizes):
        yield _too_large("compression", RATIO)


def _check_member(member: zipfile.ZipInfo) -> Iterator[FileProblem]:
    if stat.S_ISLNK(member.external_attr >> 16):
        yield FileProblem(member.filename, Problem("pack_link"))
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield FileProblem(member.filename, Problem("pack_not_zip"))
    if member.flag_bits & 1:
        yield FileProblem(member.filename, Problem("pack_encrypted"))


def _inner_names(names: list[str]) -> list[str]:
    """Zips made from a folder carry its name in front of every member."""
    tops = {name.split("/")[0] for name in names}
    if len(tops) == 1 and "plugin.json" not in names:
        top = f"{tops.pop()}/"
        return [name.removeprefix(top) for name in names]
    return names


def _check_names(names: Iterable[str], *, python: bool = False) -> Iterator[FileProblem]:
    seen: set[str] = set()
    for name in names:
        if not (MEMBER.fullmatch(name) or (python and PYTHON.fullmatch(name))):
            yield FileProblem(name, Problem("pack_name", "", {"got": name, "allowed": ALLOWED}))
        same = unicodedata.normalize("NFC", name).casefold()
        if same in seen:
            yield FileProblem(name, Problem("pack_name_twice", "", {"got": name}))
        seen.add(same)


def _too_large(what: str, limit: int) -> FileProblem:
    return FileProblem("", Problem("pack_too_large", "", {"got": what, "limit": limit}))


def _refuse(place: Path, problems: Iterable[FileProblem]) -> None:
    if found := tuple(problems):
        raise PluginError(place.stem, found)
