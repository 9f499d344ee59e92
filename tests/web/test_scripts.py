"""What a phone fetches to judge a form: how much it is, and that it says what its source says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from lizheng.core.web.scripts import list_scripts, pack_script
from lizheng.core.web.short_words import UnreadableScript, shorten_words

from ..rules.engines.asking import ROOT, ask_javascript, make_lines
from ..rules.engines.python_engine import write_json
from ..rules.engines.test_vectors import CASES, expect
from ..rules.engines.vectors import is_same
from ..rules.sets_js.asking_sets import answer_in_node, make_calls
from .county import County

MOST = 10 * 1024
GZIP = {"Accept-Encoding": "gzip, deflate"}


def fetch(county: County, name: str, **headers: str) -> Any:
    return county.call("", "GET", f"/static/0/{name}", headers=headers)


@pytest.fixture(scope="module")
def served(county: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the engine as it is sent, where the tests' own scripts look for it."""
    root = tmp_path_factory.mktemp("served")
    for name in ("rules/js/cli.mjs", "rules/js/package.json", "tests/rules/sets_js/answer_sets.mjs"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    for name in ("page.js", "engine.js"):
        (root / "rules/js" / name).write_bytes(fetch(county, f"rules/{name}").data)
    return root


@pytest.mark.parametrize("name", ["rules/page.js", "rules/engine.js"])
def test_an_engine_is_at_most_ten_kilobytes_as_sent(county: County, name: str) -> None:
    answer = fetch(county, name, **GZIP)
    assert (answer.headers["Content-Encoding"], len(answer.data) <= MOST) == ("gzip", True)


def test_a_page_fetches_the_engine_and_its_own_script_and_no_more(county: County) -> None:
    sent = [fetch(county, name, **GZIP) for name in ("rules/page.js", "js/live.js")]
    assert (sum(len(one.data) for one in sent) <= 17 * 1024, fetch(county, "js/saying.js").status_code) == (
        True,
        404,
    )


def test_what_a_browser_has_is_not_sent_twice(county: County) -> None:
    etag = fetch(county, "rules/page.js", **GZIP).headers["ETag"]
    again = fetch(county, "rules/page.js", **GZIP, **{"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_every_case_is_answered_by_the_engine_as_sent(served: Path) -> None:
    lines = ask_javascript([write_json(case) for case in CASES.values()], served / "rules/js")
    pairs = zip(CASES, map(json.loads, lines), strict=True)
    assert [name for name, answer in pairs if not is_same(answer, expect(CASES[name]))] == []


def test_random_rules_are_answered_as_by_the_source(served: Path) -> None:
    lines = list(make_lines(5_000, seed=9))
    assert ask_javascript(lines, served / "rules/js") == ask_javascript(lines)


@pytest.mark.parametrize("alone", [False, True])
def test_random_sets_are_judged_as_by_the_source(served: Path, alone: bool) -> None:
    calls = make_calls(60, 5, 3)
    assert answer_in_node(*calls, alone=alone, root=served) == answer_in_node(*calls, alone=alone)


def test_what_a_folder_shares_is_one_file() -> None:
    sources = {
        "a/one.js": '// One.\nimport { add } from "./two.js";\nimport { far } from "../b/three.js";\n\n'
        "/** Tell. */\nexport const tell = (number) => far(add(number, 1));\n",
        "a/two.js": "export const add = (left, right) => left + right;\n",
    }
    text = 'import{far}from"../b/three.js";\nconst A=(a,b)=>a+b;\nconst tell=(a)=>far(A(a,1));\nexport{tell};'
    assert (list_scripts(sources), pack_script("a/one.js", sources)) == ({"a/one.js": ("b/three.js",)}, text)


@pytest.mark.parametrize(
    ("statement", "short"),
    [
        ("const f=(value)=>value.value;", "const a=(b)=>b.value;"),
        ("const f=(value)=>({value});", "const a=(value)=>({value});"),
        ("const f=(one)=>({one:one});", "const a=(b)=>({one:b});"),
        ("const f=(one)=>`one ${one}`;", "const a=(one)=>`one ${one}`;"),
        ('const f=(one)=>"one"+one;', 'const a=(b)=>"one"+b;'),
        ("const f=(one)=>/one/.test(one);", "const a=(b)=>/one/.test(b);"),
        ('const f=(one)=>{return/"one/.test(one)};', 'const a=(b)=>{return/"one/.test(b)};'),
        ("for(const[key,one]of all)use(key,one);", "for(const[a,b]of all)use(a,b);"),
        ("const f=(one)=>a+one;", "const b=(c)=>a+c;"),
    ],
)
def test_a_name_is_shortened_only_where_nobody_else_reads_it(statement: str, short: str) -> None:
    assert shorten_words(statement.replace("f=", "found="), {}) == short


@pytest.mark.parametrize(
    "sources",
    [
        {"a/x.js": 'import { y } from "./y.js";\nconst one = 1;\n', "a/y.js": "export const one = 2;\n"},
        {
            "a/x.js": 'export { y } from "./y.js";\n',
            "a/y.js": 'export { x } from "./x.js";\n',
        },
        {"a/x.js": "const one = [1;\n"},
        {"a/x.js": "const one = 1);\n"},
    ],
    ids=["one name for two things", "a circle", "not closed", "not opened"],
)
def test_scripts_that_cannot_be_put_together_are_refused(sources: dict[str, str]) -> None:
    with pytest.raises(UnreadableScript):
        pack_script("a/x.js", sources)
