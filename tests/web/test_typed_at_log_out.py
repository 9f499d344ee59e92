"""A session that ends while somebody fills a page costs none of what was typed."""

from __future__ import annotations

import re

import pytest

from .county import PASSWORD, VILLAGES, own_form

FORM = own_form("own")
WORDS = "写到一半时登录过期了<b>"


@pytest.fixture
def asked(county):
    """The log-in page that follows a post without a session, and the address it came from."""
    path = f"/fill/{FORM}/{county.make_id()}"
    typed = {"/what": WORDS, "@unit": VILLAGES["own"], "do": "review", "csrf": "of-the-old-session"}
    sent = county.call("", "POST", path, data=typed)
    assert (sent.status_code, sent.location.split("?")[0]) == (307, "/login")
    return path, county.call("", "POST", sent.location, data=typed)


def log_in(county, path, **more):
    typed = {"/what": WORDS, "@unit": VILLAGES["own"], "next": path}
    client = county.app.test_client()
    account = county.make_account("own")
    return client, client.post("/login", data={"account": account, "password": PASSWORD, **typed, **more})


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))


def test_the_log_in_page_takes_along_what_was_typed(asked):
    path, page = asked
    fields = hidden(page.text)
    assert (page.status_code, fields["/what"], fields["next"]) == (
        200,
        WORDS.replace("<b>", "&lt;b&gt;"),
        path,
    )
    assert "csrf" not in fields


def test_it_is_saved_after_the_log_in(county, asked):
    path, _ = asked
    client, page = log_in(county, path)
    fields = hidden(page.text.split(f'action="{path}"')[1])
    saved = client.post(path, data={**fields, "/what": WORDS, "do": "save"})
    assert (saved.status_code, "写到一半时登录过期了" in client.get(path).text) == (303, True)


def test_a_wrong_password_keeps_it_too(county, asked):
    _, page = log_in(county, asked[0], password="wrong")
    assert (page.status_code, "写到一半" in page.text) == (401, True)


def test_it_goes_to_no_other_page(county, asked):
    assert log_in(county, "//evil.invalid/fill/")[1].location == "/"


def test_a_page_that_saves_itself_is_told_so_only_when_it_is_kept(county):
    path = f"/fill/{FORM}/{county.make_id()}"
    statuses = [county.call(who, "POST", path, data={"/what": WORDS, "do": "keep"}) for who in ("worker", "")]
    assert [answer.status_code for answer in statuses] == [204, 307]
