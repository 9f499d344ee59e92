"""Say at once, and without a word about any person, that a finding with present danger has arrived."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from lizheng.core.api import Delivery, hookimpl

LOG = logging.getLogger(__name__)
FINDING = "security_patrol.finding"
CALLS = {"called_110": "110", "called_119": "119", "called_120": "120"}


@hookimpl
def record_submitted(record: Mapping[str, Any], delivery: Delivery) -> str | None:
    """Return the notice of a finding with danger now, ``None`` for every other record.

    The notice goes into the record's history and, once per delivery, into the log of the server that the
    duty desk watches. It carries number, unit and the emergency calls already made, nothing from free text.
    """
    if record["form"] != FINDING or record["answers"].get("danger_now") is not True:
        return None
    notice = build_notice(record)
    LOG.warning("%s [%s %s]", notice, record["unit"], delivery.id)
    return notice


def build_notice(record: Mapping[str, Any]) -> str:
    """Return one sentence: which finding is urgent, and whom the finder has already called."""
    called = [CALLS[action] for action in record["answers"].get("action_taken", ()) if action in CALLS]
    if called:
        return f"现在有危险：发现情况 {record['number']} 已报 {'、'.join(called)}，请综治中心立即受理。"
    return f"现在有危险：发现情况 {record['number']} 还没有报 110、119 或 120，请综治中心立即联系现场。"
