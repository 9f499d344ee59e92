"""A record that came in has all its traces: first revision, index row and news for the plugins."""

from __future__ import annotations

from lizheng.core.store import open_store
from lizheng.core.store.tables import form_indexes, outbox, records, revisions
from sqlalchemy import column as named
from sqlalchemy import select, table, union_all


def find_torn(url: str) -> list[str]:
    """Return the ids of records that lack one of their traces, in order."""
    store = open_store(url)
    try:
        with store.read() as connection:
            names = connection.execute(select(form_indexes.c.table_name)).scalars().all()
            indexed = union_all(*(select(named("record")).select_from(table(name)) for name in names))
            present = set(connection.execute(select(records.c.id)).scalars())
            traces = [
                set(connection.execute(query).scalars())
                for query in (
                    indexed,
                    select(revisions.c.record).where(revisions.c.revision == 1),
                    select(outbox.c.record).where(outbox.c.event == "record_submitted"),
                )
            ]
    finally:
        store.close()
    return sorted(set().union(*(present ^ found for found in traces)))
