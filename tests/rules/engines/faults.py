"""Faults that somebody could make in either engine: one textual edit each, in a copy."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from .asking import ROOT


@dataclass(frozen=True)
class Fault:
    """An edit of one file under ``rules``: ``right`` occurs once there and becomes ``wrong``."""

    name: str
    file: str
    right: str
    wrong: str


def plant(fault: Fault, folder: Path) -> Path:
    """Return a copy of ``rules`` as package ``lizheng.rules`` in the folder, with the fault in it."""
    package = folder / "lizheng"
    copy = package / "rules"
    shutil.copytree(ROOT / "rules", copy, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "__init__.py").write_text("", "utf-8")
    path = copy / fault.file
    source = path.read_text("utf-8")
    assert source.count(fault.right) == 1, f"{fault.name}: {fault.file} reads otherwise by now"
    path.write_text(source.replace(fault.right, fault.wrong), "utf-8")
    return copy


TEXTS, TYPED, EXACT, COMPAT, BUILD = (
    f"js/{name}.js" for name in ("text", "typed", "exact", "compat", "build")
)
IN_JAVASCRIPT = (
    Fault(
        "a remainder rounds down",
        COMPAT,
        "fold((a, b) => a % b,",
        "fold((a, b) => (b ? ((a % b) + b) % b : NaN),",
    ),
    Fault(
        "parts by code unit", TEXTS, "const points = SURROGATES.test(text) ? [...text] :", "const points ="
    ),
    Fault("order by code unit", TEXTS, "unit < 0xe000 ? unit + 0x2000 : unit - 0x800", "unit"),
    Fault("less or equal for less", TYPED, "inOrder((a, b) => a < b))]", "inOrder((a, b) => a <= b))]"),
    Fault(
        "absent counts as 0",
        TYPED,
        "(a === null || b === null ? null : step(a, b))",
        "step(a || 0, b || 0)",
    ),
    Fault("half up for half even", EXACT, "(twice === bottom && mantissa % 2n)", "twice === bottom"),
    Fault("rounding cuts", EXACT, "(2n * size(n) * scale + d) / (2n * d)", "(size(n) * scale) / d"),
    Fault("all digits of a double", EXACT, "decimals.length < DIGITS ?", "decimals.length < 20 ?"),
    Fault("every blank is stripped", COMPAT, '.replace(/^[ \\t\\r\\n]+|[ \\t\\r\\n]+$/g, "")', ".trim()"),
    Fault("inherited names", "js/tree.js", "hasOwn.call(value, key)", "key in value"),
    Fault("all of none holds", BUILD, "list.length > 0 && ", ""),
    Fault(
        "an absent side does not differ", TYPED, "!isSame(a, b)", "a !== null && b !== null && !isSame(a, b)"
    ),
    Fault("moments as texts", "js/types.js", '  ["datetime", readInstant],\n', ""),
    Fault("bodies are traced", COMPAT, "{ ...this, traced: false }", "{ ...this }"),
    Fault("no holidays", TYPED, "(env.calendar || WEEKDAYS)", "WEEKDAYS"),
    Fault("?? passes over false", BUILD, "(value = part(data, up)) !== null)", "(value = part(data, up)))"),
)
