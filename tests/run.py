"""Set up and run every check and every test: ``python3 tests/run.py`` on a machine with Python 3.11 or newer.

Needs nothing installed beforehand but Python and git. Tests that drive a browser use the Chromium of the
system, tests of PostgreSQL the server programs of the system; without them they say that they are skipped
(with ``CI=true`` they fail instead).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".venv"
BIN = PLACE / ("Scripts" if os.name == "nt" else "bin")

# A file stays in one process, so that its server and its browser start once; files marked "first" are the
# longest. Three processes keep two cores busy while one of them waits for a browser or a killed server.
PYTEST = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "-m", "not nightly"]
# Where temporary files lie in memory on Linux, and the bytes that the tests need there.
MEMORY, ROOM = Path("/dev/shm"), 4 << 30
Check = tuple[str, list[str]]
QUICK: tuple[Check, ...] = (
    ("ruff", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("layers", ["lint-imports"]),
    ("sizes", ["python", "tests/sizes.py"]),
    ("pyright", ["pyright"]),
)
LONG: tuple[Check, ...] = (
    ("tests", ["python", "-m", "pytest", *PYTEST, "--cov", "--cov-report="]),
    ("coverage", ["python", "tests/covered.py"]),
)


def main() -> int:
    """Return 0 when everything passed; every check runs, so that one look shows all that is wrong."""
    _set_up()
    with ThreadPoolExecutor(1) as beside:
        quick = beside.submit(lambda: [name for name, command in QUICK if not _run(name, command, told=True)])
        failed = [name for name, command in LONG if not _run(name, command)] + quick.result()
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


def _run(name: str, command: list[str], *, told: bool = False) -> bool:
    """Run one check; ``told`` keeps what it says to the end, so that it does not mix with another's."""
    began = time.monotonic()
    print("" if told else f"\n== {name}", flush=True)
    with TemporaryDirectory(prefix="lizheng-", dir=_find_memory(), ignore_cleanup_errors=True) as place:
        os.chmod(place, 0o711)  # the user that PostgreSQL runs as goes through it
        done = subprocess.run(
            [str(_find(command[0])), *command[1:]],
            cwd=ROOT,
            env=_environment(name, place),
            check=False,
            stdout=subprocess.PIPE if told else None,
            stderr=subprocess.STDOUT if told else None,
            text=True,
        )
    verdict = "passed" if done.returncode == 0 else "FAILED"
    print(f"{done.stdout or ''}== {name}: {verdict} in {time.monotonic() - began:.0f} s\n", flush=True)
    return done.returncode == 0


def _find_memory() -> Path | None:
    """Return the file system in memory if it has room: on a disk, tests wait for thousands of syncs."""
    if not MEMORY.is_dir() or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free > ROOM else None


def _environment(name: str, place: str) -> dict[str, str]:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", "TMPDIR": place}
    # Programs are started hundreds of times: each may keep what it compiled.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if name == "layers":
        environment["PYTHONPATH"] = str(ROOT / ".links")
    return environment


def _find(program: str) -> Path:
    return BIN / (f"{program}.exe" if os.name == "nt" else program)


if __name__ == "__main__":
    sys.exit(main())
