"""What the rules said of a revision, kept with it: why, by which version, and what replays it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from ...forms.canonical import read_json, write_json
from ...rules.sets import InForce, Outcome, RuleSet, list_gates
from ..store.tables import decisions, definitions_kept
from ..work.rows import insert_row, run_sql
from .judging import Decision, Judgement
from .values import Record


@dataclass(frozen=True)
class KeptDecision:
    """What one rule set said of one revision.

    document  the set as it was then, ``None`` when it was not kept
    outcome   effects, gates, values, hidden, undecided
    trace     facts given, calendar, and the value of every node
    """

    rule_set: str
    hash: str
    revision: int
    event: str
    decided_at: str
    outcome: Mapping[str, Any]
    trace: Mapping[str, Any]
    document: Mapping[str, Any] | None


def write_decisions(connection: Connection, record: str, revision: int, judgement: Judgement) -> None:
    """Keep every decision in the transaction of its revision, and each set whole, once, under its hash."""
    for decision in judgement.decisions:
        rule_set = decision.rule_set
        _keep_set(connection, rule_set, judgement.moment)
        insert_row(
            connection,
            "decisions",
            {
                "record": record,
                "revision": revision,
                "rule_set": rule_set.rule_set,
                "hash": rule_set.hash,
                "event": judgement.event,
                "decided_at": judgement.moment,
                "outcome": write_json(tell_outcome(rule_set, decision.outcome)),
                "trace": write_json(tell_trace(decision, judgement.calendar)),
            },
        )


def list_decisions(
    connection: Connection, record: Record, revision: int | None = None
) -> tuple[KeptDecision, ...]:
    """Return what the sets said of a revision (the newest unless named) of a record the caller found."""
    wanted = (decisions.c.record == record.id) & (decisions.c.revision == (revision or record.revision))
    query = (
        select(decisions, definitions_kept.c.document)
        .outerjoin(definitions_kept, definitions_kept.c.hash == decisions.c.hash)
        .where(wanted)
        .order_by(decisions.c.rule_set)
    )
    return tuple(_read(row) for row in connection.execute(query).mappings())


def tell_outcome(rule_set: RuleSet, outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as JSON data, with each gate open or closed."""
    return {
        "effects": [tell_effect(effect) for effect in outcome.effects],
        "gates": {gate: [one.rule for one in closing] for gate, closing in list_gates(rule_set, outcome)},
        "values": dict(outcome.values),
        "hidden": sorted(outcome.hidden),
        "undecided": dict(outcome.undecided),
    }


def tell_effect(effect: InForce) -> dict[str, Any]:
    """Return an effect in force as JSON data, without what is empty."""
    members = {
        "rule": effect.rule,
        "title": effect.title,
        "kind": effect.kind,
        "target": effect.target,
        "say": effect.say,
        "value": effect.value,
        "detail": dict(effect.detail),
        "basis": effect.basis,
        "remedy": effect.remedy,
    }
    return {name: value for name, value in members.items() if value not in ("", None, {})}


def tell_trace(decision: Decision, calendar: str) -> dict[str, Any]:
    """Return what replays the decision: the facts given beside the answers, the calendar, every node."""
    steps = [_tell_step(step) for step in decision.outcome.trace]
    return {"given": dict(decision.given), "calendar": calendar, "steps": steps}


def _tell_step(step: Mapping[str, Any]) -> Mapping[str, Any]:
    # The engine writes its nodes out only when somebody looks at them.
    return {**step, "nodes": list(step["nodes"])} if "nodes" in step else step


def _keep_set(connection: Connection, rule_set: RuleSet, at: str) -> None:
    if run_sql(connection, "SELECT hash FROM definitions_kept WHERE hash = ?", rule_set.hash) is None:
        whole = zlib.compress(write_json(rule_set.document).encode())
        row = {"hash": rule_set.hash, "form": rule_set.form, "document": whole, "kept_at": at}
        insert_row(connection, "definitions_kept", row)


def _read(row: Mapping[Any, Any]) -> KeptDecision:
    whole: Any = row["document"]
    return KeptDecision(
        row["rule_set"],
        row["hash"],
        row["revision"],
        row["event"],
        row["decided_at"],
        read_json(row["outcome"]),
        read_json(row["trace"]),
        read_json(zlib.decompress(whole)) if whole else None,
    )


def waiting_for(found: Sequence[KeptDecision], gate: str) -> tuple[Mapping[str, Any], ...]:
    """Return the effects that keep the gate closed."""
    return tuple(
        effect
        for decision in found
        for effect in decision.outcome["effects"]
        if effect["kind"] == "gate" and effect["target"] == gate
    )
