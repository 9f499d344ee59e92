"""lizheng audit: prove that the log was not altered, look into it, and carry it out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from ...forms.canonical import write_json
from ..audit import Verdict, search, verify
from ..audit.chain import COLUMNS
from ..organisation.trail import write_entry
from ..settings import Settings
from ..store import Store
from ..store.times import write_time
from .desk import Desk, open_desk
from .reply import Reply, replies

_REASONS = {
    "altered": ("内容被改动", "altered"),
    "missing": ("有缺失", "missing"),
    "cut_off": ("末尾被截去", "cut off at the end"),
    "foreign_head": ("与外存的链头不符", "not the entry of the signed head"),
}
_PORTION = 1_000


def _check_time(context: click.Context, option: click.Parameter, typed: str | None) -> str | None:
    """Return the moment as the log writes it: a word that is none would compare as text and find nothing."""
    if typed is None:
        return None
    try:
        moment = datetime.fromisoformat(typed.strip())
        return write_time(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        said = f"“{typed[:40]}”不是时间，应如 2026-02-26T00:00:00Z 或 2026-02-26T08:00:00+08:00 · no moment"
        raise click.BadParameter(said) from error


@click.group()
def command() -> None:
    """审计日志：校验、查询、导出 · the audit log."""


@command.command("verify")
@click.option("--township", help="只校验此乡镇的链 · one township's chain only")
@replies
def verify_(settings: Settings, township: str | None) -> Reply:
    """校验日志未被改动，指出第一条被改的 · Verify; name the first altered entry."""
    with open_desk(settings) as desk:
        verdicts = verify(desk.store, township)
        good = all(verdict.whole for verdict in verdicts)
        _note(desk, "audit.verify", township or "", good)
    lines = tuple(_verdict_line(verdict) for verdict in verdicts)
    return Reply(lines, {"chains": [_tell_verdict(verdict) for verdict in verdicts]}, done=good)


@command.command("search")
@click.option("--township", help="乡镇代码 · township")
@click.option("--actor", help="账号 · account")
@click.option("--action", help="动作 · action")
@click.option("--object", "about", help="对象 · object")
@click.option("--since", callback=_check_time, help="起（UTC）2026-02-26T00:00:00Z · from, included")
@click.option("--until", callback=_check_time, help="止（UTC）· until, not included")
@click.option("--limit", type=click.IntRange(1, 1_000), default=50)
@replies
def search_(settings: Settings, about: str | None, limit: int, **wanted: Any) -> Reply:
    """查询日志，新的在前 · Search the log, newest first."""
    with open_desk(settings) as desk:
        with desk.store.read() as connection:
            rows, _ = search(connection, scope_roots=(desk.actor.unit,), object=about, limit=limit, **wanted)
        _note(desk, "audit.search", wanted["township"] or "", True)
    lines = tuple((line, line) for line in map(_entry_line, rows))
    return Reply(lines, {"entries": [_tell_entry(row) for row in rows]})


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--township", help="乡镇代码 · township")
@click.option("--since", callback=_check_time, help="起（UTC）· from, included")
@click.option("--until", callback=_check_time, help="止（UTC）· until, not included")
@replies
def export(settings: Settings, file: Path, **wanted: Any) -> Reply:
    """导出日志，每行一条 JSON，新的在前 · Export the log, one JSON line an entry, newest first."""
    count = 0
    with open_desk(settings) as desk:
        with file.open("w", encoding="utf-8") as stream:
            for row in _read_all(desk.store, desk.actor.unit, wanted):
                stream.write(write_json(_tell_entry(row)) + "\n")
                count += 1
        _note(desk, "audit.export", wanted["township"] or "", True, entries=count)
    line = (f"已导出 {count} 条到 {file}", f"{count} entries exported to {file}")
    return Reply((line,), {"file": str(file), "entries": count})


def _read_all(store: Store, county: str, wanted: dict[str, Any]) -> Iterator[Any]:
    cursor = None
    while True:
        with store.read() as connection:
            rows, cursor = search(connection, scope_roots=(county,), limit=_PORTION, cursor=cursor, **wanted)
        yield from rows
        if cursor is None:
            return


def _note(desk: Desk, action: str, township: str, good: bool, **detail: Any) -> None:
    """Looking into the log is logged as well, in the county's own chain."""
    desk.store.write(
        lambda connection: write_entry(
            connection,
            desk.actor,
            action,
            township or desk.actor.unit,
            now=desk.now,
            outcome="done" if good else "failed",
            **detail,
        )
    )


def _verdict_line(verdict: Verdict) -> tuple[str, str]:
    place = verdict.township
    if verdict.whole:
        return f"{place}：{verdict.entries} 条，完整。", f"{place}: {verdict.entries} entries, whole."
    chinese, english = _REASONS.get(verdict.reason, (verdict.reason, verdict.reason))
    return (
        f"{place}：第 {verdict.broken_at} 条起不可信（{chinese}）。请保留现场，用最近的备份和外存链头比对。",
        f"{place}: not to be trusted from entry {verdict.broken_at} on ({english}). "
        "Keep everything as it is and compare with the latest backup and signed head.",
    )


def _tell_verdict(verdict: Verdict) -> dict[str, object]:
    return {
        "township": verdict.township,
        "entries": verdict.entries,
        "good_until": verdict.good_until,
        "broken_at": verdict.broken_at,
        "reason": verdict.reason,
    }


def _entry_line(row: Any) -> str:
    return f"{row.at}\t{row.township}#{row.seq}\t{row.actor}\t{row.action}\t{row.object}\t{row.outcome}"


def _tell_entry(row: Any) -> dict[str, object]:
    return {column: getattr(row, column) for column in COLUMNS}
