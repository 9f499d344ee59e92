"""Who may do what where: tables to be read by hand, and the few lines that read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from ...forms.keyed import Keyed
from ..discovery.values import PluginRole
from .values import Actor, Grant, Scope

RECORDS = frozenset({"record.capture", "record.view", "record.search", "record.export", "record.return"})

PERMISSIONS = RECORDS | {
    "form.publish",
    "plugin.switch",  # on and off in a township
    "plugin.manage",  # install, and which township may have it
    "parameter.set",
    "account.manage",  # create, disable, reset
    "account.grant",
    "account.unlock",
    "unit.manage",
    "audit.view",
    "audit.verify",
    "system.manage",
}

# A role gives its permissions at the unit where it is held and everywhere below.
ROLE_PERMISSIONS: Mapping[str, frozenset[str]] = {
    "worker": frozenset({"record.capture", "record.view", "record.search"}),
    "supervisor": RECORDS,
    "township_admin": frozenset(
        {"record.view", "record.search", "record.export", "form.publish", "plugin.switch", "parameter.set"}
        | {"account.manage"}
    ),
    "county_it": frozenset({"plugin.manage", "unit.manage", "account.manage", "system.manage"}),
    "security_admin": frozenset({"account.grant", "account.unlock"}),
    "auditor": frozenset({"audit.view", "audit.verify"}),
    "shell": frozenset(PERMISSIONS),  # whoever can read the database file; held by no account
}

# GB/T 22239-2019: system, security and audit administrators are different persons and see no business data.
SEPARATED = frozenset({"county_it", "security_admin", "auditor"})
ROLE_RESTRICTIONS: Mapping[str, frozenset[str]] = dict.fromkeys(SEPARATED, RECORDS)

# A plugin's role reaches that plugin's forms only, and records only.
PLUGIN_PERMISSIONS = RECORDS

_BUSINESS = frozenset({"supervisor", "worker", "plugin"})
# Who may give (and take away) which role, at the own unit or below. ``plugin`` stands for every plugin role,
# ``deny`` for every restriction.
GRANTABLE: Mapping[str, frozenset[str]] = {
    "township_admin": _BUSINESS,
    "county_it": _BUSINESS | {"township_admin"},
    "security_admin": _BUSINESS | {"township_admin", "county_it", "deny"},
    "shell": _BUSINESS | {"township_admin", "deny"} | SEPARATED,
}

# The level of unit at which a role is held; a role not named here is held at any level.
ROLE_LEVELS: Mapping[str, frozenset[str]] = {
    "township_admin": frozenset({"township"}),
    "county_it": frozenset({"county"}),
    "security_admin": frozenset({"county"}),
    "auditor": frozenset({"county"}),
}

ROLE_TITLES: Mapping[str, Mapping[str, str]] = {
    "worker": {"zh-CN": "填报员", "en": "Worker"},
    "supervisor": {"zh-CN": "审核员", "en": "Supervisor"},
    "township_admin": {"zh-CN": "乡镇管理员", "en": "Township administrator"},
    "county_it": {"zh-CN": "系统管理员", "en": "System administrator"},
    "security_admin": {"zh-CN": "安全管理员", "en": "Security administrator"},
    "auditor": {"zh-CN": "审计管理员", "en": "Audit administrator"},
}

DENY = "deny:"
_NOWHERE = Scope()


def may(actor: Actor, permission: str, unit: str, form: str | None = None) -> bool:
    """Tell whether the actor holds the permission at the unit, for that form; no grant means no."""
    return scope_of(actor, permission, form).covers(unit)


def scope_of(actor: Actor, permission: str, form: str | None = None) -> Scope:
    """Return the units the permission reaches; plugin roles count only for a form of their plugin."""
    held = actor.permissions or build_permissions(actor.grants)
    everywhere = held.get(permission, _NOWHERE)
    in_plugin = held.get(f"{form.split('.')[0]}:{permission}") if form else None
    if in_plugin is None:
        return everywhere if everywhere.roots else _NOWHERE
    roots = tuple(sorted({*everywhere.roots, *in_plugin.roots}))
    return Scope(roots, tuple(sorted({*everywhere.without, *in_plugin.without}))) if roots else Scope()


def holds(actor: Actor, permission: str) -> bool:
    """Tell whether the actor holds the permission anywhere, for every form or for a plugin's forms only."""
    return bool(widest_scope(actor, permission).roots)


def widest_scope(actor: Actor, permission: str) -> Scope:
    """Return every unit the permission reaches for at least one form; each find is still to be judged."""
    held = actor.permissions or build_permissions(actor.grants)
    found = (scope for key, scope in held.items() if key.split(":")[-1] == permission)
    return Scope(tuple(sorted({root for scope in found for root in scope.roots})))


def build_permissions(
    grants: Iterable[Grant], roles: Mapping[str, PluginRole] | None = None
) -> Mapping[str, Scope]:
    """Return permission -> scope for these grants, and ``plugin:permission`` -> scope for plugin roles.

    Restrictions come from ``deny:<permission>`` grants and from separated roles; they win over every grant
    that reaches the same unit. The order of the grants does not matter. ``roles`` are never changed in place.
    """
    # Asked at every request: the same person's grants under the same roles are judged once.
    return _build_known(tuple(grants), Keyed(str(id(roles)), roles))


@lru_cache(maxsize=4096)
def _build_known(grants: tuple[Grant, ...], roles: Keyed) -> Mapping[str, Scope]:
    allowed = {(key, grant.unit) for grant in grants for key in _given_by(grant.role, roles.value or {})}
    denied = {(key, grant.unit) for grant in grants for key in _taken_by(grant.role)}
    narrowed = {key: _narrow(key, allowed, denied) for key in sorted({key for key, _ in allowed})}
    return MappingProxyType(narrowed)


def grantable(actor: Actor, role: str, unit: str) -> bool:
    """Tell whether the actor may give or take this role at the unit: the table, at or below the own unit."""
    kind = "deny" if role.startswith(DENY) else "plugin" if "." in role else role
    return any(may(actor, permission, unit) for permission in ("account.grant", "account.manage")) and any(
        kind in GRANTABLE.get(held.role, frozenset()) and unit.startswith(held.unit) for held in actor.grants
    )


def _given_by(role: str, roles: Mapping[str, PluginRole]) -> Iterable[str]:
    if role in ROLE_PERMISSIONS:
        return ROLE_PERMISSIONS[role]
    if role in roles:
        plugin = role.split(".")[0]
        return [f"{plugin}:{permission}" for permission in roles[role].permissions & PLUGIN_PERMISSIONS]
    return ()


def _taken_by(role: str) -> Iterable[str]:
    if role.startswith(DENY):
        return (role.removeprefix(DENY),)
    return ROLE_RESTRICTIONS.get(role, ())


def _narrow(key: str, allowed: set[tuple[str, str]], denied: set[tuple[str, str]]) -> Scope:
    permission = key.split(":")[-1]
    without = tuple(sorted(unit for denied_key, unit in denied if denied_key == permission))
    roots = (unit for allowed_key, unit in allowed if allowed_key == key)
    kept = tuple(sorted(root for root in roots if not any(root.startswith(unit) for unit in without)))
    return Scope(kept, tuple(unit for unit in without if any(unit.startswith(root) for root in kept)))
