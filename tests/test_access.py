"""Every route for every role at own, sibling and foreign units, against a table written by hand."""

from __future__ import annotations

import pytest

from .access_table import ROLES, TABLE
from .web.calls import read_outcome, try_route
from .web.county import CANARIES, County

CASES = [(route, scope) for route, scopes in TABLE.items() for scope in scopes]
# Whose own records lie in one township only, and who sees no record at all.
NOT_FOR = {
    **dict.fromkeys(("worker", "supervisor", "township_admin", "plugin_role"), ("sibling", "foreign")),
    **dict.fromkeys(("nobody", "auditor", "security_admin"), ("own", "sibling", "foreign")),
}


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    made = County(tmp_path_factory.mktemp("county"))
    for scope in CANARIES:
        made.make_record(scope)
        made.make_record(scope, f"t{made.actor(f'filler-{scope}').unit[:9]}.note")
    yield made
    made.close()


def test_every_route_stands_in_the_table_and_no_other(county):
    routes = {
        f"{method} {rule.rule}"
        for rule in county.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {route.split("#")[0] for route in TABLE} == routes


def test_every_line_of_the_table_speaks_of_every_role():
    assert {len(line.split()) for scopes in TABLE.values() for line in scopes.values()} == {len(ROLES)}


@pytest.mark.parametrize(("route", "scope"), CASES, ids=[f"{route}-{scope}" for route, scope in CASES])
def test_each_role_gets_the_answer_the_table_says(county, route, scope):
    expected = dict(zip(ROLES, TABLE[route][scope].split(), strict=True))
    answers = {role: try_route(county, role, route, scope) for role in ROLES if expected[role] != "-"}
    assert {role: "-" for role in ROLES} | {
        role: read_outcome(answer) for role, answer in answers.items()
    } == expected
    assert find_leaks(answers, route) == []


def find_leaks(answers, route):
    """Return who was shown words of a record (or the title of a form) that is not theirs to see."""
    described = "/api/v1/forms/" in route
    return [
        (role, scope)
        for role, answer in answers.items()
        for scope in NOT_FOR.get(role, ())
        if CANARIES[scope].encode() in answer.get_data()
        and not (described and role in ("auditor", "security_admin"))
    ]
