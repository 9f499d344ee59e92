"""Whatever an author or a worker writes is shown as it was written, and runs nowhere: asked of Chromium."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass

import pytest
from lizheng.core.definitions import publish_form
from lizheng.core.store import tables
from lizheng.core.store.form_index import ensure_index
from lizheng.forms.reading import read_form
from playwright.sync_api import Page
from sqlalchemy import update
from werkzeug.serving import make_server

from .county import AT, TOWNSHIPS, VILLAGES, County
from .payloads import PAYLOADS

pytestmark = [pytest.mark.browser, pytest.mark.first]
OWN = TOWNSHIPS["own"]
A_FEW = PAYLOADS[:: len(PAYLOADS) // 6][:6]
PER_PACK = 8
REPORT = """
window.broken = [];
document.addEventListener('securitypolicyviolation', (event) => window.broken.push(event.violatedDirective));
"""


@dataclass
class World:
    """A county served to a browser, and what went wrong in it."""

    county: County
    url: str
    pages: dict[str, Page]
    dialogs: list[str]
    outside: list[str]


@pytest.fixture(scope="module")
def world(tmp_path_factory, chromium):
    folder = tmp_path_factory.mktemp("county")
    for number in range(0, len(PAYLOADS), PER_PACK):
        write_pack(
            folder / "plugins" / f"evil{number}", f"evil{number}", PAYLOADS[number : number + PER_PACK]
        )
    county = County(folder)
    server = make_server("127.0.0.1", 0, county.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made = World(county, f"http://127.0.0.1:{server.server_port}", {}, [], [])
    contexts = [enter(made, chromium, who) for who in ("worker", "supervisor", "township_admin", "county_it")]
    yield made
    for context in contexts:
        context.close()
    server.shutdown()
    thread.join(10)
    server.server_close()
    county.close()


def enter(world, browser, who):
    context = browser.new_context(locale="zh-CN", base_url=world.url)
    token = world.county.sessions[who].token
    context.add_cookies([{"name": "lizheng", "value": token, "url": world.url, "sameSite": "Strict"}])
    context.add_init_script(REPORT)
    page = context.new_page()
    page.on("dialog", lambda dialog: (world.dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: world.outside.append(asked.url) if world.url not in asked.url else None)
    world.pages[who] = page
    return context


def write_pack(folder, name, payloads):
    """Write a JSON pack with these payloads as title, summary and titles of its parameters."""
    folder.mkdir(parents=True)
    parameter = {"schema": {"type": "integer"}, "default": 1, "legal_basis": payloads[-1]}
    pack = {
        **{"plugin": name, "version": "1.0.0", "api": 1, "title": payloads[0], "summary": payloads[-1]},
        "parameters": {f"p{place}": {"title": text, **parameter} for place, text in enumerate(payloads)},
    }
    (folder / "plugin.json").write_text(json.dumps(pack), "utf-8")


def make_form(payload, number):
    """Return a form with the payload in every place for words."""
    text = {"type": "string", "title": payload, "description": payload, "maxLength": 300}
    properties = {
        "what": text,
        "kind": {
            "type": "string",
            "title": payload,
            "oneOf": [{"const": "a", "title": payload}, {"const": payload}],
        },
        "one": {"type": "string", "title": payload, "enum": [payload, "b"]},
        "rows": {
            "type": "array",
            "title": payload,
            "maxItems": 5,
            "items": {"type": "object", "title": payload, "properties": {"cell": text}},
        },
    }
    placed = {"ui:widget": "textarea", "ui:help": payload, "ui:placeholder": payload}
    return {
        "form": f"t{OWN}.evil{number}",
        "title": payload,
        "purpose": payload,
        "subject": "matter",
        "kind": "internal",
        "schema": {"type": "object", "title": payload, "properties": properties, "required": ["what"]},
        "ui": {
            "what": placed,
            "ui:sections": [
                {"title": payload, "fields": ["what", "kind"]},
                {"title": payload, "fields": ["one", "rows"]},
            ],
        },
        "list": {"columns": ["what", "kind", "one"], "search": ["what"], "filters": ["one", "kind"]},
    }


def publish(county, payload, number):
    definition = read_form(make_form(payload, number))
    with county.site.definitions.change() as change:
        published = publish_form(change, definition, OWN, "shell", AT)
    ensure_index(county.site.store, published.definition)
    return published.form


def rename(county, payload):
    """Give people and units the payload as their name."""
    names = {"name": payload}
    for change in (
        update(tables.accounts).where(tables.accounts.c.account.in_(["worker", "filler-own"])).values(names),
        update(tables.units).where(tables.units.c.code.in_([OWN, VILLAGES["own"]])).values(names),
    ):
        county.site.store.write(lambda connection, job=change: connection.execute(job).rowcount)


def look(world, who, path, expected):
    """Open the page and return what is wrong with it: text that is not there, policy broken."""
    page = world.pages[who]
    answer = page.goto(path)
    text = page.evaluate(
        "document.body.textContent + [...document.querySelectorAll('input,textarea')].map(o => o.value)"
    )
    missing = [] if plain(expected) in plain(text) else [f"{path}: not shown as written"]
    broken = [f"{path}: {one}" for one in page.evaluate("window.broken")]
    made = page.evaluate(
        "document.querySelectorAll('script:not([src]), iframe, object, embed, base, marquee').length"
    )
    return (
        missing
        + broken
        + [f"{path}: {answer.status}"] * (answer.status >= 400)
        + [f"{path}: made"] * (made > 0)
    )


def plain(text):
    return "".join(text.split())


def walk(world, payload):
    """Return everything that is wrong on any page once the payload stands in every string."""
    county, number = world.county, PAYLOADS.index(payload)
    rename(county, payload)
    form = publish(county, payload, number)
    answers = {"what": payload, "kind": payload, "one": payload, "rows": [{"cell": payload}]}
    record = county.make_record("own", form, by="filler-own", returned=True, **answers)
    draft = county.make_draft("worker", form)
    county.call("worker", "POST", f"/fill/{form}/{draft}", data={"/what": payload, "/one": "b", "do": "save"})
    seen = {
        "worker": (
            *("/", "/fill", f"/fill/{form}", f"/fill/{form}/{draft}", f"/fill/{form}/{draft}/review"),
            *(f"/record/{record}", f"/notice?form={form}", f"/refuse/{form}"),
        ),
        "supervisor": ("/", f"/records/{form}", f"/record/{record}", f"/records/{form}/export"),
        "township_admin": ("/forms", f"/forms/edit?form={form}", "/accounts", "/accounts/worker"),
        "county_it": ("/accounts", f"/units?under={OWN}"),
    }
    return [
        fault for who, paths in seen.items() for path in paths for fault in look(world, who, path, payload)
    ]


@pytest.mark.parametrize("payload", A_FEW)
def test_what_somebody_wrote_is_shown_as_written_and_runs_nowhere(world, payload):
    assert (walk(world, payload), world.dialogs, world.outside) == ([], [], [])


@pytest.mark.nightly
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_each_of_120_payloads_is_shown_as_written_and_runs_nowhere(world, payload):
    assert (walk(world, payload), world.dialogs, world.outside) == ([], [], [])


@pytest.mark.parametrize("path", ["/modules", "/settings"])
def test_a_pack_s_own_words_are_shown_as_written_and_run_nowhere(world, path):
    who = "county_it" if path == "/modules" else "township_admin"
    titles = PAYLOADS[::PER_PACK]
    assert [fault for title in titles for fault in look(world, who, path, title)] == []
    assert (world.dialogs, world.outside) == ([], [])


def test_there_are_at_least_120_payloads():
    assert len(PAYLOADS) >= 120


def test_the_browser_tells_of_text_that_did_become_markup(world):
    page = world.pages["worker"]
    page.goto("/complaint")
    page.evaluate("document.body.innerHTML += '<img src=x onerror=alert(1)>'")
    page.wait_for_function("window.broken.length > 0")
    assert (page.evaluate("window.broken[0]"), world.dialogs) == ("script-src-attr", [])
    assert look(world, "worker", "/complaint", "not there") == ["/complaint: not shown as written"]
