"""Giving and taking roles: which role exists, at which level, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from ...forms.text import Language, read_label
from ..discovery.values import PluginRole
from .codes import level_of
from .permissions import DENY, PERMISSIONS, ROLE_LEVELS, ROLE_TITLES, SEPARATED, grantable
from .refusals import Refused
from .units import find_unit
from .values import Actor, Grant

_LEVEL_TITLES = {
    "county": "县",
    "township": "乡镇",
    "village": "村(社区)",
    "grid": "网格",
    "department": "部门",
}


def check_grants(
    connection: Connection,
    actor: Actor,
    held: Iterable[Grant],
    wanted: Iterable[Grant],
    roles: Mapping[str, PluginRole],
) -> None:
    """Raise ``Refused`` unless the actor may give every wanted role to an account that holds these."""
    wanted, held = tuple(wanted), tuple(held)
    for grant in wanted:
        _check_role(grant, roles)
        if find_unit(connection, grant.unit) is None:
            raise Refused("unit_unknown", column="unit", unit=grant.unit[:40])
        if not grantable(actor, grant.role, grant.unit):
            raise Refused("role_foreign", column="roles", role=grant.role, unit=grant.unit)
    check_separation((*held, *wanted))


def check_separation(grants: Iterable[Grant]) -> None:
    """Raise ``Refused`` when a system, security or audit administrator would hold another role as well."""
    roles = {grant.role for grant in grants if not grant.role.startswith(DENY)}
    if roles & SEPARATED and len(roles) > 1:
        raise Refused("role_separated", column="roles")


def read_role(written: str, roles: Mapping[str, PluginRole]) -> str:
    """Return the role an id or a title names, ``填报员`` or ``worker``; raises ``Refused``."""
    text = written.strip()
    titles = {title: role for role, labels in ROLE_TITLES.items() for title in labels.values()}
    titles |= {read_label(role.title): name for name, role in roles.items()}
    role = titles.get(text, text)
    _check_known(role, roles)
    return role


def role_title(role: str, roles: Mapping[str, PluginRole] | None = None, language: Language = "zh-CN") -> str:
    """Return what pages call the role; the role itself when nobody declares it any more."""
    if role in ROLE_TITLES:
        return read_label(ROLE_TITLES[role], language)
    declared = (roles or {}).get(role)
    return read_label(declared.title, language) if declared else role


def _check_role(grant: Grant, roles: Mapping[str, PluginRole]) -> None:
    _check_known(grant.role, roles)
    allowed = ROLE_LEVELS.get(grant.role)
    if allowed and level_of(grant.unit) not in allowed:
        levels = "、".join(_LEVEL_TITLES[level] for level in sorted(allowed))
        raise Refused("role_level", column="roles", role=grant.role, unit=grant.unit, allowed=levels)


def _check_known(role: str, roles: Mapping[str, PluginRole]) -> None:
    restriction = role.removeprefix(DENY) if role.startswith(DENY) else None
    if role in ROLE_TITLES or role in roles or restriction in PERMISSIONS:
        return
    titles = (f"{role_title(name, roles)}（{name}）" for name in (*ROLE_TITLES, *sorted(roles)))
    allowed = "、".join(titles)
    raise Refused("role_unknown", column="roles", role=role[:64], allowed=allowed)
