"""The cases of ``rules/vectors`` reach every block of the browser's engine."""

from __future__ import annotations

from pathlib import Path

from .asking import ROOT, ask_javascript
from .covering import list_unreached
from .python_engine import write_json
from .vectors import read_cases

PARTS = (
    "build",
    "compat",
    "compiling",
    "engine",
    "errors",
    "exact",
    "limits",
    "text",
    "tree",
    "typed",
    "types",
)
MODULES = {f"{name}.js" for name in PARTS}


def test_every_block_is_reached(tmp_path: Path) -> None:
    asked = [write_json({**case, "trace": traced}) for _, case in read_cases() for traced in (False, True)]
    ask_javascript(asked, NODE_V8_COVERAGE=str(tmp_path))
    # Only a fault of ours would be no LogicError, and then it must not be swallowed.
    assert [text for text, _, _ in list_unreached(tmp_path, ROOT / "rules/js", MODULES)] == ["throw error;"]
