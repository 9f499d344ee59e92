"""What the documentation says is so: tables equal the code, links lead somewhere, examples run."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from lizheng.core.cli import COMMANDS, main
from lizheng.core.definitions.calendars import load_calendar
from lizheng.core.demo.building import PEOPLE
from lizheng.core.discovery.errors import SENTENCES as PLUGIN_SENTENCES
from lizheng.core.discovery.rule_sets import form_types
from lizheng.core.hookspecs import DECLARE_HOOKS, REACT_HOOKS
from lizheng.core.organisation.refusals import SENTENCES as ORGANISATION_SENTENCES
from lizheng.core.web.refusal_words import SENTENCES as HTTP_SENTENCES
from lizheng.forms.canonical import read_json
from lizheng.forms.catalogue import MESSAGES
from lizheng.forms.check import check_answers
from lizheng.forms.formats import FORMATS
from lizheng.forms.lint.conduct import CONDUCTS
from lizheng.forms.messages import say
from lizheng.forms.problems import DefinitionError
from lizheng.forms.reading import read_codes, read_form
from lizheng.rules.sets.checking import check_rule_set

from .serving import serve_demo

pytestmark = pytest.mark.first

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
PAGES = tuple(sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")]))
READMES = ("README.md", "README.zh-CN.md")
MANUAL = DOCS / "manual.zh-CN.md"


def read(path: Path | str) -> str:
    return (ROOT / path).read_text("utf-8")


def blocks(path: Path | str, kind: str) -> list[str]:
    """Return the fenced blocks of a page whose fence says exactly this."""
    return re.findall(rf"^```{re.escape(kind)}\n(.*?)^```", read(path), re.MULTILINE | re.DOTALL)


def named(path: Path | str) -> set[str]:
    """Return everything written as code on a page."""
    return set(re.findall(r"`([^`\n]+)`", read(path)))


# -- tables made from the code


@pytest.fixture(scope="module")
def made_anew(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reference")
    subprocess.run([sys.executable, "-B", str(REFERENCE / "write.py"), str(folder)], check=True)
    return {file.name: file.read_text("utf-8") for file in folder.iterdir()}


def test_the_reference_tables_are_those_of_todays_code(made_anew):
    kept = {file.name: file.read_text("utf-8") for file in REFERENCE.glob("*.md")}
    changed = [name for name in sorted({*kept, *made_anew}) if kept.get(name) != made_anew.get(name)]
    assert changed == [], "run: python docs/reference/write.py"


def test_every_code_stands_in_the_table_of_codes():
    codes = {*MESSAGES, *PLUGIN_SENTENCES, *ORGANISATION_SENTENCES, *HTTP_SENTENCES}
    assert codes - named("docs/reference/codes.md") == set()


def test_every_format_and_every_command_stands_in_its_table():
    written = read("docs/reference/formats.md") + read("docs/reference/commands.md")
    expected = [*(f"`{name}`" for name in FORMATS), *(f"## lizheng {name}" for name in COMMANDS)]
    assert [name for name in expected if name not in written] == []


def test_every_hook_stands_in_the_table_of_hooks_and_in_the_guide():
    pages = (read("docs/reference/hooks.md"), read("docs/plugin-authors.md"))
    assert [hook for hook in (*DECLARE_HOOKS, *REACT_HOOKS) if not all(hook in page for page in pages)] == []


# -- the guides beside them


def test_every_widget_that_code_or_plugins_name_is_in_the_guide_to_forms():
    sources = [*(ROOT / "forms").rglob("*.py"), *(ROOT / "forms/library").glob("*.json")]
    sources += [*(ROOT / "plugins").rglob("forms/*.json"), *(ROOT / "core/cli/scaffold").rglob("*.json")]
    text = "\n".join(file.read_text("utf-8") for file in sources)
    written = set(re.findall(r'"(?:ui:widget|x-widget)": "(\w+)"|look == "(\w+)"', text))
    lists = re.findall(r"(?:look in|LOOKS =) \(([^)]*)\)", text)
    widgets = {word for pair in written for word in pair if word}
    widgets |= {word for one in lists for word in re.findall(r'"(\w+)"', one)}
    assert widgets - named("docs/forms.md") == set()


def test_every_ui_option_that_code_or_plugins_name_is_in_the_guide_to_forms():
    sources = [*(ROOT / "forms").rglob("*.py"), *(ROOT / "plugins").rglob("forms/*.json")]
    option = re.compile(r'"(ui:\w+)"|options\.get\("(\w+)"')
    text = "".join(file.read_text("utf-8") for file in sources)
    found = {name for pair in option.findall(text) for name in pair if name}
    assert found - named("docs/forms.md") == set()


def test_the_manual_names_the_clause_of_every_conduct_that_is_refused():
    assert [one.clause for one in CONDUCTS if one.clause not in read(MANUAL)] == []


def test_every_link_between_pages_leads_to_something():
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", read(page))
        if not target.startswith(("http://", "https://", "lizheng:")) and not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_path_the_map_names_exists():
    paths = {name for name in named("docs/architecture.md") if re.fullmatch(r"[a-z]+/[\w./-]*", name)}
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []


def test_every_guide_can_be_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        links = re.findall(r"\]\(([^)#\s:]+)[^)]*\)", read(page))
        found = [page.parent / link for link in links]
        waiting += [inner for one in found for inner in (one.glob("*.md") if one.is_dir() else [one])]
    guides = {page for page in PAGES if page.parent in (ROOT, DOCS)}
    # The tables of outcomes are read where they are named, by those who keep them.
    assert {page.name for page in guides - reached} <= {"performance.md", "faults.md", "accessibility.md"}


def test_the_hook_in_the_plugin_guide_says_what_the_guide_wants():
    names: dict[str, Any] = {}
    exec("".join(blocks("docs/plugin-authors.md", "python")), names)
    hear, well = names["record_submitted"], {"form": "wells.visit", "number": "T1"}
    told = [hear({**well, "answers": {"state": state}}, None) for state in ("dry", "clear")]
    assert told == [
        "T1：水井干涸，请安排送水。",
        None,
    ]


# -- commands


def shown_commands() -> list[tuple[str, str]]:
    """Return (page, command line) for every line of a guide that calls lizheng."""
    guides = [page for page in PAGES if page.parent != REFERENCE]
    fenced = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
    lines = [
        (page.name, line)
        for page in guides
        for block in fenced.findall(read(page))
        for line in block.splitlines()
    ]
    inline = [
        (page.name, one) for page in guides for one in re.findall(r"`(lizheng [a-z][^`\n]*)`", read(page))
    ]
    called = re.compile(r"(?:^|.*[\s/\\])lizheng(?:\.exe)? ([a-z].*?)(?:  #.*|;.*|>>.*)?$")
    return [(name, found[1].strip()) for name, line in [*lines, *inline] if (found := called.search(line))]


def find_command(words: list[str]) -> tuple[click.Command | None, list[str]]:
    command: click.Command | None = main
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        command = command.get_command(click.Context(command), words.pop(0))
    return command, words


def fault_of(line: str) -> str:
    """Return what a command line names that the product does not have."""
    command, words = find_command(shlex.split(line.replace("\\", "/")))
    if command is None:
        return f"no command: {line}"
    options = {"--help", *(name for one in command.params for name in one.opts)}
    unknown = [word for word in words if word.startswith("--") and word.split("=")[0] not in options]
    return f"{unknown}: {line}" if unknown else ""


def test_every_command_and_option_a_guide_shows_exists():
    assert [f"{page}: {fault}" for page, line in shown_commands() if (fault := fault_of(line))] == []


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """Run command lines in a folder of their own, on an installation of their own."""
    monkeypatch.setenv("LIZHENG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LIZHENG_LANG", "en")
    monkeypatch.chdir(tmp_path)

    def run(line: str) -> Any:
        words = shlex.split(line, comments=True)
        return CliRunner().invoke(main, words[words.index("lizheng") + 1 :], catch_exceptions=False)

    return run


@pytest.fixture
def county(shell, tmp_path):
    """The installation after ``init`` and the import of two units."""
    (tmp_path / "units.csv").write_text("code,name\n339924101,青岭镇\n339924101201,上岙村\n", "utf-8")
    for line in ("lizheng init --county 339924 --name 清溪县", "lizheng org import units.csv"):
        assert shell(line).exit_code == 0
    return shell


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_plugin_commands_run_one_after_the_other(county, readme):
    lines = [line for line in "".join(blocks(readme, "sh")).splitlines() if line.startswith("lizheng plugin")]
    answers = {line: county(line) for line in lines}
    assert len(lines) == 4
    assert {line: answer.output for line, answer in answers.items() if answer.exit_code} == {}


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_init_makes_three_administrators(shell, readme):
    line = re.search(r"`(lizheng init [^`]*)`", read(readme))
    answer = shell(f"{line[1]} --json") if line else None
    assert answer and [one["account"] for one in json.loads(answer.output)["accounts"]] == [
        *("xitong", "anquan", "shenji")
    ]


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_first_command_makes_an_environment_installs_and_serves_the_demo(readme):
    first, second = blocks(readme, "sh")[:2]
    steps = [step.split() for step in first.strip().split(" && ")]
    assert steps == [
        ["python3", "-m", "venv", ".venv"],
        [".venv/bin/pip", "install", "-q", "."],
        [".venv/bin/lizheng", "serve", "--demo"],
    ]
    assert second.split()[0] == "python3" and (ROOT / second.split()[1]).is_file()


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_powershell_line_takes_the_same_steps(readme):
    steps = [step.replace("\\", "/").split() for step in blocks(readme, "powershell")[0].strip().split("; ")]
    assert [step[1:] for step in steps] == [
        ["-m", "venv", ".venv"],
        ["install", "-q", "."],
        ["serve", "--demo"],
    ]


# -- forms


def forms_in(page: Path | str) -> list[str]:
    return [text for text in blocks(page, "json") if '"schema"' in text and '"form"' in text]


@pytest.mark.parametrize("page", ["docs/forms.md", "docs/manual.zh-CN.md"])
def test_every_form_a_guide_shows_may_be_published(page):
    assert [read_form(text).form for text in forms_in(page)]


def test_the_code_list_in_the_guide_can_be_read():
    lists = [text for text in blocks("docs/forms.md", "json") if '"codes"' in text]
    assert [read_codes(text).codes for text in lists] == ["wells.state"]


def test_the_manuals_refused_forms_are_refused_in_the_manuals_words():
    assert [say_refusal(text) for text in blocks(MANUAL, "json wrong")] == blocks(MANUAL, "text")


def say_refusal(source: str) -> str:
    with pytest.raises(DefinitionError) as refused:
        read_form(source)
    return "".join(f"{problem.pointer} {say(problem)}\n" for problem in refused.value.problems)


def test_the_manuals_finished_form_is_published_and_takes_the_manuals_answers(county, tmp_path):
    *_, finished = forms_in(MANUAL)
    (tmp_path / "street_light.json").write_text(finished, "utf-8")
    assert county("lizheng form check street_light.json").exit_code == 0
    told = json.loads(county("lizheng form publish street_light.json --unit 339924101 --json").output)
    answers = json.loads(blocks(MANUAL, "json")[-1])
    assert (told["form"], told["version"]) == ("t339924101.street_light", 1)
    assert check_answers(read_form(finished), answers) == ()


def test_what_the_manual_says_of_a_missing_answer_is_what_the_page_says():
    form, answers = read_form(forms_in(MANUAL)[-1]), json.loads(blocks(MANUAL, "json")[-1])
    del answers["done"]
    (problem,) = check_answers(form, answers)
    assert f"页面会说：{say(problem, title='已经做了什么')}。" in read(MANUAL)


# -- the API


PROGRAMS = ("curl", "sha256sum", "sed")


@pytest.mark.skipif(
    "CI" not in os.environ and not all(map(shutil.which, PROGRAMS)), reason=f"needs {', '.join(PROGRAMS)}"
)
def test_the_examples_of_the_api_run_as_they_stand(tmp_path, monkeypatch):
    script = "set -eu\n" + "".join(blocks("docs/api.md", "sh"))
    with serve_demo(tmp_path / "data") as demo:
        monkeypatch.setenv("URL", demo.url)
        monkeypatch.setenv("PASSWORD", demo.passwords["shangao02"])
        ran = subprocess.run(
            ["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
        )
    # The last one shows what a worker is told who may not export.
    assert (ran.returncode, ran.stderr.count("error: 403")) == (0, 1), ran.stderr


@pytest.mark.parametrize("readme", READMES)
def test_the_accounts_a_readme_names_are_those_of_the_demo(readme):
    named_there = re.findall(r"^\| `(\w+)`", read(readme), re.MULTILINE)
    made = {account for account, *_ in PEOPLE}
    assert [account for account in named_there if account not in made] == []


# -- rules


def test_the_manuals_rule_set_fits_the_manuals_form_and_every_example_comes_out():
    *_, finished = forms_in(MANUAL)
    (written,) = blocks(MANUAL, "json rules")
    found = check_rule_set(read_json(written), form_types(read_form(finished)), calendar=load_calendar(DOCS))
    assert [one.code for one in found if one.level == "error"] == []
