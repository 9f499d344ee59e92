"""Durable creates over HTTP, beside what the disk itself can make durable."""

from __future__ import annotations

import json
import os
import random
import statistics
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from county import VILLAGES, WORKER
from figures import REPEATS, Figure
from ground import Ground
from load import Load, Server, run_wrk, serve
from survey import FORM, build_answers


def measure_create(ground: Ground) -> Iterator[Figure]:
    """Yield the rate of creates as a share of the disk's fsync rate, and how long the slowest wait.

    Workers write down what they found that day. Dates scattered over a year, as when old paper is entered,
    touch a page of every index of the list for each record: their rate stands beside.
    """
    county = ground.empty.copy(ground.folder / "create")
    rates: list[float] = []
    loads: dict[str, list[Load]] = {"today": [], "scattered": []}
    with serve(county.data) as server:
        headers = server.log_in(WORKER)
        _create(server, headers, 1, "today")
        for _ in range(REPEATS):
            for dates, found in loads.items():
                rates.append(count_syncs(ground.folder, ground.seconds / 4))
                found.append(_create(server, headers, ground.seconds, dates))
            rates.append(count_syncs(ground.folder, ground.seconds / 4))
    disk = statistics.median(rates)
    created = statistics.median(load.rate for load in loads["today"])
    p99 = statistics.median(load.p99 for load in loads["today"])
    beside, share = f"append of 1 kB + fsync: {disk:,.0f}/s", created / disk
    promised = "≥ 15 % (aim 30 %)"
    what = "durable creates over HTTP, 16 connections"
    yield Figure("create", what, f"{created:,.0f}/s", beside, f"{share:.0%}", promised, share >= 0.15)
    yield Figure("create", "their 99th percentile", f"{p99:.1f} ms", "", "", "≤ 25 ms", p99 <= 25)
    scattered = statistics.median(load.rate for load in loads["scattered"])
    what = "the same with dates scattered over a year"
    yield Figure("create", what, f"{scattered:,.0f}/s", beside, f"{scattered / disk:.0%}")
    failed = sum(load.failed for found in loads.values() for load in found)
    if failed:
        yield Figure("create", "answers that were no success", str(failed), "", "", "0", False)


def count_syncs(folder: Path, seconds: float) -> float:
    """Return how often a second 1 kB can be appended and made durable, one after the other."""
    path, content, count = folder / "syncs", b"x" * 1024, 0
    with path.open("ab", buffering=0) as file:
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            file.write(content)
            os.fsync(file.fileno())
            count += 1
        taken = time.perf_counter() - began
    path.unlink()
    return count / taken


def _create(server: Server, headers: Mapping[str, str], seconds: float, dates: str) -> Load:
    now = datetime.now(UTC)
    milliseconds = int(now.timestamp() * 1000)
    first = (f"{milliseconds >> 16:08x}", f"{milliseconds & 0xFFFF:04x}")
    sent = {**headers, "Content-Type": "application/json"}
    script = _SCRIPT.replace("BODIES", ",".join(f"[==[{body}]==]" for body in _bodies(now, dates)))
    url = f"{server.url}/api/v1/forms/{FORM}/records/"
    return run_wrk(url, seconds=seconds, headers=sent, script=script, rest=["--", *first])


def _bodies(now: datetime, dates: str) -> Iterator[str]:
    chance = random.Random(7)
    day = now.date().isoformat() if dates == "today" else ""
    for _ in range(50):
        body = {"version": 1, "unit": VILLAGES[0], "captured_at": now.isoformat()}
        yield json.dumps({**body, "answers": build_answers(chance, day)}, ensure_ascii=False)


# Each request is a record of its own: the ids are UUIDv7 of the moment at which the load began.
_SCRIPT = """
local threads = 0
function setup(thread) thread:set("number", threads); threads = threads + 1 end
local bodies = {BODIES}
local count, first, second = 0, "", ""
function init(args) first, second = args[1], args[2] end
function request()
  count = count + 1
  local id = string.format("%s-%s-7%03x-8000-%012x", first, second, number, count)
  return wrk.format("PUT", wrk.path .. id, nil, bodies[count % #bodies + 1])
end
"""
