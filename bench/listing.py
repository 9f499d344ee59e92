"""A filtered page of 50 over the API: at 100,000 records, at 1,000, and deep in the list."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from county import SUPERVISOR
from figures import REPEATS, Figure
from ground import Ground
from load import Load, Server, run_wrk, serve
from survey import FORM, LEVELS

_PAGE = f"/api/v1/forms/{FORM}/records?limit=50&"


def measure_list(ground: Ground) -> Iterator[Figure]:
    """Yield rate and slowest wait of the first page, and how size and depth change them."""
    small, large = ground.small, ground.large
    found: dict[str, list[Load]] = {"few": [], "many": [], "deep": []}
    with serve(small.data) as at_few, serve(large.data) as at_many:
        few, many = at_few.log_in(SUPERVISOR), at_many.log_in(SUPERVISOR)
        deep = _go_deep(at_many, many, ground.many // 1_000)
        for _ in range(REPEATS):
            found["few"].append(_load(at_few, few, _first_pages(), ground.seconds))
            found["many"].append(_load(at_many, many, _first_pages(), ground.seconds))
            found["deep"].append(_load(at_many, many, [deep], ground.seconds))
    yield from _tell(found, ground.many)


def _tell(found: Mapping[str, list[Load]], many: int) -> Iterator[Figure]:
    rates = {name: statistics.median(load.rate for load in loads) for name, loads in found.items()}
    p99 = statistics.median(load.p99 for load in found["many"])
    rate, few, deep = rates["many"], rates["few"], rates["deep"]
    what = f"50 of {many:,} filtered, over HTTP, 16 connections"
    yield Figure("list", what, f"{rate:,.0f}/s", "", "", "≥ 1,500/s", rate >= 1500)
    yield Figure("list", "their 99th percentile", f"{p99:.1f} ms", "", "", "≤ 25 ms", p99 <= 25)
    beside = f"at 1,000 records: {few:,.0f}/s"
    slower = few / rate
    yield Figure("list", f"cost at {many:,}", f"{rate:,.0f}/s", beside, f"{slower:.2f}x", "≤ 2x", slower <= 2)
    beside = f"first page: {rate:,.0f}/s"
    slower = rate / deep
    what = "cost of a page in the middle of the list"
    yield Figure("list", what, f"{deep:,.0f}/s", beside, f"{slower:.2f}x", "about 1x", slower <= 1.25)
    failed = sum(load.failed for loads in found.values() for load in loads)
    if failed:
        yield Figure("list", "answers that were no success", str(failed), "", "", "0", False)


def _first_pages() -> list[str]:
    return [f"{_PAGE}filter[level]={level}" for level in LEVELS]


def _go_deep(server: Server, headers: Mapping[str, str], pages: int) -> str:
    """Return the address of a page in the middle: half of the level's fifth is passed, 200 at a time."""
    path = f"{_PAGE}filter[level]={LEVELS[-1]}"
    cursor = ""
    for _ in range(max(1, pages // 2)):
        body, _ = server.get(f"{path}&limit=200{cursor}".replace("limit=50&", ""), headers)
        following = json.loads(body)["next"]
        if following is None:
            break
        cursor = f"&cursor={quote(following)}"
    return path + cursor


def _load(server: Server, headers: Mapping[str, str], paths: list[str], seconds: float) -> Load:
    script = _SCRIPT.replace("PATHS", ",".join(f'"{path}"' for path in paths))
    return run_wrk(server.url, seconds=seconds, headers=headers, script=script)


_SCRIPT = """
local paths, count = {PATHS}, 0
function request()
  count = count + 1
  return wrk.format("GET", paths[count % #paths + 1])
end
"""
