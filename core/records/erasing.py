"""Empty the bin 回收站: what was deleted more than 30 days ago is erased for good, and the log says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, delete, select, update

from ..organisation.shell import system_actor
from ..store import Store
from ..store.form_index import delete_index_row
from ..store.tables import attachment_uses, attachments, drafts, records, revisions, steps
from ..work.steps import Step, take_step
from .attachments import remove_files
from .review import bin_begins
from .scoped import COLUMNS, ERASED, read_record
from .values import Record
from .writing import stand_of

AT_ONCE = 50  # records in one write, so that submissions never wait long


def empty_bin(store: Store, folder: Path, *, now: datetime) -> int:
    """Erase every record that lay in the bin for more than 30 days and return how many there were.

    Gone are its answers in every revision, its drafts, what was said of it, its line in the list, and the
    files in ``folder`` that no other record names. Its id, number and moments stay, so that neither is given
    away again, and its audit entries stay whole; ``record.erase`` is the last. Nobody sees the record any
    more. PIPL art. 47: what is no longer needed is deleted.
    """
    erased = done = store.write(lambda connection: _erase_some(connection, folder, now))
    while done == AT_ONCE:
        done = store.write(lambda connection: _erase_some(connection, folder, now))
        erased += done
    return erased


def _erase_some(connection: Connection, folder: Path, now: datetime) -> int:
    over = (records.c.deleted_at < bin_begins(now)) & (records.c.state != ERASED)
    rows = connection.execute(select(*COLUMNS).where(over).order_by(records.c.deleted_at).limit(AT_ONCE))
    found = [read_record(row) for row in rows.mappings()]
    for record in found:
        _erase(connection, record, now)
    _drop_files(connection, folder, [record.id for record in found])
    return len(found)


def _erase(connection: Connection, record: Record, now: datetime) -> None:
    connection.execute(update(revisions).where(revisions.c.record == record.id).values(answers="{}"))
    connection.execute(update(steps).where(steps.c.record == record.id).values(reason="", pointers="[]"))
    connection.execute(delete(drafts).where(drafts.c.id == record.id))
    delete_index_row(connection, record.form, record.id)
    step = Step("erase", {"state": ERASED, "answers": "{}"})
    take_step(connection, stand_of(record), step, actor=system_actor(), now=now)


def _drop_files(connection: Connection, folder: Path, ids: Iterable[str]) -> None:
    """Remove the files that only these records named."""
    theirs = attachment_uses.c.record.in_(list(ids))
    gone = delete(attachment_uses).where(theirs).returning(attachment_uses.c.sha256)
    named = set(connection.execute(gone).scalars())
    used = select(attachment_uses.c.sha256).where(attachment_uses.c.sha256.in_(named))
    unused = named - set(connection.execute(used).scalars())
    # Somebody may have sent the same file again and not yet named it: that row stays, and the file with it.
    claimed = attachments.c.sha256.in_(unused) & attachments.c.claimed_at.is_not(None)
    connection.execute(delete(attachments).where(claimed))
    remove_files(connection, folder, unused)
