"""What one more record costs when many are there, with stock TinyDB beside it."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from contextlib import closing

from county import arrival_of, fill_county, make_id
from figures import Figure
from ground import Ground
from lizheng.core.records.submit import submit
from lizheng.core.web.site import Site
from survey import build_answers
from tinydb import TinyDB

_INSERTS = 100


def measure_growth(ground: Ground) -> Iterator[Figure]:
    """Yield the 100,000th durable insert beside the 100th, taken in turns, and TinyDB's."""
    few, many = ground.empty.copy(ground.folder / "grow"), ground.large
    at_few, at_many = few.open(), many.open()
    fill_county(at_few, 100)
    first, last, chance = [], [], random.Random(11)
    for _ in range(_INSERTS):
        first.append(_insert(at_few, chance))
        last.append(_insert(at_many, chance))
    at_few.store.close()
    at_many.store.close()
    early, late = statistics.median(first) * 1e3, statistics.median(last) * 1e3
    times, what = late / early, f"the {ground.many:,}th durable insert"
    beside = f"the 100th: {early:.2f} ms"
    yield Figure("growth", what, f"{late:.2f} ms", beside, f"{times:.2f}x", "≤ 1.5x", times <= 1.5)
    yield _measure_tinydb(ground)


def _insert(site: Site, chance: random.Random) -> float:
    now = site.clock()
    one = arrival_of(site, make_id(now, chance), chance, now)
    began = time.perf_counter()
    submit(site.store, one.published, one.submission, actor=one.actor, registry=site.live.current(), now=now)
    return time.perf_counter() - began


def _measure_tinydb(ground: Ground) -> Figure:
    early = _time_tinydb(ground, 100, 20) * 1e3
    late = _time_tinydb(ground, ground.many, 3) * 1e3
    what, beside = f"stock TinyDB: insert at {ground.many:,}", f"at 100: {early:.2f} ms"
    return Figure("growth", what, f"{late:,.0f} ms", beside, f"{late / early:,.0f}x")


def _time_tinydb(ground: Ground, count: int, inserts: int) -> float:
    chance, taken = random.Random(5), []
    path = ground.folder / f"tiny-{count}.json"
    with closing(TinyDB(path)) as database:
        database.insert_multiple(build_answers(chance) for _ in range(count))
        for _ in range(inserts):
            answers = build_answers(chance)
            began = time.perf_counter()
            database.insert(answers)
            taken.append(time.perf_counter() - began)
    path.unlink()
    return statistics.median(taken)
