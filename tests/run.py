"""Set up and run every check and every test: ``python3 tests/run.py`` on a machine with Python 3.11 or newer.

Needs nothing installed beforehand but Python and git. Tests that drive a browser use the Chromium of the
system, tests of PostgreSQL the server programs of the system; without them they say that they are skipped
(with ``CI=true`` they fail instead).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".venv"
BIN = PLACE / ("Scripts" if os.name == "nt" else "bin")

# A file stays in one process, so that its server and its browser start once. Three processes keep two cores
# busy while one of them waits for a browser, a disk or a killed server.
PYTEST = ["-n", "3", "--dist", "loadfile", "-m", "not nightly", "--cov", "--cov-report="]
CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("ruff", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("pyright", ["pyright"]),
    ("layers", ["lint-imports"]),
    ("sizes", ["python", "tests/sizes.py"]),
    ("tests", ["python", "-m", "pytest", *PYTEST]),
    ("coverage", ["python", "tests/covered.py"]),
)


def main() -> int:
    """Return 0 when everything passed; every check runs, so that one look shows all that is wrong."""
    _set_up()
    failed = [name for name, command in CHECKS if not _run(name, command)]
    print(f"\n{'FAILED: ' + ', '.join(failed) if failed else 'All checks and tests passed.'}")
    return 1 if failed else 0


def _set_up() -> None:
    if not (BIN / ("python.exe" if os.name == "nt" else "python")).exists():
        venv.create(PLACE, with_pip=True)
    python = str(_find("python"))
    subprocess.run([python, "-m", "pip", "install", "-q", "-U", "pip>=25.1"], check=True, cwd=ROOT)
    subprocess.run([python, "-m", "pip", "install", "-q", "-e", ".", "--group", "dev"], check=True, cwd=ROOT)
    _link_package()


def _link_package() -> None:
    """import-linter reads the package by its name; the repository's own folder may have another."""
    links = ROOT / ".links"
    links.mkdir(exist_ok=True)
    if os.name != "nt" and not (links / "lizheng").exists():
        (links / "lizheng").symlink_to("..", target_is_directory=True)


def _run(name: str, command: list[str]) -> bool:
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    environment["PYTHONPATH"] = (
        str(ROOT / ".links") if name == "layers" else environment.get("PYTHONPATH", "")
    )
    done = subprocess.run([str(_find(command[0])), *command[1:]], cwd=ROOT, env=environment, check=False)
    print(
        f"== {name}: {'passed' if done.returncode == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return done.returncode == 0


def _find(program: str) -> Path:
    return BIN / (f"{program}.exe" if os.name == "nt" else program)


if __name__ == "__main__":
    sys.exit(main())
