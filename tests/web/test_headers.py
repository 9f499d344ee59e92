"""What every answer carries: a strict content policy, no guessing of types, no frames; and its cookies."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from ..access_table import TABLE
from .calls import try_route
from .county import PASSWORD

EVERY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LOOSE = re.compile(r"unsafe-|\*|https?:|data:")
CASES = [(route, next(iter(scopes))) for route, scopes in TABLE.items()]
ODD = [
    ("GET", "/no/such/place", {}),
    ("GET", "/api/v1/no/such/place", {}),
    ("DELETE", "/mine", {}),
    ("PATCH", "/api/v1/mine", {}),
    ("POST", "/look", {"data": b"x" * 2_000_000}),
    ("GET", "/static/0/none.css", {}),
    ("GET", "/fill/", {}),
    ("GET", "//example.invalid/%2e%2e", {}),
    ("TRACE", "/", {}),
]


def assert_strict(headers):
    policy = headers.get("Content-Security-Policy", "")
    assert {name: headers.get(name) for name in EVERY} == EVERY
    assert ("default-src 'none'" in policy, LOOSE.findall(policy)) == (True, [])


@pytest.mark.parametrize("role", ["nobody", "worker", "township_admin"])
@pytest.mark.parametrize(("route", "scope"), CASES, ids=[route for route, _ in CASES])
def test_every_answer_carries_the_strict_headers(county, route, scope, role):
    by = "supervisor" if scope == "mine" and role != "worker" else role
    assert_strict(try_route(county, by, route, scope).answer.headers)


@pytest.mark.parametrize(("method", "path", "more"), ODD, ids=[f"{one[0]} {one[1]}" for one in ODD])
def test_a_refusal_before_any_view_carries_them_too(county, method, path, more):
    answer = county.call("worker", method, path, **more)
    assert_strict(answer.headers)
    assert 300 <= answer.status_code < 500


def test_a_breakdown_carries_them_too(county, monkeypatch, caplog):
    monkeypatch.setattr("lizheng.core.web.pages.home.list_drafts", lambda *_, **__: 1 // 0)
    answer = county.call("worker", "GET", "/mine")
    assert_strict(answer.headers)
    assert (answer.status_code, "ZeroDivision" in answer.get_data(as_text=True)) == (500, False)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("path", ["/", "/mine", "/records", "/password", "/api/v1/session", "/login"])
def test_no_page_of_a_person_is_kept_by_a_cache(county, path):
    assert county.call("supervisor", "GET", path).headers["Cache-Control"] == "no-store"


def log_in(county, base):
    data = {"account": county.make_account("own"), "password": PASSWORD}
    answer = county.call("", "POST", "/login", data=data, base_url=base)
    return answer.headers.getlist("Set-Cookie")


def test_on_http_the_session_s_cookie_is_kept_from_scripts_and_other_sites(county):
    (cookie,) = log_in(county, "http://localhost")
    name, *attributes = cookie.split("; ")
    assert (name.split("=")[0], attributes) == ("lizheng", ["HttpOnly", "Path=/", "SameSite=Strict"])


def test_on_https_the_session_s_cookie_is_bound_to_the_host(county):
    (cookie,) = log_in(county, "https://localhost")
    name, *attributes = cookie.split("; ")
    wanted = ("__Host-lizheng", ["Secure", "HttpOnly", "Path=/", "SameSite=Strict"])
    assert (name.split("=")[0], attributes) == wanted


def test_on_https_a_browser_is_told_to_stay_there(county):
    answer = county.call("", "GET", "/login", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_on_https_the_cookie_of_http_is_not_taken(county):
    answer = county.call("worker", "GET", "/mine", base_url="https://localhost")
    assert urlsplit(answer.location).path == "/login"


@pytest.mark.parametrize("base", ["http://localhost", "https://localhost"])
def test_the_cookies_of_the_look_are_as_strict(county, base):
    answer = county.call("", "POST", "/look", data={"large": "1", "language": "en"}, base_url=base)
    cookies = answer.headers.getlist("Set-Cookie")
    strict = [("HttpOnly" in one, "SameSite=Strict" in one, "Secure" in one) for one in cookies]
    assert strict == [(True, True, base.startswith("https"))] * 2


@pytest.mark.parametrize("value", ["en\r\nX-Evil: 1", "en; Domain=.invalid", "x" * 5_000, "\x00", "中文"])
def test_what_is_typed_as_language_never_becomes_a_header(county, value):
    answer = county.call("", "POST", "/look", data={"language": value, "large": value})
    cookies = answer.headers.getlist("Set-Cookie")
    assert (answer.status_code, "X-Evil" in answer.headers, cookies) == (303, False, [])
