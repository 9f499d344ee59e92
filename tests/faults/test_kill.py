"""kill -9 of the whole server in the middle of submissions: what was acknowledged is there, once."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ..crash import Outcome, judge_store
from .conftest import Serve
from .judging import find_torn
from .service import NETWORK, Client, Service, make_body, make_id

pytestmark = pytest.mark.first

CLIENTS = 6


@dataclass
class Tally:
    """What the clients saw. ``created`` counts the answers 201 of each record."""

    acknowledged: list[str] = field(default_factory=list)
    created: Counter[str] = field(default_factory=Counter)
    retries: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    recoveries: list[float] = field(default_factory=list)


def submit_for_ever(client: Client, tally: Tally, stop: threading.Event) -> None:
    """Send record after record until told to stop."""
    with closing(client):
        while not stop.is_set():
            submit_until_acknowledged(client, make_id(), tally, stop)


def submit_until_acknowledged(client: Client, record: str, tally: Tally, stop: threading.Event) -> None:
    """Send the record again and again until an answer echoes its id; anything else ends the client."""
    body = make_body()
    while not stop.is_set():
        try:
            status, answer = client.put(record, body)
        except NETWORK:
            tally.retries += 1
            time.sleep(0.02)
            continue
        if status not in (200, 201) or answer["id"] != record:
            tally.refused[status] += 1
            return
        tally.created[record] += status == 201
        tally.acknowledged.append(record)
        return


def kill_while_submitting(service: Service, total: int, kills: int, chance: random.Random) -> Tally:
    """Kill the server at random moments until so many submissions are acknowledged."""
    with submitting([service] * CLIENTS) as tally:
        for number in range(kills):
            # A random moment around the next equal share, so that every round has submissions under way.
            wait_for(tally, int(total * (number + chance.uniform(0.6, 1.0)) / kills))
            service.kill()
            began, before = time.monotonic(), len(tally.acknowledged)
            service.start()
            wait_for(tally, before + 1)
            tally.recoveries.append(time.monotonic() - began)
        wait_for(tally, total)
    return tally


@contextmanager
def submitting(services: list[Service]) -> Iterator[Tally]:
    """Let one client for each service named submit in the background until the block ends."""
    tally, stop = Tally(), threading.Event()
    clients = [service.client() for service in services]
    threads = [threading.Thread(target=submit_for_ever, args=(one, tally, stop)) for one in clients]
    for thread in threads:
        thread.start()
    try:
        yield tally
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def wait_for(tally: Tally, count: int) -> None:
    until = time.monotonic() + 60
    while len(tally.acknowledged) < count:
        assert time.monotonic() < until, "no submission is acknowledged any more"
        assert not tally.refused, tally.refused
        time.sleep(0.002)


def judge(service: Service, tally: Tally) -> Outcome:
    service.kill()
    return judge_store(service.database, tally.acknowledged)


def tell(tally: Tally, outcome: Outcome, seconds: float) -> None:
    middle = sorted(tally.recoveries)[len(tally.recoveries) // 2]
    print(
        f"\n{outcome.acknowledged} acknowledged, {len(tally.recoveries)} kills, {outcome.lost} lost, "
        f"{outcome.doubled} doubled, {outcome.records} records, {outcome.audit_entries} audit entries, "
        f"{tally.retries} retries, {seconds:.0f} s, back after {middle:.2f} s "
        f"(longest {max(tally.recoveries):.2f})"
    )


def kill_and_judge(service: Service, total: int, kills: int) -> tuple[Tally, Outcome]:
    began = time.monotonic()
    tally = kill_while_submitting(service, total, kills, random.Random(339924))
    outcome = judge(service, tally)
    tell(tally, outcome, time.monotonic() - began)
    return tally, outcome


def assert_all_well(tally: Tally, outcome: Outcome, database: str) -> None:
    assert (outcome.lost, outcome.doubled, outcome.whole, outcome.sound) == (0, 0, True, True)
    assert outcome.audit_entries == outcome.records >= outcome.acknowledged
    assert ([one for one, times in tally.created.items() if times > 1], find_torn(database)) == ([], [])


def test_nothing_acknowledged_is_lost_or_doubled_when_the_server_is_killed(service: Service) -> None:
    tally, outcome = kill_and_judge(service, total=2_000, kills=10)
    assert_all_well(tally, outcome, service.database)
    assert outcome.acknowledged >= 2_000


@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_ten_thousand_acknowledged_submissions_survive_fifty_kills(service: Service) -> None:
    tally, outcome = kill_and_judge(service, total=10_000, kills=50)
    assert_all_well(tally, outcome, service.database)
    assert outcome.acknowledged >= 10_000


def test_two_servers_on_one_file_write_together(serve: Serve, data: Path) -> None:
    services = [serve(data), serve(data)]
    with submitting(services * 3) as tally:
        wait_for(tally, 300)
    services[1].kill()
    assert_all_well(tally, judge(services[0], tally), services[0].database)
