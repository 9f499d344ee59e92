"""Who acts without an account: the command line, and the installation by itself; the audit names both."""

from __future__ import annotations

from .permissions import build_permissions
from .values import Actor, Grant


def shell_actor(county: str) -> Actor:
    """Return the actor of a command: account ``shell``, every right in the county (6 digits)."""
    if not county:
        raise ValueError("shell_actor needs the county's code; an empty one would reach everywhere")
    grants = (Grant("shell", county),)
    return Actor("shell", "命令行", county, grants, "local", permissions=build_permissions(grants))


def system_actor() -> Actor:
    """Return the actor of what falls due by itself: account ``system``, no right at all."""
    return Actor("system", "系统", "", (Grant("system", ""),), "local")
