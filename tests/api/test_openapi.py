"""The description of the API is valid, complete, and true of what the server answers."""

from __future__ import annotations

from lizheng.core.web.api.openapi import describe_api
from lizheng.core.web.api.routes import API, HEALTH, ROUTES
from openapi_spec_validator import validate

from .conftest import FORM, RECORDS


def test_the_description_is_valid():
    validate(describe_api())


def test_every_route_of_the_server_is_described(server):
    served = {
        (method, rule.rule)
        for rule in server.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(API) or rule.rule == HEALTH.path
    }
    assert served == {(route.method, API + route.path) for route in ROUTES} | {("GET", HEALTH.path)}


def test_it_is_served_without_a_session(server):
    answer = server.call("GET", "/api/v1/openapi.json", "")
    assert (answer.status_code, answer.get_json()["openapi"]) == (200, "3.1.0")


def test_a_form_is_answered_with_the_schema_that_judges_its_answers(server):
    answer = server.call("GET", RECORDS.removesuffix("/records")).get_json()
    found = (answer["form"], answer["version"], sorted(answer["schema"]["properties"]))
    assert found == (FORM["form"], 1, sorted(FORM["schema"]["properties"]))


def test_forms_are_listed_where_they_are_open(server):
    listed = [
        server.call("GET", "/api/v1/forms", name).get_json()["items"] for name in ("ceshi-jia", "ceshi-yi")
    ]
    assert [[one["form"] for one in items] for items in listed] == [[FORM["form"]], []]


def test_an_unchanged_form_answers_304(server):
    path = RECORDS.removesuffix("/records")
    tag = server.call("GET", path).headers["ETag"]
    assert server.call("GET", path, headers={"If-None-Match": tag}).status_code == 304
