"""The guide to rules runs as it stands: its set is proved, its commands answer what the page shows."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lizheng.core.cli import main
from lizheng.core.testing import write_plugin

from .test_docs import blocks, find_command

GUIDE = "docs/rules.md"
FORM, SET = (json.loads(text) for text in blocks(GUIDE, "json"))
SHOWN = [line for block in blocks(GUIDE, "sh") for line in block.splitlines()]
ANSWERS = blocks(GUIDE, "text")
DATA = '{"n": 2, "depth": 1}'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide's files in a folder, and a county where its plugin is installed."""
    place = tmp_path_factory.mktemp("guide")
    write_plugin(place / "wells", forms={"visit": FORM}, rules={"water": SET})
    rows = [SET["tables"][0]["rows"][0], ["-", "<3", "重", 3], *SET["tables"][0]["rows"][2:]]
    later = {**SET, "tables": [{**SET["tables"][0], "rows": rows}]}
    (place / "next.json").write_text(json.dumps(later, ensure_ascii=False), "utf-8")
    (place / "rule.json").write_text('{"+": [1, {"var": "n"}]}', "utf-8")
    (place / "rule.txt").write_text("水深 < 2", "utf-8")
    (place / "data.json").write_text(DATA, "utf-8")
    for words in (
        ["init", "--county", "339924", "--name", "清溪县"],
        ["plugin", "install", str(place / "wells")],
    ):
        assert CliRunner().invoke(main, [*words, "--data", str(place / "data")]).exit_code == 0
    return place


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command line in that folder."""
    monkeypatch.setenv("LIZHENG_DATA", str(folder / "data"))
    monkeypatch.chdir(folder)

    def call(line: str, **more: Any) -> Result:
        words = shlex.split(line.partition("<")[0])
        return CliRunner().invoke(main, words[1:], catch_exceptions=False, **more)

    return call


def test_the_guides_plugin_passes_its_check(run: Callable[..., Result]) -> None:
    answer = json.loads(run("lizheng plugin check wells --json").output)
    assert (answer["problems"], answer["warnings"]) == ([], [])


@pytest.mark.parametrize(("line", "answer"), [(SHOWN[0], ANSWERS[0]), (SHOWN[2], ANSWERS[1])])
def test_a_command_answers_what_the_guide_shows(run: Callable[..., Result], line: str, answer: str) -> None:
    assert run(line).output == answer


def test_rules_are_evaluated_as_the_guide_shows(run: Callable[..., Result]) -> None:
    published, typed = (line for line in SHOWN if " eval " in line)
    assert [run(published).output, run(typed, input=DATA).output] == ["3\n", "true\n"]


@pytest.mark.parametrize("line", [one for one in SHOWN if " replay" in one and "--record" not in one])
def test_where_no_record_is_nothing_differs(run: Callable[..., Result], line: str) -> None:
    assert run(line).exit_code == 0


@pytest.mark.parametrize("line", SHOWN)
def test_every_command_the_guide_shows_exists(line: str) -> None:
    command, _ = find_command(shlex.split(line.partition("<")[0])[1:])
    assert command is not None
