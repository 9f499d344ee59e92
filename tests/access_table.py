"""Who gets which answer where: written by hand from the design page, never computed from the permission code.

Each line: route, then for each scope the answers to ``ROLES`` in this order. Scopes: ``own`` lies in the
person's township (county roles: in their county), ``sibling`` in another township of the county, ``foreign``
in another county; ``mine`` is what the person made, ``theirs`` what a colleague made; ``any`` has no place.
``login`` is a redirect to the log-in page, ``-`` a case that cannot be. What follows ``#`` in a route names a
variant: ``shared`` is a form of a plugin, where the plain line is about a township's own form.
"""

from __future__ import annotations

ROLES = (
    *("nobody", "worker", "supervisor", "township_admin"),
    *("county_it", "security_admin", "auditor", "plugin_role"),
)

_DESCRIBED = {
    #           nobody worker superv admin county secur audit plugin
    "own": "     401    200    200    200   200    200   200   200",
    "sibling": " 401    404    404    404   200    200   200   404",
    "foreign": " 401    404    404    404   404    404   404   404",
}
_SHARED_DESCRIBED = {"any": "401 200 200 200 200 200 200 200"}
_SEEN_API = {
    "own": "     401    200    200    200   404    404   404   200",
    "sibling": " 401    404    404    404   404    404   404   404",
    "foreign": " 401    404    404    404   404    404   404   404",
}
_SEEN = {
    "own": "     login  200    200    200   404    404   404   200",
    "sibling": " login  404    404    404   404    404   404   404",
    "foreign": " login  404    404    404   404    404   404   404",
}
_ANYBODY = {"any": "200 200 200 200 200 200 200 200"}
_EVERYBODY_API = {"any": "401 200 200 200 200 200 200 200"}
_FILLERS = {"any": "login 200 200 403 403 403 403 200"}
_COUNTY_IT = {"any": "login 403 403 403 200 403 403 403"}
_AUDITOR = {"any": "login 403 403 403 403 403 200 403"}
_TOWNSHIP_PAGE = {
    "own": "     login  403    403    200   403    403   403   403",
    "sibling": " login  403    403    404   403    403   403   403",
    "foreign": " login  403    403    404   403    403   403   403",
}
_TOWNSHIP_ACT = {
    "own": "     login  403    403    303   403    403   403   403",
    "sibling": " login  403    403    404   403    403   403   403",
    "foreign": " login  403    403    404   403    403   403   403",
}
_COUNTY_ACT = {
    "own": "     login  403    403    403   303    403   403   403",
    "sibling": " login  403    403    403   303    403   403   403",
    "foreign": " login  403    403    403   404    403   403   403",
}
_MANAGED = {  # the security administrator gives and takes roles, and does not open, reset or disable accounts
    "own": "     login  403    403    303   303    422   403   403",
    "sibling": " login  403    403    404   303    422   403   403",
    "foreign": " login  403    403    404   404    404   403   403",
}
_ROLES_GIVEN = {
    "own": "     login  403    403    303   303    303   403   403",
    "sibling": " login  403    403    404   303    303   403   403",
    "foreign": " login  403    403    404   404    404   403   403",
}

