"""The command line as an actor: whoever may read the installation's files, named as such in the audit."""

from __future__ import annotations

from .permissions import build_permissions
from .values import Actor, Grant


def shell_actor(county: str) -> Actor:
    """Return the actor of a command: account ``shell``, every right in the county (6 digits)."""
    if not county:
        raise ValueError("shell_actor needs the county's code; an empty one would reach everywhere")
    grants = (Grant("shell", county),)
    return Actor("shell", "命令行", county, grants, "local", permissions=build_permissions(grants))
