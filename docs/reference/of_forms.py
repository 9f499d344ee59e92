"""What a form definition may hold: members, keywords, fragments, formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lizheng.forms import catalogue, formats
from lizheng.forms.fragments import PREFIX, shipped_library
from lizheng.forms.lint import keywords, members
from lizheng.forms.text import read_label
from pieces import code, listed, make_page, make_section, make_table


def build_keywords() -> str:
    """Return the members of a form, the keywords of its schema, and the library's fragments."""
    rows = ((f"`{name}`", code(_allowed(check))) for name, check in keywords.KEYWORDS.items())
    told = (
        (f"`{name}`", "required" if name in members.REQUIRED else "", code(_allowed(check)))
        for name, check in members.MEMBERS.items()
    )
    return make_page(
        "Form definition: members, keywords, fragments",
        "What may be written; everything else is refused with its pointer. [forms.md](../forms.md) explains.",
        make_section("Members of a form", "", make_table(("member", "", "value"), told)),
        make_section(
            "Members of list", "", listed(members.LIST_MEMBERS) + "; marks: " + listed(members.MARKS) + "\n"
        ),
        make_section(
            "Keywords of the schema",
            "The closed subset of JSON Schema 2020-12. Names that begin with `x-` are allowed and ignored "
            "unless [forms.md](../forms.md) gives them a meaning.",
            make_table(("keyword", "value"), rows),
        ),
        make_section(
            "Fragments",
            'Named by `{"$ref": "lizheng:..."}`.',
            make_table(("fragment", "title", "parts"), _fragments()),
        ),
    )


def build_formats() -> str:
    """Return each format with what it folds and what it asks."""
    rows = (
        (f"`{name}`", "yes" if name in formats.COMPACT else "", *_sentences(name)) for name in formats.FORMATS
    )
    return make_page(
        "Formats",
        "Values of `format`. Every text is folded first (Unicode NFKC, no outer spaces); compact formats "
        "also lose inner spaces, hyphens and dots, and small letters become capitals.",
        make_table(("format", "compact", "asked in Chinese", "asked in English"), rows),
    )


def _sentences(name: str) -> tuple[str, str]:
    chinese, english = catalogue.ANSWERS["format_" + name.replace("-", "_")]
    return chinese.format(title="此项"), english.format(title="it")


def _allowed(check: Callable[..., Any]) -> str:
    """Return what a check names as allowed when it is given something that cannot be."""
    problems = check(object(), ("x",))
    if not problems:
        return "any value"
    allowed = problems[0].facts.get("allowed", "{…}")
    return ", ".join(map(str, allowed)) if isinstance(allowed, list | tuple) else str(allowed)


def _fragments() -> Iterator[tuple[str, str, str]]:
    for name, schema in sorted(shipped_library().items()):
        parts = ", ".join(schema.get("properties", ())) or schema.get("format") or schema.get("type", "")
        yield (
            f"`{PREFIX}{name}`",
            f"{read_label(schema['title'])} / {read_label(schema['title'], 'en')}",
            parts,
        )