TABLE: dict[str, dict[str, str]] = {
    # ---- the API
    "POST /api/v1/session": {"any": "201 201 201 201 201 201 201 201"},
    "DELETE /api/v1/session": {"any": "401 204 204 204 204 204 204 204"},
    "GET /api/v1/openapi.json": _ANYBODY,
    "GET /healthz": _ANYBODY,
    "GET /api/v1/forms": _EVERYBODY_API,
    "GET /api/v1/forms/<form>": _DESCRIBED,
    "GET /api/v1/forms/<form>#shared": _SHARED_DESCRIBED,
    "GET /api/v1/forms/<form>/versions/<version>": _DESCRIBED,
    "GET /api/v1/forms/<form>/versions/<version>#shared": _SHARED_DESCRIBED,
    "PUT /api/v1/forms/<form>/records/<id>": {
        #           nobody worker superv admin county secur audit plugin
        "own": "     401    201    201    403   403    403   403   403",
        "sibling": " 401    404    404    404   403    403   403   404",
        "foreign": " 401    404    404    404   404    404   404   404",
    },
    "PUT /api/v1/forms/<form>/records/<id>#shared": {
        "own": "     401    201    201    403   403    403   403   201",
        "sibling": " 401    404    404    404   403    403   403   404",
        "foreign": " 401    404    404    404   404    404   404   404",
    },
    "GET /api/v1/forms/<form>/records": {
        "own": "     401    200    200    200   403    403   403   403",
        "sibling": " 401    404    404    404   403    403   403   404",
        "foreign": " 401    404    404    404   404    404   404   404",
    },
    "GET /api/v1/forms/<form>/records#shared": {"any": "401 200 200 200 403 403 403 200"},
    "POST /api/v1/forms/<form>/export": {
        "own": "     401    403    200    200   403    403   403   403",
        "sibling": " 401    404    404    404   403    403   403   404",
        "foreign": " 401    404    404    404   404    404   404   404",
    },
    "POST /api/v1/forms/<form>/export#shared": {"any": "401 403 200 200 403 403 403 403"},
    "GET /api/v1/mine": _EVERYBODY_API,
    "GET /api/v1/returned": _EVERYBODY_API,
    "GET /api/v1/records/<id>": _SEEN_API,
    "GET /api/v1/records/<id>/revisions": _SEEN_API,
    "POST /api/v1/records/<id>/revisions": {
        #           nobody worker superv admin county secur audit plugin
        "own": "     401    403    201    403   404    404   404   201",
        "sibling": " 401    404    404    404   404    404   404   404",
        "foreign": " 401    404    404    404   404    404   404   404",
        "mine": "    -      201    201    -     -      -     -     201",
    },
    "POST /api/v1/records/<id>/steps": {
        "own": "     401    403    200    403   404    404   404   200",
        "sibling": " 401    404    404    404   404    404   404   404",
        "foreign": " 401    404    404    404   404    404   404   404",
    },
    "POST /api/v1/records/<id>/steps#delete": {
        "own": "     401    403    200    403   404    404   404   200",
        "sibling": " 401    404    404    404   404    404   404   404",
        "foreign": " 401    404    404    404   404    404   404   404",
    },
    "GET /api/v1/drafts": _EVERYBODY_API,
    "GET /api/v1/drafts/<id>": {
        "mine": "    -      200    200    -     -      -     -     200",
        "theirs": "  401    404    404    404   404    404   404   404",
    },
    "PUT /api/v1/drafts/<id>": {
        "mine": "    401    200    200    403   403    403   403   200",
        "theirs": "  401    404    404    403   403    403   403   404",
    },
    "DELETE /api/v1/drafts/<id>": {
        "mine": "    -      204    204    -     -      -     -     204",
        "theirs": "  401    404    404    404   404    404   404   404",
    },
    "PUT /api/v1/attachments/<sha256>": {"any": "401 201 201 403 403 403 403 201"},
    "GET /api/v1/attachments/<sha256>": _SEEN_API,
    # ---- entry
    "GET /static/<digest>/<path:name>": _ANYBODY,
    "GET /login": _ANYBODY,
    "POST /login": {"any": "303 303 303 303 303 303 303 303"},
    "POST /logout": {"any": "login login login login login login login login"},
    "POST /look": {"any": "303 303 303 303 303 303 303 303"},
    "GET /notice": _ANYBODY,
    "GET /complaint": _ANYBODY,
    "GET /password": {"any": "login 200 200 200 200 200 200 200"},
    "POST /password": {"any": "login 422 422 422 422 422 422 422"},
    # ---- filling
    "GET /": {"any": "login 200 200 200 200 200 200 200"},
    "GET /fill": _FILLERS,
    "GET /mine": _FILLERS,
    "GET /fill/<form>": {
        #           nobody worker superv admin county secur audit plugin
        "own": "     login  200    200    403   403    403   403   403",
        "sibling": " login  404    404    403   403    403   403   404",
        "foreign": " login  404    404    403   403    403   403   404",
    },
    "GET /fill/<form>#shared": _FILLERS,
    "GET /fill/<form>/<id>": {
        "mine": "    -      200    200    -     -      -     -     200",
        "theirs": "  login  303    303    403   403    403   403   303",
    },
    "POST /fill/<form>/<id>": {
        "own": "     login  303    303    403   403    403   403   403",
        "sibling": " login  404    404    403   403    403   403   404",
        "foreign": " login  404    404    403   403    403   403   404",
    },
    "POST /fill/<form>/<id>#shared": {
        "mine": "    login  303    303    403   403    403   403   303",
        "theirs": "  login  404    404    403   403    403   403   404",
    },
    "POST /fill/<form>/<id>/discard": {
        "mine": "    -      303    303    -     -      -     -     303",
        "theirs": "  login  303    303    403   403    403   403   303",
    },
    "GET /fill/<form>/<id>/review": {
        "mine": "    -      200    200    -     -      -     -     200",
        "theirs": "  login  303    303    403   403    403   403   303",
    },
    "POST /fill/<form>/<id>/submit": {
        "mine": "    -      303    303    -     -      -     -     303",
        "theirs": "  login  303    303    403   403    403   403   303",
    },
    "GET /refuse/<form>": {
        "own": "     login  200    200    403   403    403   403   200",
        "sibling": " login  404    404    403   403    403   403   404",
        "foreign": " login  404    404    403   403    403   403   404",
    },
    "GET /refuse/<form>#shared": _FILLERS,
    "POST /refuse/<form>": {
        "own": "     login  303    303    403   403    403   403   303",
        "sibling": " login  404    404    403   403    403   403   404",
        "foreign": " login  404    404    403   403    403   403   404",
    },
    # ---- records
    "GET /record/<id>": _SEEN,
    "GET /record/<id>/receipt": _SEEN,
    "GET /record/<id>/edit": {
        #           nobody worker superv admin county secur audit plugin
        "own": "     login  403    303    403   403    403   403   303",
        "sibling": " login  404    404    403   403    403   403   404",
        "foreign": " login  404    404    403   403    403   403   404",
        "mine": "    -      303    303    -     -      -     -     303",
    },
    "POST /record/<id>/return": {
        "own": "     login  403    303    403   404    404   404   303",
        "sibling": " login  404    404    404   404    404   404   404",
        "foreign": " login  404    404    404   404    404   404   404",
    },
    "POST /record/<id>/withdraw": {
        "own": "     login  403    403    403   404    404   404   403",
        "sibling": " login  404    404    404   404    404   404   404",
        "foreign": " login  404    404    404   404    404   404   404",
        "mine": "    -      303    303    -     -      -     -     303",
    },
    "GET /attachments/<sha256>": _SEEN,
    "GET /records": {"any": "login 200 200 200 403 403 403 200"},
    "GET /records/<form>": {
        "own": "     login  200    200    200   403    403   403   404",
        "sibling": " login  404    404    404   403    403   403   404",
        "foreign": " login  404    404    404   403    403   403   404",
    },
    "GET /records/<form>#shared": {"any": "login 200 200 200 403 403 403 200"},
    "GET /records/<form>/export": {
        "own": "     login  403    200    200   403    403   403   403",
        "sibling": " login  403    404    404   403    403   403   403",
        "foreign": " login  403    404    404   403    403   403   403",
    },
    "POST /records/<form>/export": {
        "own": "     login  403    200    200   403    403   403   403",
        "sibling": " login  403    404    404   403    403   403   403",
        "foreign": " login  403    404    404   403    403   403   403",
    },
    "POST /records/<form>/export#shared": {"any": "login 403 200 200 403 403 403 403"},
    # ---- the township's administrator
    "GET /settings": _TOWNSHIP_PAGE,
    "POST /settings/switch": _TOWNSHIP_ACT,
    "POST /settings/parameter": _TOWNSHIP_ACT,
    "GET /forms": _TOWNSHIP_PAGE,
    "GET /forms/edit": _TOWNSHIP_PAGE,
    "POST /forms/edit": _TOWNSHIP_ACT,
    "POST /forms/retire": _TOWNSHIP_ACT,
    "GET /rules": _TOWNSHIP_PAGE,
    "GET /rules/edit": _TOWNSHIP_PAGE,
    "POST /rules/edit": _TOWNSHIP_ACT,
    "POST /rules/retire": _TOWNSHIP_ACT,
    # ---- accounts
    "GET /accounts": {"any": "login 403 403 200 200 200 403 403"},
    "GET /accounts/new": {"any": "login 403 403 200 200 403 403 403"},
    "POST /accounts/new": {
        #           nobody worker superv admin county secur audit plugin
        "own": "     login  403    403    200   200    403   403   403",
        "sibling": " login  403    403    422   200    403   403   403",
        "foreign": " login  403    403    422   422    403   403   403",
    },
    "GET /accounts/import": {"any": "login 403 403 200 200 403 403 403"},
    "POST /accounts/import": {"any": "login 403 403 200 200 403 403 403"},
    "GET /accounts/<account>": {
        "own": "     login  403    403    200   200    200   403   403",
        "sibling": " login  403    403    404   200    200   403   403",
        "foreign": " login  403    403    404   404    404   403   403",
    },
    "POST /accounts/<account>/<any(reset,disable,enable,unlock,grant,revoke):do>#reset": {
        "own": "     login  403    403    200   200    422   403   403",
        "sibling": " login  403    403    404   200    422   403   403",
        "foreign": " login  403    403    404   404    404   403   403",
    },
    "POST /accounts/<account>/<any(reset,disable,enable,unlock,grant,revoke):do>#disable": _MANAGED,
    "POST /accounts/<account>/<any(reset,disable,enable,unlock,grant,revoke):do>#enable": _MANAGED,
    "POST /accounts/<account>/<any(reset,disable,enable,unlock,grant,revoke):do>#unlock": _ROLES_GIVEN,
    "POST /accounts/<account>/<any(reset,disable,enable,unlock,grant,revoke):do>#grant": _ROLES_GIVEN,
    "POST /accounts/<account>/<any(reset,disable,enable,unlock,grant,revoke):do>#revoke": _ROLES_GIVEN,
    # ---- the county's administrators
    "GET /modules": _COUNTY_IT,
    "POST /modules/allow": _COUNTY_ACT,
    "POST /modules/switch": _COUNTY_ACT,
    "POST /modules/restart": {"any": "login 403 403 403 303 403 403 403"},
    "GET /units": {
        "own": "     login  403    403    403   200    403   403   403",
        "sibling": " login  403    403    403   200    403   403   403",
        "foreign": " login  403    403    403   404    403   403   403",
    },
    "POST /units/import": _COUNTY_IT,
    "GET /audit": _AUDITOR,
    "GET /audit/verify": _AUDITOR,
    "POST /audit/verify": _AUDITOR,
}

