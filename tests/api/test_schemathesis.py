"""A thousand made-up calls: none is answered with 500 or above, none in a way the description leaves out."""

from __future__ import annotations

import shutil

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lizheng.core.web.api.routes import API, HEALTH, ROUTES
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from .conftest import FORM, PEOPLE, Server, make_body, make_id, make_photo

pytestmark = [pytest.mark.first, pytest.mark.untraced]

CASES_A_ROUTE = 50  # 22 routes: 1,100 cases
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
# Made-up names meet nothing, so half of the cases use names that exist.
KNOWN = {"form": [FORM["form"]], "id": [make_id(1), make_id(2), make_id(3)], "version": ["1", "2"]}
PLACES = [*((route.method, API + route.path) for route in ROUTES), (HEALTH.method, HEALTH.path)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory, county):
    folder, tokens = county
    home = tmp_path_factory.mktemp("filled") / "lizheng"
    shutil.copytree(folder, home)
    made = Server(home, tokens)
    made.put(1)
    made.put(2, answers={"what": "井盖破损", "photo": made.upload(make_photo()).get_json()})
    yield made
    made.close()


@pytest.mark.parametrize(("method", "path"), PLACES)
def test_no_made_up_call_breaks_the_server_or_surprises_the_description(filled, method, path):
    operation = find_operation(filled.app, method, path)

    @settings(
        max_examples=CASES_A_ROUTE,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), chosen=st.data())
    def call_once(case, chosen):
        use_known_names(case, chosen)
        # The session that would be ended is not the one that the other calls need.
        account = chosen.draw(st.sampled_from([*PEOPLE, "nobody"]))
        token = "x" if "session" in path else filled.tokens.get(account, "x")
        sent = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        answer = case.call(headers={**(case.headers or {}), **sent})
        case.validate_response(answer, checks=CHECKS)

    call_once()


def find_operation(app, method, path):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    return schema[path.replace("<", "{").replace(">", "}")][method]


def use_known_names(case, chosen):
    if not chosen.draw(st.booleans()):
        return
    for name in case.path_parameters or {}:
        if name in KNOWN:
            case.path_parameters[name] = chosen.draw(st.sampled_from(KNOWN[name]))
    if isinstance(case.body, dict) and "captured_at" in case.body:
        known = make_body()
        case.body |= {name: known[name] for name in ("version", "unit", "captured_at") if name in case.body}
