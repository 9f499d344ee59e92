"""A plugin from `plugin new` until after its removal, seen by those who fill and those who may not."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lizheng.core.cli import main
from playwright.sync_api import Page

from ..serving import Served
from .conftest import Open
from .test_walk import press

pytestmark = [pytest.mark.browser, pytest.mark.first]

OWN, OTHER = "339924101", "339924102"
WORDS = "河面漂着一片塑料袋，在石桥下面。"


class Shell:
    """The county's shell beside the running server."""

    def __init__(self, served: Served, folder: Path) -> None:
        self.data, self.folder = served.data, folder

    def run(self, *words: str) -> dict[str, Any]:
        done = CliRunner().invoke(main, [*words, "--data", str(self.data), "--json"], catch_exceptions=False)
        assert done.exit_code == 0, done.stdout
        return json.loads(done.stdout)

    def refuse(self, *words: str) -> dict[str, Any]:
        done = CliRunner().invoke(main, [*words, "--data", str(self.data), "--json"], catch_exceptions=False)
        assert done.exit_code == 1, done.stdout
        return json.loads(done.stdout)


@pytest.fixture
def shell(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(served, tmp_path)


def edit_form(folder: Path) -> None:
    """Do by hand what an author does: other title, one more question with choices, required."""
    file = folder / "forms" / "visit.json"
    form = json.loads(file.read_text("utf-8"))
    form["title"] = {"zh-CN": "河道巡查", "en": "River watch"}
    form["schema"]["properties"]["water"] = {
        "type": "string",
        "title": {"zh-CN": "水色", "en": "Water"},
        "oneOf": [
            {"const": "clear", "title": {"zh-CN": "清", "en": "Clear"}},
            {"const": "dark", "title": {"zh-CN": "黑", "en": "Dark"}},
        ],
    }
    form["schema"]["required"].append("water")
    form["ui"]["ui:order"].append("water")
    file.write_text(json.dumps(form, ensure_ascii=False), "utf-8")


def mend_cases(folder: Path) -> None:
    file = folder / "cases" / "visit.json"
    told = json.loads(file.read_text("utf-8"))
    told["answers"]["water"] = "clear"
    dry = {"pointer": "/water", "code": "required"}
    told["cases"].append(
        {"case": "没有水色，不能提交", "given": {"water": None}, "expect": {"problems": [dry]}}
    )
    file.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def fill_visit(page: Page, form: str) -> str:
    """Fill the form that `plugin new` wrote and return the receipt's number."""
    page.goto(f"/fill/{form}")
    page.locator("[name='/visited_on']").fill("2026-11-20")
    page.locator("[name='/place']").fill("石桥下")
    page.locator("[name='/matter']").fill(WORDS)
    if page.get_by_label("黑", exact=True).count():
        page.get_by_label("黑", exact=True).check()
    press(page, "去核对")
    press(page, "提交")
    return page.locator(".receipt__number").inner_text()


def lists_form(page: Page, title: str) -> bool:
    page.goto("/fill")
    return page.get_by_role("link", name=title, exact=True).count() == 1


def read_record(page: Page, form: str, number: str) -> str:
    page.goto(f"/records/{form}?q={number}")
    page.get_by_role("link", name=number, exact=True).click()
    return page.locator("main").inner_text()


def export_list(page: Page, form: str) -> str:
    page.goto(f"/records/{form}/export")
    page.locator("[name=purpose]").fill("年终归档")
    with page.expect_download() as download:
        page.locator("button[name=format][value=csv]").click()
    return Path(download.value.path()).read_text("utf-8-sig")


def test_a_plugin_lives_from_new_to_after_its_removal(shell: Shell, open_page: Open) -> None:
    form = "river_watch.visit"
    shell.run("plugin", "new", "river_watch")
    edit_form(shell.folder / "river_watch")
    assert shell.refuse("plugin", "check", "river_watch")["problems"]
    mend_cases(shell.folder / "river_watch")
    for step in ("check", "install"):
        shell.run("plugin", step, "river_watch")
    own, other, desk = open_page("shangao02"), open_page("daping01"), open_page("zongzhi", width=1280)
    assert not lists_form(own, "河道巡查"), "installed, but on nowhere"

    shell.run("plugin", "enable", "river_watch", "--unit", OWN)
    assert (lists_form(own, "河道巡查"), lists_form(other, "河道巡查")) == (True, False)
    number = fill_visit(own, form)
    assert WORDS in read_record(desk, form, number)

    shell.run("plugin", "disable", "river_watch", "--unit", OWN)
    assert not lists_form(own, "河道巡查")
    assert WORDS in read_record(desk, form, number)

    shell.run("plugin", "uninstall", "river_watch")
    assert WORDS in read_record(desk, form, number)
    assert number in export_list(desk, form)


def test_what_is_off_takes_no_new_record_over_the_api(shell: Shell, served: Served, open_page: Open) -> None:
    shell.run("plugin", "new", "lamp_watch")
    shell.run("plugin", "install", "lamp_watch")
    page = open_page("shangao02")
    page.goto("/")
    body = {"version": 1, "unit": "339924101201", "captured_at": datetime.now(UTC).isoformat()}
    body["answers"] = {"visited_on": "2026-11-20", "place": "石桥下"}
    csrf = page.locator("[name=csrf]").first.input_value()
    path = "/api/v1/forms/lamp_watch.visit/records/01a13c5d-f250-7cc4-84d5-a00a13e22899"
    answer = page.request.put(path, data=body, headers={"X-CSRF-Token": csrf, "Origin": served.url})
    assert (answer.status, answer.json()["code"]) == (403, "plugin_off")


def test_a_zip_of_json_is_installed_and_filled(shell: Shell, open_page: Open) -> None:
    shell.run("plugin", "new", "well_watch")
    with zipfile.ZipFile("well_watch.zip", "w") as archive:
        for file in sorted(Path("well_watch").rglob("*")):
            archive.write(file)
    shell.run("plugin", "install", "well_watch.zip")
    shell.run("plugin", "enable", "well_watch", "--unit", OTHER)
    assert fill_visit(open_page("daping01"), "well_watch.visit")


def write_own_form(name: str, title: str) -> dict[str, Any]:
    return {
        "form": f"t{OWN}.{name}",
        "title": title,
        "subject": "matter",
        "kind": "internal",
        "schema": {
            "type": "object",
            "properties": {"note": {"type": "string", "title": "内容", "minLength": 2, "maxLength": 100}},
            "required": ["note"],
            "additionalProperties": False,
        },
    }


def test_a_form_published_on_the_page_is_filled_in_that_township_alone(open_page: Open) -> None:
    admin, own, other = open_page("qingling", width=1280), open_page("shangao02"), open_page("daping01")
    admin.goto("/forms/edit")
    admin.locator("textarea").fill(json.dumps(write_own_form("duty", "值守记事"), ensure_ascii=False))
    admin.get_by_role("button", name="发布").last.click()
    admin.wait_for_load_state()
    assert (lists_form(own, "值守记事"), lists_form(other, "值守记事")) == (True, False)
    own.get_by_role("link", name="值守记事", exact=True).click()
    own.locator("[name='/note']").fill("夜间值守正常")
    press(own, "去核对")
    press(own, "提交")
    assert own.locator(".receipt__number").inner_text()


def test_a_form_is_checked_published_and_retired_from_the_shell(shell: Shell, open_page: Open) -> None:
    form = write_own_form("lamp", "路灯登记")
    file = shell.folder / "lamp.json"
    file.write_text(json.dumps({**form, "schema": {"type": "objekt"}}), "utf-8")
    assert shell.refuse("form", "check", str(file))["problems"][0]["pointer"].startswith("/schema")
    file.write_text(json.dumps(form, ensure_ascii=False), "utf-8")
    shell.run("form", "check", str(file))
    page = open_page("shangao02")
    shell.run("form", "publish", str(file), "--unit", OWN)
    assert lists_form(page, "路灯登记")
    shell.run("form", "retire", form["form"], "--unit", OWN)
    assert not lists_form(page, "路灯登记")
