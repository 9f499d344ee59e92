"""lizheng backup: one file that holds everything."""

from __future__ import annotations

from pathlib import Path

import click

from ..clock import read_clock
from ..settings import Settings
from .opened import check_there, open_records
from .reply import Refusal, Reply, replies


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@replies
def command(file: Path | None, settings: Settings) -> Reply:
    """备份记录、附件、表单、模块和密钥 · Back up everything into FILE; the service may go on."""
    from ..safekeeping import back_up

    check_there(settings)
    now = read_clock()
    file = file or Path(f"lizheng-{now:%Y%m%d-%H%M%S}.zip")
    with open_records(settings) as store:
        try:
            made = back_up(store, settings, file, now=now)
        except FileExistsError as error:
            raise Refusal(
                "backup_exists",
                f"{file} 已经存在，没有覆盖。请换个文件名，或不写文件名，由程序按时间取名。",
                f"{file} exists and was kept. Take another name, or none: then the time is its name.",
            ) from error
        except OSError as error:
            raise Refusal(
                "backup_failed", f"备份没有完成：{error}", f"The backup was not finished: {error}"
            ) from error
    told = {
        "file": str(made.file),
        "records": made.records,
        "attachments": made.attachments,
        "size": made.size,
    }
    lines = (
        (f"已备份到 {made.file}，{made.size} 字节。", f"Backed up to {made.file}, {made.size} bytes."),
        (
            f"记录 {made.records} 条，附件 {made.attachments} 个。",
            f"{made.records} records, {made.attachments} files.",
        ),
        ("请另存一份到别处。", "Keep a copy elsewhere."),
    )
    return Reply(lines, told)
