"""Township forms, plugin switches and parameters: one readable file, changed by one process at a time."""

from .changes import (
    adopt_forms,
    note_packs,
    publish_form,
    retire_form,
    set_allowed,
    set_parameter,
    switch_off,
    switch_on,
)
from .live import LiveRegistry, open_registry
from .rule_changes import publish_rules, retire_rules
from .storage import DamagedFile
from .store import Change, Definitions, open_definitions
from .traced import change_definitions

__all__ = [
    "Change",
    "DamagedFile",
    "Definitions",
    "LiveRegistry",
    "adopt_forms",
    "change_definitions",
    "note_packs",
    "open_definitions",
    "open_registry",
    "publish_form",
    "publish_rules",
    "retire_form",
    "retire_rules",
    "set_allowed",
    "set_parameter",
    "switch_off",
    "switch_on",
]
