"""The county's calendar: the notices that ship with the product, and those the county adds."""

from __future__ import annotations

import logging
from pathlib import Path

from ...forms.canonical import read_json
from ...rules.calendar import Calendar, read_calendar
from ...rules.findings import RuleRefused
from ..discovery.rule_checking import shipped_notices

_LOG = logging.getLogger("lizheng.calendar")


def load_calendar(folder: Path) -> Calendar:
    """Return the calendar of the bundled years and of every ``*.json`` in the county's folder.

    A county file of the same name takes the place of the bundled one. When one cannot be used, the log names
    the folder and the bundled years stand.
    """
    documents = shipped_notices()
    try:
        own = {path.name: read_json(path.read_bytes()) for path in sorted(folder.glob("*.json"))}
        return read_calendar((documents | own).values())
    except (OSError, ValueError, RuleRefused) as error:
        _LOG.error("%s: the county's calendar cannot be used: %s", folder, error)
        return read_calendar(documents.values())
