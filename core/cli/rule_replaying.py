"""lizheng rules replay: kept decisions said again, and what another set would have said."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click
from sqlalchemy import or_, select

from ...forms.canonical import write_json
from ..definitions.calendars import load_calendar
from ..records.rejudging import Rejudged, rejudge_records
from ..records.replaying import Replay, SetReader, replay_form, replay_records
from ..records.scoped import ERASED
from ..records.walking import count_records
from ..registry.values import Registry
from ..settings import Settings
from ..store import Store
from ..store.tables import records
from .opened import check_there, note_deed, open_live, open_records
from .reply import Refusal, Reply
from .rule_files import OpenedSet
from .rule_replies import show_pairs

SHOWN = 50  # results that a reply lists; a file takes all


@dataclass
class _Tally:
    """What came out so far: counts by outcome, and the first results that people want to see."""

    counts: Counter[str] = field(default_factory=Counter)
    shown: list[Any] = field(default_factory=list)

    def note(self, outcome: str, one: Any) -> None:
        self.counts[outcome] += 1
        if outcome not in _QUIET and len(self.shown) < SHOWN:
            self.shown.append(one)


def replay_kept(settings: Settings, *, record: str | None, form: str | None, file: Path | None) -> Reply:
    """Return the reply of saying kept decisions again: of one record, of a form, or of every form."""
    registry, tally = _open_registry(settings), _Tally()
    with open_records(settings) as store:
        for one in _follow(_list_replays(store, registry, record, form), file):
            tally.note(one.reason or "same", one)
    note_deed(settings, "rules.replay", record or form or "")
    same, count = tally.counts["same"], tally.counts.total()
    lines = [_say_replay(one) for one in tally.shown]
    lines.append(
        (
            f"重放 {count} 个结论，{same} 个逐字相同。",
            f"{count} decisions replayed, {same} the same to the letter.",
        )
    )
    told = {"counts": dict(tally.counts), "decisions": [vars(one) for one in tally.shown]}
    return Reply(tuple(lines), told, done=same == count)


def foretell(
    settings: Settings, opened: OpenedSet, *, record: str | None, form: str | None, file: Path | None
) -> Reply:
    """Return the reply of asking which records the set would judge differently; nothing is changed."""
    if record or form not in (None, opened.form.form):
        raise click.UsageError("--rules 只与其表单同用 · --rules goes with the form it names, and no record")
    opened.read()
    registry, tally, name = _open_registry(settings), _Tally(), str(opened.document["rule_set"])
    owner = name.partition(".")[0]
    township = owner[1:] if owner[1:].isdigit() else ""
    with open_records(settings) as store:
        total = count_records(store, opened.form.form, township)
        found = rejudge_records(store, opened.document, registry, township=township)
        looked_up: set[str] = set()
        for one in _follow(found, file, total):
            tally.note(one.state, one)
            looked_up.update(one.facts)
    note_deed(settings, "rules.foretell", name)
    lines = [_say_rejudged(one) for one in tally.shown] + _say_looked_up(looked_up)
    told = {
        "counts": dict(tally.counts),
        "records": [vars(one) for one in tally.shown],
        "looked_up_now": sorted(looked_up),
    }
    return Reply((*lines, _count_rejudged(tally.counts)), told)


def _open_registry(settings: Settings) -> Registry:
    check_there(settings)
    return replace(open_live(settings).current(), calendar=load_calendar(settings.calendars))


def _list_replays(store: Store, registry: Registry, record: str | None, form: str | None) -> Iterator[Replay]:
    reader = SetReader(registry)
    if record:
        id = _find_record(store, record)
        with store.read() as connection:
            yield from replay_records(connection, [id], reader, registry.calendar)
        return
    if form and form not in registry.forms:
        names = ", ".join(registry.forms)
        raise Refusal(
            "form_unknown",
            f"没有表单 {form}。现有：{names}。",
            f"There is no form {form}. There are: {names}.",
        )
    for one in [form] if form else registry.forms:
        yield from replay_form(store, one, reader, registry.calendar)


def _find_record(store: Store, named: str) -> str:
    wanted = or_(records.c.id == named, records.c.number == named) & (records.c.state != ERASED)
    with store.read() as connection:
        found = connection.scalar(select(records.c.id).where(wanted))
    if found is None:
        raise Refusal("record_unknown", f"没有记录 {named}。", f"There is no record {named}.")
    return found


def _follow(found: Iterable[Any], file: Path | None, total: int | None = None) -> Iterator[Any]:
    """Yield each result, written to the file on its way, with the progress on a terminal."""
    with ExitStack() as stack:
        stream = stack.enter_context(file.open("w", encoding="utf-8")) if file else None
        terminal = sys.stderr.isatty()
        bar = stack.enter_context(
            click.progressbar(found, length=total, file=sys.stderr, hidden=not terminal)
        )
        for one in bar:
            if stream:
                stream.write(write_json(vars(one)) + "\n")
            yield one


def _say_replay(one: Replay) -> tuple[str, str]:
    chinese, english = _REASONS[one.reason]
    parts = f"（{'、'.join(one.differences)}）" if one.differences else ""
    more = f" ({', '.join(one.differences)})" if one.differences else ""
    return (
        f"{one.number} 第 {one.revision} 版 {one.rule_set}：{chinese}{parts}。",
        f"{one.number} revision {one.revision} {one.rule_set}: {english}{more}.",
    )


def _say_rejudged(one: Rejudged) -> tuple[str, str]:
    if one.state == "not_readable":
        return (
            f"{one.number}：这组规则用不到它填写时的表单版本。",
            f"{one.number}: the set cannot read the version of the form it was filled in on.",
        )
    pairs = {**one.effects, **one.values, **one.hidden}
    return f"{one.number}：{show_pairs(pairs)}", f"{one.number}: {show_pairs(pairs, 'en')}"


def _say_looked_up(names: Iterable[str]) -> list[tuple[str, str]]:
    told = ", ".join(sorted(names))
    if not told:
        return []
    return [
        (
            f"{told} 当时没有查过，是按现在的其他记录查的。",
            f"{told}: not kept with the records, so looked up as of now.",
        )
    ]


def _count_rejudged(counts: Mapping[str, int]) -> tuple[str, str]:
    return (
        f"结论会变 {counts['differs']} 条，不变 {counts['same']} 条，日期不归它管 {counts['not_dated']} 条，"
        f"读不了 {counts['not_readable']} 条。",
        f"{counts['differs']} records would be judged differently, {counts['same']} alike, "
        f"{counts['not_dated']} lie outside its dates, {counts['not_readable']} cannot be read.",
    )


_QUIET = frozenset({"same", "not_dated"})
_REASONS: Mapping[str, tuple[str, str]] = {
    "set_missing": ("当时的规则没有保存，无法重放", "the set was not kept and cannot be replayed"),
    "form_missing": ("当时的表单版本已经没有", "the version of the form is gone"),
    "set_refused": ("当时的规则现在读不懂", "the set cannot be read any more"),
    "calendar_changed": ("工作日历变了，结论不同", "the calendar changed, and so did the answer"),
    "differs": ("结论不同，请保留现场并上报", "the answer differs; keep everything as it is and report it"),
}
