"""Where node is, which runs the browser's half of the rules."""

from __future__ import annotations

import os
import shutil

import pytest


def find_node() -> str:
    """Return where node is; skip where there is none, but fail in CI."""
    node = shutil.which("node")
    if node is None and os.environ.get("CI") != "true":
        pytest.skip("no node on this machine: install Debian's package nodejs (20 or later)")
    assert node, "CI needs node"
    return node
