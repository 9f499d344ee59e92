"""Say again what the rules said of a record: the kept set, answers and moment must give the kept decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from ...forms.canonical import read_json, write_json
from ...rules.calendar import Calendar
from ...rules.findings import RuleRefused
from ...rules.sets import Outcome, RuleSet, evaluate, read_rule_set
from ...rules.sets.evaluating import with_path
from ...rules.sets.examples import is_same
from ...rules.sets.holes import read_path
from ...rules.types import Kind, Type, Types
from ..discovery.rule_sets import form_types, parameter_types
from ..registry.values import PublishedForm, Registry
from ..store import Store
from .decisions import KeptDecision, list_decisions, tell_outcome, tell_trace
from .history import list_revisions
from .judging import Decision
from .scoped import read_record
from .values import Record
from .walking import walk_records


@dataclass(frozen=True)
class Replay:
    """One kept decision beside what the same set says now.

    same         whether every byte of outcome and trace came out again
    reason       why not: ``form_missing set_missing set_refused calendar_changed differs``, empty when same
    differences  what differs: a member of the outcome, or ``trace``
    """

    record: str
    number: str
    revision: int
    rule_set: str
    hash: str
    same: bool
    reason: str = ""
    differences: tuple[str, ...] = ()


class SetReader:
    """Reads kept rule sets against the forms of their time, each once."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._read: dict[tuple[str, str], RuleSet | None] = {}

    def find_form(self, form: str, definition_hash: str) -> PublishedForm | None:
        """Return the version of a form that has this hash, ``None`` when it is gone."""
        versions = self._registry.forms.get(form, ())
        return next((one for one in versions if one.definition.hash == definition_hash), None)

    def read(
        self, key: str, document: Mapping[str, Any], published: PublishedForm, given: Mapping[str, Any]
    ) -> RuleSet | None:
        """Return the set known by ``key`` read against that version, ``None`` when it cannot be read."""
        place = (key, published.definition.hash)
        if place not in self._read:
            self._read[place] = self._read_set(document, published, given)
        return self._read[place]

    def _read_set(
        self, document: Mapping[str, Any], published: PublishedForm, given: Mapping[str, Any]
    ) -> RuleSet | None:
        plugin, form = self._registry.plugins.get(published.plugin or ""), published.definition
        # A plugin may have gone with its parameters: what they were then says what they may hold.
        known = {name: kind for name, value in given.items() if (kind := _guess_type(value))}
        parameters: Types = parameter_types(plugin) if plugin else known
        try:
            return read_rule_set(document, form_types(form), parameters=parameters, subject=form.subject)
        except RuleRefused:
            return None


def replay_record(
    connection: Connection, record: Record, reader: SetReader, calendar: Calendar
) -> tuple[Replay, ...]:
    """Return the replay of every decision kept with the record, oldest revision first."""
    return tuple(
        _replay(
            record,
            kept,
            revision.answers,
            reader.find_form(record.form, revision.definition_hash),
            reader,
            calendar,
        )
        for revision in list_revisions(connection, record)
        for kept in list_decisions(connection, record, revision.revision)
    )


def replay_form(
    store: Store, form: str, reader: SetReader, calendar: Calendar
) -> Iterator[tuple[Replay, ...]]:
    """Yield the replays of each record of a form, a record at a time."""
    for row in walk_records(store, form):
        with store.read() as connection:
            yield replay_record(connection, read_record(row), reader, calendar)


def _replay(
    record: Record,
    kept: KeptDecision,
    answers: Mapping[str, Any],
    published: PublishedForm | None,
    reader: SetReader,
    calendar: Calendar,
) -> Replay:
    told = Replay(record.id, record.number, kept.revision, kept.rule_set, kept.hash, same=False)
    if kept.document is None:
        return replace(told, reason="set_missing")
    if published is None:
        return replace(told, reason="form_missing")
    given = kept.trace["given"]
    rule_set = reader.read(kept.hash, kept.document, published, given)
    if rule_set is None:
        return replace(told, reason="set_refused")
    facts = {**restore_answers(answers, rule_set, kept), **given}
    outcome = evaluate(rule_set, facts, now=kept.decided_at, calendar=calendar, event=kept.event)
    differences = tuple(_compare(kept, rule_set, outcome, calendar.hash))
    reason = _find_reason(kept, differences, calendar.hash)
    return replace(told, same=not reason, reason=reason, differences=differences)


def restore_answers(answers: Mapping[str, Any], rule_set: RuleSet, kept: KeptDecision) -> Mapping[str, Any]:
    """Return the answers as the set saw them: other sets may have hidden or computed some afterwards.

    The trace says what every condition read; what the set itself wrote comes out again.
    """
    written = {*kept.outcome["values"]}
    for step in kept.trace["steps"]:
        for name, value in step.get("used", {}).items():
            outside = name in kept.trace["given"] or name in written
            if not outside and not is_same(read_path(answers, name), value):
                answers = with_path(answers, name, value)
    return answers


def _compare(kept: KeptDecision, rule_set: RuleSet, outcome: Outcome, calendar: str) -> Iterator[str]:
    now, then = tell_outcome(rule_set, outcome), kept.outcome
    yield from (member for member in now if _write(now[member]) != _write(then.get(member)))
    trace = tell_trace(Decision(rule_set, outcome, kept.trace["given"]), calendar)
    if _write(trace["steps"]) != _write(kept.trace["steps"]):
        yield "trace"


def _find_reason(kept: KeptDecision, differences: tuple[str, ...], calendar: str) -> str:
    if not differences:
        return ""
    return "differs" if kept.trace["calendar"] == calendar else "calendar_changed"


def _write(value: Any) -> str:
    """Return the bytes a value is kept as, read and written once more as the kept one was."""
    return write_json(read_json(write_json(value)))


def _guess_type(value: Any) -> Type | None:
    kind: Kind | None = "boolean" if isinstance(value, bool) else None
    if kind is None and isinstance(value, str):
        kind = "text"
    return Type(kind or "number") if value is not None else None
