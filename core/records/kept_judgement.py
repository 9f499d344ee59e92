"""A judgement in the shape in which decisions are kept, for pages that show both alike."""

from __future__ import annotations

from ...forms.canonical import read_json, write_json
from .decisions import KeptDecision, tell_outcome, tell_trace
from .judging import Judgement


def keep_judgement(judgement: Judgement) -> tuple[KeptDecision, ...]:
    """Return the judgement's decisions as ``list_decisions`` would give them had they been kept."""
    return tuple(
        KeptDecision(
            rule_set=one.rule_set.rule_set,
            hash=one.rule_set.hash,
            revision=0,
            event=judgement.event,
            decided_at=judgement.moment,
            outcome=read_json(write_json(tell_outcome(one.rule_set, one.outcome))),
            trace=read_json(write_json(tell_trace(one, judgement.calendar))),
            document=one.rule_set.document,
        )
        for one in judgement.decisions
    )
