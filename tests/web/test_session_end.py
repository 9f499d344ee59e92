"""A copied cookie or token is worth nothing after log-out, a change of password, a reset or a disabling."""

from __future__ import annotations

import re

import pytest

from .county import PASSWORD

NEW = "Shan-ao-2027!"


def make_person(county):
    account = county.make_account("own")
    county.sessions[account] = county.log_in(account)
    return account


def replay(county, account):
    """Return what the copied cookie and the copied token still open."""
    token = county.sessions[account].token
    page = county.call(account, "GET", "/mine")
    client = county.app.test_client()
    api = client.get("/api/v1/mine", headers={"Authorization": f"Bearer {token}"})
    return page.status_code, (page.location or "").split("?")[0], api.status_code


def by_logging_out(county, account):
    return county.call(account, "POST", "/logout")


def by_logging_out_of_the_api(county, account):
    return county.call(account, "DELETE", "/api/v1/session")


def by_changing_the_password(county, account):
    data = {"old": PASSWORD, "new": NEW, "again": NEW}
    return county.call(account, "POST", "/password", data=data)


def by_a_reset(county, account):
    return county.call("township_admin", "POST", f"/accounts/{account}/reset")


def by_disabling(county, account):
    return county.call("township_admin", "POST", f"/accounts/{account}/disable")


ENDS = [by_logging_out, by_logging_out_of_the_api, by_changing_the_password, by_a_reset, by_disabling]


def test_before_the_end_both_work(county):
    assert replay(county, make_person(county)) == (200, "", 200)


@pytest.mark.parametrize("end", ENDS)
def test_a_copied_session_opens_nothing_after_the_end(county, end):
    account = make_person(county)
    assert end(county, account).status_code in (200, 204, 303)
    assert replay(county, account) == (303, "/login", 401)


def test_the_session_gets_a_new_name_when_the_password_changes(county):
    account = make_person(county)
    answer = by_changing_the_password(county, account)
    token = re.match(r"lizheng=([^;]+)", answer.headers["Set-Cookie"])[1]
    assert token not in ("", county.sessions[account].token)


def test_a_log_in_never_takes_over_a_name_the_browser_brought(county):
    client = county.app.test_client()
    client.set_cookie("lizheng", "planted-by-somebody-else")
    data = {"account": county.make_account("own"), "password": PASSWORD}
    answer = client.post("/login", data=data)
    assert "planted" not in answer.headers["Set-Cookie"]


def test_the_sixth_try_is_refused_also_with_the_right_password_and_from_elsewhere(county):
    account = county.make_account("own")
    tries = [*["falsch"] * 5, PASSWORD]
    answers = [
        county.call(
            "",
            "POST",
            "/login",
            data={"account": account, "password": password},
            environ_base={"REMOTE_ADDR": f"192.0.2.{place}"},
        ).status_code
        for place, password in enumerate(tries)
    ]
    assert answers == [401] * 5 + [429]


def test_a_first_password_opens_nothing_but_its_own_change(county):
    account = make_person(county)
    county.site.store.write(
        lambda connection: (
            connection.exec_driver_sql(
                "UPDATE accounts SET must_change = 1 WHERE account = ?", (account,)
            ).rowcount
        )
    )
    paths = ("/mine", "/fill", "/password", "/api/v1/forms", "/api/v1/mine")
    answers = [county.call(account, "GET", path) for path in paths]
    found = [(answer.status_code, answer.location) for answer in answers]
    assert found == [(303, "/password")] * 2 + [(200, None), (403, None), (403, None)]
