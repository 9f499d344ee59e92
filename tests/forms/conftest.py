"""What the tests of pages share: a form from a bare schema, and a browser that fills nothing and submits."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from lizheng.forms.canonical import content_hash
from lizheng.forms.definition import FormDefinition, ListView


def make_form(schema: Any, ui: Any = None, codes: Any = None) -> FormDefinition:
    """Return a form that is nothing but its schema."""
    document = {"schema": schema, "ui": ui or {}, "codes": sorted(codes or {})}
    return FormDefinition(
        form="test.form",
        title="测试表",
        subject="matter",
        kind="internal",
        schema=schema,
        ui=ui or {},
        list=ListView(),
        codes=codes or {},
        prefix="CS",
        document=document,
        hash=content_hash(document),
    )


class Page(HTMLParser):
    """Reads a page as a browser does; ``pairs`` is what pressing a button would post."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: list[tuple[str, str]] = []
        self.buttons: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self._text: list[str] | None = None
        self._name = ""
        self._open_select: tuple[str, list[str]] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = {key: value or "" for key, value in attrs}
        self.tags.append((tag, given))
        getattr(self, f"_{tag}", lambda _: None)(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            text = "".join(self._text)
            text = text.removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")
            self.pairs.append((self._name, text))
            self._text = None
        if tag == "select" and self._open_select:
            name, chosen = self._open_select
            self.pairs.append((name, chosen[-1] if chosen else ""))
            self._open_select = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _textarea(self, given: dict[str, str]) -> None:
        self._name, self._text = given["name"], []

    def _select(self, given: dict[str, str]) -> None:
        self._open_select = (given["name"], [])

    def _option(self, given: dict[str, str]) -> None:
        if self._open_select and "selected" in given:
            self._open_select[1].append(given["value"])

    def _button(self, given: dict[str, str]) -> None:
        if given.get("name") == "do":
            self.buttons.append(given["value"])

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind == "file" or (kind in ("radio", "checkbox") and "checked" not in given):
            return
        if "disabled" not in given:
            self.pairs.append((given["name"], given.get("value", "").replace("\n", "").replace("\r", "")))


@pytest.fixture(scope="session")
def form_of() -> Callable[..., FormDefinition]:
    return make_form


@pytest.fixture(scope="session")
def browse() -> Callable[[str], Page]:
    return Page
