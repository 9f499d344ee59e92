"""What goes into and comes out of the records: a submission, its receipt, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...forms.problems import Problem


@dataclass(frozen=True)
class Submission:
    """One filled form as sent. ``id`` is a UUIDv7 made by the client; ``captured_at`` the device's time.

    ``request_hash`` is the content hash of ``{"form": ..., **body}`` as sent, before folding or dropping.
    """

    id: str
    form: str
    version: int
    unit: str
    captured_at: str
    answers: Mapping[str, Any]
    request_hash: str


@dataclass(frozen=True)
class Receipt:
    """Proof of arrival, given only after the commit is durable.

    ``created`` is false when the same submission had arrived before.
    """

    id: str
    number: str
    revision: int
    hash: str
    received_at: str
    dropped: tuple[str, ...] = ()
    created: bool = True


class Rejection(Exception):
    """Why a request is not carried out: an HTTP status, a code, and the problems in field order.

    code   stable word such as ``plugin_off``, ``conflict``, ``stale``, ``answers_invalid``
    facts  what the sentence and the answer's extra members need, such as ``differences``
    noted  whether it stands in the audit log already
    """

    noted = False

    def __init__(
        self,
        status: int,
        code: str,
        problems: tuple[Problem, ...] = (),
        pointer: str = "",
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.problems = problems
        self.pointer = pointer
        self.facts = dict(facts or {})
        super().__init__(code)


@dataclass(frozen=True)
class Record:
    """A record at its newest revision."""

    id: str
    form: str
    version: int
    definition_hash: str
    township: str
    unit: str
    number: str
    state: str
    revision: int
    answers: Mapping[str, Any] = field(repr=False)
    created_by: str = ""
    captured_at: str = ""
    received_at: str = ""
    changed_at: str = ""
    acted_at: str | None = None
    deleted_at: str | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list and the cursor of the next, ``None`` at the end."""

    items: tuple[Record, ...]
    next: str | None = None
