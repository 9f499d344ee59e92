"""init, doctor and tick: each finding of the doctor provoked once, with the next step it names."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store
from lizheng.core.cli import main
from lizheng.core.safekeeping.certificates import ensure_certificate


def run(data: Path, *words: str, **environment: str) -> tuple[int, Any]:
    result = CliRunner().invoke(main, [*words, "--data", str(data), "--json"], env=environment)
    return result.exit_code, json.loads(result.output)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county") / "data"
    assert run(folder, "init", "--county", "339924", "--name", "清溪县")[0] == 0
    return folder


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """A county just set up, for one test."""
    return Path(shutil.copytree(prepared, tmp_path / "data"))


def ill(data: Path, **environment: str) -> dict[str, str]:
    """Return what the doctor finds wrong: check -> what it saw; every one names the next step."""
    code, answer = run(data, "doctor", **environment)
    found = [one for one in answer["findings"] if not one["well"]]
    assert (code, all(one["next_step"] for one in found)) == (int(bool(found)), True)
    return {one["check"]: one["seen"] for one in found}


def test_a_county_just_set_up_is_well(data: Path) -> None:
    assert ill(data) == {}


def test_a_wrong_folder_is_refused_and_not_made(tmp_path: Path) -> None:
    code, answer = run(tmp_path / "wrong", "doctor")
    assert (code, answer["refused"], list(tmp_path.iterdir())) == (1, "not_set_up", [])


def test_an_altered_log_is_found_with_its_entry(data: Path) -> None:
    with closing(sqlite3.connect(data / "records.db")) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE audit SET actor = 'other' WHERE seq = 2")
        database.commit()
    assert "断在 339924 第 2 条" in ill(data)["记录库 store"]


def test_a_file_that_is_no_database_is_found(data: Path) -> None:
    (data / "records.db").write_bytes(b"something else " * 1000)
    assert len(ill(data)) == 1


def test_a_module_that_cannot_be_read_is_found_by_name(data: Path) -> None:
    (data / "plugins" / "broken").mkdir(parents=True)
    (data / "plugins" / "broken" / "plugin.json").write_text("{", "utf-8")
    assert "plugin.json" in ill(data)["模块 broken"]


def test_damaged_definitions_are_found_also_when_their_copy_is_in_use(data: Path) -> None:
    for file in data.glob("definitions.json*"):
        if not file.name.endswith(".lock"):
            file.write_text("{", "utf-8")
    assert "定义 definitions" in ill(data)


def test_http_beyond_this_machine_is_found(data: Path) -> None:
    assert list(ill(data, LIZHENG_INSECURE="1")) == ["连接 transport"]


def test_a_setting_that_cannot_be_used_names_its_place(data: Path) -> None:
    code, answer = run(data, "doctor", LIZHENG_PORT="many")
    assert (code, answer["refused"], "environment: port" in answer["message"]["en"]) == (1, "setting", True)


def test_every_setting_is_shown_with_its_origin_and_without_a_password(data: Path) -> None:
    with (data / "lizheng.toml").open("a", encoding="utf-8") as settings:
        settings.write("port = 8123\n")
    address = "postgresql+psycopg://lizheng:secret-word@127.0.0.1:1/none"
    result = CliRunner().invoke(
        main, ["doctor", "--data", str(data), "--json"], env={"LIZHENG_DATABASE": address}
    )
    shown = json.loads(result.output)["settings"]
    assert shown["port"] == {"value": "8123", "origin": str(data / "lizheng.toml")}
    assert (shown["database"]["origin"], "secret-word" in result.output) == ("environment", False)


def test_tick_does_nothing_twice(data: Path) -> None:
    assert [run(data, "tick")[0] for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("county", ["", "12", "清溪", "33992x"])
def test_init_refuses_a_county_that_has_no_code_of_six_digits(tmp_path: Path, county: str) -> None:
    code, answer = run(tmp_path / "data", "init", "--county", county, "--name", "清溪县")
    assert (code, answer["refused"], (tmp_path / "data").exists()) == (1, "county_code", False)


NOW = datetime(2026, 2, 26, 6, 20, tzinfo=UTC)


def test_the_server_certificate_is_verified_by_the_county_authority(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path, "qingxi.example", "10.1.2.3", now=NOW)
    authority = x509.load_pem_x509_certificate(made.authority.read_bytes())
    leaf = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    verifier = PolicyBuilder().store(Store([authority])).time(NOW)
    for name in (x509.DNSName("qingxi.example"), x509.DNSName("localhost")):
        assert len(verifier.build_server_verifier(name).verify(leaf, [])) == 2


def test_a_certificate_is_kept_until_a_month_before_its_end_and_the_authority_stays(tmp_path: Path) -> None:
    def make(days: int) -> tuple[bytes, bytes]:
        made = ensure_certificate(tmp_path, now=NOW + timedelta(days=days))
        return made.authority.read_bytes(), made.certificate.read_bytes()

    first, kept, renewed = make(0), make(360), make(370)
    assert (first == kept, renewed[0] == first[0], renewed[1] == first[1]) == (True, True, False)


def test_a_new_name_makes_a_new_certificate(tmp_path: Path) -> None:
    first = ensure_certificate(tmp_path, now=NOW).certificate.read_bytes()
    assert ensure_certificate(tmp_path, "new.example", now=NOW).certificate.read_bytes() != first


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_keys_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    ensure_certificate(tmp_path, now=NOW)
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("*.key")} == {0o600}


def test_a_moment_that_is_none_is_refused_and_one_in_county_time_is_understood(data: Path) -> None:
    wrong = CliRunner().invoke(main, ["audit", "search", "--since", "昨天", "--data", str(data)])
    assert (wrong.exit_code, "不是时间" in wrong.output) == (2, True)
    entries = run(data, "audit", "search")[1]["entries"]
    latest = datetime.fromisoformat(entries[0]["at"])
    here = (latest + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M:%S.%f+08:00")
    earlier = [entry for entry in entries if entry["at"] < entries[0]["at"]]
    assert run(data, "audit", "search", "--until", here)[1]["entries"] == earlier
    assert run(data, "audit", "search", "--since", here)[1]["entries"][-1]["at"] == entries[0]["at"]


def test_a_backup_over_another_one_is_refused_with_a_way_out(data: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.zip").write_bytes(b"kept")
    code, answer = run(data, "backup", str(tmp_path / "kept.zip"))
    assert (code, answer["refused"], (tmp_path / "kept.zip").read_bytes()) == (1, "backup_exists", b"kept")
