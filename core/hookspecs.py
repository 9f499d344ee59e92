"""The hooks a Python plugin may implement: few, stable, versioned by ``API``, apart from the product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pluggy

API = 1
PROJECT = "lizheng"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Delivery:
    """One handing over of an event. ``id`` stays the same when the event is handed over again.

    event  ``record_submitted`` | ``record_revised`` | ``state_changed``
    at     when it happened, UTC text
    """

    id: int
    event: str
    township: str
    at: str


@hookspec
def declare_codes() -> Sequence[Mapping[str, Any]] | None:
    """Return code lists as the JSON of ``codes/*.json``, or nothing when files say it all.

    When: once, while the plugin is loaded, before its forms are read.
    If it fails, or a list is refused: the plugin is not loaded; its name and the reason are shown on the
    plugin page and the other plugins run.
    """


@hookspec
def declare_forms() -> Sequence[Mapping[str, Any]] | None:
    """Return form definitions as the JSON of ``forms/*.json``, or nothing when files say it all.

    When: once, while the plugin is loaded. The same linter judges them as judges files.
    If it fails, or a form is refused: as for ``declare_codes``.
    """


@hookspec
def record_submitted(record: Event, delivery: Delivery) -> str | None:
    """Return one sentence for the record's history (提示), or nothing.

    When: from the outbox, after the sender has the receipt; in order; at least once, so a repeated
    ``delivery.id`` must do no harm. Only where the plugin is on for the record's unit.
    ``record``: ``id, form, version, township, unit, number, state, revision, answers, created_by,
    captured_at, received_at``.
    If it raises or takes longer than 5 s: its result is abandoned, it is named and logged, the event is
    handed over again later; after 5 failures in a row the plugin hears nothing until it is restarted on the
    plugin page. Nothing it does changes the record or its verdict.
    """


@hookspec
def record_revised(record: Event, delivery: Delivery) -> str | None:
    """Return one sentence for the record's history, or nothing.

    When: as ``record_submitted``, after a new revision. Failure: as there.
    """


@hookspec
def state_changed(record: Event, delivery: Delivery) -> str | None:
    """Return one sentence for the record's history, or nothing.

    When: as ``record_submitted``, after a record was returned, withdrawn, deleted, brought back or erased;
    ``record["state"]`` is the new state. Failure: as there.
    """


DECLARE_HOOKS = ("declare_codes", "declare_forms")
REACT_HOOKS = ("record_submitted", "record_revised", "state_changed")
