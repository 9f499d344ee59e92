"""To be written."""

from __future__ import annotations

from typing import Any


def import_form(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document."""
    return document
