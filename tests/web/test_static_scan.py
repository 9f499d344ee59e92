"""Nothing an author writes is trusted as markup, nothing runs inline, nothing is fetched from elsewhere."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(str(files("lizheng").joinpath("__init__.py"))).parent
TEMPLATES = sorted((ROOT / "core/web/templates").rglob("*.html"))
SCRIPTS = [
    path for room in ("core/web/static/js", "rules/js") for path in sorted((ROOT / room).rglob("*.js"))
]
STYLES = sorted((ROOT / "core/web/static/css").rglob("*.css"))
SOURCES = [path for room in ("core", "forms", "plugins") for path in sorted((ROOT / room).rglob("*.py"))]
# Where text becomes markup, and why that is right there. A new place needs its reason here.
MARKUP = {
    "core/web/frame.py": "the filter for our own table of icons",
    "core/web/shown.py": "keeps a date in one piece, after everything was escaped",
    "core/web/pages/fill.py": "what forms.page drew, with every word of the author's escaped",
    "core/web/pages/forms.py": "the same, as a preview",
    "forms/widgets/controls.py": "draws a control once, every word of the author's escaped",
}
# The one filter of templates that trusts: icons.html gives it its own constants.
TRUSTING = {("icons.html", "PATHS[name] | markup"), ("icons.html", 'PATHS["mark"] | markup')}
NEVER_IN_A_TEMPLATE = {
    "a trusting filter": r"\|\s*safe\b|autoescape|\bMarkup\(",
    "a script in the page": r"<script(?![^>]*\bsrc=|\stype=\"application/json\")",
    "a style in the page": r"<style|\sstyle=",
    "an event in an attribute": r"\son[a-z]+\s*=",
    "another host": r"(?:src|href|action|srcset|data-[a-z-]+)=[\"'](?:https?:)?//",
    "a script's address": r"javascript:",
    "an embedded page": r"<(?:iframe|object|embed|base|meta[^>]+http-equiv)",
    "an attribute without quotes": r"\s[a-z-]+=\{\{",
}
NEVER_IN_A_SCRIPT = {
    "text as markup": r"(?:inner|outer|insertAdjacent)HTML|document\.write|createContextual|DOMParser",
    "text as code": r"\beval\(|new Function|set(?:Timeout|Interval)\(\s*[\"'`]|import\(",
    "another host": r"https?://(?!www\.w3\.org/)",
    "a style in an attribute": r"\.cssText|setAttribute\(\s*[\"']style",
}


def find(pattern, path):
    return re.findall(pattern, path.read_text("utf-8"), re.I if path.suffix == ".html" else 0)


@pytest.mark.parametrize("what", NEVER_IN_A_TEMPLATE)
def test_no_template_holds(what):
    assert TEMPLATES
    found = {path.name: find(NEVER_IN_A_TEMPLATE[what], path) for path in TEMPLATES}
    assert {name: places for name, places in found.items() if places} == {}


def test_only_the_icons_are_trusted_as_markup():
    found = {(path.name, place) for path in TEMPLATES for place in find(r"\{\{\s*([^}]*\|\s*markup)\b", path)}
    assert found == TRUSTING


@pytest.mark.parametrize("what", NEVER_IN_A_SCRIPT)
def test_no_script_of_ours_holds(what):
    assert SCRIPTS
    found = {path.name: find(NEVER_IN_A_SCRIPT[what], path) for path in SCRIPTS}
    assert {name: places for name, places in found.items() if places} == {}


def test_no_style_sheet_fetches_from_elsewhere():
    vendor = sorted((ROOT / "core/web/static/vendor").rglob("*.css"))
    found = {
        path.name: find(r"url\(\s*[\"']?(?:https?:)?//[^)]*|@import[^;]*", path)
        for path in (*STYLES, *vendor)
    }
    assert {name: places for name, places in found.items() if places} == {}


def test_text_becomes_markup_in_known_places_only():
    found = {path.relative_to(ROOT).as_posix() for path in SOURCES if names_markup(path)}
    assert found == set(MARKUP)


def names_markup(path):
    """Tell whether the module names ``Markup`` in code; comments and documentation do not count."""
    tree = ast.parse(path.read_text("utf-8"))
    names = (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    attributes = (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return "Markup" in {*names, *attributes}


DANGEROUS = {
    "text becomes code": {"eval", "exec", "compile", "__import__"},
    "a template out of text": {"render_template_string", "from_string"},
    "objects out of bytes": {"pickle", "marshal", "shelve", "yaml"},
    "a shell": {"system", "popen", "getoutput"},
}
ALLOWED = {("text becomes code", "compile")}  # re.compile


@pytest.mark.parametrize("what", DANGEROUS)
def test_no_code_of_ours_turns(what):
    found = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in SOURCES
        for name in called(path) & DANGEROUS[what]
        if (what, name) not in ALLOWED
    }
    assert found == set()


def called(path):
    """Return the names of everything the module calls or imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            names |= {getattr(node.func, "id", ""), getattr(node.func, "attr", "")}
        elif isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
    return names
