"""The commands: a plugin from nothing to on, a township form from file to live, refusals with reasons."""

import json
import shutil
import zipfile
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from lizheng.core.audit import verify
from lizheng.core.cli import main
from lizheng.core.definitions import open_definitions, open_registry, set_allowed
from lizheng.core.store import open_store
from lizheng.core.store.tables import units
from lizheng.core.testing import write_form, write_plugin
from sqlalchemy import insert

TOWNSHIP, OTHER = "339924101", "339924102"
FIELDS = {"place": {"type": "string", "maxLength": 20}}
UNITS = [
    {"code": "339924", "name": "清溪县", "level": "county", "parent": None},
    {"code": TOWNSHIP, "name": "清源镇", "level": "township", "parent": "339924"},
    {"code": OTHER, "name": "石桥乡", "level": "township", "parent": "339924"},
    {"code": f"{TOWNSHIP}001", "name": "一村", "level": "village", "parent": TOWNSHIP},
]


@pytest.fixture
def shell(tmp_path, monkeypatch, sqlite_template):
    """An installation with two townships, and a way to run commands on it."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(sqlite_template, data)
    url = f"sqlite:///{data / 'records.db'}"
    store = open_store(url)
    store.write(lambda connection: connection.execute(insert(units), UNITS))
    store.close()
    monkeypatch.setenv("LIZHENG_DATA", str(data))
    monkeypatch.setenv("LIZHENG_COUNTY", "339924")
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        result = CliRunner().invoke(main, [*arguments, "--json"], catch_exceptions=False)
        return SimpleNamespace(
            code=result.exit_code, told=json.loads(result.stdout) if result.exit_code < 2 else {}
        )

    definitions = open_definitions(data / "definitions.json")
    live = open_registry(definitions, data / "plugins", lambda: "t")
    return SimpleNamespace(run=run, data=data, folder=tmp_path, live=live, definitions=definitions, url=url)


def codes_of(answer):
    return [problem["code"] for problem in answer.told["problems"]]


@pytest.mark.parametrize("options", [(), ("--python",)])
def test_a_new_plugin_passes_the_check_at_once(shell, options):
    assert shell.run("plugin", "new", "wells", *options).code == 0
    answer = shell.run("plugin", "check", "wells")
    assert (answer.code, answer.told["problems"], answer.told["forms"]) == (0, [], 1)


def test_a_new_plugin_installed_and_enabled_is_offered_in_that_township_only(shell):
    for arguments in (("new", "wells"), ("install", "wells"), ("enable", "wells", "--unit", TOWNSHIP)):
        assert shell.run("plugin", *arguments).code == 0
    registry = shell.live.current()
    offered = [[form.form for form in registry.forms_open_at(unit)] for unit in (TOWNSHIP, OTHER)]
    assert offered == [["wells.visit"], []]


def test_a_disabled_plugin_is_not_offered_and_an_uninstalled_one_stays_readable(shell):
    shell.run("plugin", "new", "wells")
    shell.run("plugin", "install", "wells")
    shell.run("plugin", "enable", "wells", "--unit", TOWNSHIP)
    assert shell.run("plugin", "disable", "wells", "--unit", TOWNSHIP).code == 0
    assert shell.live.current().forms_open_at(TOWNSHIP) == ()
    assert shell.run("plugin", "uninstall", "wells").code == 0
    registry = shell.live.current()
    assert ("wells" in registry.plugins, registry.find_form("wells.visit", 1) is not None) == (False, True)


def test_every_change_from_the_shell_is_in_the_audit_log(shell):
    shell.run("plugin", "new", "wells")
    shell.run("plugin", "install", "wells")
    shell.run("plugin", "enable", "wells", "--unit", TOWNSHIP)
    store = open_store(shell.url)
    with store.read() as connection:
        rows = connection.exec_driver_sql("select action, object, township, actor from audit").all()
    verdict = verify(store)
    store.close()
    assert rows == [
        ("plugin.install", "wells", "339924", "shell"),
        ("plugin.switch_on", "wells", TOWNSHIP, "shell"),
    ]
    assert verdict


def test_a_list_names_bundled_plugins_and_the_reason_of_each_that_does_not_run(shell):
    write_plugin(shell.data / "plugins" / "wells", manifest={"api": 9})
    told = shell.run("plugin", "list").told
    assert {"village_merge", "security_patrol"} <= {one["plugin"] for one in told["plugins"]}
    assert [(one["plugin"], one["file"]) for one in told["failures"]] == [("wells", "plugin.json")]


def test_info_tells_forms_roles_and_parameters(shell):
    told = shell.run("plugin", "info", "village_merge").told
    assert told["plugin"] == "village_merge" and len(told["forms"]) >= 8


def test_a_problem_is_told_with_file_pointer_and_what_is_allowed(shell):
    folder = write_plugin(
        shell.folder / "wells", manifest={"colour": 1}, forms={"a": write_form("lakes.a", FIELDS)}
    )
    answer = shell.run("plugin", "check", str(folder))
    assert (answer.code, codes_of(answer)) == (1, ["plugin_member_unknown"])
    [problem] = answer.told["problems"]
    assert (problem["file"], problem["pointer"]) == ("plugin.json", "/colour")
    assert "navigation" in problem["message"]["zh-CN"]


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("plugin", "new", "Wells!"), 1, "plugin_name"),
        (("plugin", "info", "nothing"), 1, "plugin_unknown"),
        (("plugin", "check", "nothing"), 1, "plugin_unknown"),
        (("plugin", "uninstall", "village_merge"), 1, "plugin_bundled"),
        (("plugin", "uninstall", "nothing"), 1, "plugin_unknown"),
        (("plugin", "enable", "nothing", "--unit", TOWNSHIP), 1, "plugin_unknown"),
        (("plugin", "enable", "village_merge", "--unit", "339924199"), 1, "unit_unknown"),
        (("plugin", "enable", "village_merge", "--unit", "339924"), 1, "unit_unknown"),
        (("form", "retire", "t339924101.nothing", "--unit", TOWNSHIP), 1, "form_unknown"),
        (("form", "retire", "t339924102.nothing", "--unit", TOWNSHIP), 1, "form_unknown"),
    ],
)
def test_a_refusal_has_exit_code_1_and_a_reason(shell, arguments, code, word):
    answer = shell.run(*arguments)
    assert (answer.code, answer.told["refused"]) == (code, word)


def test_wrong_usage_has_exit_code_2(shell):
    assert shell.run("plugin", "enable").code == 2


def test_a_plugin_the_county_does_not_allow_is_not_switched_on(shell):
    with shell.definitions.change() as change:
        set_allowed(change, "village_merge", [OTHER], "admin", "t")
    answer = shell.run("plugin", "enable", "village_merge", "--unit", TOWNSHIP)
    assert (answer.code, answer.told["refused"]) == (1, "plugin_not_allowed")


def test_the_name_of_a_bundled_plugin_cannot_be_taken(shell):
    folder = write_plugin(shell.folder / "village_merge", forms={"a": write_form("village_merge.a", FIELDS)})
    answer = shell.run("plugin", "install", str(folder))
    assert (answer.code, answer.told["refused"]) == (1, "plugin_duplicate")


def test_a_refused_plugin_leaves_nothing_behind(shell):
    folder = write_plugin(shell.folder / "wells", manifest={"api": 9})
    assert shell.run("plugin", "install", str(folder)).code == 1
    assert list((shell.data / "plugins").iterdir()) == []


def test_a_zip_is_checked_and_installed(shell):
    folder = write_plugin(shell.folder / "wells", forms={"well": write_form("wells.well", FIELDS)})
    archive = shell.folder / "wells-1.0.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in ("plugin.json", "forms/well.json"):
            packed.write(folder / file, f"wells-main/{file}")
    assert shell.run("check", str(archive)).code == 0
    assert shell.run("plugin", "install", str(archive)).code == 0
    assert "wells" in shell.live.current().plugins


def test_a_township_form_goes_from_file_to_live_to_retired(shell):
    file = shell.folder / "visit.json"
    file.write_text(json.dumps(write_form(f"t{TOWNSHIP}.visit", FIELDS)), "utf-8")
    assert [shell.run(*command, str(file)).code for command in (("check",), ("form", "check"))] == [0, 0]
    published = shell.run("form", "publish", str(file), "--unit", TOWNSHIP)
    offered = [form.form for form in shell.live.current().forms_open_at(TOWNSHIP)]
    retired = shell.run("form", "retire", str(file), "--unit", TOWNSHIP)
    assert (published.told["version"], offered) == (1, [f"t{TOWNSHIP}.visit"])
    assert (retired.code, shell.live.current().forms_open_at(TOWNSHIP)) == (0, ())


def test_a_form_of_another_township_is_not_published(shell):
    file = shell.folder / "visit.json"
    file.write_text(json.dumps(write_form(f"t{OTHER}.visit", FIELDS)), "utf-8")
    answer = shell.run("form", "publish", str(file), "--unit", TOWNSHIP)
    assert (answer.code, codes_of(answer)) == (1, ["form_township"])


@pytest.mark.parametrize(("language", "words"), [("zh", "没有问题"), ("en", "no problem")])
def test_a_person_reads_chinese_or_english(shell, language, words):
    shell.run("plugin", "new", "wells")
    assert words in CliRunner().invoke(main, ["plugin", "check", "wells", "--lang", language]).output


def find_definitions(answer):
    return next(one for one in answer.told["findings"] if one["check"].startswith("定义"))


def test_the_doctor_names_a_damaged_definitions_file_that_its_copy_stands_in_for(shell):
    shell.run("plugin", "enable", "village_merge", "--unit", TOWNSHIP)
    well = find_definitions(shell.run("doctor"))
    shell.definitions.path.write_bytes(b"torn")
    ill = find_definitions(shell.run("doctor"))
    assert (well["well"], ill["well"], str(shell.definitions.path) in ill["seen"]) == (True, False, True)


def test_the_doctor_says_restore_when_the_copy_is_damaged_too(shell):
    shell.run("plugin", "enable", "village_merge", "--unit", TOWNSHIP)
    for file in shell.data.glob("definitions.json*"):
        file.write_bytes(b"torn")
    finding = find_definitions(shell.run("doctor"))
    assert (finding["well"], finding["next_step"]) == (False, "lizheng restore")
