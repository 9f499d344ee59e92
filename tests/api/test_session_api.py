"""Sessions over HTTP: token and cookie, their end, and what another site cannot do with them."""

from __future__ import annotations

import pytest

from .conftest import PASSWORD, RECORDS, make_body, make_id

SESSION = "/api/v1/session"
LOG_IN = {"account": "ceshi-jia", "password": PASSWORD}


def test_a_log_in_gives_a_token_that_works(server):
    body = server.call("POST", SESSION, "", json=LOG_IN).get_json()
    headers = {"Authorization": f"Bearer {body['token']}"}
    answer = server.call("GET", "/api/v1/forms", "", headers=headers)
    assert (sorted(body), answer.status_code) == (["account", "expires_at", "token"], 200)


def test_the_cookie_is_kept_from_scripts_and_other_sites(server):
    cookie = server.call("POST", SESSION, "", json=LOG_IN).headers["Set-Cookie"]
    wanted = ("lizheng=", "HttpOnly", "SameSite=Strict", "Path=/")
    assert [part in cookie for part in wanted] == [True] * 4


def test_on_https_the_cookie_is_bound_to_the_host(server):
    answer = server.call("POST", SESSION, "", json=LOG_IN, base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert (cookie.startswith("__Host-lizheng="), "Secure" in cookie) == (True, True)


@pytest.mark.parametrize("changes", [{"password": "falsch"}, {"account": "niemand"}])
def test_a_wrong_password_and_an_unknown_account_answer_alike(server, changes):
    answer = server.call("POST", SESSION, "", json={**LOG_IN, **changes})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "wrong_login")


def test_after_five_failures_the_right_password_is_refused_too(server):
    for _ in range(5):
        server.call("POST", SESSION, "", json={**LOG_IN, "password": "falsch"})
    answer = server.call("POST", SESSION, "", json=LOG_IN)
    found = (answer.status_code, answer.get_json()["code"], "Retry-After" in answer.headers)
    assert found == (429, "login_locked", True)


def test_after_log_out_a_copied_token_is_worth_nothing(server):
    ended = server.call("DELETE", SESSION)
    assert (ended.status_code, server.call("GET", "/api/v1/forms").status_code) == (204, 401)


def test_a_cookie_alone_changes_nothing(server):
    assert [put(server, headers).status_code for headers in ({}, {"X-CSRF-Token": "x"})] == [403, 403]


def test_a_cookie_with_its_token_works(server):
    assert put(server, {"X-CSRF-Token": csrf_of(server)}).status_code == 201


@pytest.mark.parametrize(
    "told",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://example.invalid"},
    ],
)
def test_another_site_is_refused_though_it_had_the_token(server, told):
    answer = put(server, {"X-CSRF-Token": csrf_of(server), **told})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "csrf")


def test_another_site_cannot_log_somebody_in(server):
    answer = server.call("POST", SESSION, "", json=LOG_IN, headers={"Origin": "https://example.invalid"})
    assert answer.get_json()["code"] == "csrf"


def put(server, headers):
    client = server.app.test_client()
    client.set_cookie("lizheng", server.tokens["ceshi-jia"])
    path = f"{RECORDS}/{make_id(1)}"
    return server.call("PUT", path, "", client=client, json=make_body(), headers=headers)


def csrf_of(server):
    with server.site.store.read() as connection:
        query = "SELECT csrf FROM sessions WHERE account = 'ceshi-jia'"
        return connection.exec_driver_sql(query).scalar_one()
