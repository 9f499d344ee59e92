"""How much of each package the tests of this run went through, line by line and branch by branch.

Reads the data that ``pytest --cov`` left in ``.coverage``. Servers that tests start as processes of their own
are not seen: every figure counts what ran inside the tests.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("forms", "rules", "core", "plugins")
# Per cent of lines and branches together. rules/ is judged as soon as it holds more than its first line.
WHOLE, IN_ALL = ("forms", "rules"), 95.0


def main() -> int:
    """Return 0 when forms/ and rules/ are covered to the last branch and all together to 95 per cent."""
    files = _read_report()
    judged = [_line(name, files, 100.0 if name in WHOLE else 0.0) for name in PACKAGES]
    print(f"{'package':<10} {'lines':>12} {'branches':>12} {'covered':>9}")
    good = [_show(*one) for one in (*judged, _line("all", files, IN_ALL))]
    for place in _gaps(files):
        print(place)
    return 0 if files and all(good) else 1


def _read_report() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "-q", "-o", str(report)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout + done.stderr, file=sys.stderr)
            return {}
        files = json.loads(report.read_text("utf-8"))["files"]
    return {name: file for name, file in files.items() if name.split("/")[0] in PACKAGES}


def _line(name: str, files: Mapping[str, Any], least: float) -> tuple[str, dict[str, int], float]:
    """Return the package's name, its sums, and the per cent it must reach."""
    sums: dict[str, int] = {}
    for path, file in files.items():
        if name in ("all", path.split("/")[0]):
            for key, count in file["summary"].items():
                sums[key] = sums.get(key, 0) + count if isinstance(count, int) else 0
    return name, sums, least


def _show(name: str, sums: Mapping[str, int], least: float) -> bool:
    lines, branches = sums.get("num_statements", 0), sums.get("num_branches", 0)
    met, taken = sums.get("covered_lines", 0), sums.get("covered_branches", 0)
    share = 100 * (met + taken) / (lines + branches) if lines else 100.0
    verdict = f"needs {least:g} %" if share < least else ""
    print(f"{name:<10} {met:>5}/{lines:<6} {taken:>5}/{branches:<6} {share:>7.2f} % {verdict}")
    return share >= least


def _gaps(files: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is missing where nothing may be."""
    for path, file in sorted(files.items()):
        missing = [str(line) for line in file["missing_lines"]]
        missing += [f"{start}->{end if end > 0 else 'exit'}" for start, end in file["missing_branches"]]
        if path.split("/")[0] in WHOLE and missing:
            yield f"{path}: {', '.join(missing[:12])}{' …' if len(missing) > 12 else ''}"


if __name__ == "__main__":
    sys.exit(main())
