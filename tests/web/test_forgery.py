"""No other site can send anything with a person's cookie: every unsafe route, table-driven."""

from __future__ import annotations

import pytest

from ..access_table import ROLES, TABLE
from .calls import CALLS, try_route

pytestmark = pytest.mark.untraced

UNSAFE = sorted(route for route in CALLS if not route.startswith("GET "))
# Logging in needs no session, so there is no token to ask for; where the request comes from decides.
WITHOUT_TOKEN = {"POST /api/v1/session"}
FORGERIES = {
    "no token": {"X-CSRF-Token": ""},
    "wrong token": {"X-CSRF-Token": "x" * 43},
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "another port": {"Sec-Fetch-Site": "same-site"},
    "another origin": {"Origin": "https://example.invalid"},
    "no origin": {"Origin": "null"},
    "a host that begins alike": {"Origin": "http://localhost.example.invalid"},
    "another port of the host": {"Origin": "http://localhost:81"},
}
CASES = [
    (route, name)
    for route in UNSAFE
    for name in FORGERIES
    if not (route in WITHOUT_TOKEN and name.endswith("token"))
]


@pytest.mark.parametrize(("route", "name"), CASES, ids=[f"{route}-{name}" for route, name in CASES])
def test_a_forged_request_is_refused_and_does_nothing(county, route, name):
    role, scope = find_allowed(route)
    kept = []
    look = lambda: kept.append(read_contents(county))  # noqa: E731
    tried = try_route(county, role, route, scope, headers=FORGERIES[name], before=look)
    assert (tried.outcome, [outcome for _, outcome in tried.entries]) == ("403", ["refused"])
    assert kept == [read_contents(county)]


@pytest.mark.parametrize("route", ["POST /login", "POST /look", "POST /api/v1/session"])
@pytest.mark.parametrize("name", ["another site", "another origin", "no origin"])
def test_another_site_cannot_log_somebody_in_or_change_the_look(county, route, name):
    tried = try_route(county, "nobody", route, "any", headers=FORGERIES[name])
    assert (tried.outcome, "Set-Cookie" in tried.answer.headers) == ("403", False)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
@pytest.mark.parametrize("route", UNSAFE)
def test_a_method_for_reading_changes_nothing(county, route, method):
    role, scope = find_allowed(route)
    kept = []
    look = lambda: kept.append(read_contents(county))  # noqa: E731
    try_route(county, role, route, scope, method=method, before=look)
    assert kept == [read_contents(county)]


def find_allowed(route):
    """Return a role and a scope for which the table says that the route does its work."""
    found = [
        (role, scope)
        for scope, line in TABLE[route].items()
        for role, status in zip(ROLES, line.split(), strict=True)
        if status in ("200", "201", "204", "303", "422", "login") and role != "nobody"
    ]
    return found[0]


def read_contents(county):
    """Return the number of rows of what people make, and the definitions' version."""
    tables = (
        "records",
        "revisions",
        "steps",
        "drafts",
        "attachments",
        "accounts",
        "grants",
        "units",
        "outbox",
    )
    return {table: county.count(table) for table in tables} | {"serial": county.site.live.current().serial}
