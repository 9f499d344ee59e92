"""A module that is off takes nothing new, keeps what it has, and still takes what was filled before."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from lizheng.core.definitions import switch_off, switch_on

from .conftest import VILLAGE, make_id

FORM = "security_patrol.finding"
RECORDS = f"/api/v1/forms/{FORM}/records"
BEFORE, AFTER = "2026-02-26T14:00:00+08:00", "2026-02-26T14:19:00+08:00"


def test_a_module_that_is_on_takes_records(server):
    switch(server, switch_on)
    assert put(server, 1, AFTER).status_code == 201


def test_a_module_that_was_never_on_takes_none(server):
    assert put(server, 1, AFTER).get_json()["code"] == "plugin_off"


@pytest.mark.parametrize(("captured_at", "status"), [(BEFORE, 201), (AFTER, 403)])
def test_after_the_switch_only_what_was_filled_before_is_taken(server, captured_at, status):
    switch(server, switch_on)
    switch(server, switch_off, at="2026-02-26T06:10:00.000000Z")
    assert put(server, 1, captured_at).status_code == status


def test_records_of_a_module_that_is_off_stay_readable(server):
    switch(server, switch_on)
    put(server, 1, AFTER)
    switch(server, switch_off)
    paths = (f"/api/v1/records/{make_id(1)}", RECORDS)
    read = [server.call("GET", path, "ceshi-bing").status_code for path in paths]
    assert (read, offered(server)) == ([200, 200], False)


def switch(server, do, at="2026-02-26T06:00:00.000000Z"):
    with server.site.definitions.change() as change:
        do(change, "security_patrol", "339924101", "shell", at)


def put(server, number, captured_at):
    text = files("lizheng.plugins").joinpath("security_patrol/cases/examples.json").read_text("utf-8")
    answers = next(one for one in json.loads(text)[FORM] if "photos" not in one)
    body = {"version": 1, "unit": VILLAGE, "captured_at": captured_at, "answers": answers}
    return server.call("PUT", f"{RECORDS}/{make_id(number)}", json=body)


def offered(server):
    return FORM in [one["form"] for one in server.call("GET", "/api/v1/forms").get_json()["items"]]
