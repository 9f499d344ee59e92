"""The bin is emptied after 30 days: what the record said is gone, what was done to it stays on record."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from lizheng.core.audit import verify
from lizheng.core.records.attachments import store_attachment
from lizheng.core.records.drafts import Draft, save_draft
from lizheng.core.records.erasing import empty_bin
from lizheng.core.records.review import delete_record
from lizheng.core.store import tables
from PIL import Image
from sqlalchemy import select

from tests.engines import ENGINES, offer_address

from .conftest import FORM, NOW, VILLAGE, make_id, supervisor, worker
from .test_submit import refused

LATER = NOW + timedelta(days=30, seconds=1)
SECRET = "井盖坏在王家门口"


@pytest.fixture(params=ENGINES)
def address(request, tmp_path):
    with offer_address(request.param, tmp_path, request) as url:
        yield url


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "attachments"


def throw_away(world, number=1):
    common = {"actor": supervisor(), "registry": world.registry, "now": NOW}
    delete_record(world.store, make_id(number), reason=SECRET, **common)


def whole_content(world):
    """Return every value of every table as one text."""
    with world.store.read() as connection:
        found = [
            list(connection.execute(select(table)).all())
            for table in tables.metadata.sorted_tables
            if table.name not in ("units", "form_indexes")
        ]
    return json.dumps(found, default=str, ensure_ascii=False)


def read_log(world):
    query = select(tables.audit.c.action, tables.audit.c.actor, tables.audit.c.object)
    with world.store.read() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(tables.audit.c.seq))]


def keep_photo(world, folder, colour):
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(stream, "PNG")
    stream.seek(0)
    common = {"actor": worker(), "township": "339924101", "now": NOW}
    return dict(store_attachment(world.store, folder, stream, declared_name="照片.png", **common))


def test_nothing_the_record_said_is_left_after_thirty_days(world, folder):
    world.submit(answers={"what": SECRET})
    world.revise(1, 1, actor=supervisor(), answers={"what": f"{SECRET}，已修"})
    save_draft(world.store, draft_of(make_id(1)), actor=worker(), now=NOW)
    throw_away(world)
    before = whole_content(world)
    erased = empty_bin(world.store, folder, now=LATER)
    assert (erased, SECRET in before, SECRET in whole_content(world)) == (1, True, False)


def test_the_log_keeps_every_entry_and_gains_one(world, folder):
    world.submit()
    throw_away(world)
    before = read_log(world)
    empty_bin(world.store, folder, now=LATER)
    empty_bin(world.store, folder, now=LATER)
    assert read_log(world) == [*before, ("record.erase", "system", make_id(1))]
    assert all(verdict.whole for verdict in verify(world.store))


def test_what_lies_there_for_thirty_days_or_was_never_deleted_stays(world, folder):
    world.submit(1)
    world.submit(2)
    throw_away(world, 1)
    erased = empty_bin(world.store, folder, now=NOW + timedelta(days=30))
    assert (erased, [world.find(number, actor=supervisor()).answers["what"] for number in (1, 2)]) == (
        0,
        ["路灯不亮"] * 2,
    )


def test_nobody_sees_an_erased_record_and_its_id_is_not_given_away_again(world, folder):
    world.submit()
    throw_away(world)
    empty_bin(world.store, folder, now=LATER)
    again = refused(lambda: world.submit())
    assert (world.find(actor=supervisor()), again) == (None, (410, "deleted"))


def test_a_file_goes_with_the_last_record_that_named_it(world, folder):
    own, shared = keep_photo(world, folder, "red"), keep_photo(world, folder, "blue")
    world.submit(1, answers={"what": "两张照片", "photo": own})
    world.submit(2, answers={"what": "两张照片", "photo": shared})
    world.submit(3, answers={"what": "两张照片", "photo": shared})
    throw_away(world, 1)
    throw_away(world, 2)
    empty_bin(world.store, folder, now=LATER)
    kept = [path.name for path in folder.rglob("*") if path.is_file()]
    assert (kept, world.count("attachments"), world.count("attachment_uses")) == ([shared["sha256"]], 1, 1)


def test_more_records_than_one_write_takes_are_all_erased(world, folder):
    for number in range(1, 53):
        world.submit(number)
        throw_away(world, number)
    assert empty_bin(world.store, folder, now=LATER) == 52


def draft_of(id):
    return Draft(id, FORM["form"], 1, VILLAGE, {"shown": {"what": SECRET}})
