"""lizheng restore: bring a backup back into an empty place."""

from __future__ import annotations

from pathlib import Path

import click

from ..settings import Settings
from .reply import Refusal, Reply, replies


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@replies
def command(file: Path, settings: Settings) -> Reply:
    """把备份恢复到空目录，并校验审计链 · Restore FILE into an empty data folder and prove it."""
    from ..safekeeping import RestoreRefused, restore

    try:
        done = restore(file, settings)
    except RestoreRefused as refusal:
        raise Refusal(
            "restore_refused",
            f"没有恢复。{refusal.chinese}",
            f"Nothing was restored. {refusal.reason}",
        ) from refusal
    told = {
        "data": str(settings.data),
        "records": done.records,
        "attachments": done.attachments,
        "broken_chains": list(done.broken),
    }
    broken = ", ".join(done.broken)
    lines = (
        (
            f"已恢复到 {settings.data}，"
            + (f"但备份之前审计链已断：{broken}。" if broken else "审计链完整。"),
            f"Restored to {settings.data}, "
            + (f"but these audit chains were broken before: {broken}." if broken else "audit chains whole."),
        ),
        (
            f"记录 {done.records} 条，附件 {done.attachments} 个。",
            f"{done.records} records, {done.attachments} files.",
        ),
    )
    return Reply(lines, told)
