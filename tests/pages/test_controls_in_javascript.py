"""The page reads its controls as the server reads them once they are posted."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lizheng.core.web.live import describe_fields
from lizheng.forms.answers import read_posted
from lizheng.forms.canonical import write_json
from lizheng.forms.page import build_page, render_fields

from ..forms.conftest import Page, make_form
from ..rules.node import find_node

TEXTS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "text": ({"type": "string"}, ("甲", " 甲 乙 ", "a\r\nb", "", "  ")),
    "mobile": (
        {"type": "string", "format": "mobile"},
        ("+86 138-0000-0000", "１３８００００００００", "008613800000000"),
    ),
    "plate": ({"type": "string", "format": "licence-plate"}, ("浙a·12345", "浙A 12345")),
    "email": ({"type": "string", "format": "email"}, (" ａ@b.cn ",)),
    "number": (
        {"type": "number"},
        ("1.50", "１，２００．５", "1,200", "1,20", "。5", "5。", "−3", "+3", "1e3", "abc", "1 2"),
    ),
    "integer": ({"type": "integer"}, ("7", "7.0", "7.5", "1,000", "-0", "甲")),
    "boolean": ({"type": "boolean"}, ("true", "false")),
    "date": (
        {"type": "string", "format": "date"},
        ("2026-02-28", "2026年2月8日", "2026.2.8", "2026/02/08", "20260208", "昨天"),
    ),
    "time": (
        {"type": "string", "format": "time"},
        ("08:30", "8:05", "8时30分", "08:30:00", "08:30:15", "08:30:15.5", "晚上"),
    ),
    "datetime": (
        {"type": "string", "format": "date-time"},
        *(
            (
                *("2026-11-20T14:20", "2026-11-20T14:20:05", "2026-11-20 14:20", "2026年11月20日 14:20"),
                *("2026年11月20日14时20分", "2026-11-20T14:20:00+02:00", "2026-11-20T06:20:00Z", "没记"),
            ),
        ),
    ),
    "choice": ({"enum": ["甲", "乙"]}, ("甲", "丙")),
    "numbers": ({"enum": [1, 2.5, None]}, ("1", "2.5", "null")),
    "searched": ({"enum": [f"行业{n}" for n in range(20)]}, ("行业3", "行业99")),
}
PAGES = [(schema, [("/a", text)]) for schema, texts in TEXTS.values() for text in texts]
ROW = {"type": "object", "properties": {"n": {"type": "integer"}, "s": {"type": "string"}}}
PAGES += [
    ({"type": "array", "uniqueItems": True, "items": {"enum": ["甲", "乙"]}}, [("/a", "甲"), ("/a", "乙")]),
    ({"type": "array", "items": ROW}, [("/a/~n", "3"), ("/a/0/n", "1"), ("/a/1/s", " "), ("/a/2/s", "甲")]),
    ({"type": "array", "items": {"type": "string"}}, [("/a/~n", "2"), ("/a/0", ""), ("/a/1", "甲")]),
    ({**ROW, "properties": {"a/b": {"type": "string"}, "~": ROW}}, [("/a/a~1b", "甲"), ("/a/~0/n", "2")]),
    (ROW, []),
    ({"type": ["string", "null"]}, [("/a/~null", "1")]),
    ({"type": ["string", "null"]}, [("/a/~null", "1"), ("/a", "甲")]),
    (
        {"type": "string", "format": "date-time"},
        [("/a", "2026-02-26T20:00"), ("/a/~was", "2026-02-26T12:00:00Z")],
    ),
    (
        {"type": "string", "format": "date-time"},
        [("/a", "2026-02-26T21:00"), ("/a/~was", "2026-02-26T12:00:00Z")],
    ),
    ({"type": "string", "format": "time"}, [("/a", "08:30"), ("/a/~was", "08:30:00")]),
    ({"type": "object", "x-widget": "photo"}, [("/a", json.dumps({"sha256": "0" * 64, "name": "桥.jpg"}))]),
    (
        {
            "oneOf": [
                {"type": "object", "properties": {"kind": {"const": "x"}, "n": {"type": "integer"}}},
                ROW,
            ]
        },
        [("/a/~branch", "1"), ("/a/n", "3")],
    ),
]


def write_page(
    schema: dict[str, Any], pairs: list[tuple[str, str]], required: list[str]
) -> tuple[Any, dict[str, Any]]:
    """Return what the server reads, and the same page for the script."""
    form = make_form({"type": "object", "properties": {"a": schema}, "required": required})
    posted = read_posted(form, pairs)
    page = Page(render_fields(build_page(form), posted.state))
    marked = [given for _, given in page.tags if "data-name" in given]
    return posted.answers, {
        "pairs": pairs,
        "kinds": [(given["data-name"], given["data-kind"]) for given in marked if "data-kind" in given],
        "places": [],
        "fields": describe_fields(form, [["a"]], "zh-CN"),
    }


@pytest.mark.parametrize("required", [[], ["a"]], ids=["optional", "required"])
def test_the_page_reads_its_controls_as_the_server_does(required: list[str]) -> None:
    written = [write_page(schema, pairs, required) for schema, pairs in PAGES]
    done = subprocess.run(
        [find_node(), str(Path(__file__).with_name("read_controls.mjs"))],
        input=write_json([page for _, page in written]),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    there = json.loads(done.stdout)
    here = [json.loads(write_json(answers)) for answers, _ in written]
    assert [case for case in zip(PAGES, here, there, strict=True) if case[1] != case[2]] == []
