"""Write the reference pages from the code: ``python docs/reference/write.py [FOLDER]``; a test compares."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from of_codes import build_codes
from of_doors import build_commands, build_doors, build_hooks, build_routes
from of_forms import build_formats, build_keywords
from of_rules import build_limits, build_permissions, build_settings

PAGES: Mapping[str, Callable[[], str]] = {
    "codes.md": build_codes,
    "permissions.md": build_permissions,
    "hooks.md": build_hooks,
    "formats.md": build_formats,
    "keywords.md": build_keywords,
    "limits.md": build_limits,
    "settings.md": build_settings,
    "commands.md": build_commands,
    "routes.md": build_routes,
    "doors.md": build_doors,
}


def write_pages(into: Path) -> None:
    """Write every page anew."""
    for name, build in PAGES.items():
        (into / name).write_text(build(), encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
