"""A township's form with its rules, published for as long as tests need it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from lizheng.core.app import open_site
from lizheng.core.definitions import publish_form, publish_rules, retire_form, retire_rules
from lizheng.core.settings import read_settings
from lizheng.core.store.form_index import ensure_index
from lizheng.core.store.times import write_time
from lizheng.forms.reading import read_form

from ..pages.ruled_form import TOWNSHIP
from ..serving import Served


@contextmanager
def publish(served: Served, form: Mapping[str, Any], rules: Mapping[str, Any]) -> Iterator[str]:
    """Publish the form with its rules; give the address where it is filled."""
    site, at = open_site(read_settings(data=served.data)), write_time(datetime.now(UTC))
    with site.definitions.change() as change:
        publish_form(change, read_form(dict(form)), TOWNSHIP, "shell", at)
        publish_rules(change, rules, TOWNSHIP, "shell", at)
    ensure_index(site.store, read_form(dict(form)))
    yield f"/fill/{form['form']}"
    with site.definitions.change() as change:
        retire_rules(change, rules["rule_set"], "shell", at)
        retire_form(change, form["form"], "shell", at)
    site.store.close()
