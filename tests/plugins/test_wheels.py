"""Plugins with Python: made into a wheel, judged before pip sees it, installed without a network."""

import json
import zipfile

import pytest
from click.testing import CliRunner
from lizheng.core.cli import main
from lizheng.core.cli.wheels import build_wheel, read_entry_points
from lizheng.core.discovery.finding import find_plugins
from lizheng.core.store import open_store
from lizheng.core.testing import write_plugin


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in an empty installation; pip installs into a folder of the test."""
    target = tmp_path / "site"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIZHENG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PIP_TARGET", str(target))
    monkeypatch.syspath_prepend(str(target))

    def run(*arguments):
        result = CliRunner().invoke(main, [*arguments, "--json"], catch_exceptions=False)
        return result.exit_code, json.loads(result.stdout)

    return run


@pytest.fixture
def bridges(run, tmp_path):
    run("plugin", "new", "bridges", "--python")
    return tmp_path / "bridges"


def write_wheel(file, **members):
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file


def test_a_wheel_declares_its_plugin_and_holds_its_files(bridges, tmp_path):
    wheel = build_wheel(bridges, tmp_path)
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert read_entry_points(wheel) == ("bridges",)
    assert {"lizheng_bridges/__init__.py", "lizheng_bridges/plugin.json"} <= set(names)


def test_the_same_folder_makes_the_same_wheel_content(bridges, tmp_path):
    (tmp_path / "again").mkdir()
    wheels = [build_wheel(bridges, place) for place in (tmp_path, tmp_path / "again")]
    records = [zipfile.ZipFile(wheel).read("lizheng_bridges-0.1.0.dist-info/RECORD") for wheel in wheels]
    assert records[0] == records[1]


def test_an_installed_python_plugin_is_found_and_asks_for_a_restart(bridges, run):
    code, told = run("plugin", "install", "bridges")
    found = {one.name: one for one in find_plugins(None)}["bridges"]
    assert (code, told["restart"], found.origin, found.module) == (0, True, "installed", "lizheng_bridges")


def test_its_installation_is_in_the_audit_log(bridges, run, tmp_path, monkeypatch):
    monkeypatch.setenv("LIZHENG_COUNTY", "339924")
    run("plugin", "install", "bridges")
    store = open_store(f"sqlite:///{tmp_path / 'data' / 'records.db'}")
    with store.read() as connection:
        rows = connection.exec_driver_sql("select action, object from audit").all()
    store.close()
    assert rows == [("plugin.install", "bridges")]


def test_it_cannot_be_installed_twice(bridges, run):
    run("plugin", "install", "bridges")
    code, told = run("plugin", "install", "bridges")
    assert (code, told["refused"]) == (1, "plugin_duplicate")


def test_python_with_a_misspelt_hook_never_reaches_pip(bridges, run, tmp_path):
    source = bridges / "__init__.py"
    source.write_text(source.read_text("utf-8").replace("record_submitted", "record_submited"), "utf-8")
    code, told = run("plugin", "install", "bridges")
    assert (code, [problem["code"] for problem in told["problems"]]) == (1, ["plugin_hook"])
    assert not (tmp_path / "site").exists()


def test_a_stray_file_beside_the_python_is_refused(bridges, run):
    (bridges / "notes.exe").write_bytes(b"MZ")
    code, told = run("plugin", "install", "bridges")
    assert (code, [problem["code"] for problem in told["problems"]]) == (1, ["pack_name"])


def test_a_wheel_without_a_plugin_is_refused(run, tmp_path):
    wheel = write_wheel(tmp_path / "other-1.0-py3-none-any.whl", other__init="")
    assert run("plugin", "install", str(wheel))[1]["refused"] == "wheel_without_plugin"


def test_a_torn_wheel_is_refused(run, tmp_path):
    (tmp_path / "torn-1.0-py3-none-any.whl").write_bytes(b"PK")
    assert run("plugin", "install", "torn-1.0-py3-none-any.whl")[1]["refused"] == "wheel_unreadable"


def test_what_pip_refuses_is_told(run, tmp_path):
    declared = "[lizheng.plugins]\nodd = odd\n"
    wheel = write_wheel(
        tmp_path / "odd-1.0-py3-none-any.whl", **{"odd-1.0.dist-info__entry_points.txt": declared}
    )
    assert run("plugin", "install", str(wheel))[1]["refused"] == "pip_failed"


def test_check_takes_a_folder_and_refuses_a_crafted_zip(run, tmp_path):
    write_plugin(tmp_path / "wells")
    archive = write_wheel(tmp_path / "evil.zip", **{"plugin.json": "{}", "..__evil.json": "{}"})
    assert [run("check", str(path))[0] for path in (tmp_path / "wells", archive)] == [0, 1]


@pytest.mark.parametrize("manifest", ["", "[]", '{"plugin": "../up"}'])
def test_a_pack_without_a_usable_name_is_refused(run, tmp_path, manifest):
    archive = write_wheel(tmp_path / "pack.zip", **{"plugin.json": manifest})
    assert run("plugin", "install", str(archive))[1]["refused"] == "pack_without_name"
