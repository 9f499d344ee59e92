"""To be written."""

from __future__ import annotations

from typing import Any

from ..problems import Problem


def check_conduct(document: dict[str, Any]) -> tuple[Problem, ...]:
    """Return nothing yet."""
    return ()
