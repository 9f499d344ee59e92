"""Random questions for both engines, their answers, and where they differ."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from ..dates.shipped_calendars import CALENDAR, YEARS
from ..node import find_node
from .heavy_rules import TYPES, make_heavy
from .python_engine import write_json
from .township import SHAPE, make_answer, row
from .typed_rules import Typed
from .wild_rules import Wild

ROOT = Path(__file__).resolve().parents[3]
NOW = "2026-11-24T18:30:00.5+08:00"
RULES_OF_A_GROUP = 50
ROWS_OF_A_GROUP = 10


def make_lines(pairs: int, seed: int) -> Iterator[str]:
    """Yield lines for so many pairs of a rule and data, half typed, half wild; the same for the same seed."""
    yield write_json({"now": NOW, "calendar": CALENDAR.write_browser(YEARS), "typed": None})
    for group in range(pairs // (RULES_OF_A_GROUP * ROWS_OF_A_GROUP)):
        chance = Random(f"{seed}.{group}")
        yield from _make_typed(chance) if group % 2 else _make_wild(chance)
        if group % 100 == 99:
            yield from _make_heavy(chance)


def _make_wild(chance: Random) -> Iterator[str]:
    wild = Wild(chance)
    yield write_json({"rows": [wild.make_data() for _ in range(ROWS_OF_A_GROUP)], "typed": None})
    for at in range(RULES_OF_A_GROUP):
        yield write_json({"logic": wild.make_tree(chance.choice((1, 2, 3, 4))), "trace": at % 4 > 0})


def _make_typed(chance: Random) -> Iterator[str]:
    typed = Typed(chance)
    yield write_json(
        {"rows": [make_answer(chance, row(**SHAPE)) for _ in range(ROWS_OF_A_GROUP)], "typed": SHAPE}
    )
    for at in range(RULES_OF_A_GROUP):
        yield write_json({"logic": typed.make_rule(chance.choice((1, 2, 3, 4))), "trace": at % 4 > 0})


def _make_heavy(chance: Random) -> Iterator[str]:
    for logic, data, typed in make_heavy(chance):
        yield write_json({"rows": [data], "typed": TYPES if typed else None})
        yield write_json({"logic": logic, "trace": chance.random() < 0.5})


def ask_javascript(lines: Sequence[str], folder: Path = ROOT / "rules/js", **environment: str) -> list[str]:
    """Return the lines that the JavaScript engine in the folder answers."""
    return _ask([find_node(), str(folder / "cli.mjs"), "--batch"], lines, **environment)


def ask_python(lines: Sequence[str], folder: Path) -> list[str]:
    """Return the lines that the Python engine of the package ``lizheng`` in the folder answers."""
    script = str(Path(__file__).with_name("python_engine.py"))
    return _ask([sys.executable, script], lines, PYTHONPATH=str(folder))


def _ask(command: Sequence[str], lines: Sequence[str], **environment: str) -> list[str]:
    done = subprocess.run(
        command,
        input="\n".join(lines) + "\n",
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
        timeout=1200,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()
