"""Everything declared by plugins and townships, as one immutable value."""

from .building import build_registry
from .state import KeptVersion, LoggedChange, ParameterValue, State
from .values import PublishedForm, Registry, Switches

__all__ = [
    "KeptVersion",
    "LoggedChange",
    "ParameterValue",
    "PublishedForm",
    "Registry",
    "State",
    "Switches",
    "build_registry",
]
