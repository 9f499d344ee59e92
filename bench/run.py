"""Measure the product: ``python bench/run.py [--quick] [part ...]``.

Every figure is a ratio to what stands beside it in the same run, on the same machine. A full run takes a few
minutes on 2 cores and writes docs/performance.md; with parts named, or with --quick, it only prints.
Needs the test environment and wrk (Debian: apt install wrk); for the rivals of the rules also
``pip install --group bench`` and ``npm install json-logic-js``.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from checking import measure_check
from creating import measure_create
from figures import Figure, describe_machine, write_table
from ground import Ground
from growing import measure_growth
from listing import measure_list
from paging import measure_page
from ruling import measure_rules
from starting import measure_memory, measure_start
from weighing import measure_first_load, measure_size

KEPT = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
PARTS: Mapping[str, Callable[[Ground], Iterator[Figure]]] = {
    "create": measure_create,
    "list": measure_list,
    "check": measure_check,
    "rules": measure_rules,
    "page": measure_page,
    "growth": measure_growth,
    "start": measure_start,
    "memory": measure_memory,
    "size": measure_size,
    "first_load": measure_first_load,
}
_NEED_WRK = frozenset({"create", "list", "page", "memory"})


def main() -> int:
    """Return 0 when every promise of the parts that ran is kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small numbers, to see that the script works")
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="of: " + ", ".join(PARTS))
    asked = parser.parse_args()
    names = asked.part or list(PARTS)
    if _NEED_WRK & set(names) and not shutil.which("wrk"):
        print("wrk is missing; on Debian: apt install wrk", file=sys.stderr)
        return 2
    machine = describe_machine()
    print(machine, flush=True)
    figures = measure(names, quick=asked.quick)
    table = write_table(figures)
    print("\n" + table)
    if not asked.part and not asked.quick:
        KEPT.write_text(_PAGE.format(day=date.today(), machine=machine, table=table), "utf-8")
    return 0 if all(one.kept is not False for one in figures) else 1


def measure(names: list[str], *, quick: bool) -> list[Figure]:
    """Return the figures of the parts, each printed as soon as it is found."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="lizheng-bench-") as folder:
        ground = Ground(Path(folder), quick)
        for name in names:
            began = time.perf_counter()
            for figure in _measure_part(name, ground):
                figures.append(figure)
                told = (figure.found, figure.beside, figure.ratio, figure.promised)
                print(f"{figure.part}: {figure.what}: " + " | ".join(filter(None, told)), flush=True)
            print(f"  ({name}: {time.perf_counter() - began:.0f} s)", flush=True)
    return figures


def _measure_part(name: str, ground: Ground) -> Iterator[Figure]:
    """Yield the part's figures; a part that breaks is told as such and costs the others nothing."""
    try:
        yield from PARTS[name](ground)
    except Exception as error:
        traceback.print_exc()
        yield Figure(name, "could not be measured", type(error).__name__, kept=False)


_PAGE = """# Speed and size

Written by `python bench/run.py` on {day}; {machine}. The load tool ran on the same cores as the server.
The load average is that before the run: above a few tenths, others took part of the cores, and rates and
waits mean little. Absolute figures belong to that machine; what counts are the ratios to what stood beside
each figure in the same run. Rates over HTTP are medians of 3 loads with 16 connections (wrk), taken in turns
with what stands beside them; log-in, permission, audit and outbox were on, and every answer to a create came
after its commit was durable. The form has 40 fields, a record about 1 kB of JSON.

{table}
"""

if __name__ == "__main__":
    raise SystemExit(main())
