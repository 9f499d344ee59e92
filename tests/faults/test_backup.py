"""Backup and restore as county IT does them: on the command line, while the server is taking submissions."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest
from lizheng.core.audit import verify
from lizheng.core.audit.heads import export_heads
from lizheng.core.store import open_store, tables
from sqlalchemy import func, select

from ..crash import judge_store
from ..postgres import Server
from .conftest import Serve
from .judging import find_torn
from .service import COMMAND, UNIT, Service, make_body, make_id, run_command, run_in_place
from .test_kill import submitting, wait_for
from .test_network import make_photo, upload

pytestmark = pytest.mark.first

LEFT_OUT = {"sessions", "login_failures", "form_indexes"}


def look_into(url: str) -> dict[str, object]:
    """Return the rows of every table that a backup holds, and the heads of the chains."""
    store = open_store(url)
    try:
        with store.read() as connection:
            counts: dict[str, object] = {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in tables.metadata.sorted_tables
                if table.name not in LEFT_OUT
            }
        whole = all(verdict.whole for verdict in verify(store))
        return counts | {"heads": export_heads(store), "whole": whole}
    finally:
        store.close()


def hash_files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.fixture(scope="module")
def kept(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county with a photo in use, and its backup made beside it as ``data.zip``."""
    data = Path(shutil.copytree(demo, tmp_path_factory.mktemp("kept") / "data"))
    service = Service(data)
    service.start()
    with closing(service.client()) as client:
        photo = upload(client, make_photo(3))
        assert client.put(make_id(), make_body(photo=[photo]))[0] == 201
    service.kill()
    assert run_in_place(data, "backup", data.with_suffix(".zip"))[0] == 0
    return data


@pytest.fixture
def backed_up(kept: Path, tmp_path: Path) -> Path:
    """A copy of both for one test."""
    shutil.copy(kept.with_suffix(".zip"), tmp_path)
    return Path(shutil.copytree(kept, tmp_path / "data"))


def test_a_backup_made_while_records_come_in_is_restored_whole_and_serves(
    serve: Serve, data: Path, tmp_path: Path
) -> None:
    service, place = serve(data), tmp_path / "restored"
    with submitting([service] * 3) as tally:
        wait_for(tally, 50)
        before = list(tally.acknowledged)
        code, made = run_command(data, "backup", tmp_path / "all.zip")
        wait_for(tally, len(tally.acknowledged) + 20)
    assert (code, oct((tmp_path / "all.zip").stat().st_mode)[-3:]) == (0, "600")
    code, done = run_command(place, "restore", tmp_path / "all.zip")
    assert (code, done["records"], done["broken_chains"]) == (0, made["records"], [])
    shutil.copy(data / "demo-accounts.json", place)
    restored = serve(place)
    with closing(restored.client()) as client:
        assert client.ask("GET", f"/api/v1/records/{before[-1]}")[0] == 200
        assert client.put(make_id(), make_body())[0] == 201
    restored.kill()
    outcome = judge_store(restored.database, before)
    assert (outcome.lost, outcome.whole, outcome.records) == (0, True, made["records"] + 1)
    assert (outcome.audit_entries, find_torn(restored.database)) == (outcome.records, [])


def test_a_restored_county_equals_the_one_that_was_backed_up(backed_up: Path, tmp_path: Path) -> None:
    place = tmp_path / "restored"
    code, done = run_command(place, "restore", backed_up.with_suffix(".zip"))
    assert (code, done["attachments"]) == (0, 1)
    assert look_into(f"sqlite:///{place / 'records.db'}") == look_into(
        f"sqlite:///{backed_up / 'records.db'}"
    )
    assert hash_files(place / "attachments") == hash_files(backed_up / "attachments")
    kept = ("definitions.json", "lizheng.toml")
    assert [hash_files(place)[name] for name in kept] == [hash_files(backed_up)[name] for name in kept]


