"""Who may do what where: the table written out again by hand, and the algebra as properties."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lizheng.core.discovery.values import PluginRole
from lizheng.core.organisation.permissions import (
    PERMISSIONS,
    ROLE_PERMISSIONS,
    build_permissions,
    grantable,
    may,
    scope_of,
)
from lizheng.core.organisation.shell import shell_actor
from lizheng.core.organisation.values import Actor, Grant

TOWNSHIP, VILLAGE, GRID = "339924101", "339924101001", "339924101001001"

# Written by hand from the design page, never computed from the code.
EXPECTED = {
    "worker": {"record.capture", "record.view", "record.search"},
    "supervisor": {"record.capture", "record.view", "record.search", "record.export", "record.return"},
    "township_admin": {
        "record.view",
        "record.search",
        "record.export",
        "form.publish",
        "plugin.switch",
        "parameter.set",
        "account.manage",
    },
    "county_it": {"plugin.manage", "unit.manage", "account.manage", "system.manage"},
    "security_admin": {"account.grant", "account.unlock"},
    "auditor": {"audit.view", "audit.verify"},
}

LEADER = PluginRole("security_patrol.leader", "巡防队长", frozenset({"record.view", "account.manage"}))
ROLES = {LEADER.role: LEADER}


def acting(*grants, roles=ROLES):
    grants = tuple(Grant(role, unit) for role, unit in grants)
    return Actor("jia", "测试甲", VILLAGE, grants, permissions=build_permissions(grants, roles))


@pytest.mark.parametrize("role", EXPECTED)
def test_a_role_gives_exactly_what_the_design_page_says(role):
    actor = acting((role, TOWNSHIP))
    assert {permission for permission in PERMISSIONS if may(actor, permission, TOWNSHIP)} == EXPECTED[role]


def test_no_role_is_left_out_of_this_table():
    assert set(ROLE_PERMISSIONS) - {"shell"} == set(EXPECTED)


@pytest.mark.parametrize(
    ("unit", "held"),
    [(VILLAGE, True), (GRID, True), (TOWNSHIP, False), ("339924101002", False), ("339925101001", False)],
)
def test_a_role_reaches_its_unit_and_below_only(unit, held):
    assert may(acting(("worker", VILLAGE)), "record.view", unit) is held


def test_a_plugin_s_role_reaches_that_plugin_s_forms_only():
    actor = acting((LEADER.role, TOWNSHIP))
    forms = ("security_patrol.finding", "village_merge.profile", None, "t339924101.own")
    assert [may(actor, "record.view", VILLAGE, form) for form in forms] == [True, False, False, False]


def test_a_plugin_s_role_gives_nothing_but_records():
    assert not may(acting((LEADER.role, TOWNSHIP)), "account.manage", TOWNSHIP, "security_patrol.finding")


def test_the_role_of_a_plugin_that_is_gone_gives_nothing():
    assert acting((LEADER.role, TOWNSHIP), roles={}).permissions == {}


def test_a_system_administrator_sees_no_record_whatever_else_is_held():
    actor = acting(("county_it", "339924"), ("supervisor", TOWNSHIP), (LEADER.role, TOWNSHIP))
    assert scope_of(actor, "record.view", "security_patrol.finding").roots == ()


def test_a_restriction_takes_out_its_part_and_leaves_the_rest():
    actor = acting(("supervisor", TOWNSHIP), (LEADER.role, TOWNSHIP), ("deny:record.view", VILLAGE))
    scope = scope_of(actor, "record.view", "security_patrol.finding")
    assert (scope.roots, scope.without) == ((TOWNSHIP,), (VILLAGE,))
    assert [scope.covers(unit) for unit in (TOWNSHIP, VILLAGE, GRID)] == [True, False, False]
    assert may(actor, "record.search", GRID)


def test_a_restriction_cuts_a_plugin_s_role_as_well():
    actor = acting((LEADER.role, TOWNSHIP), ("deny:record.view", VILLAGE))
    assert not may(actor, "record.view", GRID, "security_patrol.finding")
    assert may(actor, "record.view", "339924101002", "security_patrol.finding")


def test_the_power_to_give_a_role_holds_where_it_is_held_only():
    actor = acting(("township_admin", TOWNSHIP), ("security_admin", "339924102"))
    given_at = [grantable(actor, "township_admin", unit) for unit in (TOWNSHIP, "339924102")]
    assert given_at == [False, True]


def test_an_actor_made_without_permissions_has_those_of_its_grants():
    assert may(Actor("jia", "测试甲", VILLAGE, (Grant("worker", VILLAGE),)), "record.capture", GRID)


def test_the_shell_may_do_everything_in_its_county_and_nothing_beyond():
    actor = shell_actor("339924")
    assert all(may(actor, permission, GRID) for permission in PERMISSIONS)
    assert not any(may(actor, permission, "339925") for permission in PERMISSIONS)


def test_the_shell_needs_a_county():
    with pytest.raises(ValueError, match="county"):
        shell_actor("")


@pytest.mark.parametrize(
    ("giver", "given_roles"),
    [
        ("worker", set()),
        ("supervisor", set()),
        ("township_admin", {"worker", "supervisor", "security_patrol.leader"}),
        ("county_it", {"worker", "supervisor", "township_admin", "security_patrol.leader"}),
        (
            "security_admin",
            {
                "worker",
                "supervisor",
                "township_admin",
                "county_it",
                "security_patrol.leader",
                "deny:record.view",
            },
        ),
        ("auditor", set()),
    ],
)
def test_who_may_give_which_role(giver, given_roles):
    asked = (*EXPECTED, "security_patrol.leader", "deny:record.view", "shell")
    actor = acting((giver, TOWNSHIP))
    assert {role for role in asked if grantable(actor, role, VILLAGE)} == given_roles
    assert not any(grantable(actor, role, "339924") for role in asked)


# the algebra: as properties that shrink, and on 10,000 random sets of grants

UNITS = ["339924", TOWNSHIP, "339924102", VILLAGE, "339924101002", GRID, "339924101001002"]
FORMS = [None, "security_patrol.finding", "village_merge.profile"]
units = st.sampled_from(UNITS)
denials = st.sampled_from(["record.view", "record.export", "account.manage"]).map(lambda name: f"deny:{name}")
plain_roles = st.sampled_from([*sorted(EXPECTED), LEADER.role, "gone.role"])
plain_grants = st.lists(st.tuples(plain_roles, units), max_size=5)
any_grants = st.lists(st.tuples(st.one_of(plain_roles, denials), units), max_size=6)
permissions = st.sampled_from(sorted(PERMISSIONS))
forms = st.sampled_from(FORMS)
thorough = settings(max_examples=400, deadline=None)

SEPARATED = ("county_it", "security_admin", "auditor")


def judged(grants, permission, unit, form):
    """The definition, said plainly: some grant reaches the unit, and no restriction does."""
    reaching = [role for role, at in grants if unit.startswith(at)]
    given_here = any(
        permission in EXPECTED.get(role, ())
        or (role == LEADER.role and permission == "record.view" and str(form).startswith("security_patrol."))
        for role in reaching
    )
    taken = any(
        role == f"deny:{permission}" or (role in SEPARATED and permission.startswith("record."))
        for role in reaching
    )
    return given_here and not taken


@thorough
@given(any_grants, permissions, units, forms)
def test_deny_wins_ties_and_no_grant_means_no(grants, permission, unit, form):
    assert may(acting(*grants), permission, unit, form) is judged(grants, permission, unit, form)


@thorough
@given(any_grants, st.randoms(use_true_random=False))
def test_the_order_of_grants_does_not_matter(grants, random):
    shuffled = random.sample(grants, len(grants))
    assert acting(*grants).permissions == acting(*shuffled).permissions


@thorough
@given(any_grants, st.tuples(denials, units), permissions, units, forms)
def test_a_restriction_never_grants(grants, restriction, permission, unit, form):
    before, after = acting(*grants), acting(*grants, restriction)
    assert may(before, permission, unit, form) or not may(after, permission, unit, form)


@thorough
@given(plain_grants, permissions, units, st.sampled_from(["001", "d01"]), forms)
def test_what_is_held_at_a_unit_is_held_below_it_unless_restricted(grants, permission, unit, below, form):
    plain = [grant for grant in grants if grant[0] not in SEPARATED]
    actor = acting(*plain)
    assert may(actor, permission, unit + below, form) or not may(actor, permission, unit, form)


@pytest.mark.untraced
def test_ten_thousand_random_sets_of_grants_are_judged_as_the_definition_says():
    random = Random(20260226)
    assert [grants for grants in random_sets(random, 10_000) if misjudged(grants, random)] == []


def random_sets(random, count):
    roles = [
        *EXPECTED,
        LEADER.role,
        "gone.role",
        "deny:record.view",
        "deny:record.export",
        "deny:account.manage",
    ]
    for _ in range(count):
        yield [(random.choice(roles), random.choice(UNITS)) for _ in range(random.randrange(7))]


def misjudged(grants, random):
    """Tell whether code and definition differ anywhere for one form and one unit drawn at random."""
    actor, form, unit = acting(*grants), random.choice(FORMS), random.choice(UNITS)
    return any(may(actor, name, unit, form) is not judged(grants, name, unit, form) for name in PERMISSIONS)
