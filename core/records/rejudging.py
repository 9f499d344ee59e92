"""Which stored records a rule set would judge differently, so that nobody publishes one unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Label, and_

from ...forms.canonical import read_json
from ...rules.sets import Outcome, RuleSet, evaluate, hash_document
from ...rules.sets.examples import is_same
from ..registry.values import PublishedForm, Registry
from ..store import Store
from ..store.tables import decisions, records
from ..store.times import read_time
from .facts import OtherRecords
from .judging import choose_sets
from .replaying import SetReader, find_document
from .walking import walk_records

Pair = tuple[Any, Any]
_NOTHING: Mapping[str, Any] = {"effects": [], "values": {}, "hidden": []}


@dataclass(frozen=True)
class Rejudged:
    """One record under the set: what was kept of it, beside what the set would say.

    state    ``same``, ``differs``, ``not_dated`` (its date is outside the set's) or ``not_readable`` (the set
             does not fit the version of the form it was filled in on)
    effects  rule, kind and target -> whether it was in force, and whether it would be
    values   name -> the value kept, and the value now; ``hidden`` likewise by field
    facts    what was looked up as of now, since no such fact was kept with the record
    """

    record: str
    number: str
    unit: str
    state: str
    effects: Mapping[str, Pair] = field(default_factory=dict)
    values: Mapping[str, Pair] = field(default_factory=dict)
    hidden: Mapping[str, Pair] = field(default_factory=dict)
    facts: tuple[str, ...] = ()


def rejudge_records(
    store: Store, document: Mapping[str, Any], registry: Registry, *, township: str = ""
) -> Iterator[Rejudged]:
    """Yield every kept record of the set's form, at its newest revision, under the set.

    Compared is with what a set of the same name said when the revision came in; where none did, with
    nothing. A fact is what it was at that time where the kept set asked the same; otherwise it is looked up
    as of now, and named. Nothing is changed.
    """
    reader, key = SetReader(registry), hash_document(document)
    # A trace is long, and only values over other records are taken from it.
    columns = _KEPT if document.get("facts") else _KEPT[:-1]
    joined, kept_facts = _join_kept(document["rule_set"]), _KeptFacts(store)
    for row in walk_records(store, document["form"], *columns, joined=joined, township=township):
        published = reader.find_form(row["form"], row["definition_hash"])
        given = read_json(row["kept_trace"])["given"] if row.get("kept_trace") else {}
        rule_set = reader.read(key, document, published, given) if published else None
        if rule_set is None or published is None:
            yield _tell(row, "not_readable")
        else:
            facts = kept_facts.choose(row["kept_hash"], given, document.get("facts", {}))
            yield _rejudge(row, rule_set, facts, published, OtherRecords(store, registry, row["id"]))


class _KeptFacts:
    """Which facts kept with a record may stand for those of another set: those that ask the same."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._asked: dict[str, Mapping[str, Any]] = {}

    def choose(self, hash: str | None, given: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
        """Return of the values kept with a decision under ``hash`` those of the facts that are wanted."""
        if not hash or not wanted:
            return {}
        if hash not in self._asked:
            with self._store.read() as connection:
                self._asked[hash] = (find_document(connection, hash) or {}).get("facts", {})
        asked = self._asked[hash]
        return {name: given[name] for name in wanted if name in given and wanted[name] == asked.get(name)}


def _rejudge(
    row: Mapping[Any, Any],
    rule_set: RuleSet,
    kept_facts: Mapping[str, Any],
    published: PublishedForm,
    others: OtherRecords,
) -> Rejudged:
    answers, registry = read_json(row["answers"]), others.registry
    now = row["kept_at"] or row["captured_at"]
    if not any(choose_sets([rule_set], answers, now)):
        return _tell(row, "not_dated")
    plugin = published.plugin or ""
    given = {name: registry.read_parameter(plugin, name, row["unit"]) for name in rule_set.parameters}
    known = {**answers, **given}
    missing = {name: fact for name, fact in rule_set.facts.items() if name not in kept_facts}
    asked = replace(rule_set, facts=missing)
    found = others.find_facts(asked, known, unit=row["unit"], moment=read_time(now)) if missing else {}
    outcome = evaluate(
        rule_set,
        {**known, **kept_facts, **found},
        now=now,
        calendar=registry.calendar,
        event=row["kept_event"] or "submit",
        explain=False,
    )
    before = read_json(row["kept_outcome"]) if row["kept_outcome"] else _NOTHING
    return replace(_compare(row, before, outcome), facts=tuple(sorted(found)))


def _compare(row: Mapping[Any, Any], before: Mapping[str, Any], after: Outcome) -> Rejudged:
    told = (_name(one["rule"], one["kind"], one.get("target", "")) for one in before["effects"])
    now = (_name(one.rule, one.kind, one.target) for one in after.effects)
    effects = _differ(dict.fromkeys(told, True), dict.fromkeys(now, True), False)
    values = _differ(before["values"], after.values, None)
    hidden = _differ(dict.fromkeys(before["hidden"], True), dict.fromkeys(after.hidden, True), False)
    state = "differs" if effects or values or hidden else "same"
    return _tell(row, state, effects=effects, values=values, hidden=hidden)


def _name(rule: str, kind: str, target: str) -> str:
    return f"{rule} {kind} {target}".rstrip()


def _differ(before: Mapping[str, Any], after: Mapping[str, Any], absent: Any) -> dict[str, Pair]:
    names: Iterable[str] = dict.fromkeys([*before, *after])
    pairs = ((name, (before.get(name, absent), after.get(name, absent))) for name in names)
    return {name: pair for name, pair in pairs if not is_same(*pair)}


def _tell(row: Mapping[Any, Any], state: str, **differences: Any) -> Rejudged:
    return Rejudged(row["id"], row["number"], row["unit"], state, **differences)


def _join_kept(rule_set: str) -> Any:
    same = and_(
        decisions.c.record == records.c.id,
        decisions.c.revision == records.c.revision,
        decisions.c.rule_set == rule_set,
    )
    return records.outerjoin(decisions, same)


_KEPT: tuple[Label[Any], ...] = (
    decisions.c.outcome.label("kept_outcome"),
    decisions.c.event.label("kept_event"),
    decisions.c.decided_at.label("kept_at"),
    decisions.c.hash.label("kept_hash"),
    decisions.c.trace.label("kept_trace"),
)
