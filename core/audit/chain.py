"""One more link: an entry appended to its township's chain, in the transaction of the deed it tells."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection

from ...forms.canonical import write_json
from ..store import Store
from ..store.driver import driver_of

COLUMNS = (
    *("township", "seq", "at", "actor", "role", "address", "action"),
    *("object", "version", "outcome", "detail", "previous", "hash"),
)
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# A belt beside the braces: an ID number or a mobile number that slips into detail is not kept.
_PERSONAL = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])")


@dataclass(frozen=True)
class Entry:
    """One deed for the audit log.

    township  9 digits; the county's own chain under its 6 digits
    action    stable word such as ``record.submit``
    object    what it was done to, such as a record's id
    version   of the object: a revision or a definition's hash
    detail    field names, codes, counts and hashes; **never a value of a personal field**, because entries
              can neither be altered nor erased
    """

    township: str
    actor: str
    role: str
    address: str
    action: str
    object: str
    version: str = ""
    outcome: Literal["done", "refused", "failed"] = "done"
    detail: Mapping[str, Any] = field(default_factory=dict)


def append(connection: Connection, entry: Entry, *, at: str) -> int:
    """Return the entry's number in its township's chain, once it is appended in the caller's transaction.

    The head is read here, under the writer's lock, and never kept in memory. ``at`` is UTC text.
    """
    sql, driver = _STATEMENTS[connection.dialect.name], driver_of(connection)
    head = driver.execute(sql["head"], (entry.township,)).fetchone()
    seq, previous = (head[0] + 1, head[1]) if head else (1, "")
    detail = _PERSONAL.sub("***", write_json(entry.detail, sort_keys=True))
    linked = (
        *(entry.township, seq, at, entry.actor, entry.role, entry.address, entry.action),
        *(entry.object, entry.version, entry.outcome, detail, previous),
    )
    link = link_hash(linked)
    driver.execute(sql["entry"], (*linked, link))
    driver.execute(sql["new_head"], (entry.township, seq, link))
    return seq


def append_alone(store: Store, entry: Entry, *, at: str) -> int:
    """Like ``append``, in a write of its own: a refusal stays on record though the deed is rolled back.

    Not to be called inside a job of the writer.
    """
    return store.write(lambda connection: append(connection, entry, at=at))


def link_hash(columns: tuple[Any, ...]) -> str:
    """Return SHA-256 over the JSON array of every column but the hash, the previous hash last."""
    return hashlib.sha256(_ENCODER.encode(columns).encode("utf-8")).hexdigest()


def _statements(hole: str, lock: str) -> dict[str, str]:
    holes = ", ".join([hole] * len(COLUMNS))
    return {
        "head": f"SELECT seq, hash FROM audit_heads WHERE township = {hole}{lock}",
        "entry": f"INSERT INTO audit ({', '.join(COLUMNS)}) VALUES ({holes})",
        "new_head": f"INSERT INTO audit_heads (township, seq, hash) VALUES ({hole}, {hole}, {hole}) "
        "ON CONFLICT (township) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
    }


_STATEMENTS = {"sqlite": _statements("?", ""), "postgresql": _statements("%s", " FOR UPDATE")}
