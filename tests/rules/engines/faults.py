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
    Fault("half up for half even", EXACT, "(twice === d && mantissa % 2n)", "twice === d"),
    Fault("rounding cuts", EXACT, "(2n * size(n) * scale + d) / (2n * d)", "(size(n) * scale) / d"),
    Fault("all digits of a double", EXACT, "decimals.length < DIGITS ?", "decimals.length < 20 ?"),
    Fault("every blank is stripped", COMPAT, '.replace(/^[ \\t\\r\\n]+|[ \\t\\r\\n]+$/g, "")', ".trim()"),
    Fault("inherited names", "js/tree.js", "hasOwn.call(value, key)", "key in value"),
    Fault("all of none holds", BUILD, "list.length > 0 && ", ""),
    Fault(
        "an absent side does not differ",
        TYPED,
        "!isEqual(a, b)",
        "a !== null && b !== null && !isEqual(a, b)",
    ),
    Fault("moments as texts", "js/types.js", '  ["datetime", readInstant],\n', ""),
    Fault("bodies are traced", COMPAT, "{ ...this, traced: false }", "{ ...this }"),
    Fault("no holidays", TYPED, "(env.calendar || WEEKDAYS)", "WEEKDAYS"),
    Fault("?? passes over false", BUILD, "(value = part(data, up)) !== null)", "(value = part(data, up)))"),
)
NUMBERS, RUNNING, COERCION = "numbers.py", "logic/profile/running.py", "logic/compat/coercion.py"
IN_PYTHON = (
    Fault("half up for half even", NUMBERS, "rounding=ROUND_HALF_EVEN", 'rounding="ROUND_HALF_UP"'),
    Fault(
        "half to even for half away from zero",
        NUMBERS,
        "(2 * abs(a) * scale + 1) // 2",
        "round(abs(a) * scale)",
    ),
    Fault("a remainder without sign", NUMBERS, "-rest if a < 0 else rest", "rest"),
    Fault(
        "absent counts as 0",
        NUMBERS,
        "None if a is None or b is None else _limit(a - b)",
        "_limit((a or 0) - (b or 0))",
    ),
    Fault(
        "length by code unit", RUNNING, "len(pay_text(budget, text))", 'len(text.encode("utf-16-le")) // 2'
    ),
    Fault("every blank is stripped", COERCION, ".strip(_BLANKS)", ".strip()"),
    Fault(
        "true is 1",
        "logic/compat/comparing.py",
        "type(first) is type(second) and first == second",
        "first == second",
    ),
    Fault(
        "an index with zeros before it", "logic/compat/lookups.py", ' and (key[0] != "0" or key == "0")', ""
    ),
    Fault(
        "older on the day before",
        "dates.py",
        "(day.month, day.day) < (first",
        "(day.month, day.day + 1) < (first",
    ),
)
