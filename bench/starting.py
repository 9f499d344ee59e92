"""How long a start takes with fifty plugins, and what the server holds in memory after load."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import lizheng.core.cli
from county import SUPERVISOR, WORKER, County
from figures import REPEATS, Figure
from ground import Ground
from load import run_wrk, serve
from survey import FORM

_PLUGINS = 50  # the two bundled ones and the survey among them
_START = """
from lizheng.core.app import create_app, open_site
from lizheng.core.settings import read_settings
settings = read_settings(data={data!r})
site = open_site(settings)
create_app(settings, site=site)
print(len(site.live.plugins), flush=True)
"""


def measure_start(ground: Ground) -> Iterator[Figure]:
    """Yield the time from the start of the process to a ready application, first and later."""
    county = ground.empty.copy(ground.folder / "start")
    shutil.rmtree(county.data / ".cache", ignore_errors=True)
    write_plugins(county, _PLUGINS - 3)
    first, later = [], []
    for number in range(REPEATS):
        fresh = county.copy(ground.folder / f"start-{number}")
        first.append(_start(fresh))
        later.append(_start(fresh))
    cold, warm = statistics.median(first), statistics.median(later)
    bare = statistics.median(_run("pass") for _ in range(REPEATS))
    beside = f"Python alone: {bare:.2f} s"
    what = f"start with {_PLUGINS} plugins"
    yield Figure("start", what, f"{warm:.2f} s", beside, f"{warm / bare:.0f}x", "≤ 1 s", warm <= 1)
    what = "the first start after installing them all"
    yield Figure("start", what, f"{cold:.2f} s", beside, f"{cold / bare:.0f}x")


def measure_memory(ground: Ground) -> Iterator[Figure]:
    """Yield what all processes of a server hold after lists and pages under load."""
    with serve(ground.small.copy(ground.folder / "memory").data) as server:
        before = server.memory()
        supervisor, token = server.log_in(SUPERVISOR), server.log_in(WORKER)["Authorization"][7:]
        lists = f"{server.url}/api/v1/forms/{FORM}/records?filter[level]=urgent"
        run_wrk(lists, seconds=ground.seconds, headers=supervisor)
        run_wrk(f"{server.url}/fill/{FORM}", seconds=ground.seconds, headers={"Cookie": f"lizheng={token}"})
        held = server.memory()
    what, beside = "memory of all processes after load", f"before it: {before:.0f} MB"
    yield Figure("memory", what, f"{held:.0f} MB", beside, f"{held / before:.2f}x", "≤ 134 MB", held <= 134)


def write_plugins(county: County, count: int) -> None:
    """Write plugins as ``lizheng plugin new`` makes them into the county's folder."""
    scaffold = Path(lizheng.core.cli.__file__).with_name("scaffold") / "json"
    for number in range(count):
        name = f"watch_{number:02}"
        for source in sorted(scaffold.rglob("*.json")):
            target = county.data / "plugins" / name / source.relative_to(scaffold)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source.read_text("utf-8").replace("new_plugin", name), "utf-8")
        assert (
            json.loads((county.data / "plugins" / name / "plugin.json").read_text("utf-8"))["plugin"] == name
        )


def _start(county: County) -> float:
    return _run(_START.format(data=str(county.data)), expect=str(_PLUGINS))


def _run(program: str, expect: str = "") -> float:
    began = time.perf_counter()
    # An installed product has its bytecode; where none may be written, every start would compile it again.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, env=kept)
    assert process.stdout is not None
    told = process.stdout.readline().strip()
    taken = time.perf_counter() - began
    process.communicate()
    if process.returncode or told != expect:
        raise RuntimeError(f"the start ended with {process.returncode} and said {told!r}, not {expect!r}")
    return taken
