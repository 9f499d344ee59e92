"""What the log says of what went wrong, and what it must never say."""

from __future__ import annotations

import json
import logging

import pytest

from .calls import try_route
from .county import PASSWORD, SHARED, VILLAGES, make_body, own_form

API = "/api/v1"
SECRETS = {
    "password": "Gehe1m-Passwort-Kanarie!",
    "phone": "13812345678",
    "id": "33992419900101123X",
    "words": "金丝雀在东头第三家",
}


def entries_of(county, call):
    heads = county.heads()
    status = call().status_code
    return status, [outcome for _, outcome in county.entries_since(heads)]


def put(county, body, id):
    path = f"{API}/forms/{own_form('own')}/records/{id}"
    return county.call("worker", "PUT", path, data=body, content_type="application/json")


def test_the_same_id_with_other_content_leaves_one_refusal(county):
    id = county.make_id()
    put(county, make_body("own", own_form("own")), id)
    other = make_body("own", own_form("own"), captured_at="2026-02-26T14:00:00+08:00")
    assert entries_of(county, lambda: put(county, other, id)) == (409, ["refused"])


def test_the_same_submission_twice_leaves_nothing_new(county):
    id, body = county.make_id(), make_body("own", own_form("own"))
    put(county, body, id)
    assert entries_of(county, lambda: put(county, body, id)) == (200, [])


def test_a_stale_correction_leaves_one_refusal(county):
    id = county.make_record("own", by="supervisor", returned=True)
    body = json.loads(make_body("own"))
    del body["unit"]
    answers = body["answers"]
    more = {"headers": {"If-Match": '"1"'}}
    path = f"{API}/records/{id}/revisions"
    first = {**body, "answers": {**answers, "what": "路灯杆又歪了，已拉警戒带。"}}
    county.call("supervisor", "POST", path, json=first, **more)
    assert entries_of(county, lambda: county.call("supervisor", "POST", path, json=body, **more)) == (
        412,
        ["refused"],
    )


@pytest.mark.parametrize("headers", [{"X-CSRF-Token": "x"}, {"Origin": "https://example.invalid"}])
@pytest.mark.parametrize("path", ["/look", "/settings/switch", f"{API}/drafts/x"])
def test_a_forged_request_leaves_one_refusal(county, path, headers):
    method = "DELETE" if path.startswith(API) else "POST"
    found = entries_of(county, lambda: county.call("township_admin", method, path, headers=headers))
    assert found == (403, ["refused"])


def test_a_breakdown_leaves_one_failure(county, monkeypatch, caplog):
    monkeypatch.setattr("lizheng.core.web.pages.home.list_drafts", lambda *_, **__: 1 // 0)
    found = entries_of(county, lambda: county.call("worker", "GET", "/mine"))
    assert (found, "reference" in caplog.text) == ((500, ["failed"]), True)


def test_a_refused_log_in_of_a_person_logged_in_leaves_one_entry(county):
    account = county.make_account("own")
    county.call("security_admin", "GET", "/accounts")
    county.site.store.write(
        lambda connection: (
            connection.exec_driver_sql(
                "UPDATE accounts SET disabled_at = '2026-02-20T00:00:00.000000Z' WHERE account = ?",
                (account,),
            ).rowcount
        )
    )
    sent = {"account": account, "password": PASSWORD}
    found = entries_of(county, lambda: county.call("worker", "POST", f"{API}/session", json=sent))
    assert found == (403, ["refused"])


def test_an_address_that_does_not_exist_and_a_stranger_leave_nothing(county):
    calls = (("worker", "/no/such/place"), ("", "/record/x"), ("", f"{API}/records/x"))
    assert [entries_of(county, lambda c=call: county.call(c[0], "GET", c[1]))[1] for call in calls] == [
        []
    ] * 3


def test_a_long_unit_typed_by_hand_is_not_kept_in_the_log(county):
    id = county.make_draft("worker")
    data = {"/what": SECRETS["words"] * 9, "@unit": SECRETS["words"] * 9, "do": "save"}
    county.call("worker", "POST", f"/fill/{SHARED}/{id}", data=data)
    county.call("worker", "POST", f"/fill/{SHARED}/{id}/submit")
    assert max(len(entry["detail"]) for entry in county.entries()) < 1_000


def test_no_secret_of_a_whole_walk_stands_in_the_audit_or_in_any_log(county, caplog):
    caplog.set_level(logging.DEBUG)
    walk_with_secrets(county)
    told = [str(dict(entry)) for entry in county.entries()] + [caplog.text]
    secrets = [*SECRETS.values(), *(one.token for one in county.sessions.values())]
    secrets += [one.actor.csrf for one in county.sessions.values()]
    assert [secret for secret in secrets if any(secret in text for text in told)] == []


def walk_with_secrets(county):
    """Type the canaries wherever a person can type something, also where it is refused."""
    words, number, phone = SECRETS["words"], SECRETS["id"], SECRETS["phone"]
    bad = {"account": number, "password": SECRETS["password"]}
    county.call("", "POST", "/login", data=bad)
    county.call("", "POST", f"{API}/session", json={**bad, "account": phone})
    county.call("", "POST", f"{API}/session", json={"account": "worker", "password": SECRETS["password"]})
    new = {"new": SECRETS["password"], "again": SECRETS["password"]}
    county.call("supervisor", "POST", "/password", data={"old": SECRETS["password"], **new})
    id = county.make_record("own", by="worker", what=f"{words} {phone} {number}，已拉警戒带。")
    county.call("supervisor", "POST", f"/record/{id}/return", data={"reason": f"{words} {phone}"})
    county.call("worker", "GET", f"/record/{id}")
    county.call("worker", "PUT", f"{API}/forms/{SHARED}/records/{id}", data=make_body("own", what=words))
    county.call("worker", "GET", f"/records/{SHARED}?q={phone}&filter[unit]={words}")
    county.call("worker", "GET", f"/record/{number}")
    county.call("worker", "GET", f"{API}/records/{phone}")
    county.call("township_admin", "GET", f"/accounts/{number}")
    county.call("township_admin", "POST", "/settings/switch", data={"plugin": words, "unit": phone})
    body = {"version": 1, "unit": VILLAGES["foreign"], "captured_at": "2026-02-26T14:00:00+08:00"}
    path = f"{API}/forms/{SHARED}/records/{county.make_id()}"
    county.call("worker", "PUT", path, json={**body, "answers": {"what": words}})
    try_route(county, "township_admin", "POST /forms/edit", "own")
    export = {"purpose": "月报核对", "format": "csv", "q": phone}
    county.call("supervisor", "POST", f"{API}/forms/{SHARED}/export", json=export)