def test_a_backup_cut_off_at_twenty_places_is_refused_and_nothing_is_left(
    backed_up: Path, tmp_path: Path
) -> None:
    content, refused = backed_up.with_suffix(".zip").read_bytes(), 0
    for number in range(20):
        (tmp_path / "cut.zip").write_bytes(content[: len(content) * number // 20 + number % 2])
        code, answer = run_in_place(tmp_path / "place", "restore", tmp_path / "cut.zip")
        refused += (code, answer["refused"]) == (1, "restore_refused")
        assert not list((tmp_path / "place").glob("*"))
    assert refused == 20


def rewrite(file: Path, into: Path, change: dict[str, bytes | None]) -> Path:
    """Copy a backup member by member; a changed one gets other bytes, ``None`` leaves it out."""
    with ZipFile(file) as archive, ZipFile(into, "w") as altered:
        for name in archive.namelist():
            content = change.get(name, archive.read(name))
            if content is not None:
                altered.writestr(name, content)
        for name in set(change) - set(archive.namelist()):
            altered.writestr(name, change[name] or b"")
    return into


@pytest.mark.parametrize(
    "change",
    [
        {"tables/records.jsonl": b""},
        {"tables/audit.jsonl": None},
        {"definitions.json": b"{}"},
        {"plugins/added/plugin.json": b"{}"},
        {"manifest.json": b"{}"},
        {"manifest.json": b"no json"},
        {"manifest.json": b'{"format": 9}'},
        {"manifest.json": None},
    ],
)
def test_an_altered_backup_is_refused(
    backed_up: Path, tmp_path: Path, change: dict[str, bytes | None]
) -> None:
    altered = rewrite(backed_up.with_suffix(".zip"), tmp_path / "altered.zip", change)
    code, answer = run_in_place(tmp_path / "place", "restore", altered)
    assert (code, answer["refused"], list(tmp_path.glob("place/*"))) == (1, "restore_refused", [])


def test_a_backup_that_leads_out_of_the_folder_is_refused(backed_up: Path, tmp_path: Path) -> None:
    with ZipFile(backed_up.with_suffix(".zip")) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["sha256"]["../outside"] = hashlib.sha256(b"x").hexdigest()
    change: dict[str, bytes | None] = {"manifest.json": json.dumps(manifest).encode(), "../outside": b"x"}
    altered = rewrite(backed_up.with_suffix(".zip"), tmp_path / "altered.zip", change)
    code, answer = run_in_place(tmp_path / "place", "restore", altered)
    assert (code, answer["refused"], (tmp_path / "outside").exists()) == (1, "restore_refused", False)


def test_a_folder_that_is_not_empty_is_refused_and_left_as_it_is(backed_up: Path, tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    (tmp_path / "place" / "records.db").write_bytes(b"another county")
    code, answer = run_in_place(tmp_path / "place", "restore", backed_up.with_suffix(".zip"))
    assert "请用 --data 指定一个空目录" in str(answer)
    assert (code, answer["refused"], hash_files(tmp_path / "place")) == (
        1,
        "restore_refused",
        {"records.db": hashlib.sha256(b"another county").hexdigest()},
    )


def test_a_name_that_is_taken_is_not_overwritten(backed_up: Path) -> None:
    file = backed_up.with_suffix(".zip")
    before = file.read_bytes()
    assert (run_in_place(backed_up, "backup", file)[0], file.read_bytes() == before) == (1, True)


def test_a_wrong_data_folder_is_not_backed_up_as_an_empty_county(tmp_path: Path) -> None:
    code, answer = run_in_place(tmp_path / "wrong", "backup", tmp_path / "all.zip")
    assert (code, answer["refused"], list(tmp_path.iterdir())) == (1, "not_set_up", [])


def test_a_restore_that_is_killed_leaves_nothing_that_looks_like_a_county(
    backed_up: Path, tmp_path: Path
) -> None:
    place, file = tmp_path / "place", backed_up.with_suffix(".zip")
    command = [*COMMAND, "restore", str(file), "--data", str(place), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tmp_path)
    while process.poll() is None and not (place / ".restoring" / "records.db-wal").exists():
        time.sleep(0.001)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert [one.name for one in place.iterdir()] == [".restoring"]
    assert run_command(place, "restore", file)[0] == 0


def test_a_county_whose_log_was_altered_is_restored_and_told(backed_up: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(backed_up / "records.db")) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE audit SET actor = 'other' WHERE township = '339924101' AND seq = 3")
        database.commit()
    run_in_place(backed_up, "backup", tmp_path / "altered.zip")
    code, done = run_in_place(tmp_path / "place", "restore", tmp_path / "altered.zip")
    assert (code, done["broken_chains"]) == (0, ["339924101"])


def test_the_address_of_the_database_does_not_move_along(backed_up: Path, tmp_path: Path) -> None:
    with (backed_up / "lizheng.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'database = "sqlite:///{backed_up / "records.db"}"\n')
    run_in_place(backed_up, "backup", tmp_path / "moved.zip")
    run_in_place(tmp_path / "place", "restore", tmp_path / "moved.zip")
    assert "database" not in (tmp_path / "place" / "lizheng.toml").read_text("utf-8")


@pytest.mark.postgres
def test_a_county_moves_from_sqlite_to_postgres_and_is_served_from_there(
    backed_up: Path, tmp_path: Path, serve: Serve, postgres_server: Server
) -> None:
    place, name = tmp_path / "moved", postgres_server.make_database()
    url = postgres_server.url(name)
    file = backed_up.with_suffix(".zip")
    assert run_command(place, "restore", file, LIZHENG_DATABASE=url)[0] == 0
    assert look_into(url) == look_into(f"sqlite:///{backed_up / 'records.db'}")
    code, answer = run_command(tmp_path / "again", "restore", file, LIZHENG_DATABASE=url)
    assert (code, answer["refused"], (tmp_path / "again").exists()) == (1, "restore_refused", True)
    shutil.copy(backed_up / "demo-accounts.json", place)
    service = serve(place, LIZHENG_DATABASE=url)
    with submitting([service] * 3) as tally:
        wait_for(tally, 60)
    with closing(service.client()) as client:
        record = tally.acknowledged[-1]
        status, page = client.ask("GET", f"/api/v1/forms/security_patrol.finding/records?filter[unit]={UNIT}")
        assert (status, client.ask("GET", f"/api/v1/records/{record}")[0]) == (200, 200), page
    service.kill()
    outcome = judge_store(url, tally.acknowledged)
    assert (outcome.lost, outcome.doubled, outcome.whole) == (0, 0, True)
    assert (outcome.audit_entries, find_torn(url)) == (outcome.records, [])
    postgres_server.drop_database(name)