ACTS = "POST /accounts/<account>/<any(reset,disable,enable,unlock,grant,revoke):do>"
# What stands in the audit log, exactly once, after the route did what it was asked: every unsafe route, and
# every reading that takes data out.
TRACES: dict[str, str] = {
    "POST /api/v1/session": "login",
    "DELETE /api/v1/session": "logout",
    "PUT /api/v1/forms/<form>/records/<id>": "record.submit",
    "PUT /api/v1/forms/<form>/records/<id>#shared": "record.submit",
    "POST /api/v1/forms/<form>/export": "record.export",
    "POST /api/v1/forms/<form>/export#shared": "record.export",
    "POST /api/v1/records/<id>/revisions": "record.revise",
    "POST /api/v1/records/<id>/steps": "record.return",
    "POST /api/v1/records/<id>/steps#delete": "record.delete",
    "POST /login": "login",
    "POST /logout": "logout",
    "POST /fill/<form>/<id>/submit": "record.submit",
    "POST /refuse/<form>": "form.refused",
    "POST /record/<id>/return": "record.return",
    "POST /record/<id>/withdraw": "record.withdraw",
    "POST /records/<form>/export": "record.export",
    "POST /records/<form>/export#shared": "record.export",
    "POST /settings/switch": "plugin.switch_on",
    "POST /settings/parameter": "parameter.set",
    "POST /forms/edit": "form.publish",
    "POST /forms/retire": "form.retire",
    "POST /rules/edit": "rules.publish",
    "POST /rules/retire": "rules.retire",
    "POST /accounts/new": "account.create",
    "POST /accounts/import": "account.create account.import",
    f"{ACTS}#reset": "account.reset",
    f"{ACTS}#disable": "account.disable",
    f"{ACTS}#enable": "account.enable",
    f"{ACTS}#unlock": "account.unlock",
    f"{ACTS}#grant": "account.grant",
    f"{ACTS}#revoke": "account.revoke",
    "POST /modules/allow": "plugin.allow",
    "POST /modules/switch": "plugin.switch_on",
    "POST /modules/restart": "plugin.restart",
    "POST /units/import": "unit.import",
    "POST /audit/verify": "audit.verify",
}
# Unsafe routes without an entry of their own, and why.
UNTRACED: dict[str, str] = {
    "PUT /api/v1/drafts/<id>": "a draft is for one's own eyes, and saved every few seconds",
    "DELETE /api/v1/drafts/<id>": "a draft is for one's own eyes",
    "POST /fill/<form>/<id>": "saves a draft",
    "POST /fill/<form>/<id>#shared": "saves a draft",
    "POST /fill/<form>/<id>/discard": "throws a draft away",
    "PUT /api/v1/attachments/<sha256>": "a file counts when a record names it, and that is noted",
    "POST /look": "language and type size",
    "POST /password": "here two new passwords that differ: nothing was tried; see tests/organisation",
}
