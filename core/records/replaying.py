"""Say again what the rules said of a record: the kept set, answers and moment must give the kept decision."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from ...forms.canonical import read_json, write_json
from ...rules.calendar import Calendar
from ...rules.findings import RuleRefused
from ...rules.sets import RuleSet, evaluate, read_rule_set
from ...rules.sets.evaluating import with_path
from ...rules.sets.examples import is_same
from ...rules.sets.holes import read_path
from ...rules.types import Kind, Type, Types
from ..discovery.rule_sets import form_types, parameter_types
from ..registry.values import PublishedForm, Registry
from ..store import Store
from ..store.tables import decisions, definitions_kept, records, revisions
from .decisions import tell_outcome, tell_trace
from .judging import Decision
from .telling import tell_value
from .walking import walk_records

AT_ONCE = 100
Row = Mapping[Any, Any]


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

    def knows(self, key: str, published: PublishedForm) -> bool:
        """Tell whether the set known by ``key`` was read against that version before."""
        return (key, published.definition.hash) in self._read

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
        names = [name for name in given if name not in document.get("facts", {})]
        known = {name: kind for name in names if (kind := _guess_type(given[name]))}
        parameters: Types = parameter_types(plugin) if plugin else known
        try:
            return read_rule_set(document, form_types(form), parameters=parameters, subject=form.subject)
        except RuleRefused:
            return None


def replay_records(
    connection: Connection, ids: Sequence[str], reader: SetReader, calendar: Calendar
) -> tuple[Replay, ...]:
    """Return the replay of every decision kept with the records, oldest revision first."""
    mine = revisions.c.record == decisions.c.record, revisions.c.revision == decisions.c.revision
    query = (
        select(decisions, *_BESIDE)
        .join(records, records.c.id == decisions.c.record)
        .join(revisions, mine[0] & mine[1])
        .where(decisions.c.record.in_(ids))
        .order_by(decisions.c.record, decisions.c.revision, decisions.c.rule_set)
    )
    rows = connection.execute(query).mappings().all()
    return tuple(_replay(connection, row, reader, calendar) for row in rows)


def replay_form(store: Store, form: str, reader: SetReader, calendar: Calendar) -> Iterator[Replay]:
    """Yield the replay of every decision kept with a form's records, some records at a time."""
    found = (row["id"] for row in walk_records(store, form))
    while ids := list(islice(found, AT_ONCE)):
        with store.read() as connection:
            replays = replay_records(connection, ids, reader, calendar)
        yield from replays


def _replay(connection: Connection, row: Row, reader: SetReader, calendar: Calendar) -> Replay:
    named = {name: row[name] for name in ("record", "number", "revision", "rule_set", "hash")}
    told, trace = Replay(**named, same=False), read_json(row["trace"])
    published = reader.find_form(row["form"], row["definition_hash"])
    if published is None:
        return replace(told, reason="form_missing")
    if not reader.knows(row["hash"], published):
        document = find_document(connection, row["hash"])
        if document is None:
            return replace(told, reason="set_missing")
        reader.read(row["hash"], document, published, trace["given"])
    rule_set = reader.read(row["hash"], {}, published, {})
    if rule_set is None:
        return replace(told, reason="set_refused")
    return _say_again(told, row, rule_set, trace, calendar, published)


def find_document(connection: Connection, hash: str) -> Mapping[str, Any] | None:
    """Return the rule set kept whole under its hash, ``None`` when it was not kept."""
    whole = connection.scalar(select(definitions_kept.c.document).where(definitions_kept.c.hash == hash))
    return read_json(zlib.decompress(whole)) if whole else None


def _say_again(
    told: Replay,
    row: Row,
    rule_set: RuleSet,
    trace: Mapping[str, Any],
    calendar: Calendar,
    published: PublishedForm,
) -> Replay:
    kept = read_json(row["outcome"])
    answers = restore_answers(read_json(row["answers"]), trace, kept)
    facts = {**answers, **trace["given"]}
    outcome = evaluate(
        rule_set,
        facts,
        now=row["decided_at"],
        calendar=calendar,
        event=row["event"],
        show=partial(tell_value, published.definition),
    )
    now = tell_outcome(rule_set, outcome)
    steps = tell_trace(Decision(rule_set, outcome, trace["given"]), trace["calendar"])
    if write_json(now) == row["outcome"] and write_json(steps) == row["trace"]:
        return replace(told, same=True)
    reason = "differs" if trace["calendar"] == calendar.hash else "calendar_changed"
    return replace(told, reason=reason, differences=tuple(_compare(kept, now, trace, steps)))


def restore_answers(
    answers: Mapping[str, Any], trace: Mapping[str, Any], outcome: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the answers as the set saw them: other sets may have hidden or computed some afterwards.

    The trace says what every condition read; what the set itself wrote comes out again.
    """
    for step in trace["steps"]:
        for name, value in step.get("used", {}).items():
            outside = name in trace["given"] or name in outcome["values"]
            if not outside and not is_same(read_path(answers, name), value):
                answers = with_path(answers, name, value)
    return answers


def _compare(
    kept: Mapping[str, Any], now: Mapping[str, Any], trace: Mapping[str, Any], steps: Mapping[str, Any]
) -> Iterator[str]:
    again = read_json(write_json(now))
    yield from (member for member in kept if not is_same(kept[member], again.get(member)))
    if not is_same(trace["steps"], read_json(write_json(steps["steps"]))):
        yield "trace"


_BESIDE = (records.c.number, records.c.form, revisions.c.answers, revisions.c.definition_hash)


def _guess_type(value: Any) -> Type | None:
    kind = _KINDS.get(type(value))
    return Type(kind) if kind else None


_KINDS: Mapping[type, Kind] = {bool: "boolean", str: "text", int: "number", Decimal: "number"}
