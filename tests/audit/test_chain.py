"""The audit log tells every deed once, cannot be altered unseen, and is found again by who, what and when."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from lizheng.core.audit import Entry, Verdict, append, append_alone, search, verify
from lizheng.core.audit.chain import COLUMNS, link_hash
from lizheng.core.audit.heads import (
    ForgedHead,
    check_head,
    export_heads,
    make_key,
    public_key,
    read_key,
    sign_head,
)
from lizheng.core.store import InvalidCursor, Store, open_store
from lizheng.core.store.tables import audit, audit_heads
from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.exc import DBAPIError

pytestmark = pytest.mark.first

TOWN, OTHER = "339924101", "339924102"
ENTRY = Entry(
    TOWN, "w101", "worker", "127.0.0.1", "record.submit", "0190-a", "1", detail={"fields": ["phone"]}
)
COUNTY = ("339924",)


def at(number: int) -> str:
    return f"2026-02-26T06:{number // 60 % 60:02d}:{number % 60:02d}.000000Z"


def fill(store: Store, count: int, entry: Entry = ENTRY) -> None:
    def job(connection) -> None:
        for number in range(count):
            append(connection, replace(entry, object=f"r{number:03d}"), at=at(number))

    store.write(job)


def unlock(store: Store) -> None:
    """Do as an intruder with the database file would: remove the guards."""

    def drop(connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP TRIGGER audit_no_change ON audit"))
            return
        for name in ("audit_no_update", "audit_no_delete", "audit_no_replace"):
            connection.execute(text(f"DROP TRIGGER {name}"))

    store.write_alone(drop)


def test_numbers_run_from_one_in_each_township(store: Store) -> None:
    entries = [ENTRY, replace(ENTRY, township=OTHER), ENTRY]
    assert [append_alone(store, entry, at=at(0)) for entry in entries] == [1, 1, 2]


def test_an_untouched_log_verifies_by_township(store: Store) -> None:
    fill(store, 5)
    fill(store, 2, replace(ENTRY, township=OTHER))
    assert verify(store) == (Verdict(TOWN, 5, 5), Verdict(OTHER, 2, 2))


def test_one_township_may_be_verified_alone(store: Store) -> None:
    fill(store, 2)
    fill(store, 2, replace(ENTRY, township=OTHER))
    assert verify(store, OTHER) == (Verdict(OTHER, 2, 2),)


def test_an_entry_of_a_deed_that_is_rolled_back_goes_with_it(store: Store) -> None:
    def job(connection) -> None:
        append(connection, ENTRY, at=at(0))
        raise LookupError

    with pytest.raises(LookupError):
        store.write(job)
    assert verify(store) == ()


def test_a_refusal_told_alone_stays_though_the_deed_is_rolled_back(store: Store) -> None:
    test_an_entry_of_a_deed_that_is_rolled_back_goes_with_it(store)
    append_alone(store, replace(ENTRY, outcome="refused"), at=at(0))
    assert verify(store) == (Verdict(TOWN, 1, 1),)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'x' WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 3",
        "UPDATE audit SET seq = 9 WHERE seq = 2",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(store: Store, statement: str) -> None:
    fill(store, 3)
    with pytest.raises(DBAPIError, match="append-only"):
        store.write(lambda connection: connection.execute(text(statement)))


def test_an_entry_cannot_be_replaced_by_another(store: Store) -> None:
    fill(store, 1)
    with store.read() as connection:
        row = connection.execute(select(audit)).one()
    forged = audit.insert().values(dict(row._mapping) | {"actor": "x"})
    if store.place.startswith("/"):
        forged = forged.prefix_with("OR REPLACE")
    with pytest.raises(DBAPIError):
        store.write(lambda connection: connection.execute(forged))


ALTERATIONS = {
    "actor changed": ("altered", update(audit).where(audit.c.seq == 4).values(actor="x")),
    "time changed": ("altered", update(audit).where(audit.c.seq == 4).values(at=at(99))),
    "detail changed": ("altered", update(audit).where(audit.c.seq == 4).values(detail="{}")),
    "hash changed": ("altered", update(audit).where(audit.c.seq == 4).values(hash="0" * 64)),
    "deleted": ("missing", delete(audit).where(audit.c.seq == 4)),
    "tail cut": ("cut_off", delete(audit).where(audit.c.seq >= 4)),
    "moved to another chain": ("missing", update(audit).where(audit.c.seq == 4).values(township=OTHER)),
}


@pytest.mark.parametrize("name", ALTERATIONS)
def test_the_first_wrong_entry_is_named(store: Store, name: str) -> None:
    reason, statement = ALTERATIONS[name]
    fill(store, 6)
    unlock(store)
    store.write(lambda connection: connection.execute(statement))
    verdict = verify(store, TOWN)[0]
    assert (verdict.good_until, verdict.broken_at, verdict.reason) == (3, 4, reason)


def swap(store: Store, one: int, two: int) -> None:
    """Exchange the numbers of two entries."""

    def job(connection) -> None:
        for old, new in ((one, 10**6), (two, one), (10**6, two)):
            connection.execute(update(audit).where(audit.c.seq == old).values(seq=new))

    store.write(job)


def test_reordered_entries_are_found_at_the_first(store: Store) -> None:
    fill(store, 6)
    unlock(store)
    swap(store, 2, 5)
    assert verify(store) == (Verdict(TOWN, 6, 1, 2, "altered"),)


def test_every_one_of_many_random_alterations_is_found_where_it_is(store: Store) -> None:
    fill(store, 200)
    unlock(store)
    chance, found = random.Random(5), []
    for _ in range(60):
        seq = chance.randrange(1, 201)
        column = chance.choice(["actor", "action", "object", "outcome", "address", "version", "previous"])
        kept = put(store, seq, column, "x")
        found.append(verify(store)[0].broken_at == seq)
        put(store, seq, column, kept)
    assert (all(found), verify(store)) == (True, (Verdict(TOWN, 200, 200),))


def put(store: Store, seq: int, column: str, value: str) -> str:
    """Write another value into an entry; return what stood there."""

    def job(connection: Connection) -> str:
        old = connection.execute(select(audit.c[column]).where(audit.c.seq == seq)).scalar_one()
        connection.execute(update(audit).where(audit.c.seq == seq).values({column: value}))
        return old

    return store.write(job)


def test_a_head_removed_with_its_whole_chain_is_found_by_the_signed_head(store: Store, tmp_path) -> None:
    signed, public = signed_head(store, tmp_path)
    unlock(store)
    store.write(lambda c: (c.execute(delete(audit)), c.execute(delete(audit_heads))))
    assert (verify(store), check_head(store, signed, public)) == ((), (Verdict(TOWN, 0, 0, 1, "cut_off"),))


def signed_head(store: Store, folder) -> tuple[str, str]:
    fill(store, 6)
    make_key(folder / "audit.key")
    key = read_key(folder / "audit.key")
    return sign_head(store, key, at=at(50)), public_key(key)


def test_a_chain_that_grew_still_holds_its_signed_head(store: Store, tmp_path) -> None:
    signed, public = signed_head(store, tmp_path)
    fill(store, 3)
    assert check_head(store, signed, public) == (Verdict(TOWN, 9, 9),)


def test_a_chain_written_anew_is_found_by_the_signed_head_only(store: Store, tmp_path) -> None:
    signed, public = signed_head(store, tmp_path)
    unlock(store)
    store.write(lambda c: (c.execute(delete(audit)), c.execute(delete(audit_heads))))
    fill(store, 6, replace(ENTRY, actor="x"))
    assert verify(store)[0].whole
    assert check_head(store, signed, public) == (Verdict(TOWN, 6, 0, 6, "foreign_head"),)


def test_a_tail_cut_off_with_the_head_is_found_by_the_signed_head_only(store: Store, tmp_path) -> None:
    signed, public = signed_head(store, tmp_path)
    unlock(store)
    with store.read() as connection:
        fourth = connection.execute(select(audit.c.hash).where(audit.c.seq == 4)).scalar()
    store.write(lambda c: c.execute(delete(audit).where(audit.c.seq > 4)))
    store.write(lambda c: c.execute(update(audit_heads).values(seq=4, hash=fourth)))
    assert (verify(store)[0].whole, check_head(store, signed, public)[0].broken_at) == (True, 5)


@pytest.mark.parametrize("old, new", [('"339924101",6', '"339924101",5'), ('"at"', '"At"'), ("{", "[")])
def test_an_altered_signed_head_is_refused(store: Store, tmp_path, old: str, new: str) -> None:
    signed, public = signed_head(store, tmp_path)
    with pytest.raises(ForgedHead):
        check_head(store, signed.replace(old, new, 1), public)


def test_the_key_is_readable_by_its_owner_only_and_never_overwritten(store: Store, tmp_path) -> None:
    make_key(tmp_path / "audit.key")
    assert (tmp_path / "audit.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_key(tmp_path / "audit.key")


def test_heads_can_be_exported(store: Store) -> None:
    fill(store, 3)
    assert [(head.township, head.seq) for head in export_heads(store)] == [(TOWN, 3)]


def test_an_id_number_or_mobile_that_slips_into_detail_is_not_kept(store: Store) -> None:
    detail = {"a": "339924195001019961", "b": "13900000000", "unit": "339924101001001", "hash": "1" * 64}
    append_alone(store, replace(ENTRY, detail=detail), at=at(0))
    with store.read() as connection:
        kept = connection.execute(select(audit.c.detail)).scalar_one()
    assert [part in kept for part in detail.values()] == [False, False, True, True]


def find(store: Store, **wanted) -> list[tuple[str, int]]:
    """Read every page of three."""
    rows, cursor = [], None
    while True:
        with store.read() as connection:
            page, cursor = search(
                connection, **{"scope_roots": COUNTY, "limit": 3, **wanted, "cursor": cursor}
            )
        rows += [(row.township, row.seq) for row in page]
        if cursor is None:
            return rows


def test_a_search_reads_newest_first_over_every_page(store: Store) -> None:
    fill(store, 8)
    assert find(store, township=TOWN) == [(TOWN, seq) for seq in range(8, 0, -1)]


def test_several_townships_are_searched_by_time(store: Store) -> None:
    fill(store, 4)
    fill(store, 4, replace(ENTRY, township=OTHER))
    assert find(store) == [(town, seq) for seq in range(4, 0, -1) for town in (OTHER, TOWN)]


@pytest.mark.parametrize(
    "wanted, found",
    [
        ({"actor": "nobody"}, []),
        ({"actor": "w101", "object": "r002"}, [3]),
        ({"action": "record.submit", "since": at(2), "until": at(4)}, [4, 3]),
        ({"scope_roots": ()}, []),
        ({"scope_roots": ("",)}, []),
        ({"scope_roots": (OTHER,)}, []),
        ({"scope_roots": ("339924101001",)}, []),
    ],
)
def test_a_search_finds_by_who_what_when_and_never_beyond_the_scope(store: Store, wanted, found) -> None:
    fill(store, 5)
    assert [seq for _, seq in find(store, **wanted)] == found


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "é", "x" * 5000])
def test_a_cursor_that_is_not_of_this_search_is_refused(store: Store, cursor: str) -> None:
    with store.read() as connection, pytest.raises(InvalidCursor):
        search(connection, scope_roots=COUNTY, cursor=cursor)


@pytest.mark.untraced
def test_a_hundred_thousand_entries_verify_within_seconds(tmp_path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'long.db'}")
    store.write_alone(lambda connection: write_chain(connection, 100_000))
    begun = time.process_time()
    assert verify(store) == (Verdict(TOWN, 100_000, 100_000),)
    assert time.process_time() - begun < 2.5
    store.close()


def write_chain(connection: Connection, length: int) -> None:
    """Write a long chain in one statement, as many single appends would have."""
    rows, previous = [], ""
    for seq in range(1, length + 1):
        linked = (
            TOWN,
            seq,
            at(seq),
            "w101",
            "worker",
            "127.0.0.1",
            "record.submit",
            "r",
            "1",
            "done",
            "{}",
            previous,
        )
        previous = link_hash(linked)
        rows.append((*linked, previous))
    connection.connection.driver_connection.executemany(
        f"INSERT INTO audit ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})", rows
    )
    connection.execute(audit_heads.insert().values(township=TOWN, seq=length, hash=previous))
