"""Every route for every role at own, sibling and foreign units, against a table written by hand."""

from __future__ import annotations

import pytest

from .access_table import ROLES, TABLE, TRACES, UNTRACED
from .web.calls import try_route
from .web.county import CANARIES, County, own_form

pytestmark = pytest.mark.untraced

CASES = [(route, scope) for route, scopes in TABLE.items() for scope in scopes]
NAMES = [f"{route}-{scope}" for route, scope in CASES]
# Who sees records of one township only, and who sees no record at all.
NOT_FOR = {
    **dict.fromkeys(("worker", "supervisor", "township_admin", "plugin_role"), ("sibling", "foreign")),
    **dict.fromkeys(("nobody", "auditor", "security_admin", "county_it"), ("own", "sibling", "foreign")),
}
# Their answers tell of forms, whose titles hold the words looked for; forms are no records.
DESCRIBING = ("/api/v1/forms", "/notice")
# Nothing of the person's lies under that id; the receipt it leads to answers 404, which is noted.
SILENT = {("POST /fill/<form>/<id>/submit", "303", "theirs")}
PERSONS = frozenset(ROLES) - {"nobody"}


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    made = County(tmp_path_factory.mktemp("county"))
    for scope in CANARIES:
        made.make_record(scope)
        made.make_record(scope, own_form(scope))
    yield made
    made.close()


@pytest.fixture(scope="module")
def tried(county):
    """Give what came of a route at a scope for each role; each is tried once only."""
    known = {}

    def try_once(route, scope):
        if (route, scope) not in known:
            known[route, scope] = {
                role: try_route(county, role, route, scope)
                for role, expected in zip(ROLES, TABLE[route][scope].split(), strict=True)
                if expected != "-"
            }
        return known[route, scope]

    return try_once


def test_every_route_stands_in_the_table_and_no_other(county):
    assert {route.split("#")[0] for route in TABLE} == set(find_routes(county))


def test_every_line_of_the_table_speaks_of_every_role():
    assert {len(line.split()) for scopes in TABLE.values() for line in scopes.values()} == {len(ROLES)}


def test_every_unsafe_route_says_what_it_leaves_in_the_log(county):
    unsafe = {route for route in TABLE if not route.startswith("GET ")}
    assert (TRACES.keys() | UNTRACED.keys(), TRACES.keys() & UNTRACED.keys()) == (unsafe, set())


@pytest.mark.parametrize(("route", "scope"), CASES, ids=NAMES)
def test_each_role_gets_the_answer_the_table_says(tried, route, scope):
    expected = dict(zip(ROLES, TABLE[route][scope].split(), strict=True))
    found = {role: one.outcome for role, one in tried(route, scope).items()}
    assert dict.fromkeys(ROLES, "-") | found == expected


@pytest.mark.parametrize(("route", "scope"), CASES, ids=NAMES)
def test_nobody_is_shown_words_of_a_foreign_record(tried, route, scope):
    leaks = [
        (role, place)
        for role, one in tried(route, scope).items()
        for place in NOT_FOR[role]
        if CANARIES[place].encode() in one.content and not route.split(" ")[1].startswith(DESCRIBING)
    ]
    assert leaks == []


@pytest.mark.parametrize(("route", "scope"), CASES, ids=NAMES)
def test_each_try_leaves_exactly_the_entry_it_must(tried, route, scope):
    found = {
        role: [action if outcome == "done" else outcome for action, outcome in one.entries]
        for role, one in tried(route, scope).items()
    }
    assert found == {
        role: [] if (route, one.outcome, scope) in SILENT else expect_entries(role, route, one.outcome)
        for role, one in tried(route, scope).items()
    }


def expect_entries(role, route, outcome):
    """One entry for what was denied, foreign or refused; one for what was done; none for reading."""
    own = TRACES.get(route, "")
    if (outcome in ("403", "404") and role in PERSONS) or (outcome == "422" and own):
        return ["refused"]
    anonymous = outcome == "401" or (outcome == "login" and (own != "logout" or role not in PERSONS))
    return own.split() if not anonymous else []


def find_routes(county):
    return [
        f"{method} {rule.rule}"
        for rule in county.app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
