"""lizheng check: a plugin's folder, a zip, or one form file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from ..discovery.checking import find_author_folder
from ..discovery.errors import PluginError
from ..discovery.packs import read_zip, write_pack
from ..settings import Settings
from .form import check_file
from .installing import read_name
from .opened import open_live
from .plugin import check_found
from .reply import Reply, problems_reply, replies


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@replies
def command(settings: Settings, path: Path) -> Reply:
    """检查一个模块（文件夹或 zip）或一张表单 · Check a plugin (folder or zip) or a form."""
    if path.is_dir():
        return check_found(find_author_folder(path))
    if path.suffix != ".zip":
        return check_file(open_live(settings), path)
    try:
        files = read_zip(path)
    except PluginError as error:
        return problems_reply(error.problems, ("", ""))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / read_name(files)
        write_pack(files, folder)
        return check_found(find_author_folder(folder))
