"""Plugins that raise, exit, recurse or sleep in every hook: all else works, and the page names each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ..faults.service import Client, Service, make_body, make_id
from .conftest import BREAKS, DECLARES, REACTS, name_plugin

pytestmark = pytest.mark.first

People = Callable[[str], Client]
Modules = Callable[[], str]


def wait_for(found: Callable[[], Any], seconds: float = 90) -> Any:
    """Return the first truthy answer; the last one when the time is over."""
    until = time.monotonic() + seconds
    while not (answer := found()) and time.monotonic() < until:
        time.sleep(0.5)
    return answer


def read_page(client: Client, path: str) -> str:
    status, page = client.ask("GET", path)
    assert status == 200, (path, status)
    return page.decode()


def send(client: Client, unit: str) -> str:
    """Submit a finding, take it back, submit it corrected, and return its id."""
    id, body = make_id(), {**make_body(), "unit": unit}
    assert client.put(id, body)[0] == 201
    status, answer = client.ask("POST", f"/api/v1/records/{id}/steps", {"do": "withdraw"})
    assert status == 200, answer
    changed = {name: body[name] for name in ("version", "captured_at")}
    changed |= {"answers": {**body["answers"], "what": "栏杆已经围好，请尽快来修。"}}
    status, answer = client.ask("POST", f"/api/v1/records/{id}/revisions", changed, **{"If-Match": '"1"'})
    assert status == 201, answer
    return id


@pytest.fixture(scope="module")
def people(broken: Service) -> Iterator[People]:
    """Give a function that returns the client of an account, logged in once, on a new connection."""
    clients: dict[str, Client] = {}

    def find(account: str) -> Client:
        if account not in clients:
            clients[account] = broken.client(account)
        # The server ends connections that were silent for long.
        clients[account].close()
        return clients[account]

    yield find
    for client in clients.values():
        client.close()


@pytest.fixture(scope="module")
def modules(people: People) -> Modules:
    """Give the text of 模块 as county IT sees it now."""
    return lambda: read_page(people("xianxin"), "/modules")


@pytest.fixture(scope="module")
def own(people: People) -> str:
    """A record of the township where hooks raise: submitted, withdrawn and corrected."""
    return send(people("shangao02"), "339924101201")


@pytest.fixture(scope="module")
def other(people: People) -> str:
    """The same in the township where hooks sleep."""
    return send(people("daping01"), "339924102201")


RAISING = [name_plugin(hook, kind) for hook in REACTS for kind in BREAKS if kind != "sleep"]
SLEEPING = [name_plugin(hook, "sleep") for hook in REACTS]
DECLARING = [name_plugin(hook, kind) for hook in DECLARES for kind in BREAKS]


@pytest.mark.parametrize("name", DECLARING)
def test_a_plugin_that_breaks_while_it_declares_is_named(modules: Modules, name: str) -> None:
    assert f"{name} 没能加载，其余" in modules()


@pytest.mark.parametrize("name", RAISING)
def test_a_plugin_that_raises_while_it_listens_is_named(modules: Modules, own: str, name: str) -> None:
    assert wait_for(lambda: f"{name} 收到消息后出错，其余照常" in modules())


def test_a_plugin_hears_nothing_more_after_five_failures(modules: Modules, own: str) -> None:
    def all_silent() -> bool:
        notices = (part.split("收到消息后出错") for part in modules().split("<strong>"))
        said = {notice[0].strip(): notice[1] for notice in notices if len(notice) == 2}
        return all("它已不再接收消息" in said.get(name, "") for name in RAISING)

    assert wait_for(all_silent)


def test_no_page_and_no_submission_waits_for_a_plugin_that_sleeps(people: People, other: str) -> None:
    worker, supervisor = people("shangao02"), people("zongzhi")
    times = []
    for client, path in [(worker, "/"), (worker, "/mine"), (supervisor, "/records/security_patrol.finding")]:
        began = time.monotonic()
        read_page(client, path)
        times.append(time.monotonic() - began)
    began = time.monotonic()
    send(worker, "339924101201")
    assert max(*times, time.monotonic() - began) < 4


@pytest.mark.parametrize("name", SLEEPING)
def test_a_plugin_that_sleeps_while_it_listens_is_named(modules: Modules, other: str, name: str) -> None:
    assert wait_for(lambda: f"{name} 收到消息后出错，其余照常" in modules())


@pytest.mark.parametrize(("account", "place"), [("shangao02", "own"), ("daping01", "other")])
def test_the_sound_plugin_heard_of_every_record(
    people: People, request: pytest.FixtureRequest, account: str, place: str
) -> None:
    record = request.getfixturevalue(place)
    assert wait_for(lambda: "照常收到" in read_page(people(account), f"/record/{record}"))
